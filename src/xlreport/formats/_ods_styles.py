"""The styles of an .ods workbook: what they do to the look of a text, a cell or a sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.formats.expat import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlreport.formats.container import Container

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE, TABLE, TEXT, STYLE, NUMBER, FO = (
    f"{_OASIS}:{name}:1.0"
    for name in ("office", "table", "text", "style", "datastyle", "xsl-fo-compatible")
)
_LINE: Final = (f"{STYLE} text-line-through-style", f"{STYLE} text-line-through-type")
_POSITION: Final = f"{STYLE} text-position"
_LONGEST_CHAIN: Final = 10  # styles that stand on one another


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

    `plain` are the styles of numbers that show digits and nothing else. `current` is the style
    that is being parsed, `number` the style of numbers.
    """

    looks: dict[tuple[str, str], StyleLook] = field(default_factory=dict)
    parents: dict[tuple[str, str], str] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)
    current: tuple[str, str] = ("", "")
    number: str = ""

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


def read_styles(container: Container) -> OdsStyles:
    """Read the styles that have a name of their own, from styles.xml. Raises `Unreadable`."""
    styles = OdsStyles()
    if "styles.xml" in container.members:
        parse(container, "styles.xml", styles, STYLE_STARTS, {}, [])
    return styles


def _start_style(styles: OdsStyles, attributes: dict[str, str]) -> None:
    family, name, parent, data = (
        attributes.get(f"{STYLE} {each}", "")
        for each in ("family", "name", "parent-style-name", "data-style-name")
    )
    styles.current = family, name
    styles.number = ""
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
    styles.current = "", ""
    styles.number = attributes.get(f"{STYLE} name", "")
    styles.plain.add(styles.number)


def _start_other(styles: OdsStyles, _: dict[str, str]) -> None:
    styles.current = "", ""
    styles.number = ""


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
    f"{NUMBER} number-style": _start_numbers,
    f"{NUMBER} number": _digits,
    **dict.fromkeys(
        (f"{NUMBER} text", f"{NUMBER} fraction", f"{NUMBER} scientific-number", f"{STYLE} map"),
        _not_plain,
    ),
    **dict.fromkeys(
        (f"{NUMBER} {kind}-style" for kind in ("percentage", "currency", "date", "time", "text")),
        _start_other,
    ),
    f"{NUMBER} boolean-style": _start_other,
}
