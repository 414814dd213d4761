"""The departments of a collection that are held against each other, with their earlier figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlreport.form.form import Form
from xlreport.form.measure import Values
from xlreport.office.roster import Department, Roster
from xlreport.reading.one_return import Return
from xlreport.returns.file import File, Filing
from xlreport.returns.last_year import Earlier, rows_for


@dataclass(frozen=True, slots=True)
class County:
    """Departments with their files and figures.

    `last` are the rows of earlier figures, `word` what their period is called, `totals` the sums
    of this period by cell.
    """

    form: Form
    files: Sequence[File[Return]]
    departments: Sequence[Department]
    rows: Sequence[Values]
    last: Sequence[Values | None]
    word: str
    totals: Sequence[int]

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
    totals = [sum(row[index] or 0 for row in rows) for index in range(len(form.cells))]
    word = figures.word if figures else ""
    return County(form, files, departments, rows, last, word, totals)


def _known(item: Return) -> Values:
    return [None if i in item.unreadable else value for i, value in enumerate(item.values)]
