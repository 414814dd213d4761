"""Counted cells: a figure of a table that is counted from a list, or compared with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xlreport.base.finding import Severity
from xlreport.base.public import public
from xlreport.form.entry import Wanted


class Span(StrEnum):
    """Where a day lies, seen from a period; a blank has the last two only.

    An application is open where it was received `UNTIL` the last day of the period and closed
    `NOT_UNTIL` then.
    """

    IN = "in"
    BEFORE = "before"
    UNTIL = "until"
    NOT_BEFORE = "not before"
    NOT_UNTIL = "not until"

    @property
    def is_not(self) -> bool:
        """Whether a blank counts: what has no day has not happened."""
        return self in (Span.NOT_BEFORE, Span.NOT_UNTIL)

    def has(self, day: int | None, first: int, last: int) -> bool:
        """Tell whether a day, or a blank, lies so, seen from the first and last day of a period."""
        if day is None:
            return self.is_not
        match self:
            case Span.IN:
                return first <= day <= last
            case Span.BEFORE:
                return day < first
            case Span.UNTIL:
                return day <= last
            case Span.NOT_BEFORE:
                return day >= first
            case Span.NOT_UNTIL:
                return day > last


Dated = tuple[int, Span]
"""A column of days, by its number, and where the day of a line must lie."""


@public
@dataclass(frozen=True, slots=True)
class Count:
    """A cell that counts the lines of a list, or adds up one of their columns.

    All counts of one `[[count]]` have its `id`.

    - `cell`: the index of the cell; `list`: the key of the list;
    - `where`: the columns and values by which lines are chosen;
    - `dated`: the columns with days, and where these must lie, seen from the report's period;
    - `sum`: the column that is added up, None where lines are counted;
    - `fill`: the cell is computed and locked; otherwise what was typed is compared.
    """

    id: str
    cell: int
    list: str
    where: tuple[Wanted, ...]
    dated: tuple[Dated, ...]
    sum: int | None
    fill: bool
    severity: Severity
    say: str
