"""Working days are those of the notices; of a year without one nothing is said."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from xlreport.base.workdays import (
    add_workdays,
    count_workdays,
    is_workday,
    known_years,
    workdays_of,
)

# register.md, 2.2: the day of receipt, and the working days 7, 15, 20 and 40 after it.
VECTORS = """
2024-12-03 2024-12-12 2024-12-24 2024-12-31 2025-02-05
2024-12-04 2024-12-13 2024-12-25 2025-01-02 2025-02-06
2025-01-20 2025-02-05 2025-02-14 2025-02-21 2025-03-21
2025-09-24 2025-10-10 2025-10-21 2025-10-28 2025-11-25
2025-11-28 2025-12-09 2025-12-19 2025-12-26 2026-01-26
2025-12-03 2025-12-12 2025-12-24 2025-12-31 2026-01-29
2025-12-04 2025-12-15 2025-12-25 2026-01-04 2026-01-30
"""
UNKNOWN = max(known_years()) + 1


def day_of(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize("line", VECTORS.split("\n")[1:-1])
def test_terms_end_as_by_the_notices(line: str) -> None:
    received, *ends = map(day_of, line.split())
    assert ends == [add_workdays(received, count) for count in (7, 15, 20, 40)]
    assert [7, 15, 20, 40] == [count_workdays(received, end) for end in ends]


def test_three_years_agree_with_the_library_day_by_day() -> None:
    first = date(2024, 1, 1)
    days = [first + timedelta(days=n) for n in range(366 + 365 + 365)]
    worked = [day.toordinal() for day in days if chinese_calendar.is_workday(day)]
    assert worked == [day for year in (2024, 2025, 2026) for day in workdays_of(year) or ()]
    assert worked == [day.toordinal() for day in days if is_workday(day.toordinal())]


def test_each_day_of_a_term_is_counted_but_the_first() -> None:
    friday, worked_sunday = day_of("2026-02-13"), day_of("2026-02-15")
    assert is_workday(friday) is True
    assert is_workday(worked_sunday) is False
    assert day_of("2026-02-14") == add_workdays(friday, 1), "a worked Saturday"
    assert 0 == count_workdays(friday, friday)
    assert -1 == count_workdays(day_of("2026-02-14"), friday)


def test_nothing_is_said_of_a_year_without_a_notice() -> None:
    last, unknown = date(UNKNOWN - 1, 12, 31).toordinal(), date(UNKNOWN, 1, 1).toordinal()
    before = date(min(known_years()), 1, 1).toordinal() - 1
    assert None is workdays_of(UNKNOWN)
    assert [None, None] == [is_workday(before), is_workday(unknown)]
    assert [None, None] == [add_workdays(last, 1), add_workdays(before, 1)]
    assert [None, None] == [count_workdays(last, unknown), count_workdays(before, last)]
    assert last >= (add_workdays(last - 31, 1) or unknown)


def test_a_term_of_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match="0"):
        add_workdays(day_of("2026-03-02"), 0)
