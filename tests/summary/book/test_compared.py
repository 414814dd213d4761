"""The main figures then and now on the cover: live, over the same departments."""

from __future__ import annotations

from io import BytesIO

import openpyxl

from support.county import FORM
from support.filled import find
from support.kinds_form import kinds_form
from support.two_years import TOTAL, figures, two_years
from xlreport.form.form import Form
from xlreport.summary.book._compared import (
    _percent,
    _shown,
    both_years,
    can_compare,
    change_of,
    say_scope,
)
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import year_on_year
from xlreport.writing.content import Formula


def compared(summary: Summary, index: int = TOTAL) -> tuple[str, object, object]:
    """Give what the cover says of a figure: over whom it is compared, both years, the change."""
    (years,) = year_on_year(summary)
    values = both_years(summary, years, index), change_of(summary, years, index)
    both, change = (each.value if isinstance(each, Formula) else each for each in values)
    return say_scope(summary, years), both, change


def test_both_totals_run_over_the_same_departments_and_say_over_how_many() -> None:
    summary = two_years({"D01": 5, "D02": 7, "D03": 9}, figures({"D01": 4, "D03": 6, "D04": 99}))
    scope = "同比（同口径 2 个单位，计入汇总的有 3 个）"
    assert (scope, "10 → 14", "+4（+40.0%）") == compared(summary)


def test_a_fall_and_no_change_have_their_signs() -> None:
    assert "-3（-37.5%）" == compared(two_years({"D01": 5}, figures({"D01": 8})))[2]
    same = compared(two_years({"D01": 5}, figures({"D01": 5})))
    assert ("同比（同口径 1 个单位）", "5 → 5", "0（0.0%）") == same


def test_a_rise_from_0_has_no_rate() -> None:
    assert "+5" == compared(two_years({"D01": 5}, figures({"D01": 0})))[2]


def test_what_last_year_s_edition_lacks_is_said_and_not_compared(form_2019: Form) -> None:
    summary = two_years({"D01": 5}, figures({"D01": 4}, form_2019, year=2020))
    fees = find(FORM, "proactive.fees.fees_amount")
    assert ("无对应指标 → 0", "") == compared(summary, fees)[1:]


def test_they_are_live_references_to_the_sheet_with_all_indicators() -> None:
    summary = two_years({"D01": 5, "D02": 7}, figures({"D01": 4, "D02": 6}))
    book = openpyxl.load_workbook(BytesIO(build_summary(summary)))
    row = 4 + TOTAL
    texts = [str(cell.value) for line in book["封面"].iter_rows() for cell in line]
    assert f"='同比'!E{row}&\" → \"&'同比'!F{row}" in texts
    assert "主要数据（件）　同比（同口径 2 个单位）" in texts
    assert FORM.cells[TOTAL].row_path == book["同比"].cell(row, 2).value


def test_without_figures_to_compare_the_cover_compares_nothing() -> None:
    alone = two_years({"D01": 5}, figures({"D09": 4}))
    assert [False, False] == [can_compare(None), can_compare(*year_on_year(alone))]
    book = openpyxl.load_workbook(BytesIO(build_summary(alone)))
    texts = [str(cell.value) for line in book["封面"].iter_rows() for cell in line]
    assert [] == [text for text in texts if "同口径" in text or "→" in text]


def test_a_rate_is_rounded_as_a_spreadsheet_does() -> None:
    rates = [_percent(1, 2000), _percent(-1, 3), _percent(2, 3), _percent(0, 7), _percent(5, 1)]
    assert ["+0.1%", "-33.3%", "+66.7%", "0.0%", "+500.0%"] == rates


def test_a_percentage_shows_its_places() -> None:
    measure = next(
        cell.measure for cell in kinds_form().cells if cell.measure.kind.value == "percentage"
    )
    whole = 50 * 10**measure.places
    expected = "50%" if not measure.places else f"50.{'0' * measure.places}%"
    assert expected == _shown(whole, measure)
