"""All returns of one form checked at once: by rules, named checks and schemas, with last year's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xlreport.base.finding import Finding, Severity
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import check_returns
from xlreport.form.form import Form
from xlreport.form.measure import Values
from xlreport.office.roster import Department, Roster
from xlreport.reading.one_return import Return
from xlreport.returns.last_year import LastYear, rows_for

_AT_ONCE = 2_000  # returns; of a province in one frame, pandera makes copies of 60 MB


def check_form(
    form: Form,
    numbers: Sequence[int],
    items: Sequence[Return],
    owners: Sequence[Department | None],
    roster: Roster | None,
    before: LastYear | None,
) -> Iterator[tuple[int, Finding]]:
    """Check all returns of one form by rules, named checks and schemas."""
    from xlreport.checks.schema import schema_findings

    group = [items[number] for number in numbers]
    last: list[Values | None] = [None] * len(group)
    if before is not None:
        known = [owners[number] for number in numbers]
        rows = iter(rows_for(before, form, [d for d in known if d], roster))
        last = [next(rows) if department else None for department in known]
    levels = [who.level if who else "" for who in (owners[number] for number in numbers)]
    wrong = {place for place, item in enumerate(group) if _has_error(item.findings)}
    for place, finding in check_returns(group, make_arrays(form, group, last), levels):
        if _has_error([finding]):
            wrong.add(place)
        yield numbers[place], finding
    for first in range(0, len(group), _AT_ONCE):
        there = {place - first for place in wrong}
        for place, finding in schema_findings(form, group[first : first + _AT_ONCE], there):
            yield numbers[first + place], finding


def _has_error(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
