"""Returns of another edition: carried over where nothing is lost, else not added up."""

from __future__ import annotations

from collections.abc import Collection

from xlreport.base.finding import Finding, Severity, make_finding
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import check_returns
from xlreport.form.form import Form
from xlreport.reading.one_return import Return
from xlreport.returns.amended import add_findings
from xlreport.returns.file import File, Settlement
from xlreport.returns.migration import migrate_return

MIGRATED, NOT_ADDED_UP = "MIGRATED", "S-EDITION"


def return_editions(settlement: Settlement, form: Form) -> Settlement:
    """Return for correction the returns of other editions that a summary could not add up."""
    migrated = migrate_editions(settlement, form)
    extra = edition_findings(settlement, form, migrated)
    return add_findings(settlement, [each for each in extra if each[1].code == NOT_ADDED_UP])


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
    """List a finding for each return of another edition: it was migrated, or is not added up.

    One that has been returned for its edition before gets no second finding.
    """
    findings = []
    for filing in settlement.filings:
        used = filing.used
        if used is None or used.item.form is form:
            continue
        if not any(finding.code == NOT_ADDED_UP for finding in used.findings):
            code = MIGRATED if filing.department.code in migrated else NOT_ADDED_UP
            facts = {"form": used.item.form_id, "right": form.id}
            findings.append((used, make_finding(code, **facts)))
    return findings
