"""The elements of pages: what browsers show for each, without and with the content inside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import tinycss2

from xlreport.formats._page_tree import Element

CELLS: Final = frozenset({"td", "th"})
# What arranges cells and is in none.
FRAMES: Final = frozenset({"table", "tr", "tbody", "thead", "tfoot", "caption"})
INLINE: Final = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "o:p", "output", "q", "ruby"),
        *("rt", "s", "samp", "slot", "small", "span", "st1:chsdate", "strike", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr"),
    }
)
NOT_SHOWN: Final = frozenset(
    {
        *("area", "base", "col", "datalist", "head", "link", "meta", "noembed", "noframes"),
        *("noscript", "param", "rp", "script", "source", "style", "template", "title", "track"),
    }
)
# Elements that show a picture, a frame or a drawing instead of their content.
PICTURES: Final = frozenset(
    {
        *("applet", "audio", "canvas", "embed", "frame", "iframe", "image", "img", "object"),
        *("svg", "video"),
    }
)
FIELDS: Final = frozenset({"button", "input", "keygen", "meter", "progress", "select", "textarea"})
_SCRIPTS: Final = ("", "module", "text/javascript", "application/javascript", "text/ecmascript")
_TAGS: Final[Mapping[str, Mapping[str, str]]] = {
    **{tag: {"text-decoration-line": "line-through"} for tag in ("del", "s", "strike")},
    "sup": {"vertical-align": "super"},
    "sub": {"vertical-align": "sub"},
    "ul": {"list-style-type": "disc"},
}
_LIST_TYPES: Final = {
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_CHINESE_TYPES: Final = frozenset(
    {"cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"}
)
_UNNUMBERED: Final = frozenset(
    {"none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"}
)
_NUMERALS: Final = "零一二三四五六七八九"
_SPACER: Final = ("0", "1", "0px", "1px")


def declared_by_tag(element: Element) -> Mapping[str, str]:
    """Return what a browser declares for an element by its tag and its attributes."""
    declared = _TAGS.get(element.tag)
    if not element.attrib and element.tag not in ("dialog", "ol"):
        return declared or {}
    found = dict(declared or {})
    attributes = element.attrib
    if element.tag == "ol":
        found["list-style-type"] = _LIST_TYPES.get(element.get("type"), "decimal")
    if "hidden" in attributes or (element.tag == "dialog" and "open" not in attributes):
        found["display"] = "none"
    if "popover" in attributes:
        found["display"] = "none"
    if attributes.get("dir", "").strip().lower() in ("rtl", "ltr"):
        found["direction"] = attributes["dir"].strip().lower()
    colour = attributes.get("color" if element.tag == "font" else "text", "")
    if colour and element.tag in ("font", "body"):
        found["color"] = _colour(colour)
    if attributes.get("bgcolor"):
        found["background-color"] = _colour(attributes["bgcolor"])
    if attributes.get("background"):
        found["background-image"] = "url()"
    return found


def _colour(written: str) -> str:
    """Return the colour of an attribute, which may lack the sign of a number."""
    colour = written.strip().lower()
    is_number = len(colour) == 6 and all(sign in "0123456789abcdef" for sign in colour)
    return f"#{colour}" if is_number else colour


def is_unseen(element: Element) -> bool:
    """Tell whether a picture only keeps a distance or counts visitors, or is a sound."""
    if element.tag == "audio":
        return "controls" not in element.attrib
    return element.get("width").strip() in _SPACER or element.get("height").strip() in _SPACER


def runs(element: Element) -> bool:
    """Tell whether a browser runs an element as a script, or takes it for a shadow tree."""
    if element.tag != "script":
        return "shadowrootmode" in element.attrib
    kind = element.get("type").strip().lower()
    return kind in _SCRIPTS and bool(element.get("src") or element.text.strip())


def hidden_text(element: Element, longest: int = 100) -> str:
    """Return the beginning of the text in an element that is not shown."""
    found: list[str] = []
    stack = [iter(element.content)]
    while stack and sum(map(len, found)) < longest:
        piece = next(stack[-1], None)
        if piece is None:
            stack.pop()
        elif isinstance(piece, str):
            found.append(piece[:longest])
        elif piece.tag not in NOT_SHOWN:
            stack.append(iter(piece.content))
    return " ".join("".join(found).split())


def generated_text(content: str, element: Element) -> str | None:
    """Return the text that a `content` generates; None where it is no text, or not known."""
    found = ""
    for node in tinycss2.parse_component_value_list(content):
        if node.type == "string":
            found += node.value
        elif node.type == "function" and node.lower_name == "attr":
            found += element.get(tinycss2.serialize(node.arguments).strip())
        elif node.type == "ident" and node.lower_value in ("open-quote", "close-quote"):
            found += "“" if node.lower_value == "open-quote" else "”"
        elif node.type in ("function", "url", "ident"):
            return None
        elif node.type == "literal" and node.value == "/":  # what follows is read aloud
            return found
    return found


def list_number(style: str, number: int) -> str | None:
    """Return the number before an item of a list, "" for a list without; None if not known."""
    words = style.split(" ")
    if "decimal" in words:
        return f"{number}. "
    if any(word in _CHINESE_TYPES for word in words) and 0 < number < 100:
        return f"{_in_chinese(number)}、"
    is_plain = any(word in _UNNUMBERED or word.startswith(("url(", '"')) for word in words)
    return "" if is_plain or not style else None


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else ""
    return ten + (_NUMERALS[ones] if ones or not tens else "")
