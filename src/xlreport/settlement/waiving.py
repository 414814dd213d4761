"""Waivers (核准): warnings that the county has approved, with approver, reason and last day.

A rule that is right in general is wrong for one department in one year. Without a record the
same warning comes back with every run until nobody reads warnings any more. An error cannot be
waived: a figure that cannot be right must be corrected.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from xlreport.base.errors import InputError
from xlreport.base.finding import Finding, Severity, catalogue, make_finding
from xlreport.base.period import Period
from xlreport.base.text import comparable
from xlreport.form.check_kind import ENTRIES
from xlreport.form.form import Form
from xlreport.form.library import shipped_forms
from xlreport.office.waivers import Waiver, Waivers
from xlreport.reading.one_return import Item
from xlreport.settlement.file import File, Filing, Settlement, change_files
from xlreport.settlement.status import DepartmentStatus

_LISTED = 30  # characters of a sentence in a list of rules


@dataclass(frozen=True, slots=True)
class Waived:
    """The settlement after waivers were applied, and the waivers that were applied, with counts.

    `unused` are those in force that fit nothing; what has expired or is for another year than
    the one collected is not among them.
    """

    settlement: Settlement
    applied: tuple[Waiver, ...] = ()
    unused: tuple[Waiver, ...] = ()


_COUNTED = "单元格的数与台账一致"


def check_waivers(
    waivers: Waivers, forms: Iterable[Form], own: Mapping[str, set[Severity]] | None = None
) -> None:
    """Raise `InputError` for the first line whose rule is not a warning of any form.

    `own` are the severities of what checks of one's own have found, by id, where there are such
    checks: then every rule that is not known may be one of theirs, which has found nothing today.
    `forms` are those of the returns. Shipped forms count too, since a county keeps its file of
    waivers over the years.
    """
    all_forms = [*forms, *shipped_forms()]
    severities = {**(own or {}), **_severities(all_forms)}
    for waiver in waivers.entries:
        of_rule = severities.get(waiver.rule, set())
        if Severity.WARNING in of_rule or (own is not None and not of_rule):
            continue
        where = f"{waivers.name}：第 {waiver.line} 行：“{waiver.rule}”"
        if Severity.ERROR in of_rule:
            raise InputError(f"{where}是错误；错误不能核准，只能更正。请删除这一行。")
        warned = [rule for rule, kinds in severities.items() if Severity.WARNING in kinds]
        near = get_close_matches(waiver.rule.upper(), warned, n=1, cutoff=0.75)
        if near and waiver.rule not in severities:
            raise InputError(f"{where}不是可以核准的规则；是不是 {near[0]}？")
        sentences = _sentences(all_forms)
        lines = [f"{rule}　{_shortened(sentences[rule])}" for rule in warned]
        raise InputError("\n".join([f"{where}不是可以核准的规则；可以核准的有：", *lines]))


def _sentences(forms: Iterable[Form]) -> Mapping[str, str]:
    """Map rules, checks and codes of findings to their Chinese sentences."""
    sentences = {code: entry.zh for code, entry in catalogue().items()}
    for form in forms:
        sentences |= {check.id: check.say for check in form.checks}
        sentences |= {rule.id: rule.say for rule in form.rules}
        sentences |= {count.id: count.say or _COUNTED for count in form.counts}
        sentences |= {rule.id: rule.say for each in form.lists for rule in each.rules}
    return sentences


def _shortened(sentence: str) -> str:
    """Shorten a sentence for a list, with … for its {placeholders}."""
    plain = re.sub(r"\{[^}]*\}", "…", sentence)
    return plain if len(plain) <= _LISTED else f"{plain[:_LISTED]}…"


def _severities(forms: Iterable[Form]) -> Mapping[str, set[Severity]]:
    """Map rules, checks and codes of findings to their severities, which forms may vary."""
    severities: dict[str, set[Severity]] = {}
    ruled_names = set()
    for form in forms:
        ruled = [(rule.id, rule.severity) for rule in form.rules]
        ruled += [(check.id, check.severity) for check in form.checks]
        ruled += [(count.id, count.severity) for count in form.counts]
        ruled += [(rule.id, rule.severity) for each in form.lists for rule in each.rules]
        for name, severity in ruled:
            severities.setdefault(name, set()).add(severity)
            ruled_names.add(name)
    # A form sets the severities of its checks; the catalogue only proposes them.
    for code, entry in catalogue().items():
        if code not in ruled_names | ENTRIES:
            severities.setdefault(code, set()).add(entry.severity)
    return severities


def apply_waivers(
    waivers: Waivers, settlement: Settlement, collected: Period | None, today: date
) -> Waived:
    """Turn waived warnings into notices that name the waiver.

    `collected` is the period that is collected; a waiver is for a whole year. It is valid until
    the end of its last day; one that would fit but has expired gets a notice, once for each file.
    A department without any warning left is accepted.
    """
    times: Counter[int] = Counter()
    by_code: dict[str, list[Waiver]] = defaultdict(list)
    for waiver in waivers.entries:
        by_code[comparable(waiver.code)].append(waiver)

    def waive(file: File[Item]) -> File[Item]:
        code = file.owner.code if file.owner else file.item.code
        own = by_code[comparable(code)] if comparable(code) else []
        about = sorted((*by_code[""], *own), key=lambda each: each.line)
        fitting = [each for each in about if _is_for(each, file.item.period)]
        findings, lines = _waive(file.findings, fitting, today)
        times.update(lines)
        return replace(file, findings=findings)

    waived = _relieve(change_files(settlement, waive))
    return Waived(
        waived,
        applied=tuple(replace(w, times=times[w.line]) for w in waivers.entries if times[w.line]),
        unused=tuple(
            waiver
            for waiver in waivers.entries
            if not times[waiver.line] and not _is_over(waiver, today)
            if _is_for(waiver, collected)
        ),
    )


def _waive(
    findings: Sequence[Finding], fitting: Sequence[Waiver], today: date
) -> tuple[tuple[Finding, ...], list[int]]:
    """Return the findings of one file anew, and the line of the waiver of each waived one."""
    result, lines = [], []
    expired: dict[int, Waiver] = {}
    for finding in findings:
        about = [waiver for waiver in fitting if waiver.rule in (finding.rule, finding.code)]
        valid = [waiver for waiver in about if not _is_over(waiver, today)]
        if finding.severity is not Severity.WARNING or not about:
            result.append(finding)
        elif valid:
            result.append(replace(finding, severity=Severity.INFO, waiver=str(valid[0])))
            lines.append(valid[0].line)
        else:
            result.append(finding)
            expired |= {waiver.line: waiver for waiver in about}
    return (*result, *map(_expired_finding, expired.values())), lines


def _is_for(waiver: Waiver, period: Period | None) -> bool:
    return waiver.year is None or (period is not None and waiver.year == period.year)


def _is_over(waiver: Waiver, today: date) -> bool:
    return waiver.until is not None and waiver.until < today


def _expired_finding(waiver: Waiver) -> Finding:
    facts = {"rule": waiver.rule, "approver": waiver.approver, "until": str(waiver.until)}
    return make_finding("WAIVER-EXPIRED", **facts)


def _relieve(settlement: Settlement) -> Settlement:
    """Accept the departments whose used file has no warning left."""
    filings = (
        replace(filing, status=DepartmentStatus.ACCEPTED) if _is_relieved(filing) else filing
        for filing in settlement.filings
    )
    return replace(settlement, filings=tuple(filings))


def _is_relieved(filing: Filing) -> bool:
    if filing.status is not DepartmentStatus.WARNINGS or filing.used is None:
        return False
    return all(finding.severity is not Severity.WARNING for finding in filing.used.findings)


def unused_lines(name: str, waivers: Iterable[Waiver]) -> list[str]:
    """List for the officer the waivers that fit no warning, with their lines in the file."""
    return [
        f"{name} 第 {waiver.line} 行没有用上：{_scope(waiver)}没有“{waiver.rule}”的警告。"
        for waiver in waivers
    ]


def _scope(waiver: Waiver) -> str:
    who = f"单位代码“{waiver.code}”" if waiver.code else "各单位"
    return f"{who}{waiver.year}年度" if waiver.year else who
