"""How an official table fits on paper: its type size, its columns and rows, upright or lengthwise.

Word reckons none of this before a person opens the file, so the room that text takes is counted
here: a table that would just miss its page is set closer, then smaller, then lengthwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import ceil

from rich.cells import cell_len

from xlreport.layout.grid import Block, Grid, Role

# Lengths are twips, twentieths of a point, as in Word; those of text are halves of a Han
# character. The area of type of an A4 page is 156 mm × 225 mm, 22 lines (GB/T 9704-2012, 5.2).
PAGE_WIDTH = 8845
PAGE_HEIGHT = 12756
LINE = PAGE_HEIGHT // 22

MARGIN = 30  # at the left and the right of the text in a cell
LEADING = {10.5: 260, 9.0: 230}  # the height of a line, by the type size in points
_PADDINGS = range(160, 40, -15)  # above and below the text of a row in all, from roomy to readable

# A column label of three characters stands in one line, a longer one in lines of two; a row label
# beside those that it spans has lines of four, the last column of row labels lines of six or more.
_ONE_LINE, _COLUMN_LABEL, _SPANNING_LABEL, _ROW_LABEL = 6, 4, 8, 12
_DIGIT = 1.12  # no font that may stand in for the theme's has wider ones


@dataclass(frozen=True, slots=True)
class Fit:
    """Is how a table stands: type size (points), widths and heights (twips), and on which page.

    A `lengthwise` table needs a landscape page; a `whole` one fits on one page with its heading.
    """

    size: float
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    lengthwise: bool
    whole: bool = False

    @property
    def is_tall(self) -> bool:
        """Tell whether the table takes more than two thirds of an upright page."""
        return sum(self.heights) * 3 > PAGE_HEIGHT * 2

    def width_of(self, block: Block) -> int:
        """Give the room for the text of a block."""
        return sum(self.widths[block.left : block.right + 1]) - 2 * MARGIN


def fit_table(grid: Grid, texts: Sequence[str]) -> Fit:
    """Fit a table to a page; `texts` are those of its blocks, in their order.

    The first arrangement that leaves the table on one page is taken, else the first in which no
    number is broken, else the closest.
    """
    unbroken = None
    for fit in _arrangements(grid, texts):
        if fit.whole:
            return fit
        if unbroken is None and _is_unbroken(fit, grid, texts):
            unbroken = fit
    return unbroken or fit


def even_indent(fit: Fit, block: Block, text: str) -> int:
    """Give the indent at both sides that makes the lines of a narrow label alike long."""
    if block.cell >= 0 or block.left != block.right:
        return 0
    length, room = cell_len(text), fit.width_of(block)
    lines = _count_lines(text, room, fit.size)
    line = ceil(length / lines / 2) * 2
    return max(0, (room - _length(line, fit.size)) // 2 - 1) if lines > 1 else 0


def _arrangements(grid: Grid, texts: Sequence[str]) -> Iterator[Fit]:
    for lengthwise in (False, True):
        width, height = (PAGE_HEIGHT, PAGE_WIDTH) if lengthwise else (PAGE_WIDTH, PAGE_HEIGHT)
        room = (height // LINE - 2) * LINE  # without the heading, and what a program may add
        for size, padding in product(LEADING, _PADDINGS):
            widths = _column_widths(grid, texts, size, width)
            fit = Fit(size, widths, (), lengthwise)
            heights = _row_heights(fit, grid, texts, padding)
            whole = sum(heights) <= room and _is_unbroken(fit, grid, texts)
            yield replace(fit, heights=heights, whole=whole)


def _is_unbroken(fit: Fit, grid: Grid, texts: Sequence[str]) -> bool:
    """Tell whether every number stands in one line."""
    return all(
        _length(len(text) * _DIGIT, fit.size) <= fit.width_of(block)
        for block, text in zip(grid.blocks, texts, strict=True)
        if block.cell >= 0
    )


def _length(halves: float, size: float) -> int:
    return ceil(halves * size * 10)


def _count_lines(text: str, room: int, size: float) -> int:
    """Count the lines that a label takes; a Han character that does not fit wholly goes on."""
    halves = max(2, int(room / (size * 10)))
    return ceil(cell_len(text) / (halves - halves % 2)) if cell_len(text) > halves else 1


def _column_widths(grid: Grid, texts: Sequence[str], size: float, width: int) -> tuple[int, ...]:
    """Give each column what it needs, the last row labels what they ask, and share out the rest."""
    last = grid.label_columns - 1
    needs = [0.0] * grid.columns
    needs[: last + 1] = [*[float(_SPANNING_LABEL)] * last, float(_ROW_LABEL)][: last + 1]
    asked = 0
    for block, text in zip(grid.blocks, texts, strict=True):
        length = cell_len(text)
        if block.left != block.right or block.role is Role.CORNER:
            continue
        if block.role is Role.ROW_LABEL:
            asked = max(asked, length) if block.left == last else asked
        elif block.role is Role.COLUMN_LABEL:
            short = length if length <= _ONE_LINE else _COLUMN_LABEL
            needs[block.left] = max(needs[block.left], short)
        else:
            needs[block.left] = max(needs[block.left], length * _DIGIT)
    widths = [_length(need, size) + 2 * MARGIN for need in needs]
    if sum(widths) > width:
        widths = [each * width // sum(widths) for each in widths]
    elif asked:
        more = _length(asked + 2, size) + 2 * MARGIN - widths[last]
        widths[last] += max(0, min(more, width - sum(widths)))
    share, odd = divmod(width - sum(widths), len(widths))
    return tuple(each + share + (number < odd) for number, each in enumerate(widths))


def _row_heights(fit: Fit, grid: Grid, texts: Sequence[str], padding: int) -> tuple[int, ...]:
    """Give each row the height of its lines; what a label over several needs, the last one has."""
    leading = LEADING[fit.size]
    heights = [leading + padding] * grid.rows
    needs = [
        (block, _count_lines(text, fit.width_of(block), fit.size) * leading + padding)
        for block, text in zip(grid.blocks, texts, strict=True)
    ]
    for block, need in sorted(needs, key=lambda each: each[0].bottom - each[0].top):
        missing = need - sum(heights[block.top : block.bottom + 1])
        heights[block.bottom] += max(0, missing)
    return tuple(heights)
