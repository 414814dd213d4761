"""The room that Chinese text takes on a sheet: Excel does not fit rows that hold merged cells."""

from __future__ import annotations

from math import ceil

from rich.cells import cell_len

from xlreport.form.measure import Kind, Measure

BODY_SIZE, NOTE_SIZE, TITLE_SIZE = 11, 10, 16  # points of the fonts
VERDICT_SIZE = 12
SIGNATURE_HEIGHT = 42.75  # points, 15 mm: room for a name that is written by hand
MOST_HEIGHT = 400.0  # points; Excel takes rows up to 409
_TITLE_HEIGHT = 34.0  # points, of a title of one line
_LINE_HEIGHT = 1.36  # of the font size, in points: what 宋体 and its Linux stand-ins need
_PADDING = 6.0  # points above and below the text together
LONG_TEXT_HEIGHT = 51.0  # points: three lines for a text that is typed into a cell
INDENT = 1.4  # characters that the indent of a cell takes
_ARROW = 4.0  # characters that the arrow of a drop-down and the margins take
_LONG_TEXT_WIDTH, _DATE_WIDTH, _WIDEST_CHOICE = 24.0, 12.0, 24.0  # characters
_COLUMN_UNIT = 6.0  # points of a column's width of 1, a digit of the usual font
_MARGIN = 1.2  # characters of a column's width that text cannot use


def count_lines(text: str, width: float, size: float = BODY_SIZE) -> int:
    """Count the lines that `text` of `size` points takes in a column `width` digits wide."""
    room = max(2.0, width * _COLUMN_UNIT / (size / 2) - _MARGIN)
    # A Chinese character is two wide and is never split, so an odd width leaves one unused.
    room -= room % 2 if cell_len(text) > len(text) else 0
    return sum(max(1, ceil(cell_len(line) / room)) for line in text.split("\n"))


def shortened(text: str, width: int, ending: str = "…") -> str:
    """Return a text that is at most `width` digits wide: what it has no room for is left out.

    Each sign of `ending` is as wide as a Han letter, as 宋体 draws it.
    """
    if cell_len(text) <= width:
        return text
    while cell_len(text) > width - 2 * len(ending):
        text = text[:-1]
    return f"{text}{ending}"


def title_height(title: str, width: float) -> float:
    """Return the height in points of a sheet's first row, in which the title stands."""
    return max(_TITLE_HEIGHT, text_height(title, width, TITLE_SIZE))


def text_height(text: str, width: float, size: float) -> float:
    """Return the row height in points that `text` needs in a font of `size` points.

    It is never more than a row can have: Excel calls a workbook with a taller one damaged.
    """
    return min(MOST_HEIGHT, lines_height(count_lines(text, width, size), size))


def lines_height(lines: int, size: float, air: float = _PADDING) -> float:
    """Return the row height in points of so many lines of `size` points with `air` around them."""
    return lines * size * _LINE_HEIGHT + air


def is_long_text(measure: Measure) -> bool:
    """Tell whether a cell may hold a text of any length."""
    return measure.kind is Kind.TEXT and not measure.pattern


def value_width(measure: Measure) -> float:
    """Return the width in characters that the values of a measure need; 0 for plain numbers."""
    match measure.kind:
        case Kind.TEXT:
            need = cell_len(measure.example) + _ARROW
            return min(need, _LONG_TEXT_WIDTH) if measure.pattern else _LONG_TEXT_WIDTH
        case Kind.DATE:
            return _DATE_WIDTH
        case Kind.CHOICE:
            return min(max(map(cell_len, measure.choices)) + _ARROW, _WIDEST_CHOICE)
    return 0.0
