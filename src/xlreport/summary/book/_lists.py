"""The lists of a summary: the lines of all departments one below another, never added up."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from xlreport.base.errors import OutputError
from xlreport.form.open_list import Lines, OpenList
from xlreport.layout.grid import Role
from xlreport.layout.list_grid import column_width
from xlreport.layout.summary_lists import (
    FIRST_ENTRY_COLUMN,
    FIRST_LINE_ROW,
    HEADING_ROW,
    MOST_LINES,
    list_headings,
    summary_lists,
)
from xlreport.summary.book._columns import row_height, set_pages
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Value
from xlreport.writing.list_lines import written
from xlreport.writing.sheet_setup import ALLOWED

_WIDTHS = (7.0, 10.0, 28.0)
_TITLE_HEIGHT = 34.0  # points


def write_lists(book: Book, summary: Summary) -> None:
    """Add a sheet for each list of the form.

    Raises `OutputError` for a list of more lines than a summary can be read back with.
    """
    for name, open_list in summary_lists(summary.form):
        lines = summary.lists[open_list.key]
        if len(lines) > MOST_LINES:
            raise OutputError(
                f"汇总表没有保存：“{open_list.heading}”共 {len(lines)} 条，一张汇总表最多放 "
                f"{MOST_LINES} 条；请分几次汇总，或用 xlreport export 导出。"
            )
        _write_list(book, summary, name, open_list, lines)


def _write_list(book: Book, summary: Summary, name: str, open_list: OpenList, lines: Lines) -> None:
    worksheet = book.add_worksheet(name)
    title = book.style(style.ROLE[Role.TITLE], {"align": "left", "text_wrap": False})
    done(worksheet.write_string(0, 0, f"{open_list.heading}　{summary.share}", title))
    done(worksheet.set_row(0, _TITLE_HEIGHT))
    note = f"各单位台账逐条列出，共 {len(lines)} 条；同一单位的条目保持报送时的顺序。"
    plain = book.style(style.ROLE[Role.TEXT], {"text_wrap": False})
    done(worksheet.write_string(1, 0, note, plain))
    headings = list_headings(open_list)
    columns = [open_list.columns[number] for number in open_list.reported]
    widths = [*_WIDTHS, *(column_width(column) for column in columns)]
    heading = book.style(style.HEADING, style.SMALL)
    for at, (text, width) in enumerate(zip(headings, widths, strict=True)):
        done(worksheet.set_column(at, at, width))
        done(worksheet.write_string(HEADING_ROW, at, text, heading))
    done(worksheet.set_row(HEADING_ROW, row_height(headings, widths)))
    _write_entries(book, worksheet, open_list, lines, widths)
    worksheet.freeze_panes(FIRST_LINE_ROW, FIRST_ENTRY_COLUMN)
    last_line, last = HEADING_ROW + max(1, len(lines)), len(headings) - 1
    done(worksheet.autofilter(HEADING_ROW, 0, last_line, last))
    starts = range(FIRST_ENTRY_COLUMN, len(widths))
    if set_pages(worksheet, widths, starts, FIRST_ENTRY_COLUMN - 1) > 1:
        # Pages to the right would show a piece of the title; the header names the sheet.
        done(worksheet.print_area(HEADING_ROW, 0, last_line, last))
        worksheet.repeat_rows(HEADING_ROW)
    else:
        worksheet.repeat_rows(0, HEADING_ROW)
    worksheet.protect("", ALLOWED)  # what somebody changes here, no return says


def _write_entries(
    book: Book, worksheet: Worksheet, open_list: OpenList, lines: Lines, widths: Sequence[float]
) -> None:
    """Write the lines, each with its number and whose it is, as high as its texts need."""
    columns = [open_list.columns[number] for number in open_list.reported]
    text = book.style(style.TEXT_CELL, style.SMALL)
    number = book.style(style.NUMBER_CELL, style.SMALL, {"align": "center"})
    looks = [
        book.style(
            style.NUMBER_CELL if column.measure.is_number else style.TEXT_CELL,
            style.SMALL,
            style.look_of_kind(column.measure.stated(), locked=False),
        )
        for column in columns
    ]
    owned = zip(lines.owners, lines.entries, strict=True)
    for row, ((code, owner), entries) in enumerate(owned, FIRST_LINE_ROW):
        values = [
            written(entries[place], column.measure)
            for place, column in zip(open_list.reported, columns, strict=True)
        ]
        shown: list[Value | None] = [row - FIRST_LINE_ROW + 1, code, owner, *values]
        cells = zip(shown, (number, text, text, *looks), strict=True)
        for at, (value, look) in enumerate(cells):
            write_value(worksheet, row, at, value, look)
        texts = [value if isinstance(value, str) else "" for value in shown]
        done(worksheet.set_row(row, row_height(texts, widths)))
