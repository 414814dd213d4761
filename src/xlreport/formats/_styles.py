"""The styles of an .xlsx workbook: how its cells and its conditional formats make a value look.

A cell refers to an <xf> of `cellXfs` by its position. What an <xf> names counts whatever its
`applyNumberFormat` or `applyFont` says, and its cell style in `cellStyleXfs` adds nothing:
LibreOffice (`Xf::finalizeImport` in oox/source/xls/stylesbuffer.cxx of its sources), openpyxl and
SheetJS read it so, as Excel writes the whole look into every <xf>.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from xlreport.formats.expat import FALSE, parse, spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlreport.formats.container import Container

Attributes = dict[str, str]
Item = TypeVar("Item")

_INDEX: Final = re.compile(r"\s*([0-9]{1,9})\s*")
_RAISED: Final = ("superscript", "subscript")


class Colour(NamedTuple):
    """A colour as the XML writes it: its kind (rgb, theme, indexed or auto), value and tint."""

    kind: str
    value: str
    tint: str


class Font(NamedTuple):
    """A font; `size` is in points, "" for the default, and `raised` is above or below the line."""

    size: str = ""
    colour: Colour | None = None
    struck: bool = False
    raised: bool = False


class CellStyle(NamedTuple):
    """One <xf> of `cellXfs`; `number_format` is an id, `fill` the colour of a solid background."""

    number_format: int
    font: Font
    fill: Colour | None


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles of a workbook.

    `codes` are the number formats that the file defines, by their ids; built-in ones among them
    are redefined. `cells` are the styles of cells in order, `conditional` the number formats of
    the differential styles, to which conditional formats refer by position ("" for none).
    """

    codes: Mapping[int, str] = field(default_factory=dict)
    cells: Sequence[CellStyle] = ()
    conditional: Sequence[str] = ()


@dataclass(slots=True)
class _State:
    """The styles read so far; `place` is the list that is being read, "" outside of them."""

    text: list[str] = field(default_factory=list)
    place: str = ""
    codes: dict[int, str] = field(default_factory=dict)
    fonts: list[Font] = field(default_factory=list)
    fills: list[Colour | None] = field(default_factory=list)
    formats: list[tuple[int, int, int]] = field(default_factory=list)
    conditional: list[str] = field(default_factory=list)
    is_solid: bool = False


def read_styles(container: Container, part: str) -> Styles:
    """Read the member `part`, in whatever order its lists are. Raises `Unreadable`."""
    state = _State()
    parse(container, part, state, _STARTS, _ENDS, state.text)
    cells = (
        CellStyle(key, _at(state.fonts, font, Font()), _at(state.fills, fill, None))
        for key, font, fill in state.formats
    )
    return Styles(state.codes, tuple(cells), tuple(state.conditional))


def parse_index(written: str) -> int:
    """Return an index or id as written in XML, where 017 is 17; -1 for what is none."""
    match = _INDEX.fullmatch(written)
    return -1 if match is None else int(match[1])


def _at(items: Sequence[Item], index: int, otherwise: Item) -> Item:
    return items[index] if 0 <= index < len(items) else otherwise


def _enter(place: str) -> Callable[[_State, Attributes], None]:
    def start(state: _State, _: Attributes) -> None:
        state.place = place

    return start


def _leave(state: _State) -> None:
    state.place = ""


def _number_format(state: _State, attributes: Attributes) -> None:
    code = attributes.get("formatCode", "")
    if state.place == "formats":
        state.codes[parse_index(attributes.get("numFmtId", ""))] = code
    elif state.place == "conditional" and state.conditional:
        state.conditional[-1] = code


def _differential(state: _State, _: Attributes) -> None:
    if state.place == "conditional":
        state.conditional.append("")


def _font(state: _State, _: Attributes) -> None:
    if state.place == "fonts":
        state.fonts.append(Font())


def _size(state: _State, attributes: Attributes) -> None:
    _change_font(state, size=attributes.get("val", ""))


def _strike(state: _State, attributes: Attributes) -> None:
    _change_font(state, struck=attributes.get("val") not in FALSE)


def _raise(state: _State, attributes: Attributes) -> None:
    _change_font(state, raised=attributes.get("val") in _RAISED)


def _font_colour(state: _State, attributes: Attributes) -> None:
    _change_font(state, colour=read_colour(attributes))


def _change_font(state: _State, **changes: Any) -> None:
    if state.place == "fonts" and state.fonts:
        state.fonts[-1] = state.fonts[-1]._replace(**changes)


def _fill(state: _State, _: Attributes) -> None:
    if state.place == "fills":
        state.fills.append(None)
        state.is_solid = False


def _pattern(state: _State, attributes: Attributes) -> None:
    state.is_solid = attributes.get("patternType") == "solid"


def _fill_colour(state: _State, attributes: Attributes) -> None:
    if state.place == "fills" and state.fills and state.is_solid:
        state.fills[-1] = read_colour(attributes)


def read_colour(attributes: Attributes) -> Colour | None:
    """Return the colour that an element states; None for none."""
    for kind in ("rgb", "theme", "indexed", "auto"):
        if kind in attributes:
            return Colour(kind, attributes[kind], attributes.get("tint", ""))
    return None


def _cell_style(state: _State, attributes: Attributes) -> None:
    if state.place == "cells":
        names = ("numFmtId", "fontId", "fillId")
        key, font, fill = (parse_index(attributes.get(name, "0")) for name in names)
        state.formats.append((key, font, fill))


_STARTS: Final = spreadsheet(
    {
        "numFmts": _enter("formats"),
        "fonts": _enter("fonts"),
        "fills": _enter("fills"),
        "cellXfs": _enter("cells"),
        "dxfs": _enter("conditional"),
        "numFmt": _number_format,
        "dxf": _differential,
        "font": _font,
        "sz": _size,
        "strike": _strike,
        "vertAlign": _raise,
        "color": _font_colour,
        "fill": _fill,
        "patternFill": _pattern,
        "fgColor": _fill_colour,
        "xf": _cell_style,
    }
)
_ENDS: Final = spreadsheet(dict.fromkeys(("numFmts", "fonts", "fills", "cellXfs", "dxfs"), _leave))
