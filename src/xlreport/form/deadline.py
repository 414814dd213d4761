"""The deadline of a line of a list, in working days, and how the line stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from xlreport.base.workdays import add_workdays, count_workdays
from xlreport.form.entry import Entry, day_of
from xlreport.form.limit import Limit
from xlreport.form.open_list import Lines, OpenList

EXPIRED = "（已过期）"
"""What is said behind the words of a line that has waited too long."""


class Standing(StrEnum):
    """How a line stands against its limit; the values are the words of its state.

    A line without its first day has not begun; one that waits says so in the words of its form.
    """

    NOT_BEGUN = ""
    RUNNING = "办理中"
    URGENT = "将到期"
    OVERDUE = "逾期"
    WAITING = "等待"
    UNKNOWN = "没有工作日，期限不明"
    CLOSED = "已办结"
    CLOSED_LATE = "逾期办结"
    CLOSED_UNKNOWN = "已办结，期限不明"


@dataclass(frozen=True, slots=True)
class Due:
    """When a line must be brought to its end.

    - `deadline`: the last day, None where the line waits or working days are not known;
    - `waits`: the column of the day since which it waits, None where it does not.
    """

    deadline: int | None
    waits: int | None = None


def due_of(limit: Limit, entry: Sequence[Entry]) -> Due:
    """Return when a line must be brought to its end, by the days that it holds."""
    start = day_of(entry[limit.starts])
    if start is None:
        return Due(None)
    for asked, came in (*limit.restarts, *limit.pauses):
        if day_of(entry[asked]) is not None and day_of(entry[came]) is None:
            return Due(None, asked)
    start = max(start, *(day_of(entry[came]) or 0 for _, came in limit.restarts), 0)
    days = limit.days + extension_of(limit, entry)
    for asked, came in limit.pauses:
        since, until = day_of(entry[asked]), day_of(entry[came])
        if since is not None and until is not None and until > max(start, since):
            paused = count_workdays(max(start, since), until)
            if paused is None:
                return Due(None)
            days += paused
    return Due(add_workdays(start, days))


def extension_of(limit: Limit, entry: Sequence[Entry]) -> int:
    """Return the working days by which a term was extended, none before the applicant is told."""
    is_told = limit.told is None or day_of(entry[limit.told]) is not None
    days = entry[limit.extended] if limit.extended is not None and is_told else None
    return max(0, days) if isinstance(days, int) else 0


def standing(limit: Limit, entry: Sequence[Entry], today: int) -> Standing:
    """Tell how a line stands on a day, on which its other days are known already."""
    if day_of(entry[limit.starts]) is None:
        return Standing.NOT_BEGUN
    due, closed = due_of(limit, entry), day_of(entry[limit.ends])
    return _open(limit, due, today) if closed is None else _closed(due, closed)


def _closed(due: Due, closed: int) -> Standing:
    if due.deadline is None:
        return Standing.CLOSED if due.waits is not None else Standing.CLOSED_UNKNOWN
    return Standing.CLOSED_LATE if closed > due.deadline else Standing.CLOSED


def _open(limit: Limit, due: Due, today: int) -> Standing:
    if due.waits is not None:
        return Standing.WAITING
    if due.deadline is None:
        return Standing.UNKNOWN
    if today > due.deadline:
        return Standing.OVERDUE
    left = count_workdays(today, due.deadline)
    return Standing.URGENT if left is not None and left <= limit.warn else Standing.RUNNING


def days_left(limit: Limit, entry: Sequence[Entry], today: int) -> int | None:
    """Count the working days that an open line has left, less than 0 where it is overdue.

    It is None where the line is closed or waits, and where the days are not known.
    """
    deadline = due_of(limit, entry).deadline
    if deadline is None or day_of(entry[limit.ends]) is not None:
        return None
    return count_workdays(today, deadline)


def state_words(limit: Limit, entry: Sequence[Entry], today: int) -> str:
    """Return what a workbook says of a line on a day."""
    found = standing(limit, entry, today)
    asked = due_of(limit, entry).waits
    if found is not Standing.WAITING or asked is None:
        return str(found)
    words, until = dict(limit.waits)[asked], dict(limit.expires).get(asked)
    last = None if until is None else day_of(entry[until])
    return words if last is None or today <= last else words + EXPIRED


def with_deadlines(open_list: OpenList, lines: Lines) -> Lines:
    """Return the lines of a list with the deadlines that its limits give, in their columns.

    There is none where an entry by which it is computed could not be read. What is left and how a
    line stands changes from day to day and is said in workbooks alone.
    """
    if not open_list.limits or not lines.entries:
        return lines
    unread = {(line, column) for line, column, _ in lines.unread}
    entries = []
    for number, entry in enumerate(lines.entries):
        own = list(entry)
        for limit in open_list.limits:
            is_read = unread.isdisjoint((number, column) for column in limit.columns)
            own[limit.deadline] = due_of(limit, entry).deadline if is_read else None
        entries.append(tuple(own))
    return replace(lines, entries=tuple(entries))
