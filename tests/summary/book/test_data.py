"""Writing the data sheet: departments by indicators, and the sums over them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from support.county import FORM, county, filling
from support.departments import make_department
from support.filled import as_return, cells_at, find
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.layout.data_sheet import folds_of, groups_of, headings_of
from xlreport.layout.layout import lay_form
from xlreport.office.roster import Roster
from xlreport.summary.book._data import sums
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import Summary
from xlreport.writing.content import Formula

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
    expected = Formula(f"SUM('分单位数据'!{column}5:{column}7)", summary.values[cell] or 0)
    assert expected == sums(summary)[cell]


def test_money_is_rounded_since_fractions_do_not_add_up(summary: Summary) -> None:
    formula = sums(summary)[find(FORM, FEES)]
    assert isinstance(formula, Formula)
    column = get_column_letter(4 + find(FORM, FEES))
    assert f"ROUND(SUM('分单位数据'!{column}5:{column}7),6)" == formula.text
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


def test_two_rows_of_headings_name_each_column(summary: Summary) -> None:
    sheet = sheet_of(summary, cached=True)
    assert ["单位代码", "单位名称", "单位类别"] == [sheet.cell(2, n).value for n in (1, 2, 3)]
    for group, first, last in groups_of(FORM):
        assert group == sheet.cell(2, 4 + first).value
        area = f"{get_column_letter(4 + first)}2:{get_column_letter(4 + last)}2"
        assert (first < last) == (area in {str(merged) for merged in sheet.merged_cells.ranges})
    for index, (_, label) in enumerate(headings_of(FORM)):
        assert label == sheet.cell(3, 4 + index).value


def test_each_department_has_one_row_in_order_and_the_sum_stands_first(summary: Summary) -> None:
    found = rows(sheet_of(summary, cached=True))[3:]
    expected = [(None, "合计（3 个单位）"), ("D01", "1局"), ("D02", "2局"), ("D03", "3局")]
    assert expected == [row[:2] for row in found]
    for cell in FORM.cells:
        values = [row[3 + cell.index] for row in found]
        total, *parts = [Decimal(str(value)) for value in values]
        assert sum(parts) == total


def of_kinds(*kinds: str) -> Summary:
    """Add up departments of these kinds, each with a fee of its number in 分."""
    fees = find(FORM, FEES)
    codes = [f"D{number}" for number in range(len(kinds))]
    roster = tuple(replace(make_department(c), kind=k) for c, k in zip(codes, kinds, strict=True))
    items = [
        as_return(FORM, {**filling(n), fees: n + 1}, code=code) for n, code in enumerate(codes)
    ]
    return county(items, Roster("", roster))


def test_the_sums_by_kind_stand_below_the_departments_in_official_order() -> None:
    summary = of_kinds("部门", "乡镇", "部门", "")
    sheet = rows(sheet_of(summary, cached=True))
    found = [sheet[3], *sheet[8:]]
    assert [
        (None, "合计（4 个单位）", None),
        (None, "其中：部门（2 个单位）", "部门"),
        (None, "其中：乡镇（1 个单位）", "乡镇"),
        (None, "其中：未写类别（1 个单位）", None),
    ] == [row[:3] for row in found]
    for cell in FORM.cells:
        total, *parts = [Decimal(str(row[3 + cell.index])) for row in found]
        assert total == sum(parts)
    fees = 3 + find(FORM, FEES)
    assert [0.000004, 0.000002, 0.000004] == [row[fees] for row in found[1:]]


def test_sums_by_kind_go_by_what_stands_beside_the_departments() -> None:
    row = rows(sheet_of(of_kinds("部门", "乡镇"), cached=False))[6]
    column = get_column_letter(4)
    assert f"=SUMPRODUCT(--EXACT($C$5:$C$6,$C7),{column}5:{column}6)" == row[3]


def test_one_kind_alone_has_no_sum_of_its_own(summary: Summary) -> None:
    assert 7 == sheet_of(summary, cached=True).max_row


def test_a_department_that_is_not_counted_is_not_on_the_sheet() -> None:
    roster = Roster("", (make_department("D1"), make_department("V1", counted=False)))
    items = [as_return(FORM, filling(n), code=code) for n, code in enumerate(("D1", "V1"))]
    sheet = sheet_of(county(items, roster), cached=True)
    assert [None, "D1"] == [row[0] for row in rows(sheet)[3:]]
    assert "另有1个不计入汇总" in str(sheet["A1"].value)


def test_every_sum_of_the_sheet_is_a_live_formula(summary: Summary) -> None:
    sheet = sheet_of(summary, cached=False)
    last = rows(sheet)[3]
    for cell in FORM.cells:
        place = lay_form(FORM).positions[cell.index]
        link = sheet.cell(4, 4 + cell.index).hyperlink
        assert link is not None
        assert f"'{place.sheet}'!{place.address}" == str(link.location).replace("$", "")
        column = get_column_letter(4 + cell.index)
        area = f"SUM({column}5:{column}7)"
        expected = f"=ROUND({area},6)" if cell.measure.scale else f"={area}"
        assert expected == last[3 + cell.index]


def test_a_missing_value_is_a_blank_cell_and_zero_a_zero() -> None:
    figures = {"requests.received.research": 0, "requests.granted.research": 0}
    one = county([as_return(FORM, cells_at(FORM, figures, rest=None))])
    row = rows(sheet_of(one, cached=True))[4]
    zero, blank = (
        find(FORM, f"requests.received.{column}") for column in ("research", "commercial")
    )
    assert (0, None) == (row[3 + zero], row[3 + blank])


def test_names_and_headings_stay_in_sight_and_rows_can_be_filtered(summary: Summary) -> None:
    sheet = sheet_of(summary, cached=False)
    last = get_column_letter(3 + len(FORM.cells))
    assert ("C5", f"A4:{last}7") == (sheet.freeze_panes, sheet.auto_filter.ref)
    assert ("$2:$4", "$A:$B") == (sheet.print_title_rows, sheet.print_title_cols)


def test_what_a_total_adds_up_is_folded_away_behind_it(summary: Summary) -> None:
    sheet = sheet_of(summary, cached=False)
    folded = {index for fold in folds_of(FORM) for index in range(fold.first, fold.last + 1)}
    assert {cell.column for cell in FORM.cells if cell.table == "requests"} - {"total"} == {
        FORM.cells[index].column for index in folded if FORM.cells[index].table == "requests"
    }
    for cell in FORM.cells:
        look = _column(sheet, 4 + cell.index)
        assert (cell.index in folded) == bool(look.hidden) == bool(look.outlineLevel), cell.path
    assert {fold.total for fold in folds_of(FORM)} == {
        index for index in range(len(FORM.cells)) if _column(sheet, 4 + index).collapsed
    }


def test_no_group_of_columns_is_torn_apart_in_print(summary: Summary) -> None:
    sheet = sheet_of(summary, cached=False)
    breaks = [brk.id - 3 for brk in sheet.col_breaks.brk]
    assert breaks
    assert set(breaks) <= {first for _, first, _ in groups_of(FORM)}
    assert (9, "landscape", 90) == (
        sheet.page_setup.paperSize,
        sheet.page_setup.orientation,
        sheet.page_setup.scale,
    )
    for left, right in pairwise([0, *breaks, len(FORM.cells)]):
        shown = [*(_column(sheet, at) for at in (1, 2)), *_seen(sheet, left, right)]
        # Landscape A4 is 297 mm wide, 96 pixels an inch.
        pixels = sum(float(each.width) * 8 for each in shown)  # with their padding
        assert pixels <= (297 / 25.4 - 0.8) * 96 / 0.9


def _seen(sheet: Worksheet, left: int, right: int) -> list[ColumnDimension]:
    columns = (_column(sheet, 4 + index) for index in range(left, right))
    return [each for each in columns if not each.hidden]


def _column(sheet: Worksheet, number: int) -> ColumnDimension:
    """Give a column's look; openpyxl keeps it at the first of columns that are alike."""
    for dimension in sheet.column_dimensions.values():
        if dimension.min and dimension.max and dimension.min <= number <= dimension.max:
            return dimension
    raise AssertionError(number)


def test_a_long_number_has_a_column_that_shows_it() -> None:
    index = find(FORM, "proactive.licences.decisions")
    one = county([as_return(FORM, {**filling(1), index: 123_456_789_012})])
    assert float(_column(sheet_of(one, cached=False), 4 + index).width) >= 15
