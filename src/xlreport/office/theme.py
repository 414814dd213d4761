"""The theme: fonts, colours, issuing office and text limits, from one small file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from xlreport.base.errors import FormError, InputError
from xlreport.base.toml_fault import fault, quote_value
from xlreport.base.toml_fields import check_fields, read_toml
from xlreport.base.toml_location import field

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_COLOURS = (
    *("ink", "quiet", "line", "label", "band", "input", "total", "alarm"),
    *("bar_dark", "bar_middle", "bar_light"),
)
_REPORT_FONTS = ("title", "heading", "subheading", "body", "table", "number")


@dataclass(frozen=True)
class Theme:
    """Is how workbooks and the published report look.

    Colours are "#RRGGBB", limits are characters by a text's key.
    """

    office: str
    body_font: str
    title_font: str
    colours: tuple[tuple[str, str], ...]
    limits: tuple[tuple[str, int], ...]
    report_fonts: tuple[tuple[str, str], ...]

    def colour(self, name: str) -> str:
        """Give a colour by its name in the theme file."""
        return dict(self.colours)[name]

    def font(self, name: str) -> str:
        """Give a font by its name in the theme file: body or title."""
        return {"body": self.body_font, "title": self.title_font}[name]

    def report_font(self, name: str) -> str:
        """Give a font of the published report by its name in the theme file, as `subheading`."""
        return dict(self.report_fonts)[name]

    def limit(self, text: str) -> int | None:
        """Give the limit of a narrative part in characters, None where it has none."""
        return dict(self.limits).get(text)


@cache
def default_theme() -> Theme:
    """Load the theme that comes with the library."""
    return _make_theme(
        [_read("theme.toml", files("xlreport.office").joinpath("theme.toml").read_bytes())]
    )


def load_theme(path: str | os.PathLike[str]) -> Theme:
    """Load a county's theme; what it leaves out is taken from the library's own.

    Raises `InputError` naming file and field.
    """
    name = Path(path).name
    try:
        data = Path(path).read_bytes()
        standard = files("xlreport.office").joinpath("theme.toml").read_bytes()
        return _make_theme([_read("theme.toml", standard), _read(name, data)])
    except OSError as error:
        raise InputError(f"{name}：无法读取主题文件；请核对路径和权限。") from error
    except FormError as error:
        raise InputError(f"主题文件不能使用：{error}") from error


def _read(name: str, data: bytes) -> Mapping[str, Any]:
    place, content = read_toml(name, data)
    kinds = {"office": str, "fonts": dict, "colours": dict, "limits": dict, "report": dict}
    fields = check_fields(content, place, required={}, optional=kinds)
    texts = dict.fromkeys(("body", "title"), str)
    check_fields(fields.get("fonts", {}), field(place, "fonts"), required={}, optional=texts)
    texts = dict.fromkeys(_REPORT_FONTS, str)
    check_fields(fields.get("report", {}), field(place, "report"), required={}, optional=texts)
    for font, value in fields.get("report", {}).items():
        if not value.strip() or not value.isprintable():
            where = field(field(place, "report"), font)
            raise fault("bad-font", where, name=font, value=quote_value(value))
    texts = dict.fromkeys(_COLOURS, str)
    colours = fields.get("colours", {})
    check_fields(colours, field(place, "colours"), required={}, optional=texts)
    for colour, value in colours.items():
        if not _COLOUR.fullmatch(value):
            where = field(field(place, "colours"), colour)
            raise fault("bad-colour", where, name=colour, value=quote_value(value))
    for text, limit in fields.get("limits", {}).items():
        if type(limit) is not int or limit < 1:
            where = field(field(place, "limits"), text)
            raise fault("bad-limit", where, name=text, value=quote_value(limit))
    return fields


def _make_theme(layers: list[Mapping[str, Any]]) -> Theme:
    """Lay the fields of several theme files over one another."""
    sections = ("fonts", "colours", "limits", "report")
    merged: dict[str, dict[str, Any]] = {section: {} for section in sections}
    office = ""
    for layer in layers:
        office = layer.get("office", office)
        for section, fields in merged.items():
            fields.update(layer.get(section, {}))
    return Theme(
        office,
        merged["fonts"]["body"],
        merged["fonts"]["title"],
        tuple(merged["colours"].items()),
        tuple(merged["limits"].items()),
        tuple(merged["report"].items()),
    )
