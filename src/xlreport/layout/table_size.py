"""The sizes of a table on its sheet: so that it is printed upright on A4 at its own size.

A table that is too wide in letters of the usual size is set in smaller ones, with narrower columns.
Only one whose figures need more room than that is printed landscape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from xlreport.form.form import Form
from xlreport.form.measure import Kind, Measure
from xlreport.layout.grid import Block, Grid, Role
from xlreport.layout.width import (
    BODY_SIZE,
    LONG_TEXT_HEIGHT,
    is_long_text,
    text_height,
    value_width,
)

DENSE_SIZE = 10  # points: of the letters of a wide table
DENSE_HEADING_SIZE = 9  # and of labels of columns in which four Han characters stand in a line
TALL_LABEL_ROWS = 12  # a label over more rows is written one character below the other
_UPRIGHT = 86.0  # digits of columns that upright A4 has room for, between margins of 0.4 inches
_ROUNDED = 0.1
_PADDING = 0.625  # digits that Excel adds to each column
_MANY_COLUMNS = 5
_VALUE_WIDTH, _WIDE_VALUE_WIDTH = 8.6, 18.0
_LABEL_WIDTHS = (8.0, 34.0)
_LABEL_MARGIN = 4.0  # the indent, and the margin inside a cell
_TALL_LABEL_WIDTH = 2.0
_MIN_ROW_HEIGHT, _DENSE_ROW_HEIGHT = 24.0, 18.0
_SPARED = 1.6  # points of air that a row of a dense table has less, so that a screen shows more
# Of dense tables: a column for five digits, or headings of two Han characters, and one for seven
# digits; one for headings of four; an inner label of five; the least for the labels of the rows.
_COUNT, _MONEY, _HEADING, _INNER_LABEL, _LAST_LABEL = 4.3, 7.5, 6.3, 9.9, 16.0


@dataclass(frozen=True, slots=True)
class TableSize:
    """Sizes of the letters in points, widths of the columns in digits, and which way A4 lies.

    `headings` is the size of the letters of the labels of the columns.
    """

    widths: tuple[float, ...]
    letters: int = BODY_SIZE
    headings: int = BODY_SIZE
    landscape: bool = False


def size_table(form: Form, grid: Grid) -> TableSize:
    """Return the sizes of a table."""
    usual = _usual_widths(form, grid)
    if _taken(usual) <= _UPRIGHT:
        return TableSize(usual)
    dense = _dense_widths(form, grid, usual)
    if _taken(dense) <= _UPRIGHT + _ROUNDED:
        is_narrow = min(dense[grid.label_columns :]) < _HEADING
        return TableSize(dense, DENSE_SIZE, DENSE_SIZE if is_narrow else DENSE_HEADING_SIZE)
    return TableSize(usual, landscape=True)


def row_heights(form: Form, grid: Grid, size: TableSize) -> tuple[float, ...]:
    """Return row heights: each row as high as its labels and the texts typed into it need."""
    texts = {
        block.top
        for block in grid.blocks
        if block.cell >= 0 and is_long_text(form.cells[block.cell].measure)
    }
    heights = label_heights(grid.blocks, grid.rows, size)
    return tuple(max(h, LONG_TEXT_HEIGHT) if r in texts else h for r, h in enumerate(heights))


def label_heights(blocks: Sequence[Block], rows: int, size: TableSize) -> tuple[float, ...]:
    """Return row heights: each row as high as its wrapped labels need."""
    is_dense = size.letters < BODY_SIZE
    heights = [_DENSE_ROW_HEIGHT if is_dense else _MIN_ROW_HEIGHT] * rows
    spared = _SPARED if is_dense else 0.0
    for block in sorted(blocks, key=lambda block: block.bottom - block.top):
        width = sum(size.widths[block.left : block.right + 1]) - _indent(block)
        letters = size.headings if block.role is Role.COLUMN_LABEL else size.letters
        need = text_height(block.text, width, letters) - spared
        have = sum(heights[block.top : block.bottom + 1])
        if need > have and not is_tall(block):
            share = (need - have) / (block.bottom - block.top + 1)
            for row in range(block.top, block.bottom + 1):
                heights[row] += share
    return tuple(round(height * 4) / 4 for height in heights)


def is_tall(block: Block) -> bool:
    """Tell whether a label stands beside so many rows that it is written downwards."""
    is_label = block.role is Role.ROW_LABEL and block.left == block.right
    return is_label and block.bottom - block.top >= TALL_LABEL_ROWS


def _indent(block: Block) -> float:
    return 1.0 if block.role is Role.ROW_LABEL else 0.0


def _taken(widths: Sequence[float]) -> float:
    return sum(widths) + _PADDING * len(widths)


def _usual_widths(form: Form, grid: Grid) -> tuple[float, ...]:
    """Return column widths: label columns as their labels need, value columns as their kinds do."""
    values = grid.columns - grid.label_columns
    value = _VALUE_WIDTH if values >= _MANY_COLUMNS else _WIDE_VALUE_WIDTH
    widths = [_TALL_LABEL_WIDTH] * grid.label_columns + [value] * values
    for block in grid.blocks:
        if block.role is Role.ROW_LABEL and block.left == block.right and not is_tall(block):
            low, high = _LABEL_WIDTHS
            need = min(max(cell_len(block.text) + _LABEL_MARGIN, low), high)
            widths[block.left] = max(widths[block.left], need)
        elif block.cell >= 0 and block.left == block.right:
            need = value_width(form.cells[block.cell].measure)
            widths[block.left] = max(widths[block.left], need)
    return tuple(widths)


def _dense_widths(form: Form, grid: Grid, usual: Sequence[float]) -> tuple[float, ...]:
    """Return the widths of a table in smaller letters; more than a page where it needs more.

    Figures get what they need, then headings, then the labels of the rows; the rest is shared out
    evenly among the columns of figures.
    """
    labels = [min(width, _INNER_LABEL) for width in usual[: grid.label_columns]]
    if labels:
        labels[-1] = min(usual[grid.label_columns - 1], _LAST_LABEL)
    values = [_COUNT] * (grid.columns - grid.label_columns)
    for block in grid.blocks:
        if block.cell >= 0 and block.left == block.right:
            at = block.left - grid.label_columns
            values[at] = max(values[at], _least(form.cells[block.cell].measure))
    if labels:
        headed = [max(value, _HEADING) for value in values]
        values = headed if _taken([*labels, *headed]) <= _UPRIGHT else values
    rest = max(0.0, _UPRIGHT - _taken([*labels, *values]))
    if labels:
        more = min(rest, usual[grid.label_columns - 1] - labels[-1])
        labels[-1] += more
        rest -= more
    more = rest / len(values)
    if min(values) + more < _HEADING:  # words of four characters are broken in their middle
        more = 0.0
    return (*labels, *(round(value + more, 2) for value in values))


def _least(measure: Measure) -> float:
    """Return the least width of a column of such values in small letters."""
    least = _MONEY if measure.kind in (Kind.MONEY, Kind.DECIMAL, Kind.PERCENTAGE) else _COUNT
    return max(least, value_width(measure))
