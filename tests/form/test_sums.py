"""What is added up: sums of what may be summed, shares of the sums, counts of answers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.answers import answers_form, fill_answers
from support.filled import find, some
from xlreport.form.measure import Kind, Measure, Values
from xlreport.form.sums import (
    Counts,
    add_counts,
    add_rows,
    count_answers,
    format_counts,
    read_counts,
)

FORM = answers_form()
YES_NO = Measure(Kind.YES_NO, "", adds=False)
CHOICE = Measure(Kind.CHOICE, "", adds=False, choices=("门户", "门户、专项", "专项 1", "专项"))
seeds = st.lists(st.integers(0, 2**32), min_size=1, max_size=6)


@some
@given(seeds)
def test_what_adds_is_the_sum_a_share_is_the_quotient_of_sums_all_else_is_missing(
    seeds: list[int],
) -> None:
    rows = [fill_answers(seed)[0] for seed in seeds]
    together = add_rows(FORM, rows)
    columns = list(zip(*rows, strict=True))
    for cell in FORM.cells:
        if cell.measure.adds:
            assert sum(value or 0 for value in columns[cell.index]) == together[cell.index]
        elif cell.index in FORM.share_of:
            names = (f"work.{cell.row}.{key}" for key in ("online", "total"))
            part, whole = (together[find(FORM, name)] or 0 for name in names)
            exact = Fraction(part, whole) * 10**4 if whole else None
            seen = together[cell.index]
            assert seen is None if exact is None else abs(exact - (seen or 0)) <= Fraction(1, 2)
        else:
            assert together[cell.index] is None


def test_percentages_are_not_added_and_3_of_3_are_not_more_than_1() -> None:
    rows = [fill_answers(seed)[0] for seed in range(3)]
    satisfied, mobile = find(FORM, "site.satisfied.value"), find(FORM, "site.mobile.value")
    for row in rows:
        row[satisfied], row[mobile] = 5556, 1
    together = add_rows(FORM, rows)
    assert (None, None) == (together[satisfied], together[mobile])
    assert (0, 3) == count_answers(FORM, [(row, {}) for row in rows])[mobile]


@some
@given(seeds, st.integers(0, 5))
def test_answers_are_counted_alike_at_once_and_county_by_county(
    seeds: list[int], split: int
) -> None:
    rows: list[tuple[Values, Counts]] = [(fill_answers(seed)[0], {}) for seed in seeds]
    at_once = count_answers(FORM, rows)
    parts = [count_answers(FORM, part) for part in (rows[:split], rows[split:])]
    empty = [None] * len(FORM.cells)
    assert at_once == add_counts(parts)
    assert at_once == count_answers(FORM, [(empty, part) for part in parts])
    assert all(len(seeds) == sum(numbers) for numbers in at_once.values())


@some
@given(
    st.sampled_from([YES_NO, CHOICE, replace(CHOICE, choices=("甲", "乙"))]),
    st.data(),
)
def test_counts_are_read_back_from_what_the_cell_shows(
    measure: Measure, data: st.DataObject
) -> None:
    size = len(measure.answers)
    counts = data.draw(st.tuples(*[st.integers(0, 30)] * size).filter(any))
    assert counts == read_counts(format_counts(counts, measure), measure)


@pytest.mark.parametrize(
    ("counts", "text"), [((3, 27), "是 27、否 3"), ((0, 1), "是 1、否 0"), ((4, 0), "是 0、否 4")]
)
def test_both_answers_of_a_yes_no_are_shown(counts: tuple[int, int], text: str) -> None:
    assert text == format_counts(counts, YES_NO)


@pytest.mark.parametrize("text", ["", "是", "否", "27", "是 27、", "否 3、是 27", "是 -1、否 2"])
def test_other_texts_are_no_counts(text: str) -> None:
    assert read_counts(text, YES_NO) is None
