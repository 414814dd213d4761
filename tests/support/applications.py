"""The register of applications as it is read: lines by the keys of their columns."""

from __future__ import annotations

from collections.abc import Mapping

from support.registers import line as entries_of
from support.registers import register, register_form
from xlreport.base.period import Period
from xlreport.form.counted import count_lists
from xlreport.form.open_list import Lines

Line = Mapping[str, str | int | None]
"""What a line holds, by column: days as 2026-01-05, choices by their keys."""

RIGHT: Line = {
    "received": "2025-03-03",
    "applicant": "natural_person",
    "closed": "2025-03-20",
    "result": "granted",
}
"""An application that was received and answered in 2025."""


def line(**given: str | int | None) -> Line:
    """Return the right line with other entries; None takes one out."""
    return {**RIGHT, **given}


def lines_of(*lines: Line) -> Lines:
    """Return lines as they are read, numbered from 2025-001 where they have no number."""
    open_list = register()
    entries = tuple(
        entries_of(**{"file_number": f"2025-{at:03}", **each}) for at, each in enumerate(lines, 1)
    )
    columns = tuple(-1 if c.computed else n for n, c in enumerate(open_list.columns, 1))
    return Lines(open_list.sheet, columns, tuple(range(4, 4 + len(lines))), entries)


def counts_of(year: int, *lines: Line) -> dict[str, int]:
    """Count lines for a year; return the cells that are not 0, by row and column."""
    form = register_form()
    found = count_lists(form.counts, {"applications": lines_of(*lines)}, Period(year))
    return {
        f"{form.cells[count.cell].row}.{form.cells[count.cell].column}": counted.value
        for count, counted in found
        if counted is not None and counted.value
    }
