"""The sheet of the departments that report and are not added up (不计入合计的单位).

Nothing in the summary is computed from it. Next year their figures of last year are read from it.
"""

from __future__ import annotations

from xlreport.form.sheet_names import UNCOUNTED_SHEET
from xlreport.layout.data_sheet import FIRST_VALUE_COLUMN, HEADING_ROW
from xlreport.reading.one_return import stated_row
from xlreport.summary.book._columns import (
    columns_of,
    set_columns,
    set_up_print,
    write_headings,
    write_title,
)
from xlreport.summary.book._computed import number_length
from xlreport.summary.book._data import write_departments
from xlreport.summary.summary import Summary
from xlreport.writing.book import Book
from xlreport.writing.streamed_sheet import FigureSheet

_FIRST_ROW = HEADING_ROW + 1  # of a department: there are no sums


def write_uncounted(book: Book, summary: Summary) -> None:
    """Add the sheet, with a row for each such department, where there are any."""
    if not summary.uncounted:
        return
    worksheet = book.add_worksheet(UNCOUNTED_SHEET, FigureSheet)
    names = [filing.department.name for filing in summary.uncounted]
    stated = [stated_row(summary.item(filing)) for filing in summary.uncounted]
    columns = columns_of(summary.form, names, _longest(summary))
    set_columns(worksheet, columns)
    title = (
        f"{summary.name}{summary.period.title}{UNCOUNTED_SHEET}"
        f"（{len(summary.uncounted)} 个，按名录不计入合计，供下一次比较）"
    )
    write_title(book, worksheet, title)
    write_headings(book, worksheet, columns)
    write_departments(book, worksheet, columns, summary.uncounted, stated, _FIRST_ROW)
    worksheet.freeze_panes(_FIRST_ROW, FIRST_VALUE_COLUMN - 1)
    set_up_print(worksheet, columns, (HEADING_ROW, HEADING_ROW + len(stated)))


def _longest(summary: Summary) -> list[int]:
    """Return the characters of the longest number of each cell."""
    rows = [summary.item(filing).values for filing in summary.uncounted]
    cells = zip(summary.form.cells, zip(*rows, strict=True), strict=True)
    return [max(number_length(value, cell.measure) for value in values) for cell, values in cells]
