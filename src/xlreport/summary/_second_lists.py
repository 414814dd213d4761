"""The second opinion on the lists of a return: every entry is read again from other cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlreport.base.address import Coordinate
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.open_list import ListColumn, Lists
from xlreport.form.typed_values import read_value
from xlreport.formats.cell import RawCell
from xlreport.formats.second_reader import Difference, SecondReading

Place = tuple[str, Coordinate, ListColumn, Entry]
"""The sheet and the place of an entry, its column and its value."""


def entries_of(form: Form, lists: Lists) -> Iterator[Place]:
    """Yield every entry that was read, or is blank, with its place in the file."""
    for open_list in form.lists:
        lines = lists.get(open_list.key)
        if lines is None:
            continue
        unread = {(line, column) for line, column, _ in lines.unread}
        for line, (row, entries) in enumerate(zip(lines.rows, lines.entries, strict=True)):
            for number, (column, entry) in enumerate(zip(open_list.columns, entries, strict=True)):
                at = lines.columns[number]
                if at >= 0 and (line, number) not in unread:
                    yield lines.sheet, (row, at), column, entry


def entry_that_differs(
    form: Form,
    lists: Lists,
    ours: Mapping[str, Mapping[Coordinate, RawCell]],
    reading: SecondReading,
) -> Difference | None:
    """Return the first entry that the second reader's cells do not give."""
    for sheet, coordinate, column, entry in entries_of(form, lists):
        if reading.is_date(sheet, coordinate):
            continue  # the cells were compared, and the days of the two readers begin alike
        raw = ours.get(sheet, {}).get(coordinate)
        kind, text = reading.value(sheet, coordinate)
        shown, display = (raw.shown, raw.display) if raw else ("", "")
        seen = read_value(kind, text, shown, column.measure, display)
        value = seen.words or seen.value
        if value != entry and (value is not None or entry is not None):
            return Difference(sheet, *coordinate, ours=column.shown(entry), theirs=text)
    return None
