"""The looks of cell styles whose numbers a person would doubt or miss.

Colours are compared by their contrast: white on the light yellow of our inputs has 1.1, the palest
grey that one still reads 1.4.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from xlreport.formats._contrast import BLACK, WHITE, contrast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlreport.formats._contrast import Colour
    from xlreport.formats._styles import CellStyle, Styles
    from xlreport.formats._styles import Colour as StyleColour
    from xlreport.formats.cell import Look

_LEAST_CONTRAST: Final = 1.3
_LEAST_SIZE: Final = 4.0  # points; print of 5 points can be read
# Of a theme only these are the same everywhere: background and text of the first pair.
_THEME: Final[Mapping[str, str]] = {"0": "FFFFFF", "1": "000000"}
# The palette of ECMA-376 part 1, 18.8.27, from 8 on; 0 to 7 are the same as 8 to 15.
_PALETTE: Final = (
    *("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF"),
    *("800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080"),
    *("9999FF", "993366", "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF"),
    *("000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000", "008080", "0000FF"),
    *("00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99"),
    *("3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696"),
    *("003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333"),
)
# The colours of the system: text (64) and background (65) of a window.
_INDEXED: Final[Mapping[str, str]] = {
    **{str(number): colour for number, colour in enumerate(_PALETTE[:8])},
    **{str(number): colour for number, colour in enumerate(_PALETTE, 8)},
    "64": "000000",
    "65": "FFFFFF",
}


def looks_of(styles: Styles) -> dict[str, Look]:
    """Return the look of every cell style that does not look plain, by its number as written."""
    looks = {str(number): look_of(style) for number, style in enumerate(styles.cells)}
    return {number: look for number, look in looks.items() if look is not None}


def look_of(style: CellStyle) -> Look | None:
    """Return the look of a cell style; None for a plain one."""
    font = style.font
    if font.struck:
        return "struck"
    if _is_tiny(font.size):
        return "tiny"
    return "pale" if _is_pale(font.colour, style.fill) else None


def _is_tiny(size: str) -> bool:
    try:
        return float(size) < _LEAST_SIZE if size else False
    except ValueError:
        return False


@cache
def _is_pale(ink: StyleColour | None, paper: StyleColour | None) -> bool:
    """Tell whether a font can hardly be told from its background; unknown colours can."""
    if ink is None:
        return False
    if ink == paper:
        return ink.kind != "auto"
    own = _resolved(ink, automatic=BLACK)
    ground = WHITE if paper is None else _resolved(paper, automatic=None)
    return own is not None and ground is not None and contrast(own, ground) < _LEAST_CONTRAST


def _resolved(colour: StyleColour, automatic: Colour | None) -> Colour | None:
    """Return the colour that a style means, None where that depends on theme or program."""
    if colour.kind == "auto":
        return automatic
    known = {"theme": _THEME, "indexed": _INDEXED}.get(colour.kind, {})
    written = colour.value[-6:] if colour.kind == "rgb" else known.get(colour.value, "")
    try:
        red, green, blue = bytes.fromhex(written)
        tint = min(max(float(colour.tint or 0), -1.0), 1.0)
    except ValueError:
        return None
    return _tinted(red / 255, tint), _tinted(green / 255, tint), _tinted(blue / 255, tint)


def _tinted(channel: float, tint: float) -> float:
    """Darken or lighten a channel; of the greys that matter here this is their HLS tint."""
    return channel * (1 + tint) if tint < 0 else channel * (1 - tint) + tint
