"""Checks of one's own over the files received, each department once at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlreport.base.finding import Severity
from xlreport.checks.own import OWN_CHECK, OwnCheck, own_findings
from xlreport.form.form import Form
from xlreport.reading.one_return import Return
from xlreport.settlement.file import AnyFile, File, is_return


def check_by_own(files: Sequence[AnyFile], checks: Sequence[OwnCheck]) -> list[AnyFile]:
    """Copy files with what the checks find in them.

    A check gets all returns of a form together. Where a department has sent several files, it gets
    the others afterwards, since each department is in its frames once.
    """
    if not checks:
        return list(files)
    rounds: dict[tuple[Form, int], dict[str, File[Return]]] = defaultdict(dict)
    for file in files:
        if is_return(file):
            code = _code(file)
            number = 0
            while code in rounds[file.item.form, number]:
                number += 1
            rounds[file.item.form, number][code] = file
    new: dict[AnyFile, AnyFile] = {}
    for (form, _), group in rounds.items():
        names = {code: file.department for code, file in group.items()}
        own = list(group.values())
        for check in checks:
            for number, finding in own_findings(check, form, names, [f.item for f in own]):
                own[number] = replace(own[number], findings=(*own[number].findings, finding))
        new |= zip(group.values(), own, strict=True)
    return [new.get(file, file) for file in files]


def own_severities(files: Sequence[AnyFile]) -> Mapping[str, set[Severity]]:
    """Map the ids of checks of one's own to the severities of what they have found."""
    severities: dict[str, set[Severity]] = defaultdict(set)
    for finding in (finding for file in files for finding in file.findings):
        if finding.entry == OWN_CHECK:
            severities[finding.code].add(finding.severity)
    return severities


def _code(file: File[Return]) -> str:
    """Return the code of a file's department; else its name, or that of the file."""
    return (file.owner.code if file.owner else file.item.code) or file.department or file.name
