"""The layout (版式): every block of every sheet of a workbook, for any Excel library.

Template and reader walk over the same blocks, so they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from xlreport.base.address import a1, place
from xlreport.base.public import public
from xlreport.form.form import Form
from xlreport.form.open_list import OpenList
from xlreport.form.parts import Table, Text
from xlreport.form.sheet_names import CHECKS_SHEET, COVER_SHEET, INSTRUCTIONS_SHEET, TEXTS_SHEET
from xlreport.layout._instructions import INSTRUCTION_WIDTHS, instruction_blocks
from xlreport.layout.checks_sheet import CHECK_WIDTHS, TARGETS, check_blocks, folded_rows
from xlreport.layout.cover import cover_blocks
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import TABLE_TOP, Block, Role, lay_table
from xlreport.layout.last_year_panel import panel_blocks
from xlreport.layout.list_grid import FIRST_COLUMN, HEADER_TOP, list_blocks
from xlreport.layout.table_size import label_heights, row_heights, size_table
from xlreport.layout.texts_sheet import TEXT_WIDTHS, lay_texts
from xlreport.layout.width import (
    BODY_SIZE,
    NOTE_SIZE,
    text_height,
    title_height,
)

NOWHERE = (-1, -1)  # the row and column of a value cell that a workbook lacks

# As long as most are.
_LONG_NOTE = "填报单位：某某市某某区发展和改革委员会　　年度：2026　　核对码：123-4567"
_MANY_COLUMNS = 5
_MOST_UNITS = 4
_LANDSCAPE_LIST_WIDTH = 90.0  # the lines of a list are read one by one


class SheetKind(StrEnum):
    """The purposes of a sheet."""

    COVER = "cover"
    INSTRUCTIONS = "instructions"
    TABLE = "table"
    LIST = "list"
    TEXTS = "texts"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet: blocks in reading order, column widths (digits), row heights (points).

    `letters` and `headings` are the sizes of the letters of its grid, and of the labels of its
    columns, in points; a page ends before each of the rows `breaks`. `top` is the row at which a
    table's grid begins; `header_rows` and `label_columns` are the rows and columns of the grid
    that stay in view. `folded` rows are details that can be folded away; `hidden_row` and
    `hidden_column` are for programs alone, -1 where there is none.
    """

    name: str
    kind: SheetKind
    blocks: tuple[Block, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    landscape: bool = False
    letters: int = BODY_SIZE
    headings: int = BODY_SIZE
    breaks: tuple[int, ...] = ()
    top: int = 0
    header_rows: int = 0
    label_columns: int = 0
    folded: range = range(0)
    hidden_row: int = -1
    hidden_column: int = -1


@public
@dataclass(frozen=True, slots=True)
class Position:
    """The position of one value cell or field: sheet name, row and column, each counted from 0."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """Return the A1 address within the sheet, empty for a cell that the workbook lacks."""
        return "" if self.row < 0 else a1(self.row, self.column)

    @property
    def place(self) -> str:
        """Return the cell as a sentence calls it, 表三 D6; empty if the workbook lacks it."""
        return place(self.sheet, self.address) if self.address else ""


@dataclass(frozen=True, eq=False)
class Layout:
    """The whole workbook of a form, laid out; `summed` if it holds the sums of several returns."""

    form: Form
    sheets: tuple[Sheet, ...]
    summed: bool = False

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """Return the position of each value cell, by the cell's index."""
        positions = {
            block.cell: Position(sheet.name, block.top, block.left)
            for sheet in self.sheets
            for block in sheet.blocks
            if block.cell >= 0
        }
        return tuple(positions[index] for index in range(len(self.form.cells)))

    @cached_property
    def fields(self) -> Mapping[Field, Position]:
        """Return the position of each field."""
        return {
            block.field: Position(sheet.name, block.top, block.left)
            for sheet in self.sheets
            for block in sheet.blocks
            if block.field is not None
        }


@cache
def lay_form(form: Form) -> Layout:
    """Lay out every sheet of a form's workbook: cover, instructions, tables, narrative, checks."""
    sheets = [
        _cover_sheet(form),
        _instructions_sheet(form),
        *(
            _list_sheet(section) if isinstance(section, OpenList) else _table_sheet(form, section)
            for section in form.sections
            if not isinstance(section, Text)
        ),
        *([_texts_sheet(form)] if form.texts else []),
        _checks_sheet(form),
    ]
    return Layout(form, tuple(sheets))


def _cover_sheet(form: Form) -> Sheet:
    blocks, widths, heights = cover_blocks(form)
    stamp = len(heights) - 1
    return Sheet(COVER_SHEET, SheetKind.COVER, blocks, widths, heights, hidden_row=stamp)


def _instructions_sheet(form: Form) -> Sheet:
    blocks, heights = instruction_blocks(form)
    kind = SheetKind.INSTRUCTIONS
    return Sheet(INSTRUCTIONS_SHEET, kind, blocks, INSTRUCTION_WIDTHS, heights, letters=NOTE_SIZE)


def _texts_sheet(form: Form) -> Sheet:
    blocks, heights, breaks = lay_texts(form.texts)
    return Sheet(TEXTS_SHEET, SheetKind.TEXTS, blocks, TEXT_WIDTHS, heights, breaks=breaks)


def _checks_sheet(form: Form) -> Sheet:
    blocks, heights = check_blocks(form)
    return Sheet(
        CHECKS_SHEET,
        SheetKind.CHECKS,
        blocks,
        CHECK_WIDTHS,
        heights,
        landscape=True,
        letters=NOTE_SIZE,
        headings=NOTE_SIZE,
        folded=folded_rows(form),
        hidden_column=TARGETS,
    )


def _table_sheet(form: Form, table: Table) -> Sheet:
    """Lay out the sheet of a table: heading, unit, grid, and earlier figures below."""
    grid = lay_table(table)
    last = grid.columns - 1
    units = list(dict.fromkeys(c.measure.unit for c in table.cells if c.measure.unit))
    unit = "、".join(units) if len(units) <= _MOST_UNITS else "见各格提示"
    unit = f"单位：{unit}" if unit else ""
    split = last if grid.columns - grid.label_columns < _MANY_COLUMNS else last - 2
    blocks = [
        Block(Role.TITLE, 0, 0, 0, last, table.heading),
        Block(Role.NOTE, 1, 0, 1, split - 1, field=Field(FieldKind.NOTE, table.key)),
        Block(Role.UNIT, 1, split, 1, last, unit),
        *(block.moved_down(TABLE_TOP) for block in grid.blocks),
    ]
    size = size_table(form, grid)
    widths = size.widths
    panel = panel_blocks(form, table, grid)
    blocks += [block.moved_down(TABLE_TOP + grid.rows) for block in panel]
    below = 1 + max((block.bottom for block in panel), default=-1)
    note = max(
        20.0,
        text_height(unit, sum(widths[split:]), NOTE_SIZE),
        text_height(_LONG_NOTE, sum(widths[:split]), NOTE_SIZE),
    )
    heading = title_height(table.heading, sum(widths))
    body = row_heights(form, grid, size)
    heights = (heading, note, *body, *label_heights(panel, below, size))
    return Sheet(
        table.sheet,
        SheetKind.TABLE,
        tuple(blocks),
        widths,
        heights,
        landscape=size.landscape,
        letters=size.letters,
        headings=size.headings,
        top=TABLE_TOP,
        header_rows=grid.header_rows,
        label_columns=grid.label_columns,
    )


def _list_sheet(open_list: OpenList) -> Sheet:
    """Lay out the sheet of a list above its lines: heading, unit and header."""
    blocks, widths, heights = list_blocks(open_list)
    return Sheet(
        open_list.sheet,
        SheetKind.LIST,
        blocks,
        widths,
        heights,
        landscape=sum(widths) > _LANDSCAPE_LIST_WIDTH,
        top=HEADER_TOP,
        header_rows=open_list.outline.depth(),
        label_columns=FIRST_COLUMN,
    )
