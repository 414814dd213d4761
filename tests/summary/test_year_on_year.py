"""Two years of a county: compared over the departments of both years, and said over how many."""

from __future__ import annotations

from support.county import FORM
from support.departments import make_department
from support.filled import find
from support.two_years import TOTAL, figures, two_years
from xlreport.form.form import Form
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import (
    YearOnYear,
    comparable,
    largest_movers,
    scope_sentences,
    year_on_year,
)


def compared(summary: Summary) -> YearOnYear:
    (years,) = year_on_year(summary)
    return years


def test_without_last_year_s_figures_there_is_nothing_to_compare() -> None:
    assert [] == year_on_year(two_years({"D01": 1}, None))


def test_both_totals_run_over_the_departments_of_both_years() -> None:
    summary = two_years({"D01": 5, "D02": 7, "D03": 9}, figures({"D01": 4, "D03": 6, "D04": 99}))
    years = compared(summary)
    assert (14, 10) == (years.this[TOTAL], years.last[TOTAL])
    assert (21, (0, 2)) == (summary.values[TOTAL], tuple(pair.number for pair in years.pairs.pairs))


def test_where_nobody_has_both_years_both_totals_are_missing() -> None:
    years = compared(two_years({"D01": 5}, figures({"D09": 4})))
    assert {None} == {*years.this, *years.last}


def test_the_sentences_say_over_whom_and_name_the_others() -> None:
    before = figures({"X": 10, "D01": 4, "D04": 6}, total="X")
    summary = two_years({"D01": 5, "D02": 7}, before)
    expected = [
        "同口径比较：本年计入汇总 2 个单位，其中 1 个有上年数据；"
        "“上年”“本年”两栏都只合计这 1 个单位。",
        "没有可比的上年数据、没有参加比较（1 个）：D02局。",
        "上年有数据、本年没有计入比较（1 个）：D04局。",
        "“上年公布数”是上年汇总表的合计（2 个单位），"
        "与本年的单位范围可能不同，只供参考，不参加比较。",
    ]
    assert expected == scope_sentences(compared(summary), summary)


def test_a_complete_county_says_no_more_than_its_number() -> None:
    summary = two_years({"D01": 5, "D02": 7}, figures({"D01": 4, "D02": 6}))
    (said,) = scope_sentences(compared(summary), summary)
    assert "其中 2 个有上年数据" in said


def test_where_nothing_can_be_compared_it_is_said() -> None:
    summary = two_years({"D01": 5}, figures({"D09": 4}))
    first, *_ = scope_sentences(compared(summary), summary)
    assert "无法比较：本年计入汇总的 1 个单位都没有上年数据。" == first


def test_of_very_many_departments_some_are_named() -> None:
    now = {f"D{number:03}": 1 for number in range(60)}
    summary = two_years(now, figures({"Z": 1}))
    said = scope_sentences(compared(summary), summary)[1]
    assert (True, True) == (said.endswith("D039局等。"), "（60 个）" in said)


def test_another_edition_is_named(form_2019: Form) -> None:
    summary = two_years({"D01": 5}, figures({"D01": 4}, form_2019))
    said = scope_sentences(compared(summary), summary)[-1]
    assert "上年用的是2019年版报表；那一版没有的指标写“无对应指标”。" == said


def test_what_another_edition_does_not_count_cannot_be_compared(form_2019: Form) -> None:
    summary = two_years({"D01": 5}, figures({"D01": 4}, form_2019))
    years = compared(summary)
    assert (True, False, False) == (
        comparable(years, summary, TOTAL),
        comparable(years, summary, find(FORM, "proactive.fees.fees_amount")),
        comparable(years, summary, find(FORM, "requests.not_corrected.natural_person")),
    )


def test_the_largest_movers_come_first_and_equal_ones_in_the_roster_s_order() -> None:
    now = {"D01": 5, "D02": 3, "D03": 9, "D04": 5, "D05": 1}
    before = figures({"D01": 7, "D02": 5, "D03": 2, "D04": 5, "D05": 0})
    movers = largest_movers(compared(two_years(now, before)), TOTAL)
    assert [(2, 7), (0, -2), (1, -2), (4, 1)] == [(m.number, m.change) for m in movers]


def test_at_most_ten_departments_are_movers() -> None:
    codes = [f"D{number:02}" for number in range(1, 15)]
    now = {code: number for number, code in enumerate(codes, 1)}
    years = compared(two_years(now, figures(dict.fromkeys(codes, 0))))
    assert list(range(13, 3, -1)) == [mover.number for mover in largest_movers(years, TOTAL)]


def test_a_merged_department_is_compared_with_its_predecessors() -> None:
    merged = make_department("D09", predecessors=("D01", "D02"))
    years = compared(two_years({"D09": 8}, figures({"D01": 3, "D02": 4}), merged))
    assert (8, 7, ()) == (years.this[TOTAL], years.last[TOTAL], years.pairs.only_last)
