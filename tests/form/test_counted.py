"""Registers counted into the official tables: whatever the lines, the balance holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county_register import APPLICANTS, YEAR
from support.registers import register, register_form
from xlreport.base.period import Period
from xlreport.form.broken_lines import find_broken_lines
from xlreport.form.counted import counted_values
from xlreport.form.counts import Span
from xlreport.form.entry import Entry
from xlreport.form.open_list import Lines
from xlreport.form.totals import fill_totals

FORM, LIST = register_form(), register()
FIRST, LAST = date(YEAR, 1, 1).toordinal(), date(YEAR, 12, 31).toordinal()
APPLICANT, RESULT = LIST.index_of("applicant"), LIST.index_of("result")
RECEIVED, CLOSED = LIST.index_of("received"), LIST.index_of("closed")


RESTS_ON = {
    "not_corrected": ("correction_told", "correction_due"),
    "still_unclear": ("correction_told", "correction_due", "corrected"),
    "fee_not_paid": ("fee_told", "fee_due"),
}


def make_line(received: int, applicant: int, closed: int | None, result: int) -> tuple[Entry, ...]:
    """Make a line that is right: a result, its day and what it rests on, or none of them."""
    line: list[Entry] = [None] * len(LIST.columns)
    line[RECEIVED], line[APPLICANT] = received, applicant
    if closed is not None:
        line[CLOSED], line[RESULT] = closed, result
        for key in RESTS_ON.get(LIST.columns[RESULT].measure.choice_keys[result], ()):
            line[LIST.index_of(key)] = received
    return tuple(line)


def closed_after(received: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(received, received + 500)


LINES = st.lists(
    st.integers(FIRST - 400, LAST + 40).flatmap(
        lambda received: st.builds(
            make_line,
            st.just(received),
            st.integers(0, 5),
            closed_after(received),
            st.integers(0, 20),
        )
    ),
    min_size=1,
    max_size=30,
)


def as_read(lines: Sequence[tuple[Entry, ...]]) -> Lines:
    columns = tuple(range(len(LIST.columns)))
    return Lines("登记簿", columns, tuple(range(len(lines))), tuple(lines))


def table_three(lines: Sequence[tuple[Entry, ...]]) -> Counter[tuple[str, str]]:
    """Count lines; gives the figures that are not 0 by row and column."""
    read = as_read(lines)
    values: list[int | None] = [None] * len(FORM.cells)
    for index, value in counted_values(FORM, {LIST.key: read}, Period(YEAR)).items():
        values[index] = value
    fill_totals(FORM, values)
    figures = zip(FORM.cells, values, strict=True)
    return Counter({(c.row, c.column): v for c, v in figures if c.table == "requests" and v})


def balance(figures: Counter[tuple[str, str]]) -> Iterable[tuple[int, int]]:
    """Yield what came in and what went out, of each column."""
    for column in (*APPLICANTS, "total"):
        taken = figures["received", column] + figures["carried_over", column]
        yield taken, figures["total_handled", column] + figures["carried_forward", column]


def changes(
    before: Counter[tuple[str, str]], after: Counter[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Give the changes of single figures, totals left out."""
    keys = {key for key in {*before, *after} if not {"total", "total_handled"} & {*key}}
    return {key: after[key] - before[key] for key in keys if after[key] != before[key]}


@given(LINES)
def test_a_right_register_breaks_no_rule_but_that_of_days_without_work(
    lines: list[tuple[Entry, ...]],
) -> None:
    broken = find_broken_lines(LIST, as_read(lines)).broken
    assert set() == {rule.id for rule, of_lines in broken.items() if of_lines} - {"R-WORKDAY"}


@given(LINES)
def test_whatever_the_lines_what_came_in_went_out_or_is_left(
    lines: list[tuple[Entry, ...]],
) -> None:
    assert all(taken == given for taken, given in balance(table_three(lines)))


@given(LINES, st.data())
def test_without_one_line_the_balance_still_holds(
    lines: list[tuple[Entry, ...]], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(lines) - 1))
    rest = [*lines[:number], *lines[number + 1 :]]
    assert all(taken == given for taken, given in balance(table_three(rest)))


@given(LINES, st.integers(0, 5), st.integers(0, 20))
def test_a_line_received_in_the_year_before_moves_from_one_row_to_the_next(
    lines: list[tuple[Entry, ...]], applicant: int, result: int
) -> None:
    new, old = (
        make_line(received, applicant, FIRST + 20, result) for received in (FIRST, FIRST - 1)
    )
    column = APPLICANTS[applicant]
    assert {("received", column): -1, ("carried_over", column): 1} == changes(
        table_three([*lines, new]), table_three([*lines, old])
    )


@given(LINES, st.integers(0, 5), st.integers(0, 20))
def test_a_line_answered_in_the_next_year_is_left_and_has_no_result_yet(
    lines: list[tuple[Entry, ...]], applicant: int, result: int
) -> None:
    answered, left = (make_line(LAST, applicant, day, result) for day in (LAST, LAST + 1))
    column, row = APPLICANTS[applicant], LIST.columns[RESULT].measure.choice_keys[result]
    assert {(row, column): -1, ("carried_forward", column): 1} == changes(
        table_three([*lines, answered]), table_three([*lines, left])
    )


@pytest.mark.parametrize("day", [None, FIRST - 1, FIRST, LAST, LAST + 1])
def test_a_day_lies_before_in_or_after_the_period_and_a_blank_has_not_come(day: int | None) -> None:
    place = 3 if day is None else (day >= FIRST) + (day > LAST)
    spans = {Span.IN: {1}, Span.BEFORE: {0}, Span.UNTIL: {0, 1}}
    spans |= {Span.NOT_BEFORE: {1, 2, 3}, Span.NOT_UNTIL: {2, 3}}
    assert {span: place in places for span, places in spans.items()} == {
        span: span.has(day, FIRST, LAST) for span in spans
    }


def test_a_line_without_an_applicant_counts_nowhere() -> None:
    line = list(make_line(FIRST, 0, None, 0))
    line[APPLICANT] = None
    assert not table_three([tuple(line)])
