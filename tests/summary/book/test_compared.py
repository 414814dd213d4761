"""The main figures then and now on the cover: live, over the same departments."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl

from support.county import FORM
from support.filled import find
from support.kinds_form import kinds_form
from support.two_years import TOTAL, figures, two_years
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.summary import lay_summary
from xlreport.summary.book._compared import _percent, _shown, compared_fields, word_of
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import year_on_year
from xlreport.writing.content import Formula, Value


def fields(summary: Summary) -> dict[Field, Value]:
    (years,) = year_on_year(summary)
    return dict(compared_fields(summary, years))


def shown(value: Value) -> object:
    return value.value if isinstance(value, Formula) else value


def test_both_totals_run_over_the_same_departments_and_say_over_how_many() -> None:
    summary = two_years({"D01": 5, "D02": 7, "D03": 9}, figures({"D01": 4, "D03": 6, "D04": 99}))
    found = fields(summary)
    assert "同比（同口径 2 个单位，计入汇总的有 3 个）" == found[Field(FieldKind.COMPARED)]
    assert "10 → 14" == shown(found[Field(FieldKind.BOTH_YEARS, TOTAL)])
    assert "+4（+40.0%）" == shown(found[Field(FieldKind.CHANGE, TOTAL)])


def test_a_fall_and_no_change_have_their_signs() -> None:
    fallen = fields(two_years({"D01": 5}, figures({"D01": 8})))
    assert "-3（-37.5%）" == shown(fallen[Field(FieldKind.CHANGE, TOTAL)])
    same = fields(two_years({"D01": 5}, figures({"D01": 5})))
    assert "0（0.0%）" == shown(same[Field(FieldKind.CHANGE, TOTAL)])
    assert "同比（同口径 1 个单位）" == same[Field(FieldKind.COMPARED)]


def test_a_rise_from_0_has_no_rate() -> None:
    assert "+5" == shown(
        fields(two_years({"D01": 5}, figures({"D01": 0})))[Field(FieldKind.CHANGE, TOTAL)]
    )


def test_what_last_year_s_edition_lacks_is_said_and_not_compared(form_2019: Form) -> None:
    summary = two_years({"D01": 5}, figures({"D01": 4}, form_2019, year=2020))
    fees = find(FORM, "proactive.fees.fees_amount")
    found = fields(replace(summary, form=replace(FORM, headline=(fees,))))
    assert "无对应指标 → 0" == shown(found[Field(FieldKind.BOTH_YEARS, fees)])
    assert "" == found[Field(FieldKind.CHANGE, fees)]


def test_they_are_live_references_to_the_sheet_with_all_indicators() -> None:
    summary = two_years({"D01": 5, "D02": 7}, figures({"D01": 4, "D02": 6}))
    book = openpyxl.load_workbook(BytesIO(build_summary(summary)))
    layout = lay_summary(FORM, "上年")
    row = 4 + TOTAL
    address = layout.fields[Field(FieldKind.BOTH_YEARS, TOTAL)].address
    formula = book["封面"][address].value
    assert f"='同比'!E{row}&\" → \"&'同比'!F{row}" == formula
    heading = layout.fields[Field(FieldKind.COMPARED)].address
    assert "同比（同口径 2 个单位）" == book["封面"][heading].value
    assert FORM.cells[TOTAL].row_path == book["同比"].cell(row, 2).value


def test_without_figures_to_compare_the_cover_has_no_such_lines() -> None:
    assert "" == word_of(None)
    (years,) = year_on_year(two_years({"D01": 5}, figures({"D09": 4})))
    assert "" == word_of(years)
    kinds = {field.kind for field in lay_summary(FORM).fields}
    assert not kinds & {FieldKind.COMPARED, FieldKind.BOTH_YEARS, FieldKind.CHANGE}


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
