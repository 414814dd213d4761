"""Last year's figures below a table: what they say this year's must be, and the difference.

They stand in workbooks that show last year's figures; the reason for a difference is written on
the 检查 sheet, beside the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xlreport.form.form import Form
from xlreport.form.parts import Table
from xlreport.form.rule import Every
from xlreport.layout.checks_sheet import CheckLine, check_lines
from xlreport.layout.grid import Block, Grid, Role

PANEL_HEADING = "与上年报告核对"
_WHY = "相差不为0的，先核对本年数字；无误的，在“检查”表页的“核实说明”中写明原因。"


def panel_blocks(form: Form, table: Table, grid: Grid) -> list[Block]:
    """Place the panel, counted from the row below the table; empty where no rule looks back.

    Fields are `expected:N` and `gap:N` for line N of the 检查 sheet.
    """
    lines = [
        line
        for line in check_lines(form)
        if line.last and line.balance is not None and line.balance.rule.table == table.key
    ]
    if not lines:
        return []
    columns = {
        block.cell: block.left for block in grid.blocks if block.role in (Role.INPUT, Role.TOTAL)
    }
    last = grid.columns - 1
    blocks = [Block(Role.BAND, 0, 0, 0, last, PANEL_HEADING, last=True)]
    for rule, group in groupby(lines, key=lambda line: line.balance and line.balance.rule):
        row = blocks[-1].bottom + 1
        assert rule is not None  # number lines do not look back
        if rule.every is Every.COLUMN and grid.label_columns:
            blocks += _by_column(list(group), columns, grid, row)
        else:
            blocks += _by_row(list(group), grid, row)
    row = blocks[-1].bottom + 1
    blocks.append(Block(Role.NOTE, row, 0, row, last, _WHY, last=True))
    return blocks


def _by_column(
    lines: list[CheckLine], columns: dict[int, int], grid: Grid, row: int
) -> Iterator[Block]:
    """Place a rule over columns: its figures stand below the columns they are about."""
    labels = grid.label_columns - 1
    for offset, (field, label) in enumerate((("expected", "上年报告数"), ("gap", "相差"))):
        say = f"{label}（{lines[0].say}）" if not offset else label
        at = row + offset
        yield Block(Role.ROW_LABEL, at, 0, at, labels, say, last=True)
        for line in lines:
            column = columns[line.cells[0]]
            name = f"{field}:{line.number}"
            yield Block(Role.FIGURE, at, column, at, column, field=name, last=True)


def _by_row(lines: list[CheckLine], grid: Grid, row: int) -> Iterator[Block]:
    """Place a rule over rows: one line for each, figures in the first two value columns.

    A table without row labels lends its first column to the panel's.
    """
    first = max(grid.label_columns, 1)
    if grid.columns < first + 2:
        return
    yield Block(Role.COLUMN_LABEL, row, 0, row, first - 1, lines[0].say, last=True)
    for column, name in enumerate(("按上年推算", "相差"), first):
        yield Block(Role.COLUMN_LABEL, row, column, row, column, name, last=True)
    for at, line in enumerate(lines, row + 1):
        yield Block(Role.ROW_LABEL, at, 0, at, first - 1, line.place.partition("　")[2], last=True)
        for column, field in enumerate(("expected", "gap"), first):
            name = f"{field}:{line.number}"
            yield Block(Role.FIGURE, at, column, at, column, field=name, last=True)
