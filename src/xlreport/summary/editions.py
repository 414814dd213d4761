"""Returns of another edition, migrated before they are added up, or told of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from xlreport.base.finding import Finding, Severity, make_finding, sort_findings
from xlreport.base.workers import Progress, Workers
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import check_returns
from xlreport.form.form import Form
from xlreport.reading.one_return import Return
from xlreport.returns.migration import migrate_return
from xlreport.returns.returns import Returns
from xlreport.returns.status import DepartmentStatus, Settlement
from xlreport.summary._second_opinion import verify_returns

if TYPE_CHECKING:
    pass


def ready_returns(
    returns: Returns, form: Form, workers: Workers, *, verify: bool, progress: Progress
) -> Returns:
    """Make returns ready to be added up: of one edition, and read twice where `verify` asks.

    Departments whose file cannot be migrated or is read otherwise the second time are returned.
    """
    migrated = _migrate_editions(returns, form)
    returns = _amend(returns, _other_editions(returns, form, migrated))
    if verify:
        right = {filing.used for filing in returns.usable} | migrated.keys()
        numbers = [number for number in range(len(returns)) if number in right]
        returns = _amend(returns, list(verify_returns(returns.items, numbers, workers, progress)))
    # Only now: a workbook is read again, and told of, in the edition that it was filled in.
    return _replace_items(returns, migrated)


def judge_editions(returns: Returns) -> Returns:
    """Return for correction what a summary of `returns` would not take in: other editions.

    Only who collects a whole county, and so has a roster, knows which edition is the right one.
    """
    if returns.form is None or returns.roster is None:
        return returns
    migrated = _migrate_editions(returns, returns.form)
    told = _other_editions(returns, returns.form, migrated)
    return _amend(returns, [(number, f) for number, f in told if number not in migrated])


def _migrate_editions(returns: Returns, form: Form) -> dict[int, Return]:
    """Migrate returns of other editions that can be added up, where nothing is lost by it."""
    found = {}
    for filing in returns.settlement.filings:
        if filing.used is not None and filing.status.added_up:
            item = returns.items[filing.used]
            migrated = None if item.form is form else migrate_return(item, form)
            if migrated is not None and _is_right(migrated, form, filing.department.level):
                found[filing.used] = migrated
    return found


def _replace_items(returns: Returns, migrated: Mapping[int, Return]) -> Returns:
    """Put migrated returns in the place of those that were read, where they are added up."""
    added_up = {filing.used for filing in returns.settlement.filings if filing.status.added_up}
    items = list(returns.items)
    for number, item in migrated.items():
        if number in added_up:
            items[number] = item
    return replace(returns, items=tuple(items))


def _is_right(item: Return, form: Form, level: str) -> bool:
    """Tell whether a return is without error by the rules of the form it was migrated to."""
    found = check_returns([item], make_arrays(form, [item]), [level])
    return not any(finding.severity is Severity.ERROR for _, finding in found)


def _other_editions(
    returns: Returns, form: Form, migrated: Collection[int]
) -> list[tuple[int, Finding]]:
    """Say of every return of another edition that it was migrated, or that it is not added up."""
    found = []
    for filing in returns.settlement.filings:
        other = None if filing.used is None else returns.items[filing.used].form
        if filing.used is not None and other is not None and other is not form:
            code = "MIGRATED" if filing.used in migrated else "S-EDITION"
            found.append((filing.used, make_finding(code, form=other.id, right=form.id)))
    return found


def _amend(returns: Returns, extra: Sequence[tuple[int, Finding]]) -> Returns:
    """Add findings about files; a department whose file now has an error is returned."""
    if not extra:
        return returns
    names = {filing.used: filing.department.name for filing in returns.settlement.filings}
    wrong = {number for number, finding in extra if finding.severity is Severity.ERROR}
    told = []
    for number, finding in extra:
        told.append(returns.items[number].told(finding, names.get(number, "")))
    filings = tuple(
        replace(filing, status=DepartmentStatus.RETURNED) if filing.used in wrong else filing
        for filing in returns.settlement.filings
    )
    settlement = Settlement(
        returns.settlement.files, filings, (*returns.settlement.findings, *extra)
    )
    found = tuple(sort_findings((*returns.found, *told)))
    return replace(returns, settlement=settlement, found=found)
