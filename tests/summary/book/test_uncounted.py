"""The sheet of departments that are not added up, and the predecessors: for the next year."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from support.county import FORM, county, filling
from support.departments import make_department
from support.filled import as_return
from xlreport.form.sheet_names import DATA_SHEET, UNCOUNTED_SHEET
from xlreport.formats.xlsx import read_package
from xlreport.layout.data_sheet import PREDECESSORS
from xlreport.office.roster import Roster
from xlreport.past.last_year import LastYear, rows_for
from xlreport.past.last_year_reader import read_last_year
from xlreport.returns.received import read_return
from xlreport.summary.book.book import build_summary, write_summary
from xlreport.summary.summary import Summary

D01, D02 = make_department("D01"), make_department("D02", predecessors=("D08", "D09"))
APART = make_department("V01", "垂管局", counted=False)


def summary_of(*departments: str) -> Summary:
    items = [
        as_return(FORM, filling(number), code=code, name=f"{code}局")
        for number, code in enumerate(departments, 1)
    ]
    return county(items, Roster("", (D01, D02, APART)))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_summary(
        summary_of("D01", "D02", "V01"), tmp_path_factory.mktemp("年") / "汇总.xlsx"
    )


@pytest.fixture(scope="module")
def last(path: Path) -> LastYear:
    return read_last_year([path])


def test_a_department_that_is_not_added_up_has_figures_of_last_year(last: LastYear) -> None:
    assert (["V01"], 2) == ([*last.uncounted], last.covered)
    summary = summary_of("D01", "D02", "V01")
    (filing,) = summary.uncounted
    assert [list(summary.item(filing).values)] == rows_for(last, FORM, [APART], None)


def test_the_total_is_that_of_the_others(last: LastYear) -> None:
    assert summary_of("D01", "D02").values == tuple(last.rows[last.total])


def test_a_changed_figure_of_such_a_department_breaks_the_check_code(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[UNCOUNTED_SHEET]
    sheet["D4"] = int(str(sheet["D4"].value or 0)) + 1
    changed = path.with_name("改动.xlsx")
    book.save(changed)
    assert "SUMMARY-CHANGED" in {finding.code for finding in read_return(changed).found}
    assert "SUMMARY-CHANGED" not in {finding.code for finding in read_return(path).found}


def test_predecessors_stand_behind_the_figures_where_there_are_any(path: Path) -> None:
    rows = list(openpyxl.load_workbook(path)[DATA_SHEET].iter_rows(values_only=True))
    assert [PREDECESSORS, None, None, None, "D08；D09"] == [row[-1] for row in rows[1:6]]


def test_without_such_departments_there_is_neither() -> None:
    data = build_summary(summary_of("D01"))
    assert UNCOUNTED_SHEET not in {sheet.name for sheet in read_package(data).sheets}
    sheet = openpyxl.load_workbook(BytesIO(data))[DATA_SHEET]
    assert PREDECESSORS not in {cell.value for cell in sheet[2]}
