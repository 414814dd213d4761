"""Last year's figures, department by department, brought into this year's cells by their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlreport._form import Form
from xlreport._roster import Department, Roster

Row = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class LastYear:
    """Is the figures of one past year: for each department's code its values in `form`'s cells.

    `names` are the departments' names by code, for those whose code has changed since.
    """

    form: Form
    year: int | None
    rows: Mapping[str, Row]
    names: Mapping[str, str]


def rows_for(
    last: LastYear, form: Form, departments: Sequence[Department], roster: Roster | None
) -> list[Row | None]:
    """Give each department's figures of last year in this year's cells; None where unknown.

    A department with predecessors gets their sum. Where one of them is unknown, or went into
    several departments so that its figures cannot be told apart, nothing is compared.
    """
    claims = Counter(code for d in (roster.departments if roster else ()) for code in _codes(d))
    by_name = {name: code for code, name in last.names.items()}
    found: list[Row | None] = []
    for department in departments:
        codes = [code for code in _codes(department) if code in last.rows]
        if not codes and department.name in by_name:
            codes = [by_name[department.name]]
        split = any(claims[code] > 1 for code in codes)
        partial = any(code not in last.rows for code in department.predecessors)
        rows = [carry(last.form, form, last.rows[code]) for code in codes]
        found.append(_sum(rows) if rows and not split and not partial else None)
    return found


def carry(old: Form, new: Form, row: Row) -> Row:
    """Bring values by cell into another edition's cells by key; what has no home is missing."""
    if old is new:
        return row
    return [
        row[old.index[key]] if key in old.index else None
        for key in ((cell.table, cell.row, cell.column) for cell in new.cells)
    ]


def _codes(department: Department) -> tuple[str, ...]:
    return tuple(dict.fromkeys((department.code, *department.predecessors)))


def _sum(rows: Sequence[Row]) -> Row:
    return [
        sum(value for value in column if value is not None)
        if any(value is not None for value in column)
        else None
        for column in zip(*rows, strict=True)
    ]
