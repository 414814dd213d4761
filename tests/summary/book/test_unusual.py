"""The sheet 审核重点 of a summary, whose figures are live."""

from __future__ import annotations

from io import BytesIO

import openpyxl

from support.filled import find
from support.unusual import FEES, LICENCES, USUAL, WAN, county
from xlreport import Form, consolidate
from xlreport.base.address import column_name
from xlreport.form.sheet_names import DATA_SHEET, UNUSUAL_SHEET
from xlreport.layout.data_sheet import FIRST_VALUE_COLUMN
from xlreport.summary.book.book import build_summary


def test_a_figure_is_found_on_the_data_sheet_by_the_code_beside_it(form_2021: Form) -> None:
    first = {LICENCES: 1200, FEES: 310_000 * WAN}
    returns = county(form_2021, first, *USUAL[1:], last=USUAL)
    data = build_summary(consolidate(returns, name="某县", verify=False))
    formulas = openpyxl.load_workbook(BytesIO(data))[UNUSUAL_SHEET]
    shown = openpyxl.load_workbook(BytesIO(data), data_only=True)[UNUSUAL_SHEET]
    places = ("G4", "K4", "G5")
    assert [310000, "310000万元（3,100,000,000.00元）", 1200] == [shown[at].value for at in places]
    column = column_name(FIRST_VALUE_COLUMN + find(form_2021, FEES))
    figures, codes = f"'{DATA_SHEET}'!${column}$5:${column}$8", f"'{DATA_SHEET}'!$A$5:$A$8"
    assert f"=INDEX({figures},MATCH(B4,{codes},0))" == formulas["G4"].value


def test_the_figure_of_a_return_that_is_not_added_up_is_a_number(form_2021: Form) -> None:
    wrong = {**USUAL[0], LICENCES: 9, "requests.received.natural_person": 1}
    returns = county(form_2021, wrong, *USUAL[1:], last=USUAL)
    data = build_summary(consolidate(returns, name="某县", verify=False))
    assert 9 == openpyxl.load_workbook(BytesIO(data))[UNUSUAL_SHEET]["G4"].value
