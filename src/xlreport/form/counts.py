"""Counted cells: a figure of a table that is counted from a list, or compared with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlreport.base.finding import Severity
from xlreport.base.period import Period
from xlreport.form.open_list import Entry, Lines, Lists

if TYPE_CHECKING:
    from xlreport.form.form import Form

Wanted = tuple[int, tuple[Entry, ...]]
"""A column of a list, by its number, and the values of which a line must have one."""


@dataclass(frozen=True, slots=True)
class Count:
    """A cell that counts the lines of a list, or adds up one of their columns.

    - `cell`: the index of the cell; `list`: the key of the list;
    - `where`: the columns and values by which lines are chosen;
    - `dated`: the column with the day that must lie in the report's period, or None;
    - `sum`: the column that is added up, None where lines are counted;
    - `fill`: the cell is computed and locked; otherwise what was typed is compared.
    """

    id: str
    cell: int
    list: str
    where: tuple[Wanted, ...]
    dated: int | None
    sum: int | None
    fill: bool
    severity: Severity
    say: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What a list gives for a cell: the value, and the numbers of the lines behind it."""

    value: int
    lines: tuple[int, ...]


def count_lines(count: Count, lines: Lines, period: Period | None) -> Counted | None:
    """Count the lines of a list; None where only the period would tell which lines count."""
    if count.dated is not None and period is None:
        return None
    chosen = tuple(
        number for number, entry in enumerate(lines.entries) if _counts(count, entry, period)
    )
    if count.sum is None:
        return Counted(len(chosen), chosen)
    values = (lines.entries[number][count.sum] for number in chosen)
    return Counted(sum(value for value in values if isinstance(value, int)), chosen)


def counted_values(form: Form, lists: Lists, period: Period | None) -> dict[int, int | None]:
    """Count the cells that lists fill, by cell index; None where it cannot be counted."""
    values: dict[int, int | None] = {}
    for index, count in form.count_of.items():
        lines = lists.get(count.list)
        counted = None if lines is None else count_lines(count, lines, period)
        values[index] = None if counted is None else counted.value
    return values


def _counts(count: Count, entry: tuple[Entry, ...], period: Period | None) -> bool:
    """Tell whether a line is one of those that are counted."""
    if any(entry[column] not in wanted for column, wanted in count.where):
        return False
    if count.dated is None or period is None:
        return True
    day = entry[count.dated]
    return isinstance(day, int) and period.first.toordinal() <= day <= period.last.toordinal()
