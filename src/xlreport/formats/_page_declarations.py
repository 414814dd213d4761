"""The declarations of styles that may change what a person sees of a text.

Shorthands are split into the properties that are judged; all others are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule
from tinycss2.ast import Declaration as Parsed
from tinycss2.color4 import parse_color

from xlreport.formats.container import hostile

_LONGEST_VALUE: Final = 500
# Properties that may hide, move, replace or strike out a text.
_JUDGED: Final = frozenset(
    {
        *("display", "visibility", "opacity", "content-visibility", "font-size", "color"),
        *("background-color", "background-image", "-webkit-text-fill-color", "font-family"),
        *("position", "left", "right", "top", "bottom", "text-indent", "letter-spacing"),
        *("margin-left", "margin-right", "margin-top", "margin-bottom"),
        *("clip", "clip-path", "overflow", "width", "height", "max-width", "max-height"),
        *("text-decoration-line", "vertical-align", "direction", "unicode-bidi"),
        *("transform", "rotate", "scale", "translate", "offset-path", "zoom"),
        *("filter", "mask-image", "mix-blend-mode", "background-clip", "animation-name"),
        *("-webkit-text-security", "-webkit-box-reflect", "-webkit-text-stroke", "text-shadow"),
        *("float", "order", "flex-direction", "content", "list-style-type"),
        *("font-variant-position", "font-feature-settings", "all", "src", "border"),
    }
)
_OTHER_NAMES: Final = {
    "-webkit-text-stroke-width": "-webkit-text-stroke",
    "-webkit-mask": "mask-image",
    "-webkit-mask-image": "mask-image",
    "-webkit-transform": "transform",
    "-webkit-filter": "filter",
    "-webkit-background-clip": "background-clip",
    "-webkit-animation": "animation-name",
    "-webkit-animation-name": "animation-name",
    "-webkit-clip-path": "clip-path",
    "-webkit-flex-direction": "flex-direction",
    "-webkit-order": "order",
    "animation": "animation-name",
    "flex-flow": "flex-direction",
    "font-variant": "font-variant-position",
    "list-style": "list-style-type",
    "mask": "mask-image",
    "overflow-x": "overflow",
    "overflow-y": "overflow",
    "text-decoration": "text-decoration-line",
    "word-spacing": "letter-spacing",
    "inline-size": "width",
    "block-size": "height",
    "max-inline-size": "max-width",
    "max-block-size": "max-height",
    "margin-inline-start": "margin-left",
    "margin-inline-end": "margin-right",
    "margin-inline": "margin-left",
    "inset-inline-start": "left",
    "inset-inline": "left",
    "inset-block": "top",
}
_WEIGHTS: Final = frozenset(str(weight) for weight in range(100, 1000, 100))
_SIZES: Final = frozenset(
    {
        *("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large"),
        *("smaller", "larger", "inherit"),
    }
)
_SIDES: Final = ("top", "right", "bottom", "left")


class Declaration(NamedTuple):
    """One declaration: a property and its value in lower case, with one blank between words."""

    name: str
    value: str
    important: bool


def parse_declarations(content: str | Sequence[Node]) -> tuple[list[Declaration], bool]:
    """Return the declarations that matter, and whether there are rules among them.

    Raises `Unreadable` for a text that tinycss2 cannot parse, which no real style is.
    """
    found: list[Declaration] = []
    nested = False
    try:
        for node in tinycss2.parse_blocks_contents(
            content, skip_comments=True, skip_whitespace=True
        ):
            if isinstance(node, Parsed):
                found += _declarations(node)
            elif isinstance(node, QualifiedRule | AtRule):
                nested = True
    except (ValueError, RecursionError, OverflowError):
        raise hostile("网页的样式无法解析") from None
    return found, nested


def _declarations(node: Parsed) -> Iterator[Declaration]:
    name = _OTHER_NAMES.get(node.lower_name, node.lower_name)
    if name.startswith(("border-top", "border-bottom")):
        name = "border"
    if name not in _JUDGED and name not in ("font", "background", "margin", "inset"):
        return
    value = " ".join(tinycss2.serialize(node.value).split())
    if name not in ("content", "src"):
        value = value.lower()
    if len(value) > _LONGEST_VALUE and name != "src":
        value = value[:_LONGEST_VALUE]
    is_ground = name == "background"
    parts = _split_background(node.value, value) if is_ground else _split(name, value)
    for part, text in parts:
        yield Declaration(part, text, node.important)


def _split_background(nodes: Sequence[Node], value: str) -> Iterator[tuple[str, str]]:
    """Split a `background` into its picture and its colour; what it does not name is reset."""
    colours = [tinycss2.serialize([node]) for node in nodes if parse_color(node) is not None]
    yield "background-image", value if "url(" in value or "gradient(" in value else "none"
    yield "background-color", colours[0].lower() if colours else "transparent"


def _split(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Split a shorthand into what it declares."""
    words = value.split(" ")
    if name == "font":
        yield "font-size", _size_of_font(words)
        yield "font-family", value
    elif name in ("margin", "inset"):
        sides = (words * 4)[:4] if len(words) < 3 else [*words, words[1]][:4]
        for side, word in zip(_SIDES, sides, strict=True):
            yield (side if name == "inset" else f"margin-{side}"), word
    else:
        yield name, value


def _size_of_font(words: Sequence[str]) -> str:
    """Return the size in a `font`: the first word that is one."""
    for word in words:
        size = word.partition("/")[0]
        is_number = size[:1] == "." or (size[:1].isdigit() and size not in _WEIGHTS)
        if is_number or "(" in size or size in _SIZES:
            return size
    return "medium"
