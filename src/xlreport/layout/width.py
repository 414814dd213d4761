"""The room that Chinese text takes on a sheet: Excel does not fit rows that hold merged cells."""

from __future__ import annotations

from math import ceil

from rich.cells import cell_len

BODY_SIZE, NOTE_SIZE, TITLE_SIZE = 11, 10, 16  # points of the fonts
MOST_HEIGHT = 400.0  # points; Excel takes rows up to 409
_TITLE_HEIGHT = 34.0  # points, of a title of one line
_LINE_HEIGHT = 1.36  # of the font size, in points: what 宋体 and its Linux stand-ins need
_PADDING = 6.0  # points above and below the text together
_MARGIN = 1.2  # characters of a column's width that text cannot use


def count_lines(text: str, width: float) -> int:
    """Count the lines that `text` takes in a column `width` characters wide."""
    room = max(2.0, width - _MARGIN)
    # A Chinese character is two wide and is never split, so an odd width leaves one unused.
    room -= room % 2 if cell_len(text) > len(text) else 0
    return sum(max(1, ceil(cell_len(line) / room)) for line in text.split("\n"))


def title_height(title: str, width: float) -> float:
    """Return the height in points of a sheet's first row, in which the title stands."""
    return min(MOST_HEIGHT, max(_TITLE_HEIGHT, text_height(title, width, TITLE_SIZE)))


def text_height(text: str, width: float, size: float) -> float:
    """Return the row height in points that `text` needs in a font of `size` points."""
    return count_lines(text, width) * size * _LINE_HEIGHT + _PADDING
