"""The most important of many findings, to head a list of hundreds.

An officer has time for five sentences: the errors that stop the most departments come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlreport.base.finding import Finding, Severity, rank_in_file

_MOST = 5
_OF_FILES = frozenset({"CONFLICT"})  # they name cells, and yet stop the whole file


@dataclass(frozen=True, slots=True)
class Matter:
    """Findings by the same rule: the index of the first one, and how many departments have it.

    A file that belongs to no department counts as one.
    """

    index: int
    departments: int


def most_important(findings: Sequence[Finding]) -> list[Matter]:
    """List at most five matters, the most important first, without notices and replaced files.

    Errors precede warnings and whole files precede cells; then more departments precede fewer,
    and the order of `findings` decides the rest.
    """
    first: dict[tuple[Severity, bool, str], int] = {}
    departments: dict[tuple[Severity, bool, str], set[str]] = {}
    for index, finding in enumerate(findings):
        if finding.replaced:
            continue
        kind = (finding.severity, _is_of_cells(finding), finding.rule or finding.code)
        first.setdefault(kind, index)
        departments.setdefault(kind, set()).add(finding.department or finding.file)
    kinds = [kind for kind in first if kind[0] is not Severity.INFO]
    kinds.sort(key=lambda kind: (kind[0].rank, kind[1], -len(departments[kind]), first[kind]))
    return [Matter(first[kind], len(departments[kind])) for kind in kinds[:_MOST]]


def by_importance(findings: Iterable[Finding]) -> list[Finding]:
    """Order the findings about one file: a wrong form, then errors; the whole file before cells."""
    return sorted(findings, key=lambda each: (*rank_in_file(each), _is_of_cells(each)))


def _is_of_cells(finding: Finding) -> bool:
    return bool(finding.cells) and finding.code not in _OF_FILES


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count the findings of each severity, errors first, without those that are replaced."""
    counts = Counter(finding.severity for finding in findings if not finding.replaced)
    return {severity: counts[severity] for severity in Severity}


def say_counts(findings: Iterable[Finding]) -> str:
    """Return the numbers of errors, warnings and notices as text: 错误 1，警告 0，提示 2."""
    counts = count_severities(findings).items()
    return "，".join(f"{severity.chinese} {count}" for severity, count in counts)
