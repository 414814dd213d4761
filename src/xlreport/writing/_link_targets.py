"""What the links of a workbook lead to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from xlreport.layout.check_line import check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Role
from xlreport.layout.layout import Layout, Position


@cache
def link_targets(layout: Layout) -> Mapping[Field, Position]:
    """Return the first cell of each line and each table of the 检查 sheet, by the link to it."""
    lines = {
        Field(FieldKind.LINE_LINK, line.number): line.cells[0] for line in check_lines(layout.form)
    }
    tables = {
        Field(FieldKind.TABLE_LINK, table.key): table.cells[0].index for table in layout.form.tables
    }
    return {field: layout.positions[index] for field, index in (lines | tables).items()}


@cache
def first_place(layout: Layout, name: str) -> Position:
    """Return what is filled in first on a sheet, else where it begins."""
    sheet = next(sheet for sheet in layout.sheets if sheet.name == name)
    opens = (block for block in sheet.blocks if block.role is Role.INPUT)
    first = next(opens, None)
    return Position(name, first.top, first.left) if first else Position(name, 0, 0)
