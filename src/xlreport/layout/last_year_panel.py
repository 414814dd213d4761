"""The panel below a table: what a figure should be by an earlier report, and the difference.

Only workbooks that show earlier figures have it. A clerk explains a difference on the 检查
sheet, beside the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xlreport.form.form import Form
from xlreport.form.parts import Table
from xlreport.form.rule import Every
from xlreport.layout.check_line import BalanceLine, balance_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Block, Grid, Role

_HOW_TO_EXPLAIN = "相差不为0的，先核对本年数字；无误的，在“检查”表页的“核实说明”中写明原因。"


def panel_heading(form: Form) -> str:
    """Return the heading of a form's panels."""
    return f"与{form.period.before}报告核对"


def panel_blocks(form: Form, table: Table, grid: Grid) -> list[Block]:
    """Lay out the panel, counted from the row below the table; none where no rule looks back."""
    lines = [
        line for line in balance_lines(form) if line.last and line.balance.rule.table == table.key
    ]
    if not lines:
        return []
    columns = {
        block.cell: block.left for block in grid.blocks if block.role in (Role.INPUT, Role.TOTAL)
    }
    last = grid.columns - 1
    blocks = [Block(Role.BAND, 0, 0, 0, last, panel_heading(form), last=True)]
    for rule, group in groupby(lines, key=lambda line: line.balance.rule):
        row = blocks[-1].bottom + 1
        if rule.every is Every.COLUMN and grid.label_columns:
            blocks += _by_column(form, list(group), columns, grid, row)
        else:
            blocks += _by_row(form, list(group), grid, row)
    row = blocks[-1].bottom + 1
    blocks.append(
        Block(Role.NOTE, row, 0, row, last, form.period.reword(_HOW_TO_EXPLAIN), last=True)
    )
    return blocks


def _by_column(
    form: Form, lines: list[BalanceLine], columns: dict[int, int], grid: Grid, row: int
) -> Iterator[Block]:
    """Lay out a rule over columns: each figure is in the column that it is about."""
    labels = grid.label_columns - 1
    headings = (
        (FieldKind.EXPECTED, f"{_word(form, lines)}报告数（{lines[0].sentence}）"),
        (FieldKind.GAP, "相差"),
    )
    for figure_row, (kind, heading) in enumerate(headings, row):
        yield Block(Role.ROW_LABEL, figure_row, 0, figure_row, labels, heading, last=True)
        for line in lines:
            yield _figure(figure_row, columns[line.cells[0]], Field(kind, line.number))


def _by_row(form: Form, lines: list[BalanceLine], grid: Grid, row: int) -> Iterator[Block]:
    """Lay out a rule over rows: one line for each, with figures in the first two value columns.

    In a table without row labels the panel's labels take the first column.
    """
    first = max(grid.label_columns, 1)
    if grid.columns < first + 2:
        return
    yield Block(Role.COLUMN_LABEL, row, 0, row, first - 1, lines[0].sentence, last=True)
    for column, name in enumerate((f"按{_word(form, lines)}推算", "相差"), first):
        yield Block(Role.COLUMN_LABEL, row, column, row, column, name, last=True)
    for line_row, line in enumerate(lines, row + 1):
        yield Block(Role.ROW_LABEL, line_row, 0, line_row, first - 1, line.label, last=True)
        for column, kind in enumerate((FieldKind.EXPECTED, FieldKind.GAP), first):
            yield _figure(line_row, column, Field(kind, line.number))


def _word(form: Form, lines: list[BalanceLine]) -> str:
    """Return what a clerk calls the report that a rule looks at."""
    return form.earlier_word(lines[0].balance.last_cells[0])


def _figure(row: int, column: int, field: Field) -> Block:
    return Block(Role.FIGURE, row, column, row, column, field=field, last=True)
