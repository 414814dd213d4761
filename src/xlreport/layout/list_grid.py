"""The layout of a list (台账): its header, and where its lines and columns stand on its sheet.

A list has hundreds of lines, all alike, so they are no blocks: the writer and the reader know the
first row, and that the column of numbers comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from rich.cells import cell_len

from xlreport.base.address import column_name, quoted
from xlreport.base.path import last_label
from xlreport.form.measure import Kind
from xlreport.form.open_list import NUMBER_LABEL, ListColumn, OpenList
from xlreport.form.outline import Label
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Block, Grid, Role
from xlreport.layout.width import BODY_SIZE, NOTE_SIZE, text_height, title_height

FIRST_COLUMN = 1  # of the values; the numbers of the lines stand before them
HEADER_TOP = 2  # below the heading, and the line with department, year and unit
LINE_HEIGHT = 24.0
_ROW = "\0"  # stands for the number of the row in a formula
_FIRST = re.compile(rf"([A-Z]{{1,3}}){_ROW}")
_CELL = rf"(?:[A-Z]{{1,3}}{_ROW}|\$[A-Z]{{1,3}}\$[0-9]+)"
_REFERENCE = re.compile(f"{_CELL}(?::{_CELL})?")
_NUMBER_WIDTH = 6.0
_WIDTHS = {
    Kind.MONEY: 14.0,
    Kind.DECIMAL: 12.0,
    Kind.DATE: 13.0,
    Kind.YES_NO: 9.0,
    Kind.CHOICE: 14.0,
    Kind.TEXT: 22.0,
}
_WIDTH = 11.0
_MARGIN = 4.0
_WIDEST = 30.0
_MOST_UNITS = 4
_IN_VIEW = 200.0  # characters of columns that a wide screen shows


def first_row(open_list: OpenList) -> int:
    """Return the row of the first line on the sheet of a list, from 0."""
    return HEADER_TOP + open_list.outline.depth()


def own_cell(column: int) -> str:
    """Return the address of what a line holds in a column, for a formula put `in_row`."""
    return f"{column_name(FIRST_COLUMN + column)}{_ROW}"


def in_row(formula: str, row: int) -> str:
    """Return a formula about the line in a row, which is counted from 0."""
    return formula.replace(_ROW, str(row + 1))


def as_name(formula: str, sheet: str) -> str:
    """Return a formula about a line as that of a defined name, which is about the row of its user.

    A name says its sheet. Its rows are counted from the first, as it is kept for cell A1.
    """
    return _REFERENCE.sub(
        lambda found: f"{quoted(sheet)}!{_FIRST.sub(_in_first, found[0])}", formula
    )


def _in_first(found: re.Match[str]) -> str:
    return f"${found[1]}1"


def lay_list(open_list: OpenList) -> Grid:
    """Lay out the header of a list, and one line below it with the number 1."""
    depth, last = open_list.outline.depth(), len(open_list.columns)
    inputs = (Block(Role.INPUT, depth, c, depth, c) for c in range(FIRST_COLUMN, last + 1))
    number = Block(Role.ROW_LABEL, depth, 0, depth, 0, "1")
    blocks = (*header_blocks(open_list), number, *inputs)
    return Grid(depth + 1, last + 1, FIRST_COLUMN, depth, blocks)


def header_blocks(open_list: OpenList) -> tuple[Block, ...]:
    """Lay out the labels of the columns, counted from the top of the header, in reading order."""
    outline = open_list.outline
    depth = outline.depth()
    columns = {leaf.key: FIRST_COLUMN + n for n, leaf in enumerate(outline.leaves())}

    def blocks_of(label: Label, level: int) -> Iterator[Block]:
        own = [columns[leaf.key] for leaf in label.leaves()]
        bottom = level if label.children else depth - 1
        yield Block(Role.COLUMN_LABEL, level, own[0], bottom, own[-1], label.text)
        for child in label.children:
            yield from blocks_of(child, level + 1)

    blocks = [Block(Role.CORNER, 0, 0, depth - 1, 0, NUMBER_LABEL)]
    for label in outline.labels:
        blocks += blocks_of(label, 0)
    return tuple(sorted(blocks, key=lambda block: (block.top, block.left)))


def list_blocks(
    open_list: OpenList,
) -> tuple[tuple[Block, ...], tuple[float, ...], tuple[float, ...]]:
    """Lay out the sheet of a list above its lines; return blocks, column widths and row heights."""
    widths = (_NUMBER_WIDTH, *map(column_width, open_list.columns))
    last = _last_in_view(widths)
    split = max(1, last - 1)
    unit = _units(open_list)
    header = header_blocks(open_list)
    blocks = (
        Block(Role.TITLE, 0, 0, 0, last, open_list.heading),
        Block(Role.NOTE, 1, 0, 1, split - 1, field=Field(FieldKind.NOTE, open_list.key)),
        Block(Role.UNIT, 1, split, 1, last, unit),
        *(block.moved_down(HEADER_TOP) for block in header),
    )
    note = max(20.0, text_height(unit, sum(widths[split : last + 1]), NOTE_SIZE))
    heights = [LINE_HEIGHT] * open_list.outline.depth()
    for block in sorted(header, key=lambda block: block.bottom - block.top):
        need = text_height(block.text, sum(widths[block.left : block.right + 1]), BODY_SIZE)
        have = sum(heights[block.top : block.bottom + 1])
        heights[block.bottom] += max(0.0, need - have)
    return (
        blocks,
        widths,
        (title_height(open_list.heading, sum(widths[: last + 1])), note, *heights),
    )


def _last_in_view(widths: Sequence[float]) -> int:
    """Return the last column that is in view with the first: the title is to be seen, too."""
    ends = accumulate(widths)
    return sum(end <= _IN_VIEW for end in ends) - 1


def _units(open_list: OpenList) -> str:
    measures = [column.measure for column in open_list.columns]
    units = list(dict.fromkeys(m.unit for m in measures if m.is_number and m.unit))
    if not units:
        return ""
    return f"单位：{'、'.join(units)}" if len(units) <= _MOST_UNITS else "单位：见各格提示"


def column_width(column: ListColumn) -> float:
    """Return the width of a column in characters: what its values and its label need."""
    measure = column.measure
    texts = (*measure.choices, measure.example, last_label(column.path))
    need = max(map(cell_len, texts)) + _MARGIN
    usual = _WIDTH if measure.example else _WIDTHS.get(measure.kind, _WIDTH)
    return max(usual, min(need, _WIDEST))
