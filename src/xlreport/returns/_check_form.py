"""The checks of all returns of one form at once: rules, named checks and schemas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from xlreport.base.finding import Finding, Severity
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import check_returns
from xlreport.checks.proof import schema_findings
from xlreport.form.form import Form
from xlreport.form.measure import Values
from xlreport.office.roster import Roster
from xlreport.past.last_year import Earlier, earlier_rows
from xlreport.reading.one_return import Return
from xlreport.settlement.file import AnyFile, File, is_return
from xlreport.settlement.rivals import with_findings

_AT_ONCE: Final = 1_000  # returns: enough that each costs little, and their arrays a few megabytes


def check_files(
    files: Sequence[AnyFile], roster: Roster | None, before: Earlier | None
) -> list[AnyFile]:
    """Copy files with the findings of the checks, all returns of a form checked together."""
    groups: dict[Form, list[File[Return]]] = defaultdict(list)
    for file in files:
        if is_return(file):
            groups[file.item.form].append(file)
    checked: dict[AnyFile, AnyFile] = {}
    for form, group in groups.items():
        checked |= zip(group, _check_form(form, group, roster, before), strict=True)
    return [checked.get(file, file) for file in files]


def _check_form(
    form: Form, files: Sequence[File[Return]], roster: Roster | None, before: Earlier | None
) -> list[File[Return]]:
    """Check all returns of one form, so many at a time."""
    last = _last_rows(form, files, roster, before)
    chunks = [slice(first, first + _AT_ONCE) for first in range(0, len(files), _AT_ONCE)]
    return [file for chunk in chunks for file in _check_some(form, files[chunk], last[chunk])]


def _check_some(
    form: Form, files: Sequence[File[Return]], last: Sequence[Values | None]
) -> list[File[Return]]:
    """Check returns of one form by rules, named checks and schemas."""
    items = [file.item for file in files]
    levels = [file.owner.level if file.owner else "" for file in files]
    arrays = make_arrays(form, items, last)
    findings: list[list[Finding]] = [[] for _ in files]
    for number, finding in check_returns(items, arrays, levels):
        findings[number].append(finding)
    wrong = {
        number
        for number, item in enumerate(items)
        if _has_error(item.findings) or _has_error(findings[number])
    }
    for number, finding in schema_findings(items, arrays, wrong):
        findings[number].append(finding)
    return [with_findings(file, *more) for file, more in zip(files, findings, strict=True)]


def _last_rows(
    form: Form, files: Sequence[File[Return]], roster: Roster | None, before: Earlier | None
) -> list[Values | None]:
    """List the row of earlier figures of each file's department, None where there are none."""
    rows: list[Values | None] = [None] * len(files)
    for period in dict.fromkeys(file.item.period for file in files):
        own = [
            number for number, file in enumerate(files) if file.owner and file.item.period == period
        ]
        owners = [owner for number in own if (owner := files[number].owner)]
        found = earlier_rows(before, form, period, owners, roster)
        for number, row in zip(own, found, strict=True):
            rows[number] = row
    return rows


def _has_error(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
