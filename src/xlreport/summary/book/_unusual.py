"""The sheet of unusual figures in a summary, whose figures are live."""

from __future__ import annotations

from xlreport.base.address import a1_range, quoted
from xlreport.desk.unusual_sheet import add_unusual_sheet, number_of
from xlreport.layout.data_sheet import DATA_SHEET, FIRST_DEPARTMENT_ROW
from xlreport.returns.unusual import Unusual
from xlreport.summary.book._data import data_range
from xlreport.summary.summary import Summary
from xlreport.writing.book import Book
from xlreport.writing.content import Formula, Value


def write_unusual(book: Book, summary: Summary) -> None:
    """Add the sheet, if there are any: of departments that are added up by formulas.

    A formula finds the department by its code, so that the rows of either sheet may be sorted.
    """
    counted = {filing.department.code for filing in summary.counted}
    last = FIRST_DEPARTMENT_ROW + len(summary.counted) - 1
    codes = f"{quoted(DATA_SHEET)}!{a1_range(FIRST_DEPARTMENT_ROW, 0, last, 0, absolute=True)}"

    def shown(each: Unusual, code: str) -> Value:
        if each.department.code not in counted:
            return number_of(each)
        figures = data_range(summary, each.cell.index)
        return Formula(f"SUMPRODUCT(--EXACT({codes},{code}),{figures})", number_of(each))

    add_unusual_sheet(book, summary.returns, shown)
