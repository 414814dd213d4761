"""The departments of a collection that are held against each other, with their earlier figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlreport.form.form import Form
from xlreport.form.measure import Values
from xlreport.office.roster import Department, Roster
from xlreport.past.last_year import Earlier, rows_for
from xlreport.reading.one_return import Return
from xlreport.settlement.file import File, Filing


@dataclass(frozen=True, slots=True)
class County:
    """Departments with their files and figures.

    `last` are the rows of earlier figures, `word` what their period is called, `years` those of all
    earlier years of which any figure is known, with what each is called, the latest first. `totals`
    are the sums of this period by cell.
    """

    form: Form
    files: Sequence[File[Return]]
    departments: Sequence[Department]
    rows: Sequence[Values]
    last: Sequence[Values | None]
    word: str
    totals: Sequence[int]
    years: Sequence[tuple[str, Sequence[Values | None]]]

    def history_of(self, number: int, cell: int) -> list[tuple[str, int]]:
        """Return a department's known earlier figures in one cell, the latest first."""
        found = [(word, row[cell]) for word, rows in self.years if (row := rows[number])]
        return [(word, value) for word, value in found if value is not None]

    def last_of(self, number: int, cell: int) -> int:
        """Return a department's earlier figure, 0 where it is not known."""
        row = self.last[number]
        return (row[cell] or 0) if row else 0


def collect(
    form: Form, filings: Iterable[Filing], before: Earlier | None, roster: Roster | None
) -> County:
    """Collect the figures; cells that hold no number are missing."""
    compared = [
        (filing.department, filing.used)
        for filing in filings
        if filing.used and filing.used.item.form is form and filing.department.counted
    ]
    departments = [department for department, _ in compared]
    files = [used for _, used in compared]
    figures = before.given[0] if before and before.given else None
    last = rows_for(figures, form, departments, roster) if figures else [None] * len(files)
    rows = [_known(used.item) for used in files]
    columns = zip(*rows, strict=True) if rows else [()] * len(form.cells)
    totals = [sum(filter(None, column)) for column in columns]
    older = [
        (year.word, rows_for(year, form, departments, roster))
        for year in (before.older if before else ())
    ]
    word = figures.word if figures else ""
    years = [(name, found) for name, found in ((word, last), *older) if any(found)]
    return County(form, files, departments, rows, last, word, totals, years)


def _known(item: Return) -> Values:
    if not item.unreadable:
        return item.values
    return [None if i in item.unreadable else value for i, value in enumerate(item.values)]
