"""Rules within one line of a list: days in order, columns that belong together, and the like."""

from __future__ import annotations

from dataclasses import dataclass

from xlreport.base.finding import Severity
from xlreport.base.public import public
from xlreport.form.entry import Wanted


@public
@dataclass(frozen=True, slots=True)
class Within:
    """A day that comes at most so many working days after another, whose own day is not counted.

    `since` and `until` are columns by their numbers.
    """

    since: int
    until: int
    days: int


@public
@dataclass(frozen=True, slots=True)
class LineRule:
    """What must hold in each line of a list, or in those that have one of the values of `where`.

    Columns are named by their numbers. Blank entries break only `together` and `filled`.

    - `order`: none of these days is before the one named earlier;
    - `together`: all of these are filled, or none;
    - `workday`: these days are working days;
    - `within`: one day follows the other within a number of working days;
    - `most`: columns of numbers with the largest number each may hold (as scaled integers);
    - `filled`, `blank`: these are filled, these are not.
    """

    id: str
    say: str
    severity: Severity
    order: tuple[int, ...] = ()
    together: tuple[int, ...] = ()
    workday: tuple[int, ...] = ()
    within: Within | None = None
    most: tuple[tuple[int, int], ...] = ()
    where: tuple[Wanted, ...] = ()
    filled: tuple[int, ...] = ()
    blank: tuple[int, ...] = ()

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that the rule is about, those that choose lines last."""
        within = (self.within.since, self.within.until) if self.within else ()
        named = (*self.order, *self.together, *self.workday, *within)
        named = (*named, *(column for column, _ in self.most), *self.filled, *self.blank)
        return tuple(dict.fromkeys((*named, *(column for column, _ in self.where))))
