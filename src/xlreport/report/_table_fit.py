"""How an official table fits on paper: type size, widths, heights, and portrait or landscape.

Word computes none of this before a person opens the file, so the space of the text is computed
here. A table that does not fit a page gets less padding, then smaller type, then a landscape page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import ceil
from typing import NamedTuple

from rich.cells import cell_len

from xlreport.layout.grid import Block, Grid, Role
from xlreport.report.type_area import LEADING, LINE, MARGIN, PAGE_HEIGHT, PAGE_WIDTH

ABOVE_TABLE = LINE // 4  # between a heading and its table
_PADDINGS = range(160, 40, -15)  # above and below the text of a row together, widest first

# Lengths of a line of text, in halves of a Han character.
_SHORT_COLUMN_LABEL = 6  # a column label up to this length has one line
_COLUMN_LABEL = 4  # of a longer column label
_GROUP_LABEL = 8  # of a row label that spans other row labels
_ROW_LABEL = 12  # at least, of the last column of row labels
_LONGEST_NUMBER = 20  # characters
_DIGIT = 1.12  # a digit in the widest font that may replace the theme's


class PrintedBlock(NamedTuple):
    """A block of a table and its text as printed."""

    block: Block
    text: str


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as printed: its grid, and the blocks of the grid with their texts."""

    grid: Grid
    blocks: tuple[PrintedBlock, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """The arrangement of a table: type size (points), widths and heights (twips), and the page.

    A table `on_one_page` fits there together with its heading.
    """

    size: float
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    landscape: bool
    on_one_page: bool = False

    @property
    def is_tall(self) -> bool:
        """Tell whether the table takes more than two thirds of a portrait page."""
        return sum(self.heights) * 3 > PAGE_HEIGHT * 2

    def width_of(self, block: Block) -> int:
        """Return the width available to the text of a block."""
        return sum(self.widths[block.left : block.right + 1]) - 2 * MARGIN


def fit_table(table: PrintedTable) -> Fit:
    """Return the first arrangement with the table on one page.

    Else, return the first in which no number is broken; else the last, which is the narrowest.
    """
    unbroken = None
    for fit in _arrangements(table):
        if fit.on_one_page:
            return fit
        if unbroken is None and _is_unbroken(fit, table):
            unbroken = fit
    return unbroken or fit


def even_indent(fit: Fit, block: Block, text: str) -> int:
    """Return the indent at both sides with which the lines of a narrow label are equally long."""
    if block.cell >= 0 or block.left != block.right:
        return 0
    width = fit.width_of(block)
    lines = _count_lines(text, width, fit.size)
    if lines == 1:
        return 0
    halves = ceil(cell_len(text) / lines / 2) * 2
    return max(0, (width - _length(halves, fit.size)) // 2 - 1)


def _arrangements(table: PrintedTable) -> Iterator[Fit]:
    """Yield the arrangements of a table, from the roomiest to the narrowest."""
    for landscape in (False, True):
        width, height = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
        # Less the heading with the space below it, and what a program may add.
        available = (height // LINE - 2) * LINE - ABOVE_TABLE
        for size, padding in product(LEADING, _PADDINGS):
            fit = Fit(size, _column_widths(table, size, width), heights=(), landscape=landscape)
            heights = _row_heights(table, fit, padding)
            on_one_page = sum(heights) <= available and _is_unbroken(fit, table)
            yield replace(fit, heights=heights, on_one_page=on_one_page)


def _is_unbroken(fit: Fit, table: PrintedTable) -> bool:
    """Tell whether every number fits in one line."""
    return all(
        _length(len(text) * _DIGIT, fit.size) <= fit.width_of(block)
        for block, text in table.blocks
        if block.cell >= 0 and not _is_words(text)
    )


def _is_words(text: str) -> bool:
    """Tell whether a value is broken into lines like a label: no number, date or code is."""
    return cell_len(text) > len(text) or len(text) > _LONGEST_NUMBER


def _length(halves: float, size: float) -> int:
    """Convert halves of a Han character to twips."""
    return ceil(halves * size * 10)


def _count_lines(text: str, width: int, size: float) -> int:
    """Count the lines of a label; half a Han character cannot be at the end of a line."""
    halves = max(2, int(width / (size * 10)))
    length = cell_len(text)
    return ceil(length / (halves - halves % 2)) if length > halves else 1


def _column_widths(table: PrintedTable, size: float, width: int) -> tuple[int, ...]:
    """Return the widths of the columns, which share out the width of the page.

    Each column gets what it needs, then the last row labels what they ask for in one line; the
    rest is divided equally.
    """
    last = table.grid.label_columns - 1
    widths = [_length(need, size) + 2 * MARGIN for need in _needed_lengths(table)]
    asked = _longest_row_label(table)
    if sum(widths) > width:
        widths = [each * width // sum(widths) for each in widths]
    elif asked:
        more = _length(asked + 2, size) + 2 * MARGIN - widths[last]
        widths[last] += max(0, min(more, width - sum(widths)))
    share, odd = divmod(width - sum(widths), len(widths))
    return tuple(each + share + (number < odd) for number, each in enumerate(widths))


def _needed_lengths(table: PrintedTable) -> list[float]:
    """Return the length of text that each column must have room for."""
    groups = table.grid.label_columns - 1
    labels = [float(_GROUP_LABEL)] * groups + [float(_ROW_LABEL)] if groups >= 0 else []
    needs = labels + [0.0] * (table.grid.columns - len(labels))
    for block, text in table.blocks:
        if block.left != block.right or block.role in (Role.CORNER, Role.ROW_LABEL):
            continue
        length = cell_len(text)
        if block.role is Role.COLUMN_LABEL:
            need: float = length if length <= _SHORT_COLUMN_LABEL else _COLUMN_LABEL
        elif _is_words(text):
            need = min(length, _ROW_LABEL)
        else:
            need = length * _DIGIT
        needs[block.left] = max(needs[block.left], need)
    return needs


def _longest_row_label(table: PrintedTable) -> int:
    """Return the length of the longest label in the last column of row labels."""
    last = table.grid.label_columns - 1
    lengths = [
        cell_len(text)
        for block, text in table.blocks
        if block.role is Role.ROW_LABEL and block.left == block.right == last
    ]
    return max(lengths, default=0)


def _row_heights(table: PrintedTable, fit: Fit, padding: int) -> tuple[int, ...]:
    """Return the heights of the rows; a label over several rows makes the last one higher."""
    leading = LEADING[fit.size]
    heights = [leading + padding] * table.grid.rows
    for block, text in sorted(table.blocks, key=lambda each: each.block.bottom - each.block.top):
        need = _count_lines(text, fit.width_of(block), fit.size) * leading + padding
        missing = need - sum(heights[block.top : block.bottom + 1])
        heights[block.bottom] += max(0, missing)
    return tuple(heights)
