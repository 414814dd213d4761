"""Data validations: what a cell takes, its prompt, and what is said where a slip is stopped."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import a1
from xlreport.base.arguments import REPORT_YEARS
from xlreport.form.guidance import guide
from xlreport.form.measure import Kind
from xlreport.form.parts import Cell
from xlreport.layout.cover import NIL
from xlreport.layout.grid import Block, Role
from xlreport.layout.layout import Sheet, SheetKind
from xlreport.writing.book import done
from xlreport.writing.content import Content

_A4 = 9
HEADER_LENGTH = 100  # characters of a department's name: Excel takes 255 for the whole header
_CHECKS_TOP = 3  # title, state and legend of the 检查 sheet stay in view


def set_up_sheet(worksheet: Worksheet, sheet: Sheet, content: Content) -> None:
    """Set sizes, paper, frozen panes and protection of a sheet."""
    for column, width in enumerate(sheet.widths):
        done(worksheet.set_column(column, column, width))
    shown = [block.bottom for block in sheet.blocks if content.last is not None or not block.last]
    for row, height in enumerate(sheet.heights[: max(shown) + 1]):
        done(worksheet.set_row(row, height))
    worksheet.set_paper(_A4)
    worksheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
    worksheet.center_horizontally()
    worksheet.hide_gridlines(2)
    worksheet.print_black_and_white()
    worksheet.fit_to_pages(1, 0)
    if sheet.landscape:
        worksheet.set_landscape()
    year = f"{content.stamp.year}年" if content.stamp.year else ""
    department = content.department[:HEADER_LENGTH].replace("&", "&&")
    done(worksheet.set_header(f"&L&9 {department}&R&9 {year}"))
    done(worksheet.set_footer("&C&9第 &P 页 共 &N 页"))
    if sheet.kind is SheetKind.TABLE:
        body = sheet.top + sheet.header_rows
        worksheet.freeze_panes(body, sheet.label_columns)
        worksheet.repeat_rows(0, body - 1)
        first = next(block for block in sheet.blocks if block.role is Role.INPUT)
        worksheet.set_selection(first.top, first.left, first.top, first.left)
        # The panel with last year's figures is for the clerk, not for the printed table.
        last = max(block.bottom for block in sheet.blocks if not block.last)
        done(worksheet.print_area(0, 0, last, len(sheet.widths) - 1))
    elif sheet.kind is SheetKind.CHECKS:
        worksheet.freeze_panes(_CHECKS_TOP, 0)
    if content.locked:
        allowed = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
        worksheet.protect("", allowed)


_LARGEST_COUNT = 999_999_999
_FIELD_RULES: dict[str, dict[str, Any]] = {
    "nil": {
        "validate": "list",
        "source": [NIL],
        "input_title": NIL,
        "input_message": "该表全年确实没有任何数据时选择“零报送”，空白即按0计；有数据时留空。",
        "error_title": "请检查",
        "error_message": "只能选择“零报送”，或按 Delete 键清空。",
    },
    "year": {
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
    """Validate an input cell by its kind; `meaning` and `last` go into the prompt."""
    guidance = guide(cell, meaning, last)
    address = a1(block.top, block.left)
    rule: dict[str, Any]
    if cell.measure.unit_required:
        # A bare amount is refused, since nobody could tell later whether it was 元 or 万元.
        # Compared as text, since the cell is formatted as text and a 0 typed there is one.
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
    done(worksheet.data_validation(block.top, block.left, block.top, block.left, rule | options))


def validate_field(worksheet: Worksheet, block: Block, content: Content) -> None:
    """Validate a field of the cover where it takes only some values."""
    kind = block.field.partition(":")[0]
    fixed = not content.locked or (kind == "year" and bool(content.department))
    if kind in _FIELD_RULES and not fixed:
        place = (block.top, block.left, block.top, block.left)
        done(worksheet.data_validation(*place, _FIELD_RULES[kind]))
