"""What departments have reported: the side with which published reports are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlreport.form.form import Form
from xlreport.form.measure import Values
from xlreport.office.roster import Department, unlisted_department
from xlreport.past.last_year_reader import code_of, county_rows
from xlreport.reading.one_return import Return
from xlreport.returns.returns import Returns


@dataclass(frozen=True, slots=True)
class Reported:
    """What a department has reported: its values by the cells of a form, and its texts.

    `said` are the texts of cells without a number, `texts` the narrative parts by key.
    """

    form: Form
    values: Values
    said: Mapping[int, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    unreadable: frozenset[int] = frozenset()
    is_accepted: bool = True


def list_reported(returns: Returns, form: Form) -> list[tuple[Department, Reported | None]]:
    """List the departments in official order, each with what it has reported, if anything counts.

    Where a county's summary is among the returns, it stands for the departments that it adds up and
    for itself. Raises `InputError` for a summary that was changed after it was made.
    """
    found: dict[str, tuple[Department, Reported | None]] = {}
    for filing in returns.settlement.filings:
        used, is_accepted = filing.used, filing.status.added_up
        own = None if used is None else _of_return(used.item, is_accepted=is_accepted)
        found[filing.department.code] = filing.department, own
    items = [item for item in returns.considered if isinstance(item, Return) and item.form is form]
    county, rows = county_rows(items, form)
    summed = [(row.code, row.name, Reported(form, row.values)) for row in rows]
    summed += [
        (county, item.department, _of_return(item, is_accepted=True))
        for item in items
        if rows and code_of(item) == county
    ]
    for code, name, reported in summed:
        listed, own = found.get(code, (unlisted_department(code, name, len(found)), None))
        found[code] = listed, own or reported
    return list(found.values())


def _of_return(item: Return, *, is_accepted: bool) -> Reported:
    return Reported(
        item.form, item.values, item.said, item.texts, item.unreadable, is_accepted=is_accepted
    )
