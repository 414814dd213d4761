"""Lengths of styles in pixels."""

from __future__ import annotations

import re
from typing import Final

_LENGTH: Final = re.compile(
    r"([+-]?(?:[0-9]{1,300}(?:\.[0-9]{0,300})?|\.[0-9]{1,300})(?:e[+-]?[0-9]{1,3})?)(%|[a-z]{0,4})"
)
_UNITS: Final = {
    **dict.fromkeys(("", "px"), 1.0),
    **dict.fromkeys(("pc", "rem"), 16.0),
    **dict.fromkeys(("vh", "vmin"), 7.2),
    **dict.fromkeys(("vw", "vmax"), 12.8),
    "pt": 4 / 3,
    "mm": 3.78,
    "cm": 37.8,
    "in": 96.0,
}
_RELATIVE_UNITS: Final = {"em": 1.0, "ex": 0.5, "ch": 0.5, "%": 0.01, "ic": 1.0, "lh": 1.2}


def length(word: str, size: float, default: float) -> float:
    """Return a length in pixels; `default` where the word is none."""
    match = _LENGTH.fullmatch(word)
    if match is None:
        return default
    number, unit = float(match[1]), match[2]
    if unit in _RELATIVE_UNITS:
        return number * _RELATIVE_UNITS[unit] * size
    return number * _UNITS.get(unit, 1.0)
