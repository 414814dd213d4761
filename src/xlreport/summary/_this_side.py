"""One side of a comparison, the later period's: its departments, and who is left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from xlreport.form.form import Form
from xlreport.office.roster import Roster, find_department, unlisted_department
from xlreport.past.last_year import Figures
from xlreport.past.last_year_reader import (
    DepartmentRow,
    code_of,
    county_rows,
    refuse_changed,
    unknown_cells,
)
from xlreport.reading.one_return import Return
from xlreport.returns.returns import Returns
from xlreport.summary._left_out import wrong_codes


@dataclass(frozen=True, slots=True)
class ThisSide:
    """One side of a comparison, this year's: the figures of its departments.

    `wrong` are the codes of departments left out because their return has errors. One return may
    stand alone: its `unknown` cells are left out instead. `county` is a summary's own total,
    where the departments are those of its data sheet.
    """

    returns: Returns
    figures: Sequence[Figures]
    wrong: frozenset[str]
    is_alone: bool
    unknown: frozenset[int]
    county: Return | None


def this_side(
    returns: Returns, form: Form, roster: Roster | None, uncounted: Collection[str]
) -> ThisSide:
    """Choose this year's figures: those of a summary's data sheet, or those of right returns.

    Without a roster the data sheet tells predecessors and who is not added up; of returns,
    `uncounted` are the codes that last year's summary did not add up.
    """
    items = [item for item in returns.considered if isinstance(item, Return) and item.form is form]
    total, inner = county_rows(items, form)
    is_alone = not total and len(returns.considered) == 1
    if is_alone:
        refuse_changed(items)
    wrong = frozenset() if is_alone else wrong_codes(returns, form)
    if total:
        figures = [_of_row(row, roster) for row in inner]
    else:
        apart = frozenset() if roster else frozenset(uncounted)
        figures = [
            replace(each, department=replace(each.department, counted=False))
            if each.department.code in apart
            else each
            for each in _right_figures(returns, form, wrong)
        ]
    return ThisSide(
        returns=returns,
        figures=figures,
        wrong=wrong,
        is_alone=is_alone,
        unknown=frozenset().union(*map(unknown_cells, items)) if is_alone else frozenset(),
        county=next((item for item in items if total and code_of(item) == total), None),
    )


def _right_figures(returns: Returns, form: Form, wrong: frozenset[str]) -> list[Figures]:
    """List the figures of departments whose used return is right and of the form."""
    return [
        Figures(filing.department, filing.used.item.values, filing.used.item.no_duties)
        for filing in returns.settlement.filings
        if filing.used is not None
        and filing.used.item.form is form
        and filing.department.code not in wrong
    ]


def _of_row(row: DepartmentRow, roster: Roster | None) -> Figures:
    department = find_department(roster, code=row.code, name=row.name) if roster else None
    if department is None:
        department = replace(
            unlisted_department(row.code, row.name),
            counted=row.counted,
            predecessors=row.predecessors,
        )
    return Figures(department, row.values, row.no_duties)
