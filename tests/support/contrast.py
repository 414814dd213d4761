"""The contrast of two colours, as WCAG 2.2 defines it."""

from __future__ import annotations


def contrast(ink: str, paper: str) -> float:
    """Return the contrast of two colours such as #1B5E34, from 1 to 21 for black on white."""
    light, dark = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
