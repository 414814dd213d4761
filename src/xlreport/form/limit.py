"""Time limits of the lines of a list, in working days."""

from __future__ import annotations

from dataclasses import dataclass

from xlreport.base.public import public

DEFAULT_WARN = 5
DEFAULT_WAITS = "等待"

Pair = tuple[int, int]
"""Two columns of days: when something was asked, and when it came."""


@public
@dataclass(frozen=True, slots=True)
class Limit:
    """A term of so many working days, by which each line of a list must be brought to its end.

    Columns are named by their numbers. The day from which a term runs is not counted.

    - `deadline`, `left`, `state`: the computed columns with the last day, with the working days
      that are left, and with what there is to say in words; the last two may be None;
    - `starts`, `ends`: the days on which the term begins, and on which the line was closed;
    - `days`: the term; `warn`: with how many working days left a line is called urgent;
    - `restarts`: from the second day of such a pair the term begins anew; with the first alone the
      line waits and has no deadline;
    - `pauses`: the working days after the first and up to the second day of such a pair are not
      counted; with the first alone the line waits;
    - `extended`: the working days by which the term was extended; `told`: the day on which the
      applicant was told so, without which they are not added;
    - `waits`: what to say while a line waits, by the first column of each such pair; `expires`: the
      column of the day until which it may wait, likewise.
    """

    deadline: int
    left: int | None
    state: int | None
    starts: int
    ends: int
    days: int
    warn: int = DEFAULT_WARN
    restarts: tuple[Pair, ...] = ()
    pauses: tuple[Pair, ...] = ()
    extended: int | None = None
    told: int | None = None
    waits: tuple[tuple[int, str], ...] = ()
    expires: tuple[Pair, ...] = ()

    @property
    def computed(self) -> tuple[int, ...]:
        """The columns that are computed."""
        return tuple(c for c in (self.deadline, self.left, self.state) if c is not None)

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns from which they are computed."""
        pairs = (column for pair in (*self.restarts, *self.pauses) for column in pair)
        until = (column for _, column in self.expires)
        named = (self.starts, self.ends, *pairs, self.extended, self.told, *until)
        return tuple(dict.fromkeys(c for c in named if c is not None))
