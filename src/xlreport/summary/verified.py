"""Returns on which two readers agree: whatever is added up, exported or published passes here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from xlreport.base.finding import Finding, Severity, sort_findings
from xlreport.base.progress import Progress, silent
from xlreport.base.workers import Workers
from xlreport.reading.one_return import Return, locate_finding
from xlreport.returns.returns import Returns
from xlreport.settlement.amended import add_findings
from xlreport.settlement.file import File, is_return
from xlreport.summary._second_opinion import verify_returns

HERE = Workers()
_LOG = logging.getLogger(__name__)


def verified(returns: Returns, workers: Workers = HERE, progress: Progress = silent) -> Returns:
    """Copy returns with the second opinion on all files whose figures can be used.

    A department is returned where the second reading differs, and logged as a warning: its figures
    were in the frames. Raises `InputError` where a file was changed or removed since it was read.
    """
    files = _usable_files(returns)
    extra = list(verify_returns(files, workers, progress))
    for file, finding in extra:
        if finding.severity is Severity.ERROR:
            _LOG.warning("%s (%s): %s", file.department, file.name, finding.english)
    return amend(returns, extra)


def _usable_files(returns: Returns) -> list[File[Return]]:
    """List the files whose figures can be used, in reading order."""
    used = {filing.used for filing in returns.usable}
    return [file for file in returns.settlement.files if is_return(file) and file in used]


def amend(returns: Returns, extra: Sequence[tuple[File[Return], Finding]]) -> Returns:
    """Add findings about used files; the status of their departments follows."""
    if not extra:
        return returns
    located = [
        (file, locate_finding(file.item, f, file.department, file.code)) for file, f in extra
    ]
    settlement = add_findings(returns.settlement, located)
    found = sort_findings((*returns.found, *(finding for _, finding in located)))
    return replace(returns, settlement=settlement, found=tuple(found))
