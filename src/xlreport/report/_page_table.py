"""An official table as rows of a page: every value is tied to all its labels, merged ones too.

The strips of a table have labels of their own, and a label over several rows is one cell, so
that the place alone does not tell a screen reader what a value belongs to; `headers` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlreport.form.parts import Table
from xlreport.layout.grid import Block, Grid, Role, lay_table
from xlreport.report.report import Report

_UPRIGHT_ROWS = 12  # a label over more rows than this stands upright, in a narrow column
_FEW_VALUES = 4  # columns; more than these are narrow

PageRows = tuple[tuple["PageCell", ...], ...]


@dataclass(frozen=True, slots=True)
class PageCell:
    """Is one cell of a page's table: a `th` where it has a scope.

    `kind` is band, column, row, group, upright (a group's label from top to bottom), corner, value
    or total; `headers` are the ids of all labels of a value.
    """

    kind: str
    text: str
    rows: int
    columns: int
    scope: str = ""
    id: str = ""
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageTable:
    """Is one table of a page; `columns` are label, group or upright for labels, else value or wide.

    `head` are the rows that are printed again on every sheet of paper. A table of several strips
    has none: the labels of a strip stand in the strip's own rows.
    """

    columns: tuple[str, ...]
    head: PageRows
    strips: tuple[PageRows, ...]


def page_table(report: Report, table: Table, name: str) -> PageTable:
    """Lay out a table of a report; `name` begins the ids of its labels."""
    grid = lay_table(table)
    ids = {block: f"{name}-{number}" for number, block in enumerate(grid.blocks, 1)}
    strips: list[PageRows] = []
    top = 0
    for part in table.parts:
        body = top + bool(part.band) + part.columns.depth()
        bottom = body + len(part.rows.leaves())
        blocks = {block: ids[block] for block in grid.blocks if top <= block.top < bottom}
        cells = [(block.top, _page_cell(report, grid, body, block, blocks)) for block in blocks]
        strips.append(
            tuple(
                tuple(cell for row, cell in cells if row == number) for number in range(top, bottom)
            )
        )
        top = bottom
    split = grid.header_rows if len(strips) == 1 else 0
    return PageTable(
        tuple(_column_kinds(grid)), strips[0][:split], (strips[0][split:], *strips[1:])
    )


def _page_cell(
    report: Report, grid: Grid, body: int, block: Block, blocks: Mapping[Block, str]
) -> PageCell:
    """Make the cell of a block in a strip whose values begin at row `body`."""
    rows, columns = block.bottom - block.top + 1, block.right - block.left + 1
    if block.cell >= 0:
        headers = tuple(name for label, name in blocks.items() if _is_label_of(label, block))
        kind = "total" if block.role is Role.TOTAL else "value"
        return PageCell(kind, report.shown(block.cell), rows, columns, headers=headers)
    if block.role is Role.CORNER:
        return PageCell("corner", block.text, rows, columns)
    if block.role is Role.ROW_LABEL:
        is_leaf = block.right == grid.label_columns - 1
        kind = "upright" if _is_upright(block) else "row" if is_leaf else "group"
        scope = "row" if is_leaf else "rowgroup"
    else:
        kind = "band" if block.role is Role.BAND else "column"
        scope = "col" if block.bottom == body - 1 else "colgroup"
    return PageCell(kind, block.text, rows, columns, scope, blocks[block])


def _is_label_of(label: Block, value: Block) -> bool:
    """Tell whether a block of the same strip is a label over a value's column or before its row."""
    if label.role in (Role.BAND, Role.COLUMN_LABEL):
        return label.left <= value.left <= label.right
    return label.role is Role.ROW_LABEL and label.top <= value.top <= label.bottom


def _is_upright(block: Block) -> bool:
    return block.bottom - block.top >= _UPRIGHT_ROWS


def _column_kinds(grid: Grid) -> Iterator[str]:
    """Name the columns, so that the narrow ones can be made narrow."""
    for column in range(grid.columns):
        groups = [
            block
            for block in grid.blocks
            if block.role is Role.ROW_LABEL and block.left == column == block.right
        ]
        if column >= grid.label_columns:
            yield "value" if grid.columns - grid.label_columns > _FEW_VALUES else "wide"
        elif column == grid.label_columns - 1:
            yield "label"
        else:
            yield "upright" if all(map(_is_upright, groups)) else "group"
