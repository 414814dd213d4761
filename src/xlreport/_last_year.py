"""Last year's figures, department by department, brought into this year's cells by their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlreport._form import Form
from xlreport._migration import carry
from xlreport._roster import Department, Roster

Row = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class LastYear:
    """Is the figures of one past year: for each department's code its values in `form`'s cells.

    `names` are the departments' names by code, for those whose code has changed since. `total`
    is the code in `rows` under which a summary's own total stands, empty without a summary.
    """

    form: Form
    year: int | None
    rows: Mapping[str, Row]
    names: Mapping[str, str]
    total: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Is the departments that have figures of both years, and who is left out on either side.

    `places` are their numbers in the list that was asked for, `this` and `last` their rows in
    this year's cells. `only_this` and `only_last` name the departments of one year alone.
    """

    places: tuple[int, ...]
    this: tuple[Row, ...]
    last: tuple[Row, ...]
    only_this: tuple[str, ...]
    only_last: tuple[str, ...]


def rows_for(
    last: LastYear, form: Form, departments: Sequence[Department], roster: Roster | None
) -> list[Row | None]:
    """Give each department's figures of last year in this year's cells; None where unknown.

    A department with predecessors gets their sum. Where one of them is unknown, or went into
    several departments so that its figures cannot be told apart, nothing is compared.
    """
    return [_row(last, form, codes) for codes in _sources(last, departments, roster)]


def pair_years(
    last: LastYear,
    form: Form,
    departments: Sequence[Department],
    rows: Sequence[Row],
    roster: Roster | None,
) -> Pairs:
    """Pair this year's `rows` with last year's, department by department, as `rows_for` does."""
    sources = _sources(last, departments, roster)
    before = [_row(last, form, codes) for codes in sources]
    places = [place for place, row in enumerate(before) if row is not None]
    told = {last.total, *(code for codes in sources for code in codes)}
    return Pairs(
        tuple(places),
        tuple(rows[place] for place in places),
        tuple(row for row in before if row is not None),
        tuple(d.name for d, row in zip(departments, before, strict=True) if row is None),
        tuple(last.names.get(code, code) for code in last.rows if code not in told),
    )


def _row(last: LastYear, form: Form, codes: Sequence[str]) -> Row | None:
    rows = [carry(last.form, form, last.rows[code]) for code in codes]
    return add_rows(rows) if rows else None


def _sources(
    last: LastYear, departments: Sequence[Department], roster: Roster | None
) -> list[list[str]]:
    """List the codes under which each department's figures of last year stand."""
    claims = Counter(code for d in (roster.departments if roster else ()) for code in _codes(d))
    by_name = {name: code for code, name in last.names.items()}
    found = []
    for department in departments:
        codes = [code for code in _codes(department) if code in last.rows]
        if not codes and department.name in by_name:
            codes = [by_name[department.name]]
        split = any(claims[code] > 1 for code in codes)
        partial = any(code not in last.rows for code in department.predecessors)
        found.append([] if split or partial else codes)
    return found


def _codes(department: Department) -> tuple[str, ...]:
    return tuple(dict.fromkeys((department.code, *department.predecessors)))


def add_rows(rows: Sequence[Row]) -> Row:
    """Add rows up cell by cell; a cell that none of them has stays missing."""
    return [
        sum(value for value in column if value is not None)
        if any(value is not None for value in column)
        else None
        for column in zip(*rows, strict=True)
    ]
