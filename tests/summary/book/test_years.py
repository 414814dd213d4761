"""The sheet 同比: live, over the same departments, and never a 0 for what was not counted."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from support.county import FORM
from support.departments import make_department
from support.filled import all_values, find
from support.two_years import TOTAL, figures, inputs, two_years
from xlreport.base.path import say_path
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.short_labels import figure_name
from xlreport.layout.data_sheet import FIRST_VALUE_COLUMN
from xlreport.past.last_year import LastYear
from xlreport.summary.book._ranking import write_rankings
from xlreport.summary.book._years import FIRST_INDICATOR_ROW, write_years
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import year_on_year
from xlreport.writing.book import Book

BEFORE = figures({"X": 13, "D01": 4, "D03": 6, "D04": 3}, total="X")
FEES = find(FORM, "proactive.fees.fees_amount")


def sheet(summary: Summary, name: str = "同比", *, cached: bool = True) -> Worksheet:
    book = Book("标题", 2026, locked=False)
    book.add_worksheet("封面")
    write_years(book, summary, year_on_year(summary))
    write_rankings(book, summary, year_on_year(summary))
    found = openpyxl.load_workbook(BytesIO(book.to_bytes()), data_only=cached)[name]
    assert isinstance(found, Worksheet)
    return found


def line(summary: Summary, index: int, *, cached: bool = True) -> list[Any]:
    """Give what the sheet says of a cell: last year, this year, change, rate, published."""
    cells = sheet(summary, cached=cached)[FIRST_INDICATOR_ROW + 1 + index]
    return [cell.value for cell in cells][4:]


@pytest.fixture(scope="module")
def summary() -> Summary:
    return two_years({"D01": 5, "D02": 7, "D03": 9}, BEFORE)


def test_without_last_year_s_figures_there_is_no_sheet() -> None:
    book = Book("标题", 2026, locked=False)
    book.add_worksheet("封面")
    write_years(book, summary := two_years({"D01": 5}, None), year_on_year(summary))
    write_rankings(book, summary, year_on_year(summary))
    assert ["封面"] == openpyxl.load_workbook(BytesIO(book.to_bytes())).sheetnames


def test_every_cell_of_the_form_has_a_line_in_official_order(summary: Summary) -> None:
    rows = sheet(summary).iter_rows(
        min_row=FIRST_INDICATOR_ROW + 1,
        max_row=FIRST_INDICATOR_ROW + len(FORM.cells),
        values_only=True,
    )
    for cell, (table, *labels, unit, _, _, _, _, _) in zip(FORM.cells, rows, strict=True):
        said = [str(text) for text in (table, *labels) if text]
        assert (say_path(cell.path), cell.measure.unit) == ("｜".join(said), unit)


def test_both_years_run_over_the_same_departments_and_the_change_is_their_difference(
    summary: Summary,
) -> None:
    assert [10, 14, 4, 0.4, 13] == line(summary, TOTAL)


def test_the_change_its_rate_and_this_year_are_live(summary: Summary) -> None:
    last, this, change, rate, published = line(summary, TOTAL, cached=False)
    column = get_column_letter(FIRST_VALUE_COLUMN + TOTAL + 1)
    row = FIRST_INDICATOR_ROW + 1 + TOTAL
    assert f"=SUM('分单位数据'!{column}5,'分单位数据'!{column}7)" == this
    assert (f"=F{row}-E{row}", f"=G{row}/E{row}") == (change, rate)
    assert (10, 13) == (last, published)


def test_neighbours_are_added_up_as_one_area() -> None:
    complete = two_years({"D01": 5, "D02": 7}, figures({"D01": 4, "D02": 6}))
    column = get_column_letter(FIRST_VALUE_COLUMN + TOTAL + 1)
    assert f"=SUM('分单位数据'!{column}5:{column}6)" == line(complete, TOTAL, cached=False)[1]


def test_money_is_rounded_to_its_scale(summary: Summary) -> None:
    _, this, change, _, _ = line(summary, FEES, cached=False)
    assert (True, True) == (this.startswith("=ROUND(SUM("), change.endswith(",6)"))


def test_where_last_year_is_0_there_is_no_rate() -> None:
    assert [0, 5, 5, "—"] == line(two_years({"D01": 5}, figures({"D01": 0})), TOTAL)


def test_what_nobody_filled_in_is_blank_in_both_years() -> None:
    rows: dict[str, list[int | None]] = {"D01": [None] * len(FORM.cells)}
    before = LastYear(FORM, Period(2025), rows, {"D01": "D01局"})
    assert [None, 5, 5, "—"] == line(two_years({"D01": 5}, before), TOTAL)


def test_what_last_year_s_edition_did_not_count_is_said_and_is_no_0(form_2019: Form) -> None:
    county = two_years({"D01": 5}, figures({"D01": 4, "X": 4}, form_2019, total="X"))
    assert ["无对应指标", 0, None, None, "无对应指标"] == line(county, FEES)
    assert [4, 5, 1, 0.25, 4] == line(county, TOTAL)


def test_without_a_summary_of_last_year_nothing_was_published() -> None:
    county = two_years({"D01": 5}, figures({"D01": 4}))
    assert 8 == sheet(county).max_column


def test_where_nothing_can_be_compared_the_sheet_says_only_that() -> None:
    found = sheet(two_years({"D01": 5}, figures({"D09": 4})))
    assert "无法比较" in str(found["A2"].value)
    assert FIRST_INDICATOR_ROW == found.max_row


def test_the_departments_that_changed_most_have_a_sheet_with_each_headline_figure() -> None:
    now = {"D01": 5, "D02": 7, "D03": 2}
    county = two_years(now, figures({"D01": 4, "D02": 6, "D03": 9}))
    rows = list(sheet(county, "同比排名").iter_rows(values_only=True))
    assert "某县2026年与2025年同比　变化最大的单位" == rows[0][0]
    assert "本年新收政府信息公开申请数量（件）" == rows[1][0]
    assert ("名次", "单位", "上年", "本年", "增减", "增减率") == rows[2]
    expected = [("1", "D03局", 9, 2, -7), ("2", "D01局", 4, 5, 1), ("3", "D02局", 6, 7, 1)]
    assert expected == [row[:5] for row in rows[3:6]]
    bands = [row[0] for row in rows if str(row[0]).endswith("（件）")]
    assert [f"{figure_name(FORM, i)}（件）" for i in FORM.headline] == bands
    assert "参加比较的单位都没有变化。" in [row[0] for row in rows]
    assert "'同比排名'!A1" == sheet(county)["G2"].hyperlink.location


def test_the_figures_of_a_department_are_live_and_no_list_is_split_between_pages() -> None:
    codes = [f"D{number:02}" for number in range(12)]
    county = two_years(dict.fromkeys(codes, 7), figures(dict.fromkeys(codes, 4)))
    four = replace(county, form=replace(FORM, headline=(TOTAL,) * 4))
    found = sheet(four, "同比排名", cached=False)
    column = get_column_letter(FIRST_VALUE_COLUMN + TOTAL + 1)
    assert [4, f"='分单位数据'!{column}5", "=D4-C4", "=E4/C4"] == [
        cell.value for cell in found[4][2:]
    ]
    tops = [row[0].row for row in found.iter_rows() if str(row[0].value).endswith("（件）")]
    breaks = [each.id + 1 for each in found.row_breaks.brk]
    assert tops[3:] == breaks


def test_numbers_of_more_spans_than_a_formula_takes_are_written_as_they_are() -> None:
    codes = [f"D{number:03}" for number in range(410)]
    before = figures(dict.fromkeys(codes[::2], 1))
    last, this, *_ = line(two_years(dict.fromkeys(codes, 2), before), TOTAL, cached=False)
    assert (205, 410) == (last, this)


def test_the_sheet_is_ready_to_be_read_and_printed(summary: Summary) -> None:
    found = sheet(summary)
    end = FIRST_INDICATOR_ROW + len(FORM.cells)
    assert ("A4", f"A3:I{end}", "$3:$3") == (
        found.freeze_panes,
        found.auto_filter.ref,
        found.print_title_rows,
    )
    assert ("landscape", 0) == (found.page_setup.orientation, found.page_setup.fitToHeight)


@pytest.mark.parametrize(("name", "first"), [("同比", "E"), ("同比排名", "C")])
def test_each_column_is_as_wide_as_its_longest_number(name: str, first: str) -> None:
    county = two_years({"D01": 1_234_567_890}, figures({"D01": 1, "X": 98_765}, total="X"))
    found = sheet(county, name)
    widths = [found.column_dimensions[chr(ord(first) + number)].width for number in range(4)]
    longest = "1", "1,234,567,890", "+1,234,567,889", "+123,456,788,900.0%"
    assert all(len(text) < width for text, width in zip(longest, widths, strict=True))
    every = sum(each.width for each in found.column_dimensions.values())
    assert every < 136  # letters of 10 points are printed at 9


def test_a_renamed_department_is_no_new_one() -> None:
    renamed = make_department("D09", "新局", predecessors=("D01",))
    county = two_years({"D09": 5}, figures({"D01": 4}), renamed)
    assert 4 == line(county, TOTAL)[0]
    assert "没有" not in str(sheet(county)["A2"].value)


def test_last_year_s_row_is_the_sum_over_the_departments_alone() -> None:
    values = all_values(FORM, inputs(4))
    assert [values[cell.index] or 0 for cell in FORM.cells] == [
        line_[4] or 0
        for line_ in sheet(two_years({"D01": 5}, figures({"D01": 4}))).iter_rows(
            min_row=FIRST_INDICATOR_ROW + 1,
            max_row=FIRST_INDICATOR_ROW + len(FORM.cells),
            values_only=True,
        )
    ]


def test_a_headline_figure_that_last_year_did_not_count_has_no_movers(form_2019: Form) -> None:
    county = two_years({"D01": 5}, figures({"D01": 4}, form_2019))
    other = replace(county, form=replace(FORM, headline=(FEES,)))
    found = sheet(other, "同比排名")
    assert f"{figure_name(FORM, FEES)}（万元）" == found["A2"].value
    assert "上年的报表无对应指标。" == found["A3"].value
