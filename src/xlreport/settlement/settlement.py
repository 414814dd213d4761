"""The settlement: the status of every file and department; the latest file is not always used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from xlreport.base.errors import InputError
from xlreport.base.finding import Finding, make_finding
from xlreport.base.period import Period
from xlreport.base.text import comparable
from xlreport.checks.edition import edition_finding
from xlreport.form.form import Form
from xlreport.office.decisions import Decision
from xlreport.office.file_names import SpokenNames, named_in_file, spoken_names
from xlreport.office.roster import (
    Department,
    Roster,
    find_department,
    unlisted_department,
)
from xlreport.reading.one_return import Return, Unread
from xlreport.settlement._preferences import check_preferences
from xlreport.settlement._roster_duties import with_roster_duties
from xlreport.settlement._twins import twins
from xlreport.settlement._wrong_period import period_finding
from xlreport.settlement.amended import judge_file
from xlreport.settlement.collected import related_forms
from xlreport.settlement.differences import figures_of
from xlreport.settlement.file import AnyFile, File, Filing, Settlement, is_named, is_return
from xlreport.settlement.rivals import (
    Settled,
    conflicting,
    duplicates,
    revised,
    saved_later,
    with_findings,
    with_status,
)
from xlreport.settlement.status import DepartmentStatus, FileStatus


def receive(item: Unread | Return, roster: Roster | None, number: int) -> AnyFile:
    """Make a file of a return or unread file, as if it were the only one of its department.

    Its findings are those of reading, after the one about another edition. `number` is its index
    in reading order, which is the order of departments without a roster.
    """
    department = owner(roster, item, number)
    if isinstance(item, Return) and roster is not None and department is not None:
        item = with_roster_duties(item, department, roster)
    edition = edition_finding(item)
    findings = item.findings if edition is None else (edition, *item.findings)
    if isinstance(item, Unread):
        status = FileStatus.UNREADABLE
    else:
        status = FileStatus.NOT_ON_ROSTER if department is None else FileStatus.USED
    return File(item, department, findings, status)


def settle(
    files: Sequence[AnyFile],
    *,
    roster: Roster | None,
    period: Period | None,
    prefer: Mapping[str, str],
    form: Form | None = None,
    chosen: Mapping[int, Decision] | None = None,
) -> Settlement:
    """Settle files and departments, and add findings about the identity and choice of files.

    `form` and `period` are those that are collected, `prefer` maps a department's code to the file
    that an officer chose, `chosen` the numbers of files that are to be used to the decisions of the
    county. Departments have the status of their return of this form, or of another edition of it;
    of every other form a department may have sent a return as well. Without a roster the
    departments are those that reported. Raises `InputError` for a preference that names no such
    department or file.
    """
    departments = {d.code: d for d in roster.departments} if roster else {}
    names = spoken_names(departments.values())
    forms = {file.item.form for file in files if is_return(file)}
    collected = forms if form is None else related_forms(form, forms)
    identified = [
        # A form beside the collected one may be of other periods.
        _identified(file, names, period if file.item.form in collected else None)
        if is_return(file) and file.status is not FileStatus.IGNORED
        else file
        for file in files
    ]
    decided = {identified[number]: decision for number, decision in (chosen or {}).items()}
    groups: dict[str, list[File[Return]]] = defaultdict(list)
    beside: dict[tuple[str, frozenset[Form]], list[File[Return]]] = defaultdict(list)
    for file in identified:
        if not is_return(file) or file.status is FileStatus.IGNORED or file.owner is None:
            continue
        if file.item.form in collected:
            departments.setdefault(file.owner.code, file.owner)
            groups[file.owner.code].append(file)
        else:
            beside[file.owner.code, related_forms(file.item.form, forms)].append(file)
    check_preferences(prefer, departments, groups)
    settled: Settled = {}
    for code in departments:
        settled |= _choose(groups.get(code, []), period, prefer.get(code, ""), decided)
    for others in beside.values():
        settled |= _choose(others, None, "", decided)
    settled |= twins(settled)
    filings = [
        _filing(department, [settled[file] for file in groups.get(code, [])])
        for code, department in departments.items()
    ]
    return Settlement(tuple(settled.get(file, file) for file in identified), tuple(filings))


def refuse_period(form: Form, period: Period) -> None:
    """Raise `InputError` for a period of another kind than the form's."""
    if period.kind is not form.period:
        example = Period(period.year, form.period)
        raise InputError(
            f"{form.name}按{form.period.chinese}报送，没有 {period.spaced}的报告；"
            f"请写明{form.period.caption}，如 {example}。"
        )


def owner(roster: Roster | None, item: Unread | Return, number: int) -> Department | None:
    """Find the department of a return; without a roster, the one it names itself."""
    if roster is not None:
        return find_department(roster, code=item.code, name=item.department)
    name = item.department or item.file
    return unlisted_department(item.code or name, name, number)


def _filing(department: Department, files: Sequence[File[Return]]) -> Filing:
    used = next((file for file in files if file.status is FileStatus.USED), None)
    if used is not None:
        return Filing(department, judge_file(used), used)
    return Filing(department, DepartmentStatus.CONFLICT if files else DepartmentStatus.MISSING)


def _identified(file: File[Return], names: SpokenNames, period: Period | None) -> File[Return]:
    """Copy a file with the findings about whose it is and of which period."""
    if file.owner is None:
        facts = {"name": file.item.department or "（空白）", "code": file.item.code}
        return with_findings(file, make_finding("NOT-ON-ROSTER", **facts))
    return with_findings(file, *_identity(file.item, file.owner, names, period))


def _identity(
    item: Return, department: Department, names: SpokenNames, period: Period | None
) -> Iterator[Finding]:
    """Yield findings for a period, name or file name that differs from the period or department."""
    wrong_period = period_finding(item, period)
    if wrong_period is not None:
        yield wrong_period
    official = department.name, *department.variants
    if item.department and not _is_one_of(item.department, official):
        facts = {"name": item.department, "code": department.code, "official": department.name}
        yield make_finding("NAME-DISAGREES", **facts)
    file = item.source.member or item.source.path.name
    others = named_in_file(names, file)
    if others and department not in others:
        facts = {"name": others[0].name, "official": department.name}
        yield make_finding("FILENAME-DISAGREES", **facts)


def _is_one_of(name: str, official: Sequence[str]) -> bool:
    return name in official or comparable(name) in map(comparable, official)


def _choose(
    files: Sequence[File[Return]],
    period: Period | None,
    preferred: str,
    decided: Mapping[AnyFile, Decision],
) -> Settled:
    """Choose among the files of one department; a tie of different figures is a conflict.

    Of the files of the right period the newest revision is used. Of equal figures it is the file
    with the most explanations: a clerk may send them in afterwards.
    """
    if not files:
        return {}
    named = [file for file in files if is_named(file, preferred) or file in decided]
    if named:
        return _prefer(named[0], files, decided.get(named[0]))
    right = [file for file in files if period is None or file.item.period == period] or files
    newest = max(file.item.revision for file in right)
    rivals = [file for file in right if file.item.revision == newest]
    rivals.sort(key=lambda file: -len(file.item.explanations))
    first = rivals[0]
    others = rivals[1:]
    different = [file for file in others if figures_of(file.item) != figures_of(first.item)]
    settled = conflicting(rivals, different) if different else duplicates(rivals)
    superseded = [file for file in files if file not in rivals]
    told: dict[File[Return], Finding | None] = {
        file: None if different else saved_later(file, first) for file in superseded
    }
    for file, later in told.items():
        finding = later or make_finding("SUPERSEDED", other=first.name)
        settled[file] = with_status(file, FileStatus.SUPERSEDED, finding)
    new = [later for later in told.values() if later]
    if not different and not new:
        new = [*filter(None, [revised(first, superseded)])]
    settled[first] = with_findings(settled[first], *new)
    return settled


def _prefer(
    chosen: File[Return], files: Sequence[File[Return]], decision: Decision | None
) -> Settled:
    """Use the file that an officer chose, and no other; warn where others came after that."""
    others = [file for file in files if file is not chosen]
    finding = make_finding("SET-ASIDE", other=chosen.name)
    settled: Settled = {file: with_status(file, FileStatus.SUPERSEDED, finding) for file in others}
    settled[chosen] = chosen
    if others:
        names = "、".join(file.name for file in others)
        settled[chosen] = with_findings(chosen, make_finding("PREFERRED", other=names))
    later = [file.name for file in others if decision and _is_later(file.item, chosen, decision)]
    if later:
        facts = {"other": "、".join(later), "decision": str(decision)}
        settled[chosen] = with_findings(
            settled[chosen], make_finding("DECISION-OVERTAKEN", **facts)
        )
    return settled


def _is_later(item: Return, chosen: File[Return], decision: Decision) -> bool:
    """Tell whether a return with other figures was revised or saved after a decision was made."""
    saved_later = item.modified[:10] > str(decision.day)
    is_newer = item.revision > chosen.item.revision or saved_later
    return is_newer and figures_of(item) != figures_of(chosen.item)
