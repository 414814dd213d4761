"""The columns that limits compute, as a workbook shows them: formulas, values and looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import Area, column_name
from xlreport.form.deadline import Standing, days_left, due_of, state_words
from xlreport.form.entry import Entry
from xlreport.form.limit import Limit
from xlreport.form.measure import Kind, day_number
from xlreport.form.open_list import OpenList
from xlreport.layout.limit_formulas import limit_formulas
from xlreport.layout.list_grid import FIRST_COLUMN
from xlreport.writing.book import Book, done
from xlreport.writing.content import Formula, Value

_LATE: Mapping[str, Any] = {"bold": True, "bg_color": "#F8CBAD"}
_URGENT: Mapping[str, Any] = {"bold": True, "bg_color": "#FFE699"}
_WAITING: Mapping[str, Any] = {"italic": True, "bg_color": "#DDEBF7"}


def limit_values(
    open_list: OpenList, line: Sequence[Value | None], row: int, today: date
) -> dict[int, Formula]:
    """Return what the computed columns of a line hold: formulas, and their values on a day."""
    found: dict[int, Formula] = {}
    for limit in open_list.limits:
        values = _values(limit, _entry(open_list, line), today.toordinal())
        for column, text in limit_formulas(limit, row).items():
            found[column] = Formula(text, values[column])
    return found


def _values(limit: Limit, entry: Sequence[Entry], today: int) -> dict[int, int | str]:
    if entry[limit.starts] is None:
        return dict.fromkeys(limit.computed, "")
    due, left = due_of(limit, entry).deadline, days_left(limit, entry, today)
    values: dict[int, int | str] = {limit.deadline: "" if due is None else day_number(due)}
    if limit.left is not None:
        values[limit.left] = "" if left is None else left
    if limit.state is not None:
        values[limit.state] = state_words(limit, entry, today)
    return values


def _entry(open_list: OpenList, line: Sequence[Value | None]) -> list[Entry]:
    """Return the entries of a line as formulas take them: the text of a day is none."""
    entry: list[Entry] = [None] * len(open_list.columns)
    for number, value in enumerate(line):
        if isinstance(value, int | float):
            is_day = open_list.columns[number].measure.kind is Kind.DATE
            entry[number] = int(value) - (day_number(0) if is_day else 0)
    return entry


def write_limit_looks(book: Book, worksheet: Worksheet, open_list: OpenList, area: Area) -> None:
    """Write the formats of the computed columns, by what the state of their line says."""
    for limit in open_list.limits:
        if limit.state is None:
            continue
        state = f"${column_name(FIRST_COLUMN + limit.state)}{area.top + 1}"
        looks = {
            f'{state}="{Standing.OVERDUE}"': book.alarm(),
            f'{state}="{Standing.CLOSED_LATE}"': book.add_format(dict(_LATE)),
            f'{state}="{Standing.URGENT}"': book.add_format(dict(_URGENT)),
            _is_one_of(state, [words for _, words in limit.waits]): book.add_format(dict(_WAITING)),
            _is_one_of(state, [Standing.UNKNOWN, Standing.CLOSED_UNKNOWN]): book.alarm(),
        }
        for condition, look in looks.items():
            options = {"type": "formula", "criteria": f"={condition}", "format": look}
            for column in limit.computed if condition else ():
                at = FIRST_COLUMN + column
                done(worksheet.conditional_format(*area._replace(left=at, right=at), options))


def _is_one_of(cell: str, words: Sequence[str]) -> str:
    """Return the condition that a cell holds one of some words, "" without words."""
    tests = (f'{cell}="{word.replace(chr(34), chr(34) * 2)}"' for word in dict.fromkeys(words))
    return f"OR({','.join(tests)})" if words else ""
