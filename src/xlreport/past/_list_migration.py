"""Lists in another edition: the same list and the same columns by their keys, and what is lost."""

from __future__ import annotations

from dataclasses import replace

from xlreport.base.path import join_path
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.measure import Kind
from xlreport.form.open_list import Lines, ListColumn, Lists, OpenList


def carry_lists(old: Form, new: Form, lists: Lists) -> tuple[dict[str, Lines], tuple[str, ...]]:
    """Bring the lines of lists into another edition; return them and the names of what is lost.

    A column goes to the one of its key if both hold the same kind of value. A list of `new` that
    `old` does not have is empty.
    """
    carried: dict[str, Lines] = {}
    lost: list[str] = []
    for open_list in old.lists:
        lines = lists.get(open_list.key)
        target = new.open_list(open_list.key)
        if lines is None:
            continue
        if target is None:
            lost += [open_list.heading] if len(lines) else []
            continue
        carried[target.key], homeless = _carry(open_list, target, lines)
        lost += [join_path(open_list.heading, column.path) for column in homeless]
    for target in new.lists:
        carried.setdefault(target.key, Lines(target.sheet, (-1,) * len(target.columns)))
    return carried, tuple(lost)


def _carry(old: OpenList, new: OpenList, lines: Lines) -> tuple[Lines, list[ListColumn]]:
    """Bring the lines of one list into another edition, and list the columns without a home."""
    homes = [_home(column, new) for column in old.columns]
    filled = {number for entry in lines.entries for number, value in enumerate(entry) if value}
    filled |= {number for _, number, _ in lines.unread}
    homeless = [
        column
        for number, (column, home) in enumerate(zip(old.columns, homes, strict=True))
        if home < 0 and number in filled
    ]
    entries = []
    for entry in lines.entries:
        line: list[Entry] = [None] * len(new.columns)
        for number, home in enumerate(homes):
            if home >= 0:
                line[home] = _value(entry[number], old.columns[number], new.columns[home])
        entries.append(tuple(line))
    unread = tuple((line, homes[n], text) for line, n, text in lines.unread if homes[n] >= 0)
    columns = [-1] * len(new.columns)
    for number, home in enumerate(homes):
        if home >= 0:
            columns[home] = lines.columns[number]
    moved = replace(lines, columns=tuple(columns), entries=tuple(entries), unread=unread)
    return moved, homeless


def _home(column: ListColumn, new: OpenList) -> int:
    """Return the number of the column in which the values of another edition stand, or -1."""
    if column.key not in new.keys:
        return -1
    number = new.index_of(column.key)
    one, other = column.measure, new.columns[number].measure
    is_alike = one.kind is other.kind and (one.kind is Kind.MONEY or one.unit == other.unit)
    is_alike = is_alike and one.places == other.places and set(one.choices) <= set(other.choices)
    return number if is_alike else -1


def _value(entry: Entry, old: ListColumn, new: ListColumn) -> Entry:
    """Return a value in the column of another edition, whose choices may have another order."""
    if isinstance(entry, int) and old.measure.kind is Kind.CHOICE:
        return new.measure.choices.index(old.measure.choices[entry])
    return entry
