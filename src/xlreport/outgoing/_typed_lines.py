"""The lines of lists as a clerk types them, for migrated returns and annotated copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlreport.base.address import a1
from xlreport.form.form import Form
from xlreport.form.open_list import Lists
from xlreport.form.typed_values import read_value
from xlreport.layout.layout import Position
from xlreport.layout.list_grid import FIRST_COLUMN, first_row
from xlreport.reading.one_return import Return
from xlreport.writing.content import Value
from xlreport.writing.list_lines import written
from xlreport.writing.remark import Remark

TypedLines = Mapping[str, Sequence[Sequence[Value | None]]]


def typed_lines(form: Form, lists: Lists) -> TypedLines:
    """Return the lines of each list as they are typed; what is no value stays as it was."""
    typed: dict[str, Sequence[Sequence[Value | None]]] = {}
    for open_list in form.lists:
        lines = lists.get(open_list.key)
        if lines is None:
            continue
        rows = [
            [written(e, c.measure) for e, c in zip(entries, open_list.columns, strict=True)]
            for entries in lines.entries
        ]
        for line, column, text in lines.unread:
            measure = open_list.columns[column].measure
            # What only looked wrong would be accepted next time, without its look.
            is_fine = not read_value("text", text, "", measure).unreadable
            rows[line][column] = f"{text}？" if is_fine else text
        typed[open_list.key] = rows
    return typed


Place = tuple[str, int, int]
"""A list by its key, the number of a line and the number of a column, both from 0."""


def places_of_entries(item: Return) -> dict[tuple[str, str], Place]:
    """Map sheet and address in a return to the entry of a list there."""
    return {
        (lines.sheet, a1(row, at)): (key, line, column)
        for key, lines in item.lists.items()
        for line, row in enumerate(lines.rows)
        for column, at in enumerate(lines.columns)
        if at >= 0
    }


def remarks_on_lines(
    remarks: Mapping[tuple[str, str], Remark], item: Return
) -> dict[str, dict[tuple[int, int], Remark]]:
    """Sort remarks on cells of a return, by sheet and address, by list, line and column."""
    places = places_of_entries(item) if item.form.lists else {}
    sorted_remarks: dict[str, dict[tuple[int, int], Remark]] = {}
    for cell, remark in remarks.items():
        if cell in places:
            key, line, column = places[cell]
            sorted_remarks.setdefault(key, {})[line, column] = remark
    return sorted_remarks


def position_of_entry(form: Form, place: Place) -> Position:
    """Return the position of an entry in a workbook that the library writes."""
    key, line, column = place
    open_list = next(each for each in form.lists if each.key == key)
    return Position(open_list.sheet, first_row(open_list) + line, FIRST_COLUMN + column)
