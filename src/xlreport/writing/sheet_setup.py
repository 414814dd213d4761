"""The set-up of a form's sheets: sizes, printed page, frozen panes and protection."""

from __future__ import annotations

from math import ceil
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.layout.checks_sheet import SCREEN_TOP
from xlreport.layout.grid import Role
from xlreport.layout.layout import Sheet, SheetKind
from xlreport.writing.book import done
from xlreport.writing.content import Content
from xlreport.writing.page import A3, set_up_page

ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
"""What may be done on a locked sheet besides filling in its unlocked cells."""

_WIDEST_ON_A4, _WIDEST_ON_A3 = 136.0, 197.0  # digits of the columns of a list, at 9 points
_SCREEN_HEIGHT = 360.0  # points of cells below Excel's ribbon on a screen of 1366 x 768 pixels
_ROWS_SEEN, _SMALLEST_ZOOM = 18, 70
_TALLEST_COVER = 880.0  # points; more would be too small on one page
_SIDE, _TOP = 0.4, 0.6  # margins in inches
_UPRIGHT, _LANDSCAPE = 756.0, 509.0  # points of A4 between the margins
_SHRUNK = 1.1  # so much higher a table may be and still be printed on one page, at 9 points


def set_up_sheet(worksheet: Worksheet, sheet: Sheet, content: Content) -> None:
    """Set sizes, printed page, frozen panes and protection of a sheet."""
    _set_sizes(worksheet, sheet, content)
    set_up_page(worksheet, landscape=sheet.landscape)
    worksheet.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_TOP)
    worksheet.center_horizontally()
    worksheet.print_black_and_white()
    if sheet.kind is SheetKind.TABLE:
        _set_up_table(worksheet, sheet)
    elif sheet.kind is SheetKind.LIST:
        _set_up_list(worksheet, sheet)
    elif sheet.kind is SheetKind.TEXTS:
        worksheet.repeat_rows(0, 1)
        worksheet.set_h_pagebreaks(sheet.breaks)
    elif sheet.kind is SheetKind.INSTRUCTIONS:
        worksheet.repeat_rows(0)
    elif sheet.kind is SheetKind.CHECKS:
        _set_up_checks(worksheet, sheet, content)
    elif sheet.kind is SheetKind.COVER and sum(sheet.heights) <= _TALLEST_COVER:
        worksheet.fit_to_pages(1, 1)
    if content.locked:
        worksheet.protect("", ALLOWED)


def _zoom(sheet: Sheet, body: int) -> int:
    """Return the percentage at which a screen shows many rows of a table, if it can be read."""
    inputs = {block.top for block in sheet.blocks if block.role is Role.INPUT}
    rows = sorted(inputs)[:_ROWS_SEEN]
    height = sum(sheet.heights[: max([body, *rows]) + 1])
    return max(_SMALLEST_ZOOM, min(100, int(_SCREEN_HEIGHT / height * 100)))


def _set_sizes(worksheet: Worksheet, sheet: Sheet, content: Content) -> None:
    """Set the sizes of columns and rows, and hide what nobody is to see."""
    for column, width in enumerate(sheet.widths):
        options = {"hidden": True} if column == sheet.hidden_column else {}
        done(worksheet.set_column(column, column, width, None, options))
    shown = {block.bottom for block in sheet.blocks if content.last is not None or not block.last}
    for row, height in enumerate(sheet.heights[: max(shown) + 1]):
        is_empty = row not in shown and sheet.kind is SheetKind.CHECKS
        options = _hidden(sheet, row, content, is_empty=is_empty)
        done(worksheet.set_row(row, height, None, options))


def _set_up_checks(worksheet: Worksheet, sheet: Sheet, content: Content) -> None:
    """Keep the verdict in view; print what a clerk has to do, without the places of every rule."""
    worksheet.freeze_panes(SCREEN_TOP, 0)
    worksheet.repeat_rows(0, SCREEN_TOP - 1)
    if not content.locked:
        worksheet.outline_settings(visible=True, symbols_below=False)
    bottom = sheet.folded.start if sheet.folded else len(sheet.heights)
    done(worksheet.print_area(0, 0, bottom - 1, sheet.hidden_column - 1))


def _hidden(sheet: Sheet, row: int, content: Content, *, is_empty: bool) -> dict[str, Any]:
    """Return how a row is hidden: of a comparison that is not shown, for programs, or folded away.

    Excel opens no outline on a locked sheet, so that nothing is folded away there.
    """
    if row == sheet.hidden_row or is_empty:
        return {"hidden": True}
    if content.locked or row not in sheet.folded:
        return {}
    if row == sheet.folded.start:
        return {"collapsed": True}
    return {"level": 1, "hidden": True}


def _set_up_list(worksheet: Worksheet, sheet: Sheet) -> None:
    """Keep the header of a list and the numbers of its lines in view; print the header anew."""
    body = sheet.top + sheet.header_rows
    width = sum(sheet.widths)
    # Where a line is wider than a screen, one must see in its last columns, too, whose they are.
    own = 1 if width > _WIDEST_ON_A4 else 0
    worksheet.freeze_panes(body, sheet.label_columns + own)
    worksheet.repeat_rows(0, body - 1)
    worksheet.set_selection(body, sheet.label_columns, body, sheet.label_columns)
    if width > _WIDEST_ON_A4:
        worksheet.set_paper(A3)
        repeated = sum(sheet.widths[: sheet.label_columns + 1])
        worksheet.fit_to_pages(ceil((width - repeated) / (_WIDEST_ON_A3 - repeated)), 0)
        # On every page beside the first, too, one must see which line it is.
        done(worksheet.repeat_columns(0, sheet.label_columns))


def _set_up_table(worksheet: Worksheet, sheet: Sheet) -> None:
    """Keep the labels of a table in view, select its first input, and print the table alone."""
    body = sheet.top + sheet.header_rows
    worksheet.freeze_panes(body, sheet.label_columns)
    worksheet.repeat_rows(0, body - 1)
    worksheet.set_zoom(_zoom(sheet, body))
    values = [block for block in sheet.blocks if block.cell >= 0]
    first = next((block for block in values if block.role is Role.INPUT), values[0])
    worksheet.set_selection(first.top, first.left, first.top, first.left)
    # The panel with earlier figures is for the clerk, so it is not printed with the table.
    bottom = max(block.bottom for block in sheet.blocks if not block.last)
    room = _UPRIGHT if not sheet.landscape else _LANDSCAPE
    if sum(sheet.heights[: bottom + 1]) <= room * _SHRUNK:
        worksheet.fit_to_pages(1, 1)  # a form to be signed is not torn for a row or two
    done(worksheet.print_area(0, 0, bottom, len(sheet.widths) - 1))
