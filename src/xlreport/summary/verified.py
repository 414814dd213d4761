"""Returns on which two readers agree: whatever is added up, exported or published passes here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from xlreport.base.finding import Finding, Severity, rank_in_file, sort_findings
from xlreport.base.progress import Progress, silent
from xlreport.base.workers import Workers
from xlreport.reading.one_return import Return, locate_finding
from xlreport.returns.file import AnyFile, File, is_return, replace_used
from xlreport.returns.returns import Returns
from xlreport.returns.status import DepartmentStatus
from xlreport.summary._second_opinion import verify_returns

HERE = Workers()


def verified(
    returns: Returns,
    codes: Collection[str] | None = None,
    workers: Workers = HERE,
    progress: Progress = silent,
) -> Returns:
    """Copy returns with the second opinion on the used files of the departments in `codes`.

    Without `codes` it is given on all files whose figures can be used. A department is returned
    where the second reading differs. Raises `InputError` where a file was changed or removed
    since it was read.
    """
    if codes is None:
        codes = {filing.department.code for filing in returns.usable}
    files = _used_files(returns, codes)
    return amend(returns, list(verify_returns(files, workers, progress)))


def _used_files(returns: Returns, codes: Collection[str]) -> list[File[Return]]:
    """List the used files of some departments, in reading order."""
    used = {
        filing.used
        for filing in returns.settlement.filings
        if filing.used and filing.department.code in codes
    }
    return [file for file in returns.settlement.files if is_return(file) and file in used]


def amend(returns: Returns, extra: Sequence[tuple[File[Return], Finding]]) -> Returns:
    """Add findings about used files; the status of their departments follows.

    A department whose file now has an error is returned, one that was accepted and now has a
    warning is accepted with warnings.
    """
    if not extra:
        return returns
    names = {filing.used: filing.department.name for filing in returns.settlement.filings}
    located = [(file, locate_finding(file.item, f, names[file])) for file, f in extra]
    new: dict[AnyFile, File[Return]] = {}
    for file, finding in located:
        findings = (*new.get(file, file).findings, finding)
        new[file] = replace(file, findings=tuple(sorted(findings, key=rank_in_file)))
    worst: dict[AnyFile | None, Severity] = {}
    for file, finding in extra:
        worst[file] = min(worst.get(file, finding.severity), finding.severity, key=_rank)
    filings = tuple(
        replace(filing, status=_status(filing.status, worst.get(filing.used)))
        for filing in returns.settlement.filings
    )
    settlement = replace_used(replace(returns.settlement, filings=filings), new)
    found = sort_findings((*returns.found, *(finding for _, finding in located)))
    return replace(returns, settlement=settlement, found=tuple(found))


def _rank(severity: Severity) -> int:
    return severity.rank


def _status(status: DepartmentStatus, worst: Severity | None) -> DepartmentStatus:
    """Return the status of a department whose file has findings in addition, the worst `worst`."""
    if worst is Severity.ERROR:
        return DepartmentStatus.RETURNED
    if worst is Severity.WARNING and status is DepartmentStatus.ACCEPTED:
        return DepartmentStatus.WARNINGS
    return status
