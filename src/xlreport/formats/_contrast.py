"""How well one colour can be told from another."""

from __future__ import annotations

from typing import Final

Colour = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""

BLACK: Final[Colour] = (0.0, 0.0, 0.0)
WHITE: Final[Colour] = (1.0, 1.0, 1.0)


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours by the formula of WCAG 2: 1 is the same, 21 the most."""
    lights = sorted((_luminance(first), _luminance(second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
