"""What lists give for the cells that are counted from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product

from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.form.counts import Count, Dated
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.open_list import Lines, Lists


@public
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
    in_time: dict[tuple[str, Dated], AbstractSet[int]] = {}
    for group in alike.values():
        first, lines = group[0], lists[group[0].list]
        if first.dated and period is None:
            yield from ((count, None) for count in group)
            continue
        chosen: AbstractSet[int] = frozenset(range(len(lines)))
        for dated in first.dated:
            assert period is not None  # without one, what is dated was passed over
            if (first.list, dated) not in in_time:
                in_time[first.list, dated] = _in_time(dated, lines.entries, period)
            chosen &= in_time[first.list, dated]
        yield from _count_alike(group, lines, sorted(chosen))


def counted_values(form: Form, lists: Lists, period: Period | None) -> dict[int, int | None]:
    """Count the cells that lists fill, by cell index; None where it cannot be counted."""
    return {
        count.cell: None if counted is None else counted.value
        for count, counted in count_lists(form.count_of.values(), lists, period)
    }


def _count_alike(
    counts: Sequence[Count], lines: Lines, numbers: Iterable[int]
) -> Iterator[tuple[Count, Counted]]:
    """Count, of the lines with these numbers, for cells that choose lines by the same columns.

    Each line is met once for all of them.
    """
    columns = [column for column, _ in counts[0].where]
    by_values: dict[tuple[Entry, ...], list[int]] = defaultdict(list)
    for number in numbers:
        entry = lines.entries[number]
        by_values[tuple([entry[column] for column in columns])].append(number)
    for count in counts:
        wanted = product(*(dict.fromkeys(values) for _, values in count.where))
        chosen = tuple(sorted(n for values in wanted for n in by_values.get(values, ())))
        yield count, Counted(_value(count, lines, chosen), chosen)


def _in_time(dated: Dated, entries: Sequence[tuple[Entry, ...]], period: Period) -> frozenset[int]:
    """Collect the numbers of the lines whose day lies where it must."""
    column, span = dated
    first, last = period.first.toordinal(), period.last.toordinal()
    days = ((number, entry[column]) for number, entry in enumerate(entries))
    return frozenset(
        n for n, day in days if span.has(day if isinstance(day, int) else None, first, last)
    )


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
