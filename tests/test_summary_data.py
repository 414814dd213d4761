"""Writing the data sheet: departments by indicators, and the sums over them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from filled import as_return, cells_at, find
from test_returns import FORM, filling
from test_summary import county
from xlreport._content import Formula
from xlreport._data_sheet import DATA_SHEET, heading_of
from xlreport._summary import Summary
from xlreport._summary_book import build_summary
from xlreport._summary_data import sums

FEES = "proactive.fees.fees_amount"


@pytest.fixture(scope="module")
def summary() -> Summary:
    fees = find(FORM, FEES)
    amounts = {1: 59_237_244_900, 2: 4_068_208_000, 3: 100_000}
    return county(
        [
            as_return(FORM, {**filling(n), fees: amount}, code=f"D0{n}", name=f"{n}局")
            for n, amount in amounts.items()
        ]
    )


def sheet_of(summary: Summary, *, cached: bool) -> Worksheet:
    book = openpyxl.load_workbook(BytesIO(build_summary(summary)), data_only=cached)
    sheet = book[DATA_SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_an_input_of_the_summary_is_a_sum_over_its_column(summary: Summary) -> None:
    cell = find(FORM, "requests.received.natural_person")
    column = get_column_letter(4 + cell)
    expected = Formula(f"SUM('分单位数据'!{column}4:{column}6)", summary.values[cell] or 0)
    assert expected == sums(summary)[cell]


def test_money_is_rounded_since_fractions_do_not_add_up(summary: Summary) -> None:
    formula = sums(summary)[find(FORM, FEES)]
    assert isinstance(formula, Formula)
    column = get_column_letter(4 + find(FORM, FEES))
    assert f"ROUND(SUM('分单位数据'!{column}4:{column}6),6)" == formula.text
    assert Decimal("63305.5529") == Decimal(str(formula.value))


def test_sums_are_for_inputs_alone_and_totals_follow_from_them(summary: Summary) -> None:
    assert {cell.index for cell in FORM.inputs} == set(sums(summary))


def test_a_cell_that_nobody_filled_in_has_no_sum() -> None:
    figures = {"requests.received.research": 1, "requests.granted.research": 1}
    one = county([as_return(FORM, cells_at(FORM, figures, rest=None))])
    assert {find(FORM, name) for name in figures} == set(sums(one))


def test_the_sheet_says_whose_data_of_which_year_over_whom(summary: Summary) -> None:
    expected = "某县2021年分单位数据（合计范围：3／3 个单位）"
    assert expected == sheet_of(summary, cached=True)["A1"].value


def test_tables_and_indicators_head_their_columns(summary: Summary) -> None:
    sheet = sheet_of(summary, cached=True)
    assert ["单位代码", "单位名称", "单位类别"] == [sheet.cell(2, n).value for n in (1, 2, 3)]
    for table in FORM.tables:
        assert table.heading == sheet.cell(2, 4 + table.cells[0].index).value
        for cell in table.cells:
            assert heading_of(FORM, cell.index) == sheet.cell(3, 4 + cell.index).value


def test_each_department_has_one_row_in_order_and_the_sum_stands_last(summary: Summary) -> None:
    found = rows(sheet_of(summary, cached=True))[3:]
    expected = [("D01", "1局"), ("D02", "2局"), ("D03", "3局"), (None, "合计")]
    assert expected == [row[:2] for row in found]
    for cell in FORM.cells:
        values = [row[3 + cell.index] for row in found]
        *parts, total = [Decimal(str(value)) for value in values]
        assert sum(parts) == total


def test_every_sum_of_the_sheet_is_a_live_formula(summary: Summary) -> None:
    last = rows(sheet_of(summary, cached=False))[-1]
    for cell in FORM.cells:
        column = get_column_letter(4 + cell.index)
        area = f"SUM({column}4:{column}6)"
        expected = f"=ROUND({area},6)" if cell.measure.scale else f"={area}"
        assert expected == last[3 + cell.index]


def test_a_missing_value_is_a_blank_cell_and_zero_a_zero() -> None:
    figures = {"requests.received.research": 0, "requests.granted.research": 0}
    one = county([as_return(FORM, cells_at(FORM, figures, rest=None))])
    row = rows(sheet_of(one, cached=True))[3]
    zero, blank = (
        find(FORM, f"requests.received.{column}") for column in ("research", "commercial")
    )
    assert (0, None) == (row[3 + zero], row[3 + blank])


def test_names_and_headings_stay_in_sight_and_rows_can_be_filtered(summary: Summary) -> None:
    sheet = sheet_of(summary, cached=False)
    last = get_column_letter(3 + len(FORM.cells))
    assert ("C4", f"A3:{last}6") == (sheet.freeze_panes, sheet.auto_filter.ref)
    assert ("$2:$3", "$A:$B") == (sheet.print_title_rows, sheet.print_title_cols)
