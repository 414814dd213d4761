"""Colours of styles: read by tinycss2, and laid over each other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tinycss2.color4 import parse_color

from xlreport.formats._contrast import BLACK, WHITE, Colour

_SYSTEM: Final[Mapping[str, Colour]] = {
    **dict.fromkeys(("canvas", "window", "field", "buttonface", "background"), WHITE),
    **dict.fromkeys(("canvastext", "windowtext", "fieldtext", "buttontext"), BLACK),
    "initial": BLACK,
}


def is_colour(value: str) -> bool:
    """Tell whether a browser takes a value for a colour; others it passes over."""
    is_known = value in _SYSTEM or "(" in value
    return is_known or (value != "currentcolor" and read_colour(value)[0] is not None)


@lru_cache(maxsize=1_000)
def read_colour(value: str) -> tuple[Colour | None, float]:
    """Return the colour and the opacity that a text names; None where it is not known."""
    if value in _SYSTEM:
        return _SYSTEM[value], 1.0
    try:
        parsed = parse_color(value)
        if parsed is None or isinstance(parsed, str):
            return None, 1.0
        red, green, blue = (
            min(max(float(part), 0.0), 1.0) for part in parsed.to("srgb").coordinates
        )
    except (ValueError, TypeError, NotImplementedError, RecursionError, OverflowError):
        return None, 1.0
    return (red, green, blue), float(parsed.alpha)


def mix(colour: Colour | None, alpha: float, ground: Colour | None) -> Colour | None:
    """Return the colour that is seen where one with an opacity lies over another."""
    if colour is None or ground is None:
        return None
    red, green, blue = (
        alpha * above + (1 - alpha) * below for above, below in zip(colour, ground, strict=True)
    )
    return red, green, blue
