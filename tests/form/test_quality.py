"""How lines were handled: in time, late, left, overdue, extended, and in how many working days."""

from __future__ import annotations

from datetime import date

from support.registers import register
from xlreport.base.period import Period
from xlreport.form.entry import Entry
from xlreport.form.quality import Quality, named_figures, quality_of

LIST = register()
(LIMIT,) = LIST.limits


def make_line(received: date, **days: date | int) -> tuple[Entry, ...]:
    line: list[Entry] = [None] * len(LIST.columns)
    line[LIMIT.starts] = received.toordinal()
    for key, value in days.items():
        line[LIST.index_of(key)] = value if isinstance(value, int) else value.toordinal()
    return tuple(line)


def counted(*lines: tuple[Entry, ...]) -> dict[str, float | None]:
    return {
        name: figure
        for name, figure in named_figures(quality_of(LIMIT, lines, Period(2025)))
        if figure
    }


def test_a_line_ends_in_time_on_the_last_day_and_late_on_the_next() -> None:
    received = date(2025, 1, 20)  # the Spring Festival lies between: 20 working days end on 21 Feb
    assert {"received": 2, "in_time": 1, "late": 1, "median_days": 20.5} == counted(
        make_line(received, closed=date(2025, 2, 21)), make_line(received, closed=date(2025, 2, 24))
    )


def test_an_extension_counts_only_after_the_applicant_is_told() -> None:
    received, closed = date(2025, 1, 20), date(2025, 3, 21)
    told: dict[str, date] = {"extension_told": date(2025, 2, 20)}
    assert {"received": 1, "in_time": 1, "extended": 1, "median_days": 40} == counted(
        make_line(received, closed=closed, extension_days=20, **told)
    )
    assert {"received": 1, "late": 1, "median_days": 40} == counted(
        make_line(received, closed=closed, extension_days=20)
    )


def test_what_is_left_on_the_last_day_is_overdue_only_after_its_deadline() -> None:
    last = make_line(date(2025, 12, 3))  # its deadline is 31 December
    over = make_line(date(2025, 12, 2))
    assert {"received": 2, "open": 2, "overdue": 1} == counted(last, over)


def test_a_line_that_ended_in_the_next_year_was_left_on_the_last_day() -> None:
    line = make_line(date(2025, 12, 1), closed=date(2026, 1, 5))
    assert {"received": 1, "open": 1, "overdue": 1} == counted(line)


def test_a_line_that_waits_is_left_and_not_overdue() -> None:
    line = make_line(date(2025, 6, 1), correction_told=date(2025, 6, 3))
    assert {"received": 1, "open": 1} == counted(line)


def test_lines_of_other_years_count_where_they_end() -> None:
    old = make_line(date(2024, 12, 20), closed=date(2025, 1, 3))
    ended_before = make_line(date(2024, 11, 1), closed=date(2024, 11, 5))
    begun_later = make_line(date(2026, 1, 5))
    assert {"in_time": 1, "median_days": 9} == counted(old, ended_before, begun_later)


def test_a_year_without_working_days_gives_no_deadline_and_no_guess() -> None:
    line = make_line(date(1999, 3, 1), closed=date(2025, 3, 5))
    assert {"unclear": 1} == counted(line)


def test_figures_of_departments_add_up() -> None:
    one = Quality(received=2, in_time=1, taken=(3,))
    other = Quality(received=1, late=1, open=1, taken=(5, 30))
    assert Quality(3, 1, 1, 0, 1, 0, 0, (3, 5, 30)) == one + other
    assert (5, None) == ((one + other).median_days, Quality().median_days)
