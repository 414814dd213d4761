"""The findings of a file as they are told: explained, located, in reading order."""

from __future__ import annotations

from dataclasses import replace

from xlreport.base.finding import rank_in_file
from xlreport.reading.explanations import explained
from xlreport.reading.one_return import Item, locate_finding
from xlreport.settlement.file import File
from xlreport.settlement.status import FileStatus

# Another file is used instead, or the county decided not to use it.
_REPLACED = {FileStatus.DUPLICATE, FileStatus.SUPERSEDED, FileStatus.IGNORED}


def finish_findings(file: File[Item]) -> File[Item]:
    """Copy a file with its findings explained, located and in reading order."""
    if not file.findings:
        return file
    replaced = file.status in _REPLACED
    owner = file.department, file.code
    findings = [
        locate_finding(file.item, explained(file.item, f), *owner, replaced=replaced)
        for f in file.findings
    ]
    return replace(file, findings=tuple(sorted(findings, key=rank_in_file)))
