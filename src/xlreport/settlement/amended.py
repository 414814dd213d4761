"""Findings about used files that come, or go, after the settlement; the statuses follow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from xlreport.base.finding import Finding, Severity, rank_in_file
from xlreport.reading.one_return import Return
from xlreport.settlement.file import AnyFile, File, Settlement, replace_used
from xlreport.settlement.status import DepartmentStatus


def add_findings(
    settlement: Settlement, extra: Sequence[tuple[File[Return], Finding]]
) -> Settlement:
    """Copy a settlement with more findings about used files.

    A department whose file now has an error is returned, one that was accepted and now has a
    warning is accepted with warnings.
    """
    new: dict[AnyFile, File[Return]] = {}
    worst: dict[AnyFile | None, Severity] = {}
    for file, finding in extra:
        findings = (*new.get(file, file).findings, finding)
        new[file] = replace(file, findings=tuple(sorted(findings, key=rank_in_file)))
        worst[file] = min(worst.get(file, finding.severity), finding.severity, key=_rank)
    filings = tuple(
        replace(filing, status=_status(filing.status, worst.get(filing.used)))
        for filing in settlement.filings
    )
    return replace_used(replace(settlement, filings=filings), new)


def _rank(severity: Severity) -> int:
    return severity.rank


def _status(status: DepartmentStatus, worst: Severity | None) -> DepartmentStatus:
    """Return the status of a department whose file has findings in addition, the worst `worst`."""
    if worst is Severity.ERROR:
        return DepartmentStatus.RETURNED
    if worst is Severity.WARNING and status is DepartmentStatus.ACCEPTED:
        return DepartmentStatus.WARNINGS
    return status


def drop_findings(settlement: Settlement, codes: Collection[str]) -> Settlement:
    """Copy a settlement without the findings of some codes about used files, judged anew."""
    new: dict[AnyFile, File[Return]] = {}
    for filing in settlement.filings:
        if filing.used and any(finding.code in codes for finding in filing.used.findings):
            kept = tuple(f for f in filing.used.findings if f.code not in codes)
            new[filing.used] = replace(filing.used, findings=kept)
    filings = tuple(
        replace(filing, status=judge_file(new[filing.used])) if filing.used in new else filing
        for filing in settlement.filings
    )
    return replace_used(replace(settlement, filings=filings), new)


def judge_file(file: File[Return]) -> DepartmentStatus:
    """Return the status of the department whose figures are those of this file."""
    severities = {finding.severity for finding in file.findings}
    if Severity.ERROR in severities:
        return DepartmentStatus.RETURNED
    if file.item.is_nil:
        return DepartmentStatus.NIL
    has_warning = Severity.WARNING in severities
    return DepartmentStatus.WARNINGS if has_warning else DepartmentStatus.ACCEPTED
