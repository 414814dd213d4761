"""The sheet of the departments that report and are not added up (不计入合计的单位).

Nothing in the summary is computed from it. Next year their figures of last year are read from it.
"""

from __future__ import annotations

from xlreport.form.measure import format_value
from xlreport.layout.data_sheet import (
    FIRST_DEPARTMENT_ROW,
    FIRST_VALUE_COLUMN,
    UNCOUNTED_SHEET,
)
from xlreport.layout.grid import Role
from xlreport.reading.one_return import stated_row
from xlreport.summary.book._data import (
    IDENTITY_WIDTHS,
    NUMBER_MARGIN,
    VALUE_WIDTH,
    set_up_print,
    write_departments,
    write_headings,
)
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.streamed_sheet import FigureSheet


def write_uncounted(book: Book, summary: Summary) -> None:
    """Add the sheet, with a row for each such department, where there are any."""
    if not summary.uncounted:
        return
    worksheet = book.add_worksheet(UNCOUNTED_SHEET, FigureSheet)
    title = (
        f"{summary.name}{summary.period.title}{UNCOUNTED_SHEET}"
        f"（{len(summary.uncounted)} 个，按名录不计入合计，供下一次比较）"
    )
    look = book.style(style.ROLE[Role.TITLE], {"align": "left", "text_wrap": False})
    done(worksheet.write_string(0, 0, title, look))
    done(worksheet.set_row(0, 34))
    widths = [*IDENTITY_WIDTHS, *_value_widths(summary)]
    for column, width in enumerate(widths):
        done(worksheet.set_column(column, column, width))
    stated = [stated_row(summary.item(filing)) for filing in summary.uncounted]
    write_headings(book, worksheet, summary.form, widths)
    write_departments(book, worksheet, summary.form, summary.uncounted, stated)
    worksheet.freeze_panes(FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN - 1)
    set_up_print(worksheet, summary, UNCOUNTED_SHEET, widths)


def _value_widths(summary: Summary) -> list[float]:
    """Return the width that the longest number of each column needs."""
    widths = [VALUE_WIDTH] * len(summary.form.cells)
    for filing in summary.uncounted:
        for cell, value in zip(summary.form.cells, summary.item(filing).values, strict=True):
            if value is not None:
                digits = len(format_value(value, cell.measure))
                widths[cell.index] = max(widths[cell.index], digits + NUMBER_MARGIN)
    return widths
