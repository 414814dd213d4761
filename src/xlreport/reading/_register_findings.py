"""The findings about lines of registers seen from the report's period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlreport.base.finding import Finding, make_finding
from xlreport.base.period import Period
from xlreport.base.workdays import add_workdays
from xlreport.form.counted import lines_that_count, register_keys
from xlreport.form.deadline import due_of
from xlreport.form.entry import Entry, day_of
from xlreport.form.limit import Limit
from xlreport.form.open_list import Lines, OpenList, call_lines
from xlreport.reading.one_return import Return, refer_entry, refer_line


def register_findings(item: Return) -> Iterator[Finding]:
    """Yield what is found about lines that are overdue, and about those that count nowhere."""
    if item.period is None or not item.lists:
        return
    for open_list in item.form.lists:
        lines = item.lists.get(open_list.key)
        if lines is not None:
            for limit in open_list.limits:
                day = _day_of_judgement(item.period, item.modified, lines, limit)
                yield from _overdue(open_list, lines, limit, day)
    yield from _uncounted(item, item.period)


def _day_of_judgement(period: Period, modified: str, lines: Lines, limit: Limit) -> date:
    """Return the last day of the period, or the day of saving where that is earlier in it.

    A register is kept all year: what is open when it is saved is not open on the last day yet. A
    file that does not say when it was saved, or says so of a day before the period's year, is
    taken to be as old as the last day in it.
    """
    saved = _date(modified)
    if saved is None or saved < date(period.year, 1, 1):
        pairs = (column for pair in (*limit.restarts, *limit.pauses) for column in pair)
        columns = (limit.starts, limit.ends, *pairs)
        days = (day_of(entry[column]) for entry in lines.entries for column in columns)
        saved = date.fromordinal(max((day for day in days if day is not None), default=1))
    return min(saved, period.last)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _overdue(open_list: OpenList, lines: Lines, limit: Limit, day: date) -> Iterator[Finding]:
    """Yield the finding about lines that were open past their deadline on a day.

    A line that waits has no deadline: it is overdue past the day until which it waits at most, or
    where it states none, after the whole term.
    """
    unread = {line for line, column, _ in lines.unread if column in limit.columns}
    late = [
        number
        for number, entry in enumerate(lines.entries)
        if number not in unread and _is_overdue(limit, entry, day.toordinal())
    ]
    if not late:
        return
    # A list of the office's own may have no column for the end.
    ends = limit.ends if lines.columns[limit.ends] >= 0 else limit.starts
    yield make_finding(
        "LINES-OVERDUE",
        *(refer_entry(open_list, lines, number, ends, "") for number in late),
        table=open_list.heading,
        lines=call_lines(open_list, lines, late),
        day=f"{day.year}年{day.month}月{day.day}日",
        deadline=open_list.labels[limit.deadline],
        ends=open_list.labels[limit.ends],
        number=str(len(late)),
    )


def _is_overdue(limit: Limit, entry: tuple[Entry, ...], day: int) -> bool:
    start, closed = entry[limit.starts], entry[limit.ends]
    if not isinstance(start, int) or start > day or (isinstance(closed, int) and closed <= day):
        return False
    due = due_of(limit, entry)
    last = due.deadline
    if due.waits is not None:
        until = dict(limit.expires).get(due.waits)
        last = day_of(entry[until]) if until is not None else None
        since = day_of(entry[due.waits])
        if last is None and since is not None:
            last = add_workdays(since, limit.days)
    return last is not None and last < day


def _uncounted(item: Return, period: Period) -> Iterator[Finding]:
    """Yield a notice for each register that has lines which count nowhere.

    Of any other list a form file may count some lines only, and mean to.
    """
    counting = lines_that_count(item.form.counts, item.lists, period)
    for key in sorted(register_keys(item.form) & item.lists.keys()):
        open_list, lines = item.form.open_list(key), item.lists[key]
        assert open_list is not None  # the form file was checked
        idle = [number for number in range(len(lines)) if number not in counting[key]]
        if idle:
            yield make_finding(
                "LINES-UNCOUNTED",
                *(refer_line(open_list, lines, number) for number in idle),
                table=open_list.heading,
                lines=call_lines(open_list, lines, idle),
                period=period.title,
                number=str(len(idle)),
            )
