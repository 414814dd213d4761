"""The theme: fonts, colours, issuing office and text limits, from one small file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from xlreport.base.errors import FormError, InputError, unread_sentence
from xlreport.base.toml_fault import keep, quote_value, raise_kept
from xlreport.base.toml_fields import sound_fields
from xlreport.base.toml_file import read_toml
from xlreport.base.toml_location import field
from xlreport.base.toml_shape import ANY_TEXT, TEXT, Field, Group, MapOf, Text, Whole

_COLOURS = (
    *("ink", "quiet", "line", "label", "band", "input", "total", "alarm"),
    *("prefilled", "no_duty", "bar_dark", "bar_middle", "bar_light"),
)
_REPORT_FONTS = ("title", "heading", "subheading", "body", "table", "number")
_SHAPES = {
    "fonts": (("body", "title"), TEXT),
    "colours": (_COLOURS, Text("#[0-9A-Fa-f]{6}", "bad-colour")),
    "report": (_REPORT_FONTS, TEXT),
}
_SECTIONS = {
    section: Group(tuple(Field(name, shape, "") for name in names))
    for section, (names, shape) in _SHAPES.items()
}
_THEME = Group(
    (
        Field("office", ANY_TEXT, "下发单位。"),
        *(Field(section, group, "") for section, group in _SECTIONS.items()),
        Field("limits", MapOf(Whole(1, 10**6)), "文字部分的字数上限。"),
    )
)


PAPER = "#FFFFFF"
"""What everything stands on, but pages on a dark screen."""
DARK: Mapping[str, str] = {
    "paper": "#14181D",
    "ink": "#E8ECF0",
    "quiet": "#A9B4C0",
    "line": "#6B7783",
    "label": "#1E252D",
    "band": "#2A343F",
    "input": "#3A3115",
    "total": "#1D2F25",
    "bar": "#8FB4DA",
}
"""The colours of pages on a screen that is set to dark; a theme has none for it."""


@dataclass(frozen=True)
class Theme:
    """The look of workbooks and the published report.

    Colours are "#RRGGBB"; limits are numbers of characters, by the key of a narrative part.
    """

    office: str
    body_font: str
    title_font: str
    colours: tuple[tuple[str, str], ...]
    limits: tuple[tuple[str, int], ...]
    report_fonts: tuple[tuple[str, str], ...]

    def colour(self, name: str) -> str:
        """Return a colour by its name in the theme file; one written as #1B5E34 stays as it is."""
        return name if name.startswith("#") else dict(self.colours)[name]

    def font(self, name: str) -> str:
        """Return a font by its name in the theme file: body or title."""
        return {"body": self.body_font, "title": self.title_font}[name]

    def report_font(self, name: str) -> str:
        """Return a font of the published report by its name in the theme file."""
        return dict(self.report_fonts)[name]

    def limit(self, text: str) -> int | None:
        """Return the limit of a narrative part in characters; None if it has none."""
        return dict(self.limits).get(text)


@cache
def default_theme() -> Theme:
    """Load the shipped theme."""
    return _make_theme(
        [_read("theme.toml", files("xlreport.office").joinpath("theme.toml").read_bytes())]
    )


def load_theme(path: str | os.PathLike[str]) -> Theme:
    """Load a county's theme; fields that it leaves out are those of the shipped theme.

    Raises `InputError` that names file and field.
    """
    name = Path(path).name or str(path)  # "." is a folder without a name
    try:
        data = Path(path).read_bytes()
        standard = files("xlreport.office").joinpath("theme.toml").read_bytes()
        return _make_theme([_read("theme.toml", standard), _read(name, data)])
    except OSError as error:
        raise InputError(unread_sentence(f"主题文件 {name}", error)) from error
    except FormError as error:
        raise InputError(f"主题文件不能使用：{error}") from error


def chosen_theme(path: str | os.PathLike[str] | None) -> Theme:
    """Load a county's theme as `load_theme` does, or the shipped one where none is given."""
    return load_theme(path) if path else default_theme()


def _read(name: str, data: bytes) -> Mapping[str, Any]:
    """Read a theme file; raises `FormError` with all its faults."""
    file, content = read_toml(name, data)
    fields = sound_fields(content, file, _THEME)
    for section, group in _SECTIONS.items():
        sound_fields(fields.get(section, {}), field(file, section), group)
    for font, value in fields.get("report", {}).items():
        if not str(value).isprintable():
            keep(
                "bad-font", field(field(file, "report"), font), name=font, value=quote_value(value)
            )
    raise_kept(file)
    return fields


def _make_theme(layers: list[Mapping[str, Any]]) -> Theme:
    """Make a theme of several theme files, of which later ones take precedence."""
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
