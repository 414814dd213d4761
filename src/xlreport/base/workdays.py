"""Working days: those of the State Council's holiday notices, worked Saturdays and Sundays too.

The days come from the library chinesecalendar, year by year. For any other year nothing is known,
and nothing is guessed: the answers are None. A day is its number (`date.toordinal`).

The notice of a year may still move one of the last three days of the year before, as that of 2019
did. Until it is in the library these days are those of the year's own notice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache


@cache
def known_years() -> range:
    """Return the years whose working days are known, all of them as a whole."""
    from chinese_calendar import holidays

    years = {day.year for day in holidays}
    return range(min(years), max(years) + 1)


@cache
def workdays_of(year: int) -> Sequence[int] | None:
    """Return the working days of a year in their order, None where they are not known."""
    from chinese_calendar import is_workday as is_worked

    if year not in known_years():
        return None
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(366))
    return tuple(day.toordinal() for day in days if day.year == year and is_worked(day))


def is_workday(day: int) -> bool | None:
    """Tell whether a day is a working day, None where that is not known."""
    days = workdays_of(date.fromordinal(day).year)
    return None if days is None else days[bisect_right(days, day) - 1] == day


def add_workdays(day: int, count: int) -> int | None:
    """Return the working day that comes so many working days after a day, which is not counted.

    It is None where the day, or the one asked for, lies in a year that is not known. `count` is at
    least 1.
    """
    if count < 1:
        raise ValueError(f"not a number of working days after a day: {count}")
    days = _known_days()
    at = bisect_right(days, day) + count - 1
    return days[at] if _is_known(day) and at < len(days) else None


def count_workdays(after: int, until: int) -> int | None:
    """Count the working days after one day and up to another, which is counted.

    It is less than 0 where the second comes first, and None where the days are not known.
    """
    if not (_is_known(after) and _is_known(until)):
        return None
    days = _known_days()
    return bisect_right(days, until) - bisect_right(days, after)


@cache
def _known_days() -> Sequence[int]:
    return tuple(day for year in known_years() for day in workdays_of(year) or ())


def _is_known(day: int) -> bool:
    return day in _all_known_days()


@cache
def _all_known_days() -> range:
    years = known_years()
    return range(date(years.start, 1, 1).toordinal(), date(years.stop, 1, 1).toordinal())
