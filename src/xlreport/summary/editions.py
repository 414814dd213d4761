"""Returns made ready to be added up: of one edition, and read twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xlreport.base.finding import sort_findings
from xlreport.base.progress import Progress, silent
from xlreport.base.workers import Workers
from xlreport.form.form import Form
from xlreport.reading.one_return import Return
from xlreport.returns.amended import drop_findings
from xlreport.returns.editions import NOT_ADDED_UP, edition_findings, migrate_editions
from xlreport.returns.file import AnyFile, File, replace_used
from xlreport.returns.returns import Returns
from xlreport.summary.verified import HERE, amend, verified


def ready_returns(
    returns: Returns,
    form: Form,
    workers: Workers = HERE,
    *,
    verify: bool = True,
    progress: Progress = silent,
) -> Returns:
    """Prepare returns to be added up: migrate them to one edition; with `verify`, read them twice.

    A department is returned if its file cannot be migrated, or the second reading differs. `form`
    is the edition that is collected, which need not be that of most of these returns.
    """
    if form is not returns.form:
        returns = _of_no_edition(replace(returns, form=form))
    migrated = migrate_editions(returns.settlement, form)
    returns = amend(returns, edition_findings(returns.settlement, form, migrated))
    if verify:
        codes = {filing.department.code for filing in returns.usable} | migrated.keys()
        returns = verified(returns, codes, workers, progress)
    # Only now, since a workbook is read again in the edition that it was filled in.
    return _put_in_place(returns, migrated)


def _of_no_edition(returns: Returns) -> Returns:
    """Copy returns as they were before those of another edition were returned."""
    found = tuple(finding for finding in returns.found if finding.code != NOT_ADDED_UP)
    settlement = drop_findings(returns.settlement, NOT_ADDED_UP)
    return replace(returns, settlement=settlement, found=tuple(sort_findings(found)))


def _put_in_place(returns: Returns, migrated: Mapping[str, Return]) -> Returns:
    """Replace the returns that are added up by their migrated ones."""
    new: dict[AnyFile, File[Return]] = {
        filing.used: replace(filing.used, item=migrated[filing.department.code])
        for filing in returns.settlement.filings
        if filing.used and filing.status.added_up and filing.department.code in migrated
    }
    return replace(returns, settlement=replace_used(returns.settlement, new))
