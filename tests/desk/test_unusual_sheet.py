"""The sheet 审核重点 and its twin in JSON."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl

from support.unusual import FEES, LICENCES, USUAL, WAN, county
from xlreport import Form, Returns
from xlreport.desk.board import board
from xlreport.desk.findings_book import as_workbook
from xlreport.desk.findings_report import as_json
from xlreport.form.sheet_names import UNUSUAL_SHEET


def slips(form: Form) -> Returns:
    first = {LICENCES: 1200, FEES: 310_000 * WAN}
    return county(form, first, *USUAL[1:], last=USUAL)


def lines(returns: Returns, *, values: bool) -> list[tuple[object, ...]]:
    """Give the lines of the sheet, as values or with their formulas, without its headings."""
    book = openpyxl.load_workbook(BytesIO(as_workbook(returns)), data_only=values)
    return [*book[UNUSUAL_SHEET].iter_rows(min_row=4, values_only=True)]


def test_the_sheet_comes_behind_the_board_and_has_the_weightiest_figure_on_top(
    form_2021: Form,
) -> None:
    returns = slips(form_2021)
    book = openpyxl.load_workbook(BytesIO(as_workbook(returns)))
    assert ["报送情况", UNUSUAL_SHEET] == book.sheetnames[:2]
    fees, licences = lines(returns, values=True)
    assert (1, "D00", "D00局", "表二 B16") == fees[:4]
    assert (310000, "310000万元（3,100,000,000.00元）") == (fees[6], fees[10])
    assert (2, "D00", 1200, "1200件") == (*licences[:2], licences[6], licences[10])


def test_the_amount_is_spelled_by_a_formula(form_2021: Form) -> None:
    fees, licences = lines(slips(form_2021), values=False)
    assert '=G4&"万元（"&TEXT(G4*10000,"#,##0.00")&"元）"' == fees[10]
    assert '=G5&"件"' == licences[10]


def test_the_board_asks_to_look_at_the_weightiest(form_2021: Form) -> None:
    (task,) = board(slips(form_2021)).tasks
    assert task.text.startswith(
        "核实 2 个很不寻常的数（全部见审核结果和汇总表的“审核重点”；核对无误的，"
        "处理意见填“属实”），"
        "影响最大的：D00局 表二 B16"
        "（行政事业性收费｜本年收费金额（单位：万元）），填的是 310000万元（"
    )


def test_where_nothing_is_unusual_there_is_no_sheet(form_2021: Form) -> None:
    returns = county(form_2021, *USUAL, last=USUAL)
    assert UNUSUAL_SHEET not in openpyxl.load_workbook(BytesIO(as_workbook(returns))).sheetnames
    assert [] == json.loads(as_json(returns))["unusual"]


def test_json_has_them_in_the_same_order(form_2021: Form) -> None:
    returns = slips(form_2021)
    first, second = json.loads(as_json(returns))["unusual"]
    assert ["fees_amount", "decisions"] == [first["column"], second["column"]]
    assert [*returns.unusual.columns] == [*first]
    assert (310000, 31, "own_years", "Y-DRIFT") == (
        *(first["value"], first["usual"]),
        *(first["ground"], first["rule"]),
    )
