"""Findings of a form's checks, said under the check's id and with its sentence."""

from __future__ import annotations

from dataclasses import replace

from xlreport.base.finding import Finding
from xlreport.form.check_kind import LIBRARY_CHECKS
from xlreport.form.parts import Check

_GRAVE_AS_SAID = frozenset({"BLANK", "BLANK-ENTRY", "FORM", "ENTRY-FORM"})


def said_by(check: Check, finding: Finding) -> Finding:
    """Give a finding of the library's the id, severity, sentence and advice of a check."""
    ruled = ruled_by(check, finding)
    facts = {**ruled.facts} | ({"own_advice": check.advice} if check.advice else {})
    return replace(ruled, code=check.id, entry=finding.code, severity=check.severity, facts=facts)


def ruled_by(check: Check, finding: Finding) -> Finding:
    """Put a finding of reading under a check; it keeps its code, since a check has several.

    The check's advice is about what the check is for, so others keep the library's: an amount
    without a unit is first of all asked for its unit.
    """
    library = LIBRARY_CHECKS.get(check.kind)
    facts = {**finding.facts, "say": check.say}
    if library is not None and check.say != library.say:
        facts["own"] = f"（{check.say}）"
    is_grave_as_said = finding.code in _GRAVE_AS_SAID
    if check.advice and is_grave_as_said:
        facts["own_advice"] = check.advice
    return replace(
        finding,
        rule=check.id,
        severity=check.severity if is_grave_as_said else finding.severity,
        facts=facts,
    )
