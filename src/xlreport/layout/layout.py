"""The layout (版式): every block of every sheet of a workbook, for any Excel library.

Template and reader walk over the same blocks, so they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from rich.cells import cell_len

from xlreport.base.address import a1, place
from xlreport.base.public import public
from xlreport.form.form import Form
from xlreport.form.open_list import OpenList
from xlreport.form.parts import Table, Text
from xlreport.layout import sheet_names
from xlreport.layout._instructions import INSTRUCTION_WIDTHS, instruction_blocks
from xlreport.layout.checks_sheet import CHECK_WIDTHS, TARGETS, check_blocks, folded_rows
from xlreport.layout.cover import cover_blocks
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import TABLE_TOP, Block, Grid, Role, lay_table
from xlreport.layout.last_year_panel import panel_blocks
from xlreport.layout.list_grid import FIRST_COLUMN, HEADER_TOP, list_blocks
from xlreport.layout.width import (
    BODY_SIZE,
    LONG_TEXT_HEIGHT,
    NOTE_SIZE,
    is_long_text,
    text_height,
    title_height,
    value_width,
)

COVER_SHEET = sheet_names.COVER
INSTRUCTIONS_SHEET = sheet_names.INSTRUCTIONS
TEXTS_SHEET = sheet_names.TEXTS
CHECKS_SHEET = sheet_names.CHECKS
ISSUES_SHEET = "问题清单"  # only in annotated copies
MIGRATION_SHEET = "迁移说明"  # only in migrated returns
STAMP_SHEET = "_xlreport"

NOWHERE = (-1, -1)  # the row and column of a value cell that a workbook lacks

# As long as most are.
_LONG_NOTE = "填报单位：某某市某某区发展和改革委员会　　年度：2026　　核对码：123-4567"
_MANY_COLUMNS = 5
_MOST_UNITS = 4
_VALUE_WIDTH = 8.6
_WIDE_VALUE_WIDTH = 18.0
_LABEL_WIDTHS = (8.0, 34.0)
_LABEL_MARGIN = 4.0  # the indent, and the margin inside a cell
_TALL_LABEL_WIDTH = 7.0
_TALL_LABEL_ROWS = 12  # a label over more rows is written vertically, in a narrow column
_MIN_ROW_HEIGHT = 24.0
_TEXT_HEIGHT = 300.0
_TEXT_WIDTH = 76.0
_LANDSCAPE_LIST_WIDTH = 90.0  # the lines of a list are read one by one
_LANDSCAPE_WIDTH = 125.0  # characters: wider tables are unreadable on upright A4


class SheetKind(StrEnum):
    """The purposes of a sheet."""

    COVER = "cover"
    INSTRUCTIONS = "instructions"
    TABLE = "table"
    LIST = "list"
    TEXTS = "texts"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: blocks in reading order, column widths (characters), row heights (points).

    `top` is the row at which a table's grid begins; `header_rows` and `label_columns` are the
    rows and columns of the grid that stay in view. `folded` rows are details that can be folded
    away; `hidden_row` and `hidden_column` are for programs alone, -1 where there is none.
    """

    name: str
    kind: SheetKind
    blocks: tuple[Block, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    landscape: bool = False
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
    blocks, widths, heights = cover_blocks(form)
    last = len(heights) - 1
    sheets = [Sheet(COVER_SHEET, SheetKind.COVER, blocks, widths, heights, hidden_row=last)]
    blocks, heights = instruction_blocks(form)
    kind = SheetKind.INSTRUCTIONS
    sheets.append(Sheet(INSTRUCTIONS_SHEET, kind, blocks, INSTRUCTION_WIDTHS, heights))
    sheets += [
        _list_sheet(section) if isinstance(section, OpenList) else _table_sheet(form, section)
        for section in form.sections
        if not isinstance(section, Text)
    ]
    if form.texts:
        sheets.append(_texts_sheet(form.texts))
    blocks, heights = check_blocks(form)
    kind = SheetKind.CHECKS
    sheets.append(
        Sheet(
            CHECKS_SHEET,
            kind,
            blocks,
            CHECK_WIDTHS,
            heights,
            landscape=True,
            folded=folded_rows(form),
            hidden_column=TARGETS,
        )
    )
    return Layout(form, tuple(sheets))


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
        Block(Role.NOTE, 1, split, 1, last, unit),
        *(block.moved_down(TABLE_TOP) for block in grid.blocks),
    ]
    widths = _widths(form, grid)
    panel = panel_blocks(form, table, grid)
    blocks += [block.moved_down(TABLE_TOP + grid.rows) for block in panel]
    below = 1 + max((block.bottom for block in panel), default=-1)
    note = max(
        20.0,
        text_height(unit, sum(widths[split:]), NOTE_SIZE),
        text_height(_LONG_NOTE, sum(widths[:split]), NOTE_SIZE),
    )
    body = _with_room(form, grid, _heights(grid.blocks, grid.rows, widths))
    heading = title_height(table.heading, sum(widths))
    heights = (heading, note, *body, *_heights(panel, below, widths))
    return Sheet(
        table.sheet,
        SheetKind.TABLE,
        tuple(blocks),
        widths,
        heights,
        landscape=sum(widths) > _LANDSCAPE_WIDTH,
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


def _widths(form: Form, grid: Grid) -> tuple[float, ...]:
    """Return column widths: label columns as their labels need, value columns as their kinds do."""
    values = grid.columns - grid.label_columns
    value = _VALUE_WIDTH if values >= _MANY_COLUMNS else _WIDE_VALUE_WIDTH
    widths = [_TALL_LABEL_WIDTH] * grid.label_columns + [value] * values
    for block in grid.blocks:
        if block.role is Role.ROW_LABEL and block.left == block.right:
            rows = block.bottom - block.top + 1
            need = cell_len(block.text) + _LABEL_MARGIN
            low, high = _LABEL_WIDTHS
            if rows <= _TALL_LABEL_ROWS:
                widths[block.left] = max(widths[block.left], min(max(need, low), high))
        elif block.cell >= 0 and block.left == block.right:
            widths[block.left] = max(
                widths[block.left], value_width(form.cells[block.cell].measure)
            )
    return tuple(widths)


def _with_room(form: Form, grid: Grid, heights: Sequence[float]) -> tuple[float, ...]:
    """Return row heights with room for the texts that are typed into cells."""
    texts = {
        block.top
        for block in grid.blocks
        if block.cell >= 0 and is_long_text(form.cells[block.cell].measure)
    }
    return tuple(max(h, LONG_TEXT_HEIGHT) if r in texts else h for r, h in enumerate(heights))


def _heights(blocks: Sequence[Block], rows: int, widths: Sequence[float]) -> tuple[float, ...]:
    """Return row heights: each row as high as its wrapped labels need."""
    heights = [_MIN_ROW_HEIGHT] * rows
    for block in sorted(blocks, key=lambda block: block.bottom - block.top):
        need = text_height(block.text, sum(widths[block.left : block.right + 1]), BODY_SIZE)
        have = sum(heights[block.top : block.bottom + 1])
        if need > have:
            share = (need - have) / (block.bottom - block.top + 1)
            for row in range(block.top, block.bottom + 1):
                heights[row] += share
    return tuple(round(height * 4) / 4 for height in heights)


def _texts_sheet(texts: Sequence[Text]) -> Sheet:
    """Lay out the sheet of the narrative: heading, advice, text and its length for each part."""
    blocks = [Block(Role.TITLE, 0, 0, 0, 0, TEXTS_SHEET)]
    heights = [title_height(TEXTS_SHEET, _TEXT_WIDTH)]
    for text in texts:
        row = len(heights)
        blocks.append(Block(Role.CAPTION, row, 0, row, 0, text.heading))
        blocks.append(Block(Role.NOTE, row + 1, 0, row + 1, 0, text.say))
        written, length = (
            Field(kind, text.key) for kind in (FieldKind.TEXT, FieldKind.TEXT_LENGTH)
        )
        blocks.append(Block(Role.FIELD, row + 2, 0, row + 2, 0, field=written))
        blocks.append(Block(Role.NOTE, row + 3, 0, row + 3, 0, field=length))
        advice_height = max(20.0, text_height(text.say, _TEXT_WIDTH, BODY_SIZE))
        heading_height = max(26.0, text_height(text.heading, _TEXT_WIDTH, BODY_SIZE))
        heights += [heading_height, advice_height, 40.0 if text.standing else _TEXT_HEIGHT, 20.0]
    return Sheet(TEXTS_SHEET, SheetKind.TEXTS, tuple(blocks), (_TEXT_WIDTH,), tuple(heights))
