"""The shape of a sheet: sizes, paper, header and footer, frozen panes, cursor, protection."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from xlreport._book import done
from xlreport._content import Content
from xlreport._grid import Role
from xlreport._layout import Sheet, SheetKind

_A4 = 9
HEADER_LENGTH = 100  # characters of a department's name: Excel takes 255 for the whole header
_CHECKS_TOP = 3  # title, state and legend of the 检查 sheet stay in view


def shape_sheet(worksheet: Worksheet, sheet: Sheet, content: Content) -> None:
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
