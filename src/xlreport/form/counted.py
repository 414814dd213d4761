"""What lists give for the cells that are counted from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from xlreport.base.period import Period
from xlreport.form.counts import Count, Dated
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.open_list import Lines, Lists


@dataclass(frozen=True, slots=True)
class Counted:
    """What a list gives for a cell: the value, and the numbers of the lines behind it."""

    value: int
    lines: tuple[int, ...]


def count_lists(
    counts: Iterable[Count], lists: Lists, period: Period | None
) -> Iterator[tuple[Count, Counted | None]]:
    """Count the lines of lists; None where only the period would tell which lines count.

    Cells of a list that was not read are left out: a published report has no lists.
    """
    alike: dict[tuple[object, ...], list[Count]] = defaultdict(list)
    for count in counts:
        if count.list in lists:
            columns = tuple(column for column, _ in count.where)
            alike[count.list, count.dated, columns].append(count)
    for group in alike.values():
        yield from _count_alike(group, lists[group[0].list], period)


def counted_values(form: Form, lists: Lists, period: Period | None) -> dict[int, int | None]:
    """Count the cells that lists fill, by cell index; None where it cannot be counted."""
    return {
        count.cell: None if counted is None else counted.value
        for count, counted in count_lists(form.count_of.values(), lists, period)
    }


def _count_alike(
    counts: Sequence[Count], lines: Lines, period: Period | None
) -> Iterator[tuple[Count, Counted | None]]:
    """Count for cells whose lines are chosen by the same columns and days.

    Each line is met once for all of them.
    """
    first = counts[0]
    if first.dated and period is None:
        yield from ((count, None) for count in counts)
        return
    by_values: dict[tuple[Entry, ...], list[int]] = defaultdict(list)
    columns = [column for column, _ in first.where]
    for number in _in_time(first.dated, lines.entries, period):
        entry = lines.entries[number]
        by_values[tuple(entry[column] for column in columns)].append(number)
    for count in counts:
        wanted = product(*(dict.fromkeys(values) for _, values in count.where))
        chosen = tuple(sorted(n for values in wanted for n in by_values.get(values, ())))
        yield count, Counted(_value(count, lines, chosen), chosen)


def _in_time(
    dated: Sequence[Dated], entries: Sequence[tuple[Entry, ...]], period: Period | None
) -> Iterator[int]:
    """Yield the numbers of the lines whose days lie where they must."""
    if period is None or not dated:
        yield from range(len(entries))
        return
    first, last = period.first.toordinal(), period.last.toordinal()
    for number, entry in enumerate(entries):
        days = ((entry[column], span) for column, span in dated)
        if all(span.has(d if isinstance(d, int) else None, first, last) for d, span in days):
            yield number


def _value(count: Count, lines: Lines, chosen: Sequence[int]) -> int:
    if count.sum is None:
        return len(chosen)
    values = (lines.entries[number][count.sum] for number in chosen)
    return sum(value for value in values if isinstance(value, int))


def lines_that_count(
    counts: Iterable[Count], lists: Lists, period: Period
) -> Mapping[str, frozenset[int]]:
    """Map each list to the numbers of its lines that count in any cell."""
    found: dict[str, set[int]] = {key: set() for key in lists}
    for count, counted in count_lists(counts, lists, period):
        found[count.list] |= set(counted.lines if counted else ())
    return {key: frozenset(numbers) for key, numbers in found.items()}


def register_keys(form: Form) -> frozenset[str]:
    """Return the keys of the registers of a form: lists from which a whole table is counted."""
    counted = form.count_of
    whole = (table for table in form.tables if all(cell.total for cell in table.cells))
    return frozenset(
        counted[cell.index].list for table in whole for cell in table.cells if cell.index in counted
    )
