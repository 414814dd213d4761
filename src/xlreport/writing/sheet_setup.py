"""The set-up of a form's sheets, and the data validations of its inputs and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import a1
from xlreport.base.arguments import REPORT_YEARS
from xlreport.form.guidance import guide
from xlreport.form.measure import Kind
from xlreport.form.parts import Cell
from xlreport.layout.cover import NIL
from xlreport.layout.field import FieldKind
from xlreport.layout.grid import Block, Role
from xlreport.layout.layout import Sheet, SheetKind
from xlreport.writing.book import done
from xlreport.writing.content import Content
from xlreport.writing.page import header_name, set_up_page, write_header

_CHECKS_TOP = 3  # rows of the 检查 sheet that stay in view: title, state and legend


def set_up_sheet(worksheet: Worksheet, sheet: Sheet, content: Content) -> None:
    """Set sizes, printed page, frozen panes and protection of a sheet."""
    for column, width in enumerate(sheet.widths):
        done(worksheet.set_column(column, column, width))
    shown = [block.bottom for block in sheet.blocks if content.last is not None or not block.last]
    for row, height in enumerate(sheet.heights[: max(shown) + 1]):
        done(worksheet.set_row(row, height))
    set_up_page(worksheet, landscape=sheet.landscape)
    worksheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
    worksheet.center_horizontally()
    worksheet.print_black_and_white()
    year = f"{content.stamp.year}年" if content.stamp.year else ""
    write_header(worksheet, header_name(content.department), year)
    if sheet.kind is SheetKind.TABLE:
        _set_up_table(worksheet, sheet)
    elif sheet.kind is SheetKind.CHECKS:
        worksheet.freeze_panes(_CHECKS_TOP, 0)
    if content.locked:
        allowed = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
        worksheet.protect("", allowed)


def _set_up_table(worksheet: Worksheet, sheet: Sheet) -> None:
    """Keep the labels of a table in view, select its first input, and print the table alone."""
    body = sheet.top + sheet.header_rows
    worksheet.freeze_panes(body, sheet.label_columns)
    worksheet.repeat_rows(0, body - 1)
    first = next(block for block in sheet.blocks if block.role is Role.INPUT)
    worksheet.set_selection(first.top, first.left, first.top, first.left)
    # The panel with last year's figures is for the clerk, so it is not printed with the table.
    bottom = max(block.bottom for block in sheet.blocks if not block.last)
    done(worksheet.print_area(0, 0, bottom, len(sheet.widths) - 1))


_LARGEST_COUNT = 999_999_999
_FIELD_RULES: Mapping[FieldKind, dict[str, Any]] = {
    FieldKind.NIL: {
        "validate": "list",
        "source": [NIL],
        "input_title": NIL,
        "input_message": "该表全年确实没有任何数据时选择“零报送”，空白即按0计；有数据时留空。",
        "error_title": "请检查",
        "error_message": "只能选择“零报送”，或按 Delete 键清空。",
    },
    FieldKind.YEAR: {
        "validate": "integer",
        "criteria": "between",
        "minimum": REPORT_YEARS[0],
        "maximum": REPORT_YEARS[-1],
        "input_title": "报告年度",
        "input_message": "填写四位数字的年度，如 2026。",
        "error_title": "请检查",
        "error_message": "请填写四位数字的年度，如 2026。",
    },
}


def validate_cell(worksheet: Worksheet, block: Block, cell: Cell, meaning: str, last: str) -> None:
    """Add the validation of an input cell by its kind; `meaning` and `last` go into the prompt."""
    guidance = guide(cell, meaning, last)
    address = a1(block.top, block.left)
    rule: dict[str, Any]
    if cell.measure.unit_required:
        # An amount without its unit is refused: later, nobody could tell 元 from 万元. The 0 is
        # compared as text, since the cell is formatted as text.
        typed = f"TRIM({address})"
        rule = {"validate": "custom", "value": f'=OR({typed}="0",RIGHT({typed},1)="元")'}
    elif cell.measure.kind is Kind.MONEY:
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
    else:
        low = -_LARGEST_COUNT if cell.measure.kind is Kind.CHANGE else 0
        bounds = {"minimum": low, "maximum": _LARGEST_COUNT}
        rule = {"validate": "integer", "criteria": "between", **bounds}
    options = {
        "input_title": guidance.title,
        "input_message": guidance.prompt,
        "error_title": "请检查",
        "error_message": guidance.stop,
    }
    _validate(worksheet, block, rule | options)


def validate_field(worksheet: Worksheet, block: Block, content: Content) -> None:
    """Add the validation of a field of the cover that takes only some values."""
    if block.field is None or block.field.kind not in _FIELD_RULES or not content.locked:
        return
    is_printed = block.field.kind is FieldKind.YEAR and bool(content.department)
    if not is_printed:
        _validate(worksheet, block, _FIELD_RULES[block.field.kind])


def _validate(worksheet: Worksheet, block: Block, rule: Mapping[str, Any]) -> None:
    """Add a validation to the first cell of a block."""
    done(worksheet.data_validation(block.top, block.left, block.top, block.left, rule))
