"""Declarations that may move, cover or replace the figures in a cell.

Each property has to have a value that surely does not; there is no list of tricks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xlreport.formats._page_length import length

LEAST_MARGIN: Final = -3.0  # pixels; Word writes a few tenths of a point
_NARROW_BOX: Final = 60.0  # pixels in which a number may be cut off
NO_VALUE: Final = frozenset({"none", "normal", "auto", "initial", "unset", "revert"})
# The values of a property that leave the figures in a cell as they are.
_PLAIN: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("transform", "rotate", "scale", "translate", "offset-path"), NO_VALUE),
    **dict.fromkeys(("filter", "mask-image", "mix-blend-mode", "animation-name"), NO_VALUE),
    **dict.fromkeys(("-webkit-text-security", "-webkit-box-reflect", "text-shadow"), NO_VALUE),
    **dict.fromkeys(
        ("clip", "clip-path", "content", "all", "content-visibility"), NO_VALUE | {"visible"}
    ),
    "-webkit-text-stroke": NO_VALUE | {"0", "0px"},
    "zoom": NO_VALUE | {"1", "100%"},
    "background-clip": NO_VALUE | {"border-box", "padding-box", "content-box"},
    "position": NO_VALUE | {"static", "relative"},
    "order": NO_VALUE | {"0"},
    "float": NO_VALUE,
}
# Properties of a cell itself that move it with all that it holds.
_OF_CELLS: Final = frozenset({"float", "order", "position"})
OFFSETS: Final = ("left", "right", "top", "bottom")
_MARGINS: Final = ("margin-left", "margin-right", "margin-top", "margin-bottom")
_LENGTHS: Final = frozenset(
    {
        *(*OFFSETS, *_MARGINS, "font-size", "letter-spacing", "opacity"),
        *("text-indent", "vertical-align"),
    }
)
_BOXES: Final = ("width", "height", "max-width", "max-height")
_ODD_FEATURES: Final = ("sup", "sub", "frac", "afrc", "ordn", "sinf", "dnom", "numr", "zero")


def is_odd(declared: Mapping[str, str], size: float, zone: str) -> bool:
    """Tell whether a declaration may move, cover or replace the figures in a cell."""
    for name, value in declared.items():
        if "var(" in value or ("(" in value and name in _LENGTHS):
            return True
        is_plain = name not in _PLAIN or value in _PLAIN[name]
        if not is_plain and not (zone == "cell" and name in _OF_CELLS):
            return True
    if _has_odd_text(declared, size):
        return True
    if zone == "cell":
        return False
    offsets = OFFSETS if "position" in declared else ()
    return (
        any(length(declared.get(name, ""), size, 0.0) != 0 for name in offsets)
        or (zone == "inline" and _pulls(declared, size))
        or (_is_boxed(declared) and narrowest(declared, size) < _NARROW_BOX)
        or any(word in declared.get("display", "") for word in ("flex", "grid"))
    )


def _is_boxed(declared: Mapping[str, str]) -> bool:
    """Tell whether the size of an element decides what of its text is seen, or what is over it."""
    return cuts(declared) or declared.get("display", "").startswith("inline-")


def _pulls(declared: Mapping[str, str], size: float) -> bool:
    return any(length(declared.get(name, ""), size, 0.0) < LEAST_MARGIN for name in _MARGINS)


def _has_odd_text(declared: Mapping[str, str], size: float) -> bool:
    features = declared.get("font-feature-settings", "")
    return (
        length(declared.get("letter-spacing", ""), size, 0.0) < LEAST_MARGIN
        or "reverse" in declared.get("flex-direction", "")
        or any(feature in features for feature in _ODD_FEATURES)
    )


def cuts(declared: Mapping[str, str]) -> bool:
    """Tell whether an element cuts off what does not fit into it."""
    return declared.get("overflow", "visible") not in ("visible", "inherit", "initial", "unset")


def narrowest(declared: Mapping[str, str], size: float) -> float:
    return min(length(declared.get(name, ""), size, _NARROW_BOX) for name in _BOXES)
