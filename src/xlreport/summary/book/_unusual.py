"""The sheet of unusual figures in a summary, whose figures are live."""

from __future__ import annotations

from xlreport.base.address import a1_range, quoted
from xlreport.desk.unusual_sheet import add_unusual_sheet, number_of
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.layout.data_sheet import FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN
from xlreport.returns.unusual import Unusual
from xlreport.summary.summary import Summary
from xlreport.writing.book import Book
from xlreport.writing.content import Formula, Value

_PATTERN = frozenset("*?~")  # what MATCH would take for a pattern


def write_unusual(book: Book, summary: Summary) -> None:
    """Add the sheet, if there are any: of departments that are added up by formulas.

    A formula finds the department by its code, so that the rows of either sheet may be sorted.
    """
    counted = {filing.department.code for filing in summary.counted}
    last = FIRST_DEPARTMENT_ROW + len(summary.counted) - 1
    sheet = quoted(DATA_SHEET)
    codes = a1_range(FIRST_DEPARTMENT_ROW, 0, last, 0, absolute=True)

    def shown(each: Unusual, code: str) -> Value:
        own = each.department.code
        if own not in counted or not _PATTERN.isdisjoint(own):
            return number_of(each)
        column = FIRST_VALUE_COLUMN + each.cell.index
        figures = a1_range(FIRST_DEPARTMENT_ROW, column, last, column, absolute=True)
        place = f"MATCH({code},{sheet}!{codes},0)"
        return Formula(f"INDEX({sheet}!{figures},{place})", number_of(each))

    add_unusual_sheet(book, summary.returns, shown)
