"""How much room Han text takes on a sheet: Excel fits no row that holds merged cells."""

from __future__ import annotations

from math import ceil

from rich.cells import cell_len

_LINE_HEIGHT = 1.36  # of the font size, in points: what 宋体 and its Linux stand-ins need
_PADDING = 6.0  # points above and below the text together
_MARGIN = 1.2  # characters of a column's width that text cannot use


def count_lines(text: str, width: float) -> int:
    """Count the lines that `text` takes in a column `width` characters wide."""
    room = max(2.0, width - _MARGIN)
    # A Han character that does not fit wholly goes to the next line: room is counted in pairs.
    room -= room % 2 if cell_len(text) > len(text) else 0
    return sum(max(1, ceil(cell_len(line) / room)) for line in text.split("\n"))


def text_height(text: str, width: float, size: float) -> float:
    """Give the row height in points that `text` needs at font size `size` (points)."""
    return count_lines(text, width) * size * _LINE_HEIGHT + _PADDING
