"""The look of a text on a page: whether a person sees it, and whether as plain print.

A look is made from the declarations that hold for an element and from the look of the element
around it. In a cell each property that could move, cover or replace a figure has to have a value
that surely does not; outside cells only what surely hides a text counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from xlreport.formats._contrast import BLACK, WHITE, Colour, contrast
from xlreport.formats._drawn_cell import Mark
from xlreport.formats._page_colour import is_colour, mix, read_colour
from xlreport.formats._page_length import length
from xlreport.formats._page_odd import (
    LEAST_MARGIN,
    NO_VALUE,
    OFFSETS,
    cuts,
    is_odd,
    narrowest,
)

_FONT_SIZE: Final = 16.0
_LEAST_SIZE: Final = 4.0  # pixels in which a digit can still be made out
_LEAST_OPACITY: Final = 0.15
_LEAST_CONTRAST: Final = 1.2  # by the formula of WCAG 2; 1 is the same colour
_OFF_SCREEN: Final = -300.0  # pixels from the place where the text would stand
_SMALLEST_BOX: Final = 2.0  # pixels
_SIZES: Final = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "initial": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}
_SIZE_STEPS: Final = {"smaller": 1 / 1.2, "larger": 1.2}
_SAME: Final = frozenset({"inherit", "unset", "revert", "revert-layer"})
_RAISING: Final = frozenset({"super", "sub"})


class Look(NamedTuple):
    """How a text in an element looks; lengths are pixels.

    `colour` and `ground` are None where they are not known. `is_shut` tells that the element
    shows nothing, whatever is declared inside it. `odd` tells of a property that may move or
    replace figures. `fonts` are the words that name the font.
    """

    is_drawn: bool = True
    is_shut: bool = False
    is_visible: bool = True
    opacity: float = 1.0
    size: float = _FONT_SIZE
    indent: float = 0.0
    colour: Colour | None = BLACK
    alpha: float = 1.0
    ground: Colour | None = WHITE
    is_leftward: bool = False
    mark: Mark = Mark.NONE
    odd: bool = False
    fonts: str = ""
    list_style: str = ""


def change(look: Look, declared: Mapping[str, str], *, zone: str) -> Look:
    """Return the look of an element from that around it and from its own declarations.

    `zone` is "" outside cells, "cell" for a cell itself, "block" and "inline" for what is in it,
    and "outline" for an inline element outside cells.
    """
    if not declared:
        return look
    display = declared.get("display", "")
    if display == "none":
        return look._replace(is_drawn=False)
    size = _size(declared.get("font-size", ""), look.size)
    visibility = declared.get("visibility", "")
    changed = look._replace(
        size=size,
        is_shut=look.is_shut or _is_shut(declared, size),
        is_visible=(visibility not in ("hidden", "collapse"))
        if visibility and visibility not in _SAME
        else look.is_visible,
        opacity=look.opacity * min(max(length(declared.get("opacity", ""), 1.0, 1.0), 0.0), 1.0),
        indent=length(declared.get("text-indent", "").split(" ")[0], size, look.indent),
        is_leftward=_kept(declared, "direction", str(look.is_leftward and "rtl")) == "rtl",
        mark=_mark(declared, look.mark, size, is_inline=zone in ("inline", "outline")),
        fonts=declared.get("font-family", look.fonts) if zone else look.fonts,
        list_style=declared.get("list-style-type", look.list_style),
    )
    changed = _coloured(changed, declared)
    in_cell = zone in _CELL_ZONES
    odd = is_odd(declared, size, zone) or _has_odd_colour(changed, declared)
    return changed._replace(odd=look.odd or (in_cell and odd))


_CELL_ZONES: Final = frozenset({"cell", "block", "inline"})


def mark_of(look: Look, fonts: frozenset[str]) -> Mark:
    """Return the mark of a text with this look; `fonts` are those that the page brings along."""
    if _is_hidden(look):
        return Mark.HIDDEN
    if look.mark is not Mark.NONE:
        return look.mark
    if look.size < _LEAST_SIZE or _contrast(look) < _LEAST_CONTRAST:
        return Mark.FAINT
    if look.is_leftward:
        return Mark.REVERSED
    is_odd = look.odd or any(font in look.fonts for font in fonts)
    return Mark.DOUBTFUL if is_odd else Mark.NONE


def _is_hidden(look: Look) -> bool:
    is_off = look.is_shut or not look.is_visible or look.opacity < _LEAST_OPACITY
    return is_off or look.size < 1 or look.indent <= _OFF_SCREEN


def _kept(declared: Mapping[str, str], name: str, inherited: str) -> str:
    value = declared.get(name, inherited)
    return inherited if value in _SAME else value


def _size(value: str, around: float) -> float:
    if not value or value in _SAME:
        return around
    if value in _SIZE_STEPS:
        return around * _SIZE_STEPS[value]
    size = length(value, around, _SIZES.get(value, around))
    return size if size >= 0 else around


def _is_shut(declared: Mapping[str, str], size: float) -> bool:
    """Tell whether an element shows nothing: clipped, without room, or off the screen."""
    if not declared:
        return False
    is_free = declared.get("position") in ("absolute", "fixed")
    if is_free and any(
        length(declared.get(name, ""), size, 0.0) <= _OFF_SCREEN for name in OFFSETS
    ):
        return True
    if is_free and _numbers_at_most(declared.get("clip", ""), "rect(", 1):
        return True
    path = declared.get("clip-path", "")
    if path.startswith(("inset(50%", "inset(100%", "circle(0", "ellipse(0")):
        return True
    return (
        (cuts(declared) and narrowest(declared, size) < _SMALLEST_BOX)
        or length(declared.get("margin-left", ""), size, 0.0) <= _OFF_SCREEN
        or length(declared.get("margin-top", ""), size, 0.0) <= _OFF_SCREEN
        or "scale(0)" in declared.get("transform", "")
        or declared.get("content-visibility") == "hidden"
    )


def _numbers_at_most(value: str, function: str, most: float) -> bool:
    """Tell whether a function has no argument that is a number above `most`."""
    if not value.startswith(function):
        return False
    words = value[len(function) :].rstrip(")").replace(",", " ").split()
    return all(length(word, 0.0, 0.0) <= most for word in words)


def _mark(declared: Mapping[str, str], around: Mark, size: float, *, is_inline: bool) -> Mark:
    if "line-through" in declared.get("text-decoration-line", ""):
        return Mark.STRUCK
    if declared.get("font-variant-position", "") in _RAISING:
        return Mark.RAISED
    alignment = declared.get("vertical-align", "")
    if is_inline and (alignment in _RAISING or abs(length(alignment, size, 0.0)) > -LEAST_MARGIN):
        return Mark.RAISED
    return around


def _has_odd_colour(look: Look, declared: Mapping[str, str]) -> bool:
    is_declared = "color" in declared or "-webkit-text-fill-color" in declared
    return is_declared and look.colour is None


def _coloured(look: Look, declared: Mapping[str, str]) -> Look:
    """Add the colours that an element declares."""
    text = declared.get("-webkit-text-fill-color") or declared.get("color", "")
    if text not in _SAME and is_colour(text):
        colour, alpha = read_colour(text)
        look = look._replace(colour=colour, alpha=alpha)
    ground = declared.get("background-color", "")
    if ground not in _SAME and is_colour(ground):
        colour, alpha = read_colour(ground)
        mixed = mix(colour, alpha, look.ground) if alpha < 1 else colour
        look = look._replace(ground=look.ground if alpha == 0 else mixed)
    if declared.get("background-image", "none") not in NO_VALUE:
        look = look._replace(ground=None)
    return look


def _contrast(look: Look) -> float:
    """Return the contrast of a text to its ground; a large one where it is not known."""
    colour = mix(look.colour, look.alpha * look.opacity, look.ground)
    if look.alpha * look.opacity == 0:
        return 1.0
    if colour is None or look.ground is None:
        return 21.0
    return contrast(colour, look.ground)
