"""What became of a file: its status, and of a used file whether its figures are added up.

The words are the same on every face, and the numbers of files add up to all files.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xlreport.base.finding import Severity
from xlreport.base.public import public
from xlreport.base.sign import Sign
from xlreport.settlement.file import AnyFile, Filing
from xlreport.settlement.status import FileStatus


@public
class FileUse(StrEnum):
    """What became of a file that was used for its department.

    Its figures are counted, not counted by the roster, or returned for correction; a return of
    another form than the collected one is beside.
    """

    COUNTED = "counted"
    NOT_COUNTED = "not counted"
    RETURNED = "returned for correction"
    BESIDE = "of another form"

    @property
    def chinese(self) -> str:
        """The words an officer sees."""
        return _WORDS[self]

    @property
    def sign(self) -> Sign:
        """The sign before the words."""
        return _SIGNS.get(self, Sign.ASIDE)


Use = FileUse | FileStatus
"""What became of any file: the use of a used one, the status of every other."""

_WORDS = {
    FileUse.COUNTED: "计入汇总",
    FileUse.NOT_COUNTED: "不计入汇总",
    FileUse.RETURNED: "退回修改",
    FileUse.BESIDE: "另一种报表",
}
_SIGNS = {FileUse.COUNTED: Sign.DONE, FileUse.RETURNED: Sign.OPEN}
WHY_NOT_USED = frozenset(
    {
        "FILE-BESIDE",
        "IGNORED",
        "DUPLICATE",
        "SUPERSEDED",
        "SUPERSEDED-LATER",
        "SET-ASIDE",
        "CONFLICT",
        "CONFLICT-TOLD",
    }
)
"""Codes of the findings that say why a file is not used."""


def use_of(file: AnyFile, filings: Mapping[AnyFile, Filing]) -> Use:
    """Tell what became of a file; `filings` maps the used files of departments to these."""
    if file.status is not FileStatus.USED:
        return file.status
    filing = filings.get(file)
    if filing is None:
        return FileUse.BESIDE
    if not filing.status.added_up:
        return FileUse.RETURNED
    return FileUse.COUNTED if filing.department.counted else FileUse.NOT_COUNTED


def reason_of(file: AnyFile, use: Use) -> str:
    """Say in one sentence why a file is not counted; empty for one that is, or is beside."""
    if use is FileUse.RETURNED:
        errors = sum(finding.severity is Severity.ERROR for finding in file.findings)
        return f"错误 {errors} 处"
    if use is FileUse.NOT_COUNTED:
        return "按名录不计入汇总"
    if isinstance(use, FileUse) or not file.findings:
        return ""
    chosen = (finding for finding in file.findings if finding.code in WHY_NOT_USED)
    return next(chosen, file.findings[0]).message
