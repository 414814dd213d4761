"""What matters most among many findings, so that a list of hundreds begins with a page to act on.

An officer has time for five sentences: what stops the most departments, the gravest first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlreport.base.finding import Finding, Severity, place_within_file

_MOST = 5


@dataclass(frozen=True, slots=True)
class Matter:
    """Is findings of one kind: the place of the first in their list, and whom it concerns.

    `departments` counts those that share it; a file of nobody counts as a department.
    """

    index: int
    departments: int


def most_important(found: Sequence[Finding]) -> list[Matter]:
    """List at most five matters, the most important first; neither a notice nor what is replaced.

    Findings by the same rule are one matter. Errors stand before warnings, what concerns a whole
    file before what concerns a cell, then what more departments share, then what is listed first.
    """
    first: dict[tuple[Severity, bool, str], int] = {}
    whose: dict[tuple[Severity, bool, str], set[str]] = {}
    for index, finding in enumerate(found):
        if finding.replaced:
            continue
        kind = (finding.severity, bool(finding.cells), finding.rule or finding.code)
        first.setdefault(kind, index)
        whose.setdefault(kind, set()).add(finding.department or finding.file)
    kinds = [kind for kind in first if kind[0] is not Severity.INFO]
    kinds.sort(key=lambda kind: (kind[0].rank, kind[1], -len(whose[kind]), first[kind]))
    return [Matter(first[kind], len(whose[kind])) for kind in kinds[:_MOST]]


def by_importance(found: Iterable[Finding]) -> list[Finding]:
    """Order the findings about one file: its form, errors, the whole file before its cells."""
    return sorted(found, key=lambda each: (*place_within_file(each), bool(each.cells)))


def count_severities(found: Iterable[Finding]) -> dict[Severity, int]:
    """Count findings that are not replaced by severity, the gravest first, also where it is 0."""
    counts = Counter(finding.severity for finding in found if not finding.replaced)
    return {severity: counts[severity] for severity in Severity}


def say_counts(found: Iterable[Finding]) -> str:
    """Say how many errors, warnings and notices there are: 错误 1，警告 0，提示 2."""
    counts = count_severities(found).items()
    return "，".join(f"{severity.chinese} {count}" for severity, count in counts)
