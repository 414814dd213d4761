"""Findings of a form's checks, said under the check's id and with its sentence."""

from __future__ import annotations

from dataclasses import replace

from xlreport.base.finding import Finding
from xlreport.form.check_kind import LIBRARY_CHECKS
from xlreport.form.parts import Check

_GRAVE_AS_SAID = frozenset({"BLANK", "BLANK-ENTRY", "FORM", "ENTRY-FORM"})


def said_by(check: Check, finding: Finding) -> Finding:
    """Give a finding of the library's the id, severity, sentence and advice of a check."""
    return replace(
        ruled_by(check, finding), code=check.id, entry=finding.code, severity=check.severity
    )


def ruled_by(check: Check, finding: Finding) -> Finding:
    """Put a finding of reading under a check; it keeps its code, since a check has several."""
    library = LIBRARY_CHECKS.get(check.kind)
    facts = {**finding.facts, "say": check.say}
    if library is not None and check.say != library.say:
        facts["own"] = f"（{check.say}）"
    if check.advice:
        facts["own_advice"] = check.advice
    is_grave_as_said = finding.code in _GRAVE_AS_SAID
    return replace(
        finding,
        rule=check.id,
        severity=check.severity if is_grave_as_said else finding.severity,
        facts=facts,
    )
