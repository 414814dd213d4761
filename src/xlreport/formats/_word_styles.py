"""The look of text in a Word file: what styles and direct formatting say of it together.

Styles are based on one another, and four layers say how a text looks: the defaults of the document,
the style of the table, of the paragraph and of the characters. Hidden and struck are toggles: set
in two layers, they are off again (ISO/IEC 29500-1, 17.7.3), yet LibreOffice leaves them on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from xlreport.formats._drawn_cell import Mark
from xlreport.formats._word_names import attribute, is_on, number, word
from xlreport.formats.container import Container
from xlreport.formats.expat import parse

Look = Mapping[str, str]
"""The properties of a text that bear on what a person sees, by name; "" is off.

hidden, struck, doubly, raised, shifted, tiny, narrow, reversed, webless (hidden in some views, and
by LibreOffice in all); `color` and `fill` are RRGGBB, "" is automatic."""

_TOGGLES: Final = frozenset({"hidden", "struck"})
_UNCLEAR: Final = "?"
_TOGGLED: Final = ("", "1", _UNCLEAR)  # by the number of layers that switch it on
_WHITE: Final = "FFFFFF"
_ALIKE: Final = 24  # of 255: the least difference of two colours that a person sees
_TINY: Final = 4  # half points
_SHIFTED: Final = 6  # half points; less only sets a text straight in its line
_NARROW: Final = 10  # per cent of a character's width
_HIGHLIGHTS: Final = {
    "black": "000000",
    "white": _WHITE,
    "yellow": "FFFF00",
    "red": "FF0000",
    "blue": "0000FF",
    "green": "00FF00",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}


def _switch(name: str) -> Callable[[Mapping[str, str]], tuple[str, str]]:
    return lambda attributes: (name, "1" if is_on(attributes) else "")


def _flag(name: str, *, on: bool) -> tuple[str, str]:
    return name, "1" if on else ""


def read_fill(attributes: Mapping[str, str]) -> str:
    """Return the colour of a shading, "" where it has none."""
    fill = attribute(attributes, "fill")
    return "" if fill == "auto" else fill.upper()


def _color(attributes: Mapping[str, str]) -> tuple[str, str]:
    value = attribute(attributes, "val", "auto")
    return "color", "" if value == "auto" else value.upper()


RUN_PROPERTIES: Final[Mapping[str, Callable[[Mapping[str, str]], tuple[str, str]]]] = {
    "vanish": _switch("hidden"),
    "specVanish": _switch("hidden"),
    "webHidden": _switch("webless"),
    "strike": _switch("struck"),
    "dstrike": _switch("doubly"),
    "vertAlign": lambda a: _flag("raised", on=attribute(a, "val").endswith("script")),
    "position": lambda a: _flag("shifted", on=abs(number(a, 0)) >= _SHIFTED),
    "eastAsianLayout": lambda a: _flag("raised", on=attribute(a, "combine") in ("1", "true", "on")),
    "sz": lambda a: _flag("tiny", on=number(a, 99) <= _TINY),
    "w": lambda a: _flag("narrow", on=number(a, 100) < _NARROW),
    "rtl": _switch("reversed"),
    "color": _color,
    "shd": lambda a: ("fill", read_fill(a)),
    "highlight": lambda a: ("fill", _HIGHLIGHTS.get(attribute(a, "val"), "")),
}
"""The elements of run properties that are read, each with the name and value that it gives."""


@dataclass(slots=True)
class Style:
    """One style; `number` is the list that it puts paragraphs in, `level` the level there.

    `is_shaded` tells whether a table's style shades any of its cells.
    """

    kind: str = ""
    based_on: str = ""
    look: dict[str, str] = field(default_factory=dict)
    number: str = ""
    level: int | None = None
    is_shaded: bool = False


_NONE: Final = Style()


@dataclass(slots=True)
class Styles:
    """The styles of a document by id, its defaults, and the default style of each kind."""

    by_id: dict[str, Style] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    default_ids: dict[str, str] = field(default_factory=dict)
    resolved: dict[str, Style] = field(default_factory=dict)
    looks: dict[tuple[str | None, str, str], Look] = field(default_factory=dict)

    def id_of(self, name: str, kind: str) -> str:
        """Return the id of a style of a kind; that of the default where there is no such style."""
        return name if name in self.by_id else self.default_ids.get(kind, "")

    def style(self, name: str, kind: str) -> Style:
        """Return a style with all that it is based on; the default of its kind for an unknown one.

        Styles that are based on one another in a circle are read up to where it closes.
        """
        name = self.id_of(name, kind)
        chain: dict[str, None] = {}
        while name in self.by_id and name not in self.resolved and name not in chain:
            chain[name] = None
            name = self.by_id[name].based_on
        base = self.resolved.get(name, _NONE)
        for each in reversed([*chain]):
            base = _extend(base, self.by_id[each])
            self.resolved[each] = base
        return base

    def look(self, table: str | None, paragraph: str, character: str) -> Look:
        """Return the look that the styles of table, paragraph and characters give a text."""
        key = table, paragraph, character
        if key not in self.looks:
            layers = [
                {} if table is None else self.style(table, "table").look,
                self.style(paragraph, "paragraph").look,
                self.style(character, "character").look,
            ]
            look = dict(self.defaults)
            for layer in layers:
                look |= {name: value for name, value in layer.items() if name not in _TOGGLES}
            for name in _TOGGLES:
                layers_on = sum(bool(layer.get(name)) for layer in layers)
                if not look.get(name):
                    look[name] = _TOGGLED[min(layers_on, 2)]
            self.looks[key] = look
        return self.looks[key]


def _extend(base: Style, style: Style) -> Style:
    return Style(
        kind=style.kind,
        look=base.look | style.look,
        number=style.number or base.number,
        level=base.level if style.level is None else style.level,
        is_shaded=base.is_shaded or style.is_shaded,
    )


def mark_of(look: Look, background: str | None) -> Mark:
    """Return how a text is marked that looks like this; `background` is None if it is unknown."""
    if look.get("hidden") == "1":
        return Mark.HIDDEN
    if look.get("struck") or look.get("doubly"):
        return Mark.STRUCK
    if look.get("raised") or look.get("shifted"):
        return Mark.RAISED
    fill = look.get("fill") or background
    color = look.get("color")
    is_unseen = color and fill is not None and _are_alike(color, fill or _WHITE)
    if is_unseen or any(map(look.get, ("hidden", "tiny", "narrow", "webless"))):
        return Mark.FAINT
    return Mark.REVERSED if look.get("reversed") else Mark.NONE


def _are_alike(one: str, other: str) -> bool:
    """Tell whether a person sees no difference between two colours; False for what is none."""
    try:
        pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
        return all(abs(a - b) < _ALIKE for a, b in pairs)
    except ValueError:
        return False


@dataclass(slots=True)
class _Reader:
    """The state of the handlers: the open style, and how deep in what is not read."""

    styles: Styles = field(default_factory=Styles)
    style: Style = field(default_factory=Style)
    is_default: bool = False
    ignored: int = 0


def read_styles(container: Container, part: str | None) -> Styles:
    """Read styles.xml; none if there is no such part. Raises `Unreadable`."""
    reader = _Reader()
    if part is not None and part in container.members:
        parse(container, part, reader, _STARTS, _ENDS, [])
    return reader.styles


def _start_style(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.style = Style(attribute(attributes, "type", "paragraph"))
    name = attribute(attributes, "styleId")
    reader.styles.by_id[name] = reader.style
    if attribute(attributes, "default") in ("1", "true", "on"):
        reader.styles.default_ids.setdefault(reader.style.kind, name)


def _start_defaults(reader: _Reader, _: dict[str, str]) -> None:
    reader.style = Style(look=reader.styles.defaults)


def _based_on(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.style.based_on = attribute(attributes, "val")


def _number_id(reader: _Reader, attributes: dict[str, str]) -> None:
    if not reader.ignored:
        reader.style.number = attribute(attributes, "val")


def _level(reader: _Reader, attributes: dict[str, str]) -> None:
    if not reader.ignored:
        reader.style.level = number(attributes, 0)


def _property(
    read: Callable[[Mapping[str, str]], tuple[str, str]],
) -> Callable[[_Reader, dict[str, str]], None]:
    def handle(reader: _Reader, attributes: dict[str, str]) -> None:
        name, value = read(attributes)
        if name == "fill" and value and reader.style.kind == "table":
            reader.style.is_shaded = True
        elif not reader.ignored:
            reader.style.look[name] = value

    return handle


def _ignore(reader: _Reader, _: dict[str, str]) -> None:
    reader.ignored += 1


def _heed(reader: _Reader) -> None:
    reader.ignored -= 1


_IGNORED: Final = ("tblStylePr", "rPrChange", "pPrChange")
_STARTS: Final = word(
    {
        "style": _start_style,
        "docDefaults": _start_defaults,
        "basedOn": _based_on,
        "numId": _number_id,
        "ilvl": _level,
        **{name: _property(read) for name, read in RUN_PROPERTIES.items()},
        **dict.fromkeys(_IGNORED, _ignore),
    }
)
_ENDS: Final = word(dict.fromkeys(_IGNORED, _heed))
