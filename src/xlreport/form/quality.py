"""How lines were handled in a period, against the limit of their list (办理质量)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from statistics import median

from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.workdays import count_workdays
from xlreport.form.deadline import Standing, extension_of, standing
from xlreport.form.entry import Entry, day_of
from xlreport.form.limit import Limit


@public
@dataclass(frozen=True, slots=True)
class Quality:
    """How many lines began, ended and are left in a period.

    - `received`: lines that began in the period;
    - `in_time`, `late`: lines that ended in it, by their deadline or after it; `unclear`: those of
      which no deadline is known;
    - `open`: lines that had not ended on its last day; `overdue`: those of them whose deadline had
      passed;
    - `extended`: lines that ended in the period, or were open on its last day, whose term had
      been extended;
    - `taken`: for each line that ended in the period, the working days from its first day to its
      end, where they are known.
    """

    received: int = 0
    in_time: int = 0
    late: int = 0
    unclear: int = 0
    open: int = 0
    overdue: int = 0
    extended: int = 0
    taken: tuple[int, ...] = ()

    @property
    def median_days(self) -> float | None:
        """The median of the working days taken, None where no line ended."""
        return median(self.taken) if self.taken else None

    def __add__(self, other: Quality) -> Quality:
        """Add up the figures of two departments."""
        return Quality(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def quality_of(limit: Limit, entries: Iterable[Sequence[Entry]], period: Period) -> Quality:
    """Count how the lines of a list were handled in a period."""
    return sum((_of_line(limit, entry, period) for entry in entries), Quality())


def _of_line(limit: Limit, entry: Sequence[Entry], period: Period) -> Quality:
    first, last = period.first.toordinal(), period.last.toordinal()
    began, ended = day_of(entry[limit.starts]), day_of(entry[limit.ends])
    if began is None:
        return Quality()
    found = Quality(received=int(first <= began <= last))
    if ended is not None and first <= ended <= last:
        found = replace(
            found, **{_ENDED[standing(limit, entry, last)]: 1}, taken=_taken(began, ended)
        )
    elif began <= last and (ended is None or ended > last):
        is_overdue = standing(limit, _as_open(limit, entry), last) is Standing.OVERDUE
        found = replace(found, open=1, overdue=int(is_overdue))
    else:
        return found
    return replace(found, extended=int(extension_of(limit, entry) > 0))


_ENDED = {
    Standing.CLOSED: "in_time",
    Standing.CLOSED_LATE: "late",
    Standing.CLOSED_UNKNOWN: "unclear",
}


def _as_open(limit: Limit, entry: Sequence[Entry]) -> Sequence[Entry]:
    """Return a line as it was before it ended."""
    return [None if column == limit.ends else value for column, value in enumerate(entry)]


def _taken(began: int, ended: int) -> tuple[int, ...]:
    days = count_workdays(began, ended)
    return () if days is None else (max(0, days),)


def named_figures(quality: Quality) -> Iterator[tuple[str, int | float | None]]:
    """Yield the figures by their names in frames, in the order of `Quality`."""
    for each in fields(quality):
        if each.name != "taken":
            yield each.name, getattr(quality, each.name)
    yield "median_days", quality.median_days
