"""The styles of an .ods workbook: what they do to the look of a text, a cell or a sheet."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.formats._hidden_lines import is_too_low, is_too_narrow
from xlreport.formats._looks import look_of
from xlreport.formats._styles import CellStyle, Colour, Font
from xlreport.formats.expat import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xlreport.formats.cell import Look
    from xlreport.formats.container import Container

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE, TABLE, TEXT, STYLE, NUMBER, FO = (
    f"{_OASIS}:{name}:1.0"
    for name in ("office", "table", "text", "style", "datastyle", "xsl-fo-compatible")
)
_LINE: Final = (f"{STYLE} text-line-through-style", f"{STYLE} text-line-through-type")
_POSITION: Final = f"{STYLE} text-position"
_LONGEST_CHAIN: Final = 10  # styles that stand on one another
_NO_WORDS: Final = " \u3000-—/"  # what accounts show for 0
_MOST_MAPS: Final = 20  # that one style may have; sections of a number format are three
_CONDITION: Final = re.compile(
    r"(?:value|cell-content)\(\)\s*(<=|>=|<>|!=|<|>|=)\s*(-?[0-9]{1,15}(?:\.[0-9]{0,15})?)"
)
_OPERATORS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
}
_LENGTH: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{0,6})?)(in|cm|mm|pt|pc)")
_POINTS: Final = {"in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pt": 1.0, "pc": 12.0}


class StyleLook(NamedTuple):
    """What a style says; None is for what it leaves to its parent.

    `struck` is whether characters are struck out, `raised` whether they are above or below the
    line, `size` and `colour` are those of the characters, `background` is that of the cell, `data`
    the style of numbers, `display` whether a sheet is shown: "true" or "false".
    """

    struck: bool | None = None
    raised: bool | None = None
    size: str | None = None
    colour: str | None = None
    background: str | None = None
    data: str | None = None
    display: str | None = None


_PLAIN: Final = StyleLook()


@dataclass(slots=True)
class OdsStyles:
    """The styles of a workbook, by family and name.

    `plain` are the styles of numbers that show digits and nothing else, `worded` those with words,
    `filled` those that fill the column with a sign, and `white` those in letters that nobody sees;
    no text of a cell has either. `maps`
    are the conditions of a style, with the names of the styles that show a value which meets them;
    styles of numbers have no family. `small` are the rows and columns too small to be seen.
    `current` is the style that is being parsed, `number` the plain style of numbers, `data` the
    style of numbers or dates; `text` is the character data.
    """

    looks: dict[tuple[str, str], StyleLook] = field(default_factory=dict)
    parents: dict[tuple[str, str], str] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)
    worded: set[str] = field(default_factory=set)
    filled: set[str] = field(default_factory=set)
    white: set[str] = field(default_factory=set)
    maps: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    small: set[tuple[str, str]] = field(default_factory=set)
    current: tuple[str, str] = ("", "")
    number: str = ""
    data: str = ""
    text: list[str] = field(default_factory=list)

    def look(self, family: str, name: str) -> StyleLook:
        """Return the look of a style, completed by those that it stands on."""
        look = _PLAIN
        for _ in range(_LONGEST_CHAIN):
            below = self.looks.get((family, name), _PLAIN)
            pairs = zip(look, below, strict=True)
            look = StyleLook._make(theirs if mine is None else mine for mine, theirs in pairs)
            name = self.parents.get((family, name), "")
            if not name:
                break
        return look

    def is_unseen(self, name: str, data: str | None, number: float) -> bool:
        """Tell whether a cell of this style may show something else of a number than its text.

        `data` is the style of numbers of the style `name`. A 0 may be shown as a dash or as
        nothing.
        """
        if data is not None and self._is_unseen(data, number):
            return True
        for other in self._met("table-cell", name, number):
            shown = self.look("table-cell", other).data
            if shown in (None, data):
                continue
            is_other = shown not in self.plain if number else shown in self.worded
            if is_other or self._is_unseen(shown, number):
                return True
        return False

    def _is_unseen(self, data: str, number: float) -> bool:
        names = list(self._met("", data, number)) or [data]
        return any(each in self.filled or (number and each in self.white) for each in names)

    def _met(self, family: str, name: str, number: float) -> Iterator[str]:
        """Yield the styles whose conditions a number may meet, up to the first that it does."""
        for condition, other in self.maps.get((family, name), ()):
            match = _CONDITION.fullmatch(condition.strip())
            if match is None:
                yield other
            elif _OPERATORS[match[1]](number, float(match[2])):
                yield other
                return


def look_of_style(style: StyleLook) -> Look | None:
    """Return how a style makes a figure look; None for a plain one."""
    if not (style.struck or style.size or style.colour):
        return None
    size = (style.size or "").removesuffix("pt")
    font = Font(size=size, colour=_colour(style.colour), struck=bool(style.struck))
    return look_of(CellStyle(0, font, _colour(style.background)))


def _colour(written: str | None) -> Colour | None:
    """Return a colour such as #ff0000; None for the one that a program chooses."""
    return Colour("rgb", written[1:], "") if written and written.startswith("#") else None


def read_styles(container: Container) -> OdsStyles:
    """Read the styles that have a name of their own, from styles.xml. Raises `Unreadable`."""
    styles = OdsStyles()
    if "styles.xml" in container.members:
        parse(container, "styles.xml", styles, STYLE_STARTS, STYLE_ENDS, styles.text)
    return styles


def _start_style(styles: OdsStyles, attributes: dict[str, str]) -> None:
    family, name, parent, data = (
        attributes.get(f"{STYLE} {each}", "")
        for each in ("family", "name", "parent-style-name", "data-style-name")
    )
    styles.current = family, name
    styles.number = styles.data = ""
    styles.looks[family, name] = StyleLook(data=data or None)
    styles.parents[family, name] = parent


def _start_default(styles: OdsStyles, _: dict[str, str]) -> None:
    styles.current = "", ""


def _change(styles: OdsStyles, **changes: bool | str | None) -> None:
    look = styles.looks.get(styles.current)
    if look is not None:
        said = {key: value for key, value in changes.items() if value is not None}
        styles.looks[styles.current] = look._replace(**said)  # type: ignore[arg-type]


def _text_properties(styles: OdsStyles, attributes: dict[str, str]) -> None:
    lines = [attributes[each] for each in _LINE if each in attributes]
    position = attributes.get(_POSITION)
    if styles.data and look_of_style(StyleLook(colour=attributes.get(f"{FO} color"))):
        styles.white.add(styles.data)
    _change(
        styles,
        struck="none" not in lines if lines else None,
        raised=None if position is None else position.split(" ")[0] not in ("0%", "0", ""),
        size=attributes.get(f"{FO} font-size"),
        colour=attributes.get(f"{FO} color"),
    )


def _cell_properties(styles: OdsStyles, attributes: dict[str, str]) -> None:
    _change(styles, background=attributes.get(f"{FO} background-color"))


def _table_properties(styles: OdsStyles, attributes: dict[str, str]) -> None:
    _change(styles, display=attributes.get(f"{TABLE} display"))


def _start_numbers(styles: OdsStyles, attributes: dict[str, str]) -> None:
    _start_other(styles, attributes)
    styles.number = styles.data
    styles.plain.add(styles.number)


def _start_other(styles: OdsStyles, attributes: dict[str, str]) -> None:
    styles.current = "", ""
    styles.number = ""
    styles.data = attributes.get(f"{STYLE} name", "")


def _start_words(styles: OdsStyles, attributes: dict[str, str]) -> None:
    _not_plain(styles, attributes)
    styles.text.clear()


def _end_words(styles: OdsStyles) -> None:
    if "".join(styles.text).strip(_NO_WORDS):
        styles.worded.add(styles.data)


def _start_filler(styles: OdsStyles, _: dict[str, str]) -> None:
    styles.text.clear()


def _end_filler(styles: OdsStyles) -> None:
    """Note a style that fills the column with a sign, which no text of a cell has."""
    if "".join(styles.text).strip():
        styles.plain.discard(styles.number)
        styles.filled.add(styles.data)


def _map(styles: OdsStyles, attributes: dict[str, str]) -> None:
    _not_plain(styles, attributes)
    maps = styles.maps.setdefault(("", styles.data) if styles.data else styles.current, [])
    if len(maps) < _MOST_MAPS:
        condition, name = (
            attributes.get(f"{STYLE} {each}", "") for each in ("condition", "apply-style-name")
        )
        maps.append((condition, name))


def _row_properties(styles: OdsStyles, attributes: dict[str, str]) -> None:
    if is_too_low(_points(attributes.get(f"{STYLE} row-height"))):
        styles.small.add(styles.current)


def _column_properties(styles: OdsStyles, attributes: dict[str, str]) -> None:
    if is_too_narrow(_points(attributes.get(f"{STYLE} column-width"))):
        styles.small.add(styles.current)


def _points(written: str | None) -> float | None:
    match = _LENGTH.fullmatch(written or "")
    return None if match is None else float(match[1]) * _POINTS[match[2]]


def _digits(styles: OdsStyles, attributes: dict[str, str]) -> None:
    if attributes.keys() & {f"{NUMBER} grouping", f"{NUMBER} display-factor"}:
        styles.plain.discard(styles.number)


def _not_plain(styles: OdsStyles, _: dict[str, str]) -> None:
    styles.plain.discard(styles.number)


# What parses styles, wherever they stand.
STYLE_STARTS: Final[Mapping[str, Callable[[OdsStyles, dict[str, str]], None]]] = {
    f"{STYLE} style": _start_style,
    f"{STYLE} default-style": _start_default,
    f"{STYLE} text-properties": _text_properties,
    f"{STYLE} table-cell-properties": _cell_properties,
    f"{STYLE} table-properties": _table_properties,
    f"{STYLE} table-row-properties": _row_properties,
    f"{STYLE} table-column-properties": _column_properties,
    f"{STYLE} map": _map,
    f"{NUMBER} text": _start_words,
    f"{NUMBER} fill-character": _start_filler,
    f"{NUMBER} number-style": _start_numbers,
    f"{NUMBER} number": _digits,
    **dict.fromkeys(
        (f"{NUMBER} {kind}" for kind in ("embedded-text", "fraction", "scientific-number")),
        _not_plain,
    ),
    **dict.fromkeys(
        (f"{NUMBER} {kind}-style" for kind in ("percentage", "currency", "date", "time", "text")),
        _start_other,
    ),
    f"{NUMBER} boolean-style": _start_other,
}
STYLE_ENDS: Final[Mapping[str, Callable[[OdsStyles], None]]] = {
    f"{NUMBER} text": _end_words,
    f"{NUMBER} fill-character": _end_filler,
}
