"""Colours of styles: read by tinycss2, laid over each other, and compared."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tinycss2.color4 import parse_color

Colour = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""

BLACK: Final[Colour] = (0.0, 0.0, 0.0)
WHITE: Final[Colour] = (1.0, 1.0, 1.0)


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


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours by the formula of WCAG 2: 1 is the same, 21 the most."""
    lights = sorted((_luminance(first), _luminance(second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
