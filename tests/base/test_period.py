"""A period prints as it is read, whatever its kind, and knows its neighbours and its days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.base.period import Period, PeriodKind, parse_period, period_fields, periods_of


@st.composite
def periods(draw: st.DrawFn) -> Period:
    kind = draw(st.sampled_from(PeriodKind))
    return Period(draw(st.integers(1901, 9998)), kind, draw(st.integers(1, kind.in_a_year)))


@given(periods())
def test_every_way_to_write_a_period_is_read(period: Period) -> None:
    texts = (str(period), period.title, period.chinese, period.spaced)
    assert [period] * 4 == [parse_period(text) for text in texts]


@given(periods())
def test_a_period_begins_the_day_after_the_one_before_it(period: Period) -> None:
    assert period.first == period.previous().last + timedelta(days=1)
    assert period.previous() < period
    assert (period.kind, period.number) == (
        period.year_before().kind,
        period.year_before().number,
    )


@given(periods())
def test_a_year_consists_of_its_periods(period: Period) -> None:
    of_year = periods_of(period.year, period.kind)
    assert (date(period.year, 1, 1), date(period.year, 12, 31)) == (
        of_year[0].first,
        of_year[-1].last,
    )
    assert of_year == sorted(of_year)
    assert period in of_year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２０２６年度", "2026"),
        ("2026.0", "2026"),
        ("2026度", "2026"),
        ("2026年上半年", "2026H1"),
        ("2026h2", "2026H2"),
        ("2026 年 第 1 季度", "2026Q1"),
        ("2026年一季度", "2026Q1"),
        ("2026-q4", "2026Q4"),
        ("2026-3", "2026-03"),
        ("2026/12", "2026-12"),
        ("2026年十二月份", "2026-12"),
    ],
)
def test_what_clerks_write_is_read(text: str, expected: str) -> None:
    assert expected == str(parse_period(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "年",
        "26Q1",
        "2026Q5",
        "2026-13",
        "2026年十三月",
        "20261",
        "2026年1",
        "202603",
        "0000",
        "2026" + " " * 99,
    ],
)
def test_any_other_text_is_no_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize("wrong", [(0, "year", 1), (2026, "quarter", 5), (2026, "month", 0)])
def test_no_period_is_made_that_no_calendar_has(wrong: tuple[int, str, int]) -> None:
    year, kind, number = wrong
    with pytest.raises(ValueError, match="no such period"):
        Period(year, PeriodKind(kind), number)


def test_a_longer_period_precedes_those_in_it() -> None:
    texts = ["2025-12", "2026", "2026H1", "2026Q1", "2026-01", "2026-02", "2026Q2", "2026H2"]
    periods = [period for text in reversed(texts) if (period := parse_period(text))]
    assert texts == [str(period) for period in sorted(periods)]


def test_an_earlier_period_is_called_by_its_distance() -> None:
    quarter, year = Period(2026, PeriodKind.QUARTER), Period(2026)
    assert ["上期", "上年同期", "2025年第三季度"] == [
        quarter.word_for(each)
        for each in (quarter.previous(), quarter.year_before(), parse_period("2025Q3"))
    ]
    assert ["上年", "上年"] == [year.word_for(year.previous()), year.word_for(None)]


def test_only_a_period_that_is_no_year_has_a_field_of_its_own() -> None:
    assert {"year": 2026} == period_fields(Period(2026))
    assert {"year": 2026, "period": "2026Q1"} == period_fields(parse_period("2026Q1"))
    assert {"year": None} == period_fields(None)
