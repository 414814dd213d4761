"""The lists of a summary: the lines of all departments one below another, never added up."""

from __future__ import annotations

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
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.list_lines import written
from xlreport.writing.page import set_up_page
from xlreport.writing.sheet_setup import ALLOWED

_WIDTHS = (7.0, 10.0, 28.0)
_TITLE_HEIGHT, _ROW_HEIGHT = 34.0, 20.0


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
    worksheet.set_default_row(_ROW_HEIGHT)
    done(worksheet.set_row(0, _TITLE_HEIGHT))
    headings = list_headings(open_list)
    columns = [open_list.columns[number] for number in open_list.reported]
    last = len(headings) - 1
    title = book.style(style.ROLE[Role.TITLE], {"align": "left", "text_wrap": False})
    done(worksheet.write_string(0, 0, f"{open_list.heading}　{summary.share}", title))
    note = f"各单位台账逐条列出，共 {len(lines)} 条；同一单位的条目保持报送时的顺序。"
    plain = book.style(style.ROLE[Role.TEXT], {"text_wrap": False})
    done(worksheet.write_string(1, 0, note, plain))
    widths = [*_WIDTHS, *(column_width(column) for column in columns)]
    for at, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        done(worksheet.set_column(at, at, width))
        done(worksheet.write_string(HEADING_ROW, at, heading, book.style(style.HEADING)))
    text = book.style(style.TEXT_CELL)
    number = book.style(style.NUMBER_CELL, {"align": "center"})
    looks = [
        book.style(
            style.NUMBER_CELL if column.measure.is_number else style.TEXT_CELL,
            style.look_of_kind(column.measure.stated(), locked=False),
        )
        for column in columns
    ]
    owned = zip(lines.owners, lines.entries, strict=True)
    for row, ((code, owner), entries) in enumerate(owned, FIRST_LINE_ROW):
        done(worksheet.write_number(row, 0, row - FIRST_LINE_ROW + 1, number))
        write_value(worksheet, row, 1, code, text)
        write_value(worksheet, row, 2, owner, text)
        shown = zip(open_list.reported, columns, looks, strict=True)
        for at, (place, column, look) in enumerate(shown):
            value = written(entries[place], column.measure)
            write_value(worksheet, row, FIRST_ENTRY_COLUMN + at, value, look)
    worksheet.freeze_panes(FIRST_LINE_ROW, FIRST_ENTRY_COLUMN)
    worksheet.repeat_rows(0, HEADING_ROW)
    done(worksheet.autofilter(HEADING_ROW, 0, HEADING_ROW + max(1, len(lines)), last))
    set_up_page(worksheet)
    worksheet.protect("", ALLOWED)  # what somebody changes here, no return says
