"""A history as a workbook: a line a year, every indicator over the years, what is not compared."""

from __future__ import annotations

from xlreport.summary.history._cells import CELLS_SHEET, write_cells
from xlreport.summary.history._limits import lacking_indicators, open_matters
from xlreport.summary.history._page import Page, title_of, write_trends
from xlreport.summary.history._years import YEARS_SHEET, write_years
from xlreport.summary.history.history import History
from xlreport.writing.book import Book
from xlreport.writing.content import Value
from xlreport.writing.edges import Edges
from xlreport.writing.list_sheet import Column, write_list

_LIMITS_SHEET = "不可比"
_LIMIT_COLUMNS = (Column("指标、年度、单位或文件", 60), Column("没有比较的原因", 70))


def build_history(history: History) -> bytes:
    """Return the bytes of the workbook."""
    last = history.periods[-1]
    title = title_of(history)
    book = Book(title, last.year, locked=False, edges=Edges(title, last.title))
    years = Page(book, history, book.add_worksheet(YEARS_SHEET), YEARS_SHEET)
    write_years(years)
    cells = Page(book, history, book.add_worksheet(CELLS_SHEET), CELLS_SHEET, years.trends)
    write_cells(cells)
    rows: list[list[Value]] = [
        [*each] for each in (*open_matters(history), *lacking_indicators(history))
    ]
    write_list(book, _LIMITS_SHEET, f"没有比较的（{len(rows)} 项）", _LIMIT_COLUMNS, rows)
    write_trends(book, history, years.trends)
    return book.to_bytes()
