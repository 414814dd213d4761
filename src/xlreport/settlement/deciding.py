"""Decisions (处理意见) applied to files: which counts, which does not, which figure is corrected.

They are applied before files are checked and settled, so that a corrected figure is judged like
any other. What fits nothing is kept with the reason, for an officer to see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from xlreport.base.errors import InputError
from xlreport.base.finding import make_finding
from xlreport.base.period import Period
from xlreport.base.text import comparable
from xlreport.form.form import Form
from xlreport.office.decisions import Decision, DecisionKind, Decisions
from xlreport.office.roster import Department, Roster, find_department
from xlreport.reading.one_return import Return, Unread
from xlreport.settlement._correcting import confirmed_cell, corrected, correction_findings
from xlreport.settlement._file_index import FileIndex, index_files
from xlreport.settlement._roster_duties import with_roster_duties
from xlreport.settlement.collected import related_forms
from xlreport.settlement.file import AnyFile, File, Settlement, is_return
from xlreport.settlement.settlement import receive
from xlreport.settlement.status import FileStatus


@dataclass(frozen=True, slots=True)
class Decided:
    """The files after decisions were applied to them, in the same order.

    `chosen` maps the numbers of files that are to be used for their departments to the decisions.
    `unused` are the decisions that fit nothing, each with the reason.
    """

    files: tuple[AnyFile, ...]
    chosen: Mapping[int, Decision] = field(default_factory=dict)
    applied: tuple[Decision, ...] = ()
    unused: tuple[tuple[Decision, str], ...] = ()


def apply_decisions(
    decisions: Decisions | None,
    files: Sequence[AnyFile],
    roster: Roster | None,
    period: Period | None,
    form: Form | None = None,
) -> Decided:
    """Ignore and correct files as decided, and find those that are to be used.

    Figures are corrected in the returns of the form and period that are collected; in those of
    another form where their file is named. A file of no department of the roster belongs to the one
    for which it is to be used.
    """
    if decisions is None:
        return Decided(tuple(files))
    forms = {file.item.form for file in files if is_return(file)}
    kin = forms if form is None else related_forms(form, forms)
    desk = _Desk(list(files), roster, period, kin, index_files(files))
    applied, unused = [], []
    for decision in sorted(decisions.entries, key=_order):
        try:
            _APPLY[decision.kind](desk, decision)
        except InputError as error:
            unused.append((decision, str(error)))
        else:
            applied.append(decision)
    for number, file in enumerate(desk.files):
        if is_return(file) and file.item.corrections:
            told = correction_findings(file.item)
            desk.files[number] = replace(file, findings=(*file.findings, *told))
    return Decided(tuple(desk.files), desk.chosen, tuple(applied), tuple(unused))


def considered_items(
    decisions: Decisions | None, items: Sequence[Unread | Return], roster: Roster | None
) -> Sequence[Unread | Return]:
    """List the items that no decision ignores: by these it is known what is collected."""
    entries = decisions.entries if decisions else ()
    ignoring = tuple(each for each in entries if each.kind is DecisionKind.IGNORE)
    if decisions is None or not ignoring:
        return items
    files = [receive(item, roster, number) for number, item in enumerate(items)]
    decided = apply_decisions(replace(decisions, entries=ignoring), files, roster, None)
    return [file.item for file in decided.files if file.status is not FileStatus.IGNORED]


def leave_idle(decided: Decided, settlement: Settlement) -> Decided:
    """Copy what was decided without the corrections that the file used for a department lacks.

    Such a correction fitted a file that another one has replaced since; it changes no total.
    """
    in_use = {
        correction
        for file in settlement.files
        if is_return(file) and file.status is FileStatus.USED
        for correction in file.item.corrections.values()
    }
    used = {comparable(each.department.code): each.used for each in settlement.filings}
    idle: dict[Decision, str] = {}
    for decision in decided.applied:
        file = used.get(comparable(decision.code))
        is_lacking = decision.kind is DecisionKind.CORRECT and decision not in in_use
        if file and (is_lacking or decision.kind is DecisionKind.CONFIRM):
            why = _why_idle(file, decision)
            if why:
                idle[decision] = why
    if not idle:
        return decided
    return replace(
        decided,
        applied=tuple(each for each in decided.applied if each not in idle),
        unused=(*decided.unused, *idle.items()),
    )


def _why_idle(used: File[Return], decision: Decision) -> str:
    """Say why the file that is used does not have the figure; empty for one that is confirmed."""
    try:
        if decision.kind is DecisionKind.CONFIRM:
            confirmed_cell(used.item, decision)
            return ""
        corrected(used.item, decision)
    except InputError as error:
        return f"{used.name}：{error}"
    return f"“{decision.file or decision.digest}”没有采用，采用的是“{used.name}”"


@dataclass
class _Desk:
    """The files while decisions are applied to them."""

    files: list[AnyFile]
    roster: Roster | None
    period: Period | None
    collected: Set[Form]
    index: FileIndex
    chosen: dict[int, Decision] = field(default_factory=dict)


def _order(decision: Decision) -> int:
    """Put files to ignore first, then those to use: only what is left is corrected."""
    order = DecisionKind.IGNORE, DecisionKind.USE, DecisionKind.CORRECT, DecisionKind.CONFIRM
    return order.index(decision.kind)


def _ignore(desk: _Desk, decision: Decision) -> None:
    numbers = [n for n in _named(desk, decision) if _is_of(desk, n, decision.code)]
    if not numbers:
        raise InputError(f"“{decision.file}”不是单位代码“{decision.code}”的文件")
    told = make_finding("IGNORED", decision=str(decision))
    for number in numbers:
        file = desk.files[number]
        desk.files[number] = replace(
            file, status=FileStatus.IGNORED, findings=(*file.findings, told)
        )


def _use(desk: _Desk, decision: Decision) -> None:
    department = _department(desk, decision.code)
    for number in _named(desk, decision):
        file = desk.files[number]
        if file.status is FileStatus.IGNORED:
            raise InputError(f"“{file.name}”另有意见“不采用”")
        if not is_return(file):
            raise InputError(f"“{file.name}”读不出数据，不能采用")
        if file.owner is not None and file.owner.code != department.code:
            raise InputError(f"“{file.name}”是{file.owner.name}的，不是{department.name}的")
        if file.owner is None:
            desk.files[number] = _owned(file, department, desk.roster)
            desk.index.owners.setdefault(comparable(department.code), []).append(number)
        desk.chosen[number] = decision
        return


def _correct(desk: _Desk, decision: Decision) -> None:
    """Correct a figure in every file of the department that holds the old one."""

    def change(file: File[Return]) -> File[Return]:
        changed = corrected(file.item, decision)
        gone = [finding for finding in file.item.findings if finding not in changed.findings]
        kept = tuple(finding for finding in file.findings if finding not in gone)
        return replace(file, item=changed, findings=kept)

    _change_own(desk, decision, change)


def _confirm(desk: _Desk, decision: Decision) -> None:
    """Find the confirmed figure in a file of the department; the file stays as it is."""

    def keep(file: File[Return]) -> File[Return]:
        confirmed_cell(file.item, decision)
        return file

    _change_own(desk, decision, keep)


def _change_own(
    desk: _Desk, decision: Decision, change: Callable[[File[Return]], File[Return]]
) -> None:
    """Change the files of a department that a decision about a figure fits.

    Raises `InputError` with the last reason where it fits none.
    """
    department = _department(desk, decision.code)
    own = desk.index.owners.get(comparable(department.code), [])
    numbers = [n for n in _named(desk, decision) if n in own] if _names_file(decision) else own
    reason = f"没有收到{department.name}的报送件"
    done = False
    for number in numbers:
        file = desk.files[number]
        if not is_return(file) or file.status is FileStatus.IGNORED:
            continue
        is_collected = file.item.form in desk.collected
        if not is_collected and not _names_file(decision):
            continue
        if is_collected and desk.period is not None and file.item.period != desk.period:
            when = file.item.period.chinese if file.item.period else "没有写明哪一期"
            reason = f"{file.name}：不是{desk.period.chinese}的报送件（{when}）"
            continue
        try:
            desk.files[number] = change(file)
        except InputError as error:
            reason = f"{file.name}：{error}"
            continue
        done = True
    if not done:
        raise InputError(reason)


def _names_file(decision: Decision) -> bool:
    return bool(decision.file or decision.digest)


def _owned(file: File[Return], department: Department, roster: Roster | None) -> File[Return]:
    """Copy a file that no department of the roster had as the department's own."""
    item = with_roster_duties(file.item, department, roster) if roster else file.item
    return replace(file, item=item, owner=department, status=FileStatus.USED)


_APPLY = {
    DecisionKind.IGNORE: _ignore,
    DecisionKind.USE: _use,
    DecisionKind.CORRECT: _correct,
    DecisionKind.CONFIRM: _confirm,
}


def _department(desk: _Desk, code: str) -> Department:
    """Return the department of a code: the roster's, else the owner of a file."""
    if desk.roster is not None:
        found = find_department(desk.roster, code=code)
    else:
        numbers = desk.index.owners.get(comparable(code), ())
        found = desk.files[numbers[0]].owner if numbers else None
    if found is None:
        where = "单位名录" if desk.roster is not None else "收到的文件"
        raise InputError(f"{where}中没有单位代码“{code}”")
    return found


def _is_of(desk: _Desk, number: int, code: str) -> bool:
    """Tell whether a file may be that of a department: not if it is another's."""
    owner = desk.files[number].owner
    return not code or owner is None or comparable(owner.code) == comparable(code)


def _named(desk: _Desk, decision: Decision) -> list[int]:
    """List the numbers of the files that a decision names: by content, else by name.

    Raises `InputError` where there is none, where its content has changed, and where several
    files of different content have the name.
    """
    of_name = desk.index.named(decision.file)
    if decision.digest:
        of_content = desk.index.of_content(decision.digest)
        if of_content:
            return of_content
        if of_name:
            raise InputError(f"“{decision.file}”的内容与作出意见时不同（文件校验不符），请重新决定")
        raise InputError(f"没有收到文件校验是“{decision.digest}”的文件")
    if not of_name:
        raise InputError(f"没有收到文件“{decision.file}”")
    if len({desk.files[n].item.sha256 for n in of_name}) > 1:
        raise InputError(f"有 {len(of_name)} 个文件叫“{decision.file}”，请填写文件校验")
    return of_name
