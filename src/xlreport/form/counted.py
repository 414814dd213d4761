"""What lists give for the cells that are counted from them."""

from __future__ import annotations

from dataclasses import dataclass

from xlreport.base.period import Period
from xlreport.form.counts import Count
from xlreport.form.form import Form
from xlreport.form.open_list import Entry, Lines, Lists


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
    """Count the cells that lists fill, by cell index; None where it cannot be counted.

    Cells of a list that was not read are left out: a published report has no lists.
    """
    values: dict[int, int | None] = {}
    for index, count in form.count_of.items():
        if count.list in lists:
            counted = count_lines(count, lists[count.list], period)
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
