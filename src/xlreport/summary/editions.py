"""Returns of another edition: migrated before they are added up, or returned."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from xlreport.base.finding import Finding, Severity, make_finding
from xlreport.base.progress import Progress
from xlreport.base.workers import Workers
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import check_returns
from xlreport.form.form import Form
from xlreport.reading.one_return import Return
from xlreport.returns.file import AnyFile, File, replace_used
from xlreport.returns.migration import migrate_return
from xlreport.returns.returns import Returns
from xlreport.summary.verified import amend, verified

_MIGRATED, _NOT_ADDED_UP = "MIGRATED", "S-EDITION"


def ready_returns(
    returns: Returns, form: Form, workers: Workers, *, verify: bool, progress: Progress
) -> Returns:
    """Prepare returns to be added up: migrate them to one edition; with `verify`, read them twice.

    A department is returned if its file cannot be migrated, or the second reading differs.
    """
    migrated = _migrate_editions(returns, form)
    returns = amend(returns, _other_editions(returns, form, migrated))
    if verify:
        codes = {filing.department.code for filing in returns.usable} | migrated.keys()
        returns = verified(returns, codes, workers, progress)
    # Only now, since a workbook is read again in the edition that it was filled in.
    return _put_in_place(returns, migrated)


def judge_editions(returns: Returns) -> Returns:
    """Return for correction the returns of other editions that a summary could not add up.

    Without a roster nothing is returned: the right edition is known only for a whole county.
    """
    if returns.form is None or returns.roster is None:
        return returns
    migrated = _migrate_editions(returns, returns.form)
    extra = _other_editions(returns, returns.form, migrated)
    return amend(returns, [(file, f) for file, f in extra if f.code != _MIGRATED])


def _migrate_editions(returns: Returns, form: Form) -> dict[str, Return]:
    """Migrate the returns of other editions that can be added up, if the migration is lossless.

    The result maps departments' codes to migrated returns.
    """
    migrated = {}
    for filing in returns.settlement.filings:
        used = filing.used
        if used is None or not filing.status.added_up or used.item.form is form:
            continue
        item = migrate_return(used.item, form)
        if item is not None and _is_right(item, form, filing.department.level):
            migrated[filing.department.code] = item
    return migrated


def _put_in_place(returns: Returns, migrated: Mapping[str, Return]) -> Returns:
    """Replace the returns that are added up by their migrated ones."""
    new: dict[AnyFile, File[Return]] = {
        filing.used: replace(filing.used, item=migrated[filing.department.code])
        for filing in returns.settlement.filings
        if filing.used and filing.status.added_up and filing.department.code in migrated
    }
    return replace(returns, settlement=replace_used(returns.settlement, new))


def _is_right(item: Return, form: Form, level: str) -> bool:
    """Tell whether a return has no error by the rules of the form it was migrated to."""
    findings = check_returns([item], make_arrays(form, [item]), [level])
    return not any(finding.severity is Severity.ERROR for _, finding in findings)


def _other_editions(
    returns: Returns, form: Form, migrated: Collection[str]
) -> list[tuple[File[Return], Finding]]:
    """List a finding for each return of another edition: it was migrated, or is not added up."""
    findings = []
    for filing in returns.settlement.filings:
        if filing.used is not None and filing.used.item.form is not form:
            code = _MIGRATED if filing.department.code in migrated else _NOT_ADDED_UP
            facts = {"form": filing.used.item.form_id, "right": form.id}
            findings.append((filing.used, make_finding(code, **facts)))
    return findings
