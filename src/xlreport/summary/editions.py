"""Returns made ready to be added up: of one edition, and read twice."""

from __future__ import annotations

from dataclasses import replace

from xlreport.base.progress import Progress, silent
from xlreport.base.workers import Workers
from xlreport.form.form import Form
from xlreport.returns.editions import (
    EDITION_CODES,
    edition_findings,
    migrate_editions,
    undo_editions,
    use_migrated,
)
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
    """Prepare returns to be added up in one edition; with `verify`, read them twice.

    `form` is the edition that is collected, which need not be that of most of these returns. A
    department is returned if its file cannot be migrated, or the second reading differs.
    """
    if form is not returns.form:
        returns = _in_edition(returns, form)
    return verified(returns, workers, progress) if verify else returns


def _in_edition(returns: Returns, form: Form) -> Returns:
    """Copy returns settled anew for another edition than that of most of them."""
    settlement = undo_editions(returns.settlement)
    found = tuple(finding for finding in returns.found if finding.code not in EDITION_CODES)
    migrated = migrate_editions(settlement, form)
    before = replace(returns, form=form, settlement=settlement, found=found)
    amended = amend(before, edition_findings(settlement, form, migrated))
    return replace(amended, settlement=use_migrated(amended.settlement, migrated))
