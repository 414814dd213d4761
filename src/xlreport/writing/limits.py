"""The columns that limits compute, as a workbook shows them: formulas, values and looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import Area, column_name
from xlreport.base.sign import Sign
from xlreport.form.deadline import EXPIRED, Standing, days_left, due_of, state_words
from xlreport.form.entry import Entry
from xlreport.form.limit import Limit
from xlreport.form.measure import day_number
from xlreport.form.open_list import OpenList
from xlreport.layout.limit_formulas import limit_formulas
from xlreport.layout.line_formulas import line_faults, say_faults, say_in_formula
from xlreport.layout.list_grid import FIRST_COLUMN, as_name, in_row
from xlreport.writing import style
from xlreport.writing._line_entries import entries_seen
from xlreport.writing.book import Book, done
from xlreport.writing.content import Formula, Value


def computed_lines(
    open_list: OpenList, lines: Sequence[Sequence[Value | None]], area: Area, today: date
) -> Iterator[dict[int, Formula]]:
    """Yield what the computed columns of each line in an area hold: formulas, with their values.

    The words of a line that is wrong in itself come before how it stands on a day.
    """
    if not open_list.limits:
        yield from ({} for _ in range(area.top, area.bottom + 1))
        return
    entries = [entries_seen(open_list, line) for line in lines]
    faults = line_faults(open_list, area)
    said = say_faults(open_list, faults, entries)
    formulas = [_formulas(open_list, limit) for limit in open_list.limits]
    blank = entries_seen(open_list, ())
    for number, row in enumerate(range(area.top, area.bottom + 1)):
        entry, wrong = (entries[number], said[number]) if number < len(lines) else (blank, "")
        found: dict[int, Formula] = {}
        for limit, own in zip(open_list.limits, formulas, strict=True):
            values = _values(limit, entry, today.toordinal())
            if wrong and limit.state is not None:
                values[limit.state] = wrong
            found |= {at: Formula(in_row(text, row), values[at]) for at, text in own.items()}
        yield found


def _formulas(open_list: OpenList, limit: Limit) -> Mapping[int, str]:
    state = {} if limit.state is None else {limit.state: _name(open_list, limit.state)}
    return {**limit_formulas(limit), **state}


def define_states(book: Book, open_list: OpenList, area: Area) -> None:
    """Define the names by which each line in an area says how it stands.

    The formula is long and the same for all lines; written into each it would double the file.
    """
    faults = line_faults(open_list, area)
    for limit in open_list.limits:
        if limit.state is not None:
            standing = limit_formulas(limit)[limit.state]
            formula = as_name(say_in_formula(open_list, faults, standing), open_list.sheet)
            done(book.define_name(_name(open_list, limit.state), f"={formula}"))


def _name(open_list: OpenList, column: int) -> str:
    return f"line_{open_list.key}_{open_list.columns[column].key}"


def _values(limit: Limit, entry: Sequence[Entry], today: int) -> dict[int, int | str]:
    if not isinstance(entry[limit.starts], int):
        return dict.fromkeys(limit.computed, "")
    due, left = due_of(limit, entry).deadline, days_left(limit, entry, today)
    values: dict[int, int | str] = {limit.deadline: "" if due is None else day_number(due)}
    if limit.left is not None:
        values[limit.left] = "" if left is None else left
    if limit.state is not None:
        values[limit.state] = state_words(limit, entry, today)
    return values


def write_limit_looks(book: Book, worksheet: Worksheet, open_list: OpenList, area: Area) -> None:
    """Write the formats of the computed columns, by what the state of their line says."""
    for limit in open_list.limits:
        if limit.state is None:
            continue
        state = f"${column_name(FIRST_COLUMN + limit.state)}{area.top + 1}"
        late, urgent, waiting = (
            book.conditional(style.look_of_sign(sign))
            for sign in (Sign.OPEN, Sign.DOUBT, Sign.ASIDE)
        )
        alarm = book.conditional(style.ALARM)
        looks = {
            f'{state}="{Standing.OVERDUE}"': alarm,
            f'{state}="{Standing.CLOSED_LATE}"': late,
            f'{state}="{Standing.URGENT}"': urgent,
            _is_one_of(state, _waiting(limit)): waiting,
            _is_one_of(state, _expired(limit)): urgent,
            _is_wrong(limit, state): alarm,
        }
        for condition, look in looks.items():
            options = {"type": "formula", "criteria": f"={condition}", "format": look}
            for column in limit.computed if condition else ():
                at = FIRST_COLUMN + column
                done(worksheet.conditional_format(*area._replace(left=at, right=at), options))


def _is_wrong(limit: Limit, cell: str) -> str:
    """Return the condition that a state says what is wrong, or that the deadline is not known."""
    fine = set(Standing) - {Standing.UNKNOWN, Standing.CLOSED_UNKNOWN}
    return f"NOT({_is_one_of(cell, [*sorted(fine), *_waiting(limit), *_expired(limit)])})"


def _waiting(limit: Limit) -> list[str]:
    return [words for _, words in limit.waits]


def _expired(limit: Limit) -> list[str]:
    return [dict(limit.waits)[asked] + EXPIRED for asked, _ in limit.expires]


def _is_one_of(cell: str, words: Sequence[str]) -> str:
    """Return the condition that a cell holds one of some words, "" without words."""
    tests = (f'{cell}="{word.replace(chr(34), chr(34) * 2)}"' for word in dict.fromkeys(words))
    return f"OR({','.join(tests)})" if words else ""
