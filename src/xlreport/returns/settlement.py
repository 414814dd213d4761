"""Who has reported: the status of every file and of every department, never "latest wins"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlreport.base.errors import InputError
from xlreport.base.finding import Finding, Severity, make_finding
from xlreport.form.form import Form
from xlreport.office.roster import Department, Roster, find_department, named_in_file
from xlreport.reading.one_return import Return
from xlreport.returns.status import DepartmentStatus, FileStatus, Filing, Settlement


def settle(
    returns: Sequence[Return],
    found: Sequence[Sequence[Finding]],
    *,
    roster: Roster | None,
    year: int | None,
    prefer: Mapping[str, str],
) -> Settlement:
    """Settle files and departments; `found` are the findings of each file so far.

    `year` is the year that is collected, `prefer` maps a department's code to the file that an
    officer chose. Without a roster the departments are those that reported. Raises
    `InputError` for a preference that names no such department or file.
    """
    files: list[FileStatus] = [FileStatus.UNREADABLE] * len(returns)
    findings: list[tuple[int, Finding]] = []
    groups: dict[str, list[int]] = defaultdict(list)
    departments = {d.code: d for d in roster.departments} if roster else {}
    for number, item in enumerate(returns):
        if item.form is None:
            continue
        department = owner(roster, item, number)
        if department is None:
            files[number] = FileStatus.NOT_ON_ROSTER
            facts = {"name": item.department or "（空白）", "code": item.code}
            findings.append((number, make_finding("NOT-ON-ROSTER", **facts)))
            continue
        departments.setdefault(department.code, department)
        groups[department.code].append(number)
        findings += ((number, finding) for finding in _identity(item, department, roster, year))
    _check_preferences(prefer, departments, groups, returns)
    said: dict[int, list[Finding]] = defaultdict(list)
    for number, finding in findings:
        said[number].append(finding)
    filings = []
    for code, department in departments.items():
        chosen = _choose(groups.get(code, []), returns, year, prefer.get(code, ""))
        for number, became in chosen.files.items():
            files[number] = became
        findings += chosen.findings
        for number, finding in chosen.findings:
            said[number].append(finding)
        status = DepartmentStatus.MISSING if not chosen.files else DepartmentStatus.CONFLICT
        if chosen.used is not None:
            status = _judge(returns[chosen.used], [*found[chosen.used], *said[chosen.used]])
        filings.append(Filing(department, status, chosen.used))
    return Settlement(tuple(files), tuple(filings), tuple(findings))


def collected_year(returns: Sequence[Return]) -> int | None:
    """Tell which year is collected: the one of most returns, None where two are as frequent."""
    years = Counter(item.year for item in returns if item.form and item.year).most_common(2)
    if not years or (len(years) == 2 and years[0][1] == years[1][1]):
        return None
    return years[0][0]


def collected_form(returns: Sequence[Return]) -> Form | None:
    """Tell which form is collected: that of most returns, the newer edition where two tie."""
    counts = Counter(item.form for item in returns if item.form)
    if not counts:
        return None
    return max(counts, key=lambda form: (counts[form], form.first_year))


def owner(roster: Roster | None, item: Return, number: int) -> Department | None:
    """Find whose return it is; without a roster, whoever it says it is from."""
    if roster is not None:
        return find_department(roster, code=item.code, name=item.department)
    name = item.department or item.file
    who = item.code or name, name, "", number, ""
    return Department(*who, counted=True, contact="", predecessors=(), variants=())


@dataclass(frozen=True, slots=True)
class _Choice:
    """Is which of a department's files is used, and what became of the others."""

    files: Mapping[int, FileStatus]
    used: int | None
    findings: Sequence[tuple[int, Finding]] = ()


def _identity(
    item: Return, department: Department, roster: Roster | None, year: int | None
) -> list[Finding]:
    findings = []
    if item.year is None:
        findings.append(make_finding("YEAR-MISSING"))
    elif year is not None and item.year != year:
        facts = {"year": str(item.year), "expected_year": str(year)}
        findings.append(make_finding("WRONG-YEAR", **facts))
    names = Roster("", (department,))
    if item.department and find_department(names, name=item.department) is None:
        facts = {"name": item.department, "code": department.code, "official": department.name}
        findings.append(make_finding("NAME-DISAGREES", **facts))
    file = item.source.member or item.source.path.name
    others = named_in_file(roster, file) if roster else ()
    if others and department not in others:
        facts = {"name": others[0].name, "official": department.name}
        findings.append(make_finding("FILENAME-DISAGREES", **facts))
    return findings


def _choose(
    numbers: Sequence[int], returns: Sequence[Return], year: int | None, preferred: str
) -> _Choice:
    """Choose among the files of one department; what cannot be settled is a conflict."""
    if not numbers:
        return _Choice({}, None)
    named = [n for n in numbers if _is_named(returns[n], preferred)] if preferred else []
    if named:
        return _prefer(named[0], numbers, returns)
    right = [n for n in numbers if year is None or returns[n].year == year] or list(numbers)
    newest = max(returns[number].revision for number in right)
    rivals = [number for number in right if returns[number].revision == newest]
    # Of equal figures the file with the most explanations: a clerk may send them in afterwards.
    rivals.sort(key=lambda number: -len(returns[number].explanations))
    first = rivals[0]
    different = [n for n in rivals if _figures(returns[n]) != _figures(returns[first])]
    if different:
        files = dict.fromkeys(rivals, FileStatus.CONFLICTING)
        findings = [
            (n, _conflict(returns[n], returns[first if n in different else different[0]]))
            for n in rivals
        ]
        used = None
    else:
        files = {first: FileStatus.USED} | dict.fromkeys(rivals[1:], FileStatus.DUPLICATE)
        findings = [(n, make_finding("DUPLICATE", other=returns[first].file)) for n in rivals[1:]]
        used = first
    for number in set(numbers) - set(rivals):
        files[number] = FileStatus.SUPERSEDED
        later = _later(returns[number], returns[first]) if used == first else None
        finding = later or make_finding("SUPERSEDED", other=returns[first].file)
        findings += ((n, finding) for n in ((number, first) if later else (number,)))
    return _Choice(files, used, sorted(findings, key=lambda pair: pair[0]))


def _later(item: Return, used: Return) -> Finding | None:
    """Warn of a return with other figures that was saved after the one that is used."""
    wrong_year = item.year != used.year
    if wrong_year or _figures(item) == _figures(used) or not item.modified > used.modified > "":
        return None
    facts = {"code": used.code}
    for which, file in (("used", used), ("later", item)):
        facts |= {which: file.file, f"{which}_modified": moment_of(file.modified)}
        facts[f"{which}_revision"] = str(file.revision)
    return make_finding("SUPERSEDED-LATER", **facts)


def _prefer(chosen: int, numbers: Sequence[int], returns: Sequence[Return]) -> _Choice:
    files = dict.fromkeys(numbers, FileStatus.SUPERSEDED) | {chosen: FileStatus.USED}
    others = [number for number in numbers if number != chosen]
    names = "、".join(returns[number].file for number in others)
    findings = [(n, make_finding("SET-ASIDE", other=returns[chosen].file)) for n in others]
    if others:
        findings.append((chosen, make_finding("PREFERRED", other=names)))
    return _Choice(files, chosen, findings)


def _is_named(item: Return, preferred: str) -> bool:
    return preferred in (item.file, item.source.member, str(item.source.path))


def _figures(item: Return) -> tuple[object, ...]:
    """Give what two files must have in common to be the same return."""
    seen = {index: item.seen.get(index) for index in item.unreadable}
    return item.form_id, item.year, item.judged, item.nil, frozenset(seen.items())


def _conflict(item: Return, other: Return) -> Finding:
    return make_finding(
        "CONFLICT",
        modified=moment_of(item.modified),
        other=other.file,
        other_modified=moment_of(other.modified),
        code=item.code,
    )


def moment_of(modified: str) -> str:
    """Give a saving time to the minute as a person reads it: 2027-01-08 10:00."""
    return modified[:16].replace("T", " ") or "时间不详"


def _judge(item: Return, findings: Sequence[Finding]) -> DepartmentStatus:
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return DepartmentStatus.RETURNED
    if item.is_nil:
        return DepartmentStatus.NIL
    return (
        DepartmentStatus.WARNINGS if Severity.WARNING in severities else DepartmentStatus.ACCEPTED
    )


def _check_preferences(
    prefer: Mapping[str, str],
    departments: Mapping[str, Department],
    groups: Mapping[str, Sequence[int]],
    returns: Sequence[Return],
) -> None:
    for code, name in prefer.items():
        if code not in departments:
            raise InputError(f"--prefer {code}={name}：单位名录中没有代码“{code}”。")
        named = sum(_is_named(returns[number], name) for number in groups.get(code, []))
        if named > 1:
            raise InputError(
                f"--prefer {code}={name}：有 {named} 个同名文件，请写明文件夹和文件名。"
            )
        if not named:
            files = "、".join(returns[number].file for number in groups.get(code, [])) or "没有"
            raise InputError(
                f"--prefer {code}={name}：该单位的报送件中没有这个文件（现有：{files}）。"
            )
