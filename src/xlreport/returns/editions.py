"""Returns of another edition: carried over where nothing is lost, else returned."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import replace

from xlreport.base.finding import Finding, Severity, make_finding
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import check_returns
from xlreport.form.form import Form, told_apart
from xlreport.past.migration import migrate_return
from xlreport.reading.one_return import Return
from xlreport.settlement.amended import add_findings, drop_findings
from xlreport.settlement.file import AnyFile, File, Settlement, replace_used

_LOG = logging.getLogger(__name__)
MIGRATED, NOT_ADDED_UP = "MIGRATED", "S-EDITION"
EDITION_CODES = frozenset({MIGRATED, NOT_ADDED_UP})


def judge_editions(
    settlement: Settlement, form: Form | None
) -> tuple[Settlement, Mapping[str, Return]]:
    """Find the returns of other editions than `form`: those migrated, and those returned.

    Returns the settlement with a finding about each, and the migrated returns by their department's
    code. They take their place with `use_migrated`, once all is said about what was filled in.
    """
    if form is None:
        return settlement, {}
    migrated = migrate_editions(settlement, form)
    return add_findings(settlement, edition_findings(settlement, form, migrated)), migrated


def migrate_editions(settlement: Settlement, form: Form) -> dict[str, Return]:
    """Migrate the returns of other editions that can be added up, if the migration is lossless.

    The result maps departments' codes to migrated returns.
    """
    migrated = {}
    for filing in settlement.filings:
        used = filing.used
        if used is None or not filing.status.added_up or used.item.form is form:
            continue
        item = migrate_return(used.item, form)
        if item is not None and _is_right(item, form, filing.department.level):
            migrated[filing.department.code] = item
    return migrated


def _is_right(item: Return, form: Form, level: str) -> bool:
    """Tell whether a return has no error by the rules of the form it was migrated to."""
    findings = check_returns([item], make_arrays(form, [item]), [level])
    return not any(finding.severity is Severity.ERROR for _, finding in findings)


def edition_findings(
    settlement: Settlement, form: Form, migrated: Collection[str]
) -> list[tuple[File[Return], Finding]]:
    """List a finding for each return of another edition: it was migrated, or is not added up."""
    findings = []
    for filing in settlement.filings:
        used = filing.used
        if used is None or used.item.form is form:
            continue
        code = MIGRATED if filing.department.code in migrated else NOT_ADDED_UP
        word = "migrated" if code == MIGRATED else "returned, since it cannot be migrated"
        _LOG.info("%s: %s from %s to %s", used.name, word, used.item.form_id, form.id)
        sent, right = told_apart(used.item.form, form)
        findings.append((used, make_finding(code, form=sent, right=right)))
    return findings


def use_migrated(settlement: Settlement, migrated: Mapping[str, Return]) -> Settlement:
    """Copy a settlement with the migrated returns in the place of those that were filled in."""
    new: dict[AnyFile, File[Return]] = {
        filing.used: replace(filing.used, item=migrated[filing.department.code])
        for filing in settlement.filings
        if filing.used and filing.department.code in migrated
    }
    return replace_used(settlement, new)


def undo_editions(settlement: Settlement) -> Settlement:
    """Copy a settlement as it was before returns of other editions were migrated or returned."""
    new: dict[AnyFile, File[Return]] = {
        filing.used: replace(filing.used, item=filing.used.item.as_filed)
        for filing in settlement.filings
        if filing.used
    }
    settlement = replace_used(settlement, new)
    return drop_findings(settlement, EDITION_CODES)
