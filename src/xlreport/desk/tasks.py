"""What remains to be done, in order: what stops the totals first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport.base.finding import Finding, Severity, listed, quotable
from xlreport.base.public import public
from xlreport.base.sign import Sign
from xlreport.base.text import one_line
from xlreport.desk.board_line import BoardFile, BoardLine, all_of_unknown_form, of_unknown_form
from xlreport.office.decisions import Decision
from xlreport.returns.unusual import Unusual
from xlreport.settlement.status import UNOPENED, DepartmentStatus, FileStatus


@public
@dataclass(frozen=True, slots=True)
class Task:
    """One thing that remains to be done: a sign, and a sentence that names whom it is about."""

    sign: Sign
    text: str

    __repr__ = one_line(lambda it: it.text)


def tasks_of(
    lines: Sequence[BoardLine],
    strays: Sequence[BoardFile],
    undecided: Sequence[tuple[Decision, str]],
    unusual: Sequence[Unusual],
) -> Iterator[Task]:
    """Yield what an officer has still to do, the most urgent first.

    `strays` are the files of nobody, `undecided` the decisions that fit nothing, `unusual` the
    figures to look at, the weightiest first.
    """
    unknown = [
        *of_unknown_form(strays),
        *(f for line in lines for f in of_unknown_form(line.dead)),
    ]
    if unknown:
        yield Task(Sign.OPEN, _say_unknown([file.file.name for file in unknown]))
    for word, sentence in _ASKED.items():
        open_lines = [line for line in lines if line.word == word and not _waits_for_form(line)]
        if open_lines:
            yield Task(Sign.OPEN, sentence.format(_count(open_lines)) + _names(open_lines))
    for file_status, sentence in _FILES.items():
        files = [
            file.file.name
            for file in strays
            if file.use is file_status
            and not file.file.item.source.passed_over
            and file not in unknown
        ]
        if files:
            yield Task(file_status.sign, sentence.format(len(files)) + listed(files))
    for decision, reason in undecided:
        yield Task(Sign.DOUBT, f"核对处理意见第 {decision.line} 行，没有用上：{quotable(reason)}")
    accepted = {line.department.code for line in lines if not line.is_open}
    doubtful = [
        each
        for each in unusual
        if each.department.code in accepted and not (each.answer or each.waiver)
    ]
    if doubtful:
        yield Task(Sign.DOUBT, _say_unusual(doubtful))
    warnings = [
        (line, point)
        for line in lines
        if not line.is_open
        for point in line.points
        if point.severity is Severity.WARNING
    ]
    if warnings:
        yield Task(Sign.DOUBT, _say_warnings(warnings))


_ASKED: Mapping[str, str] = {
    DepartmentStatus.MISSING.chinese: "催报 {}：",
    UNOPENED: "请 {}重新发送，收到的文件打不开：",
    DepartmentStatus.CONFLICT.chinese: "请 {}确认以哪份报送件为准：",
    DepartmentStatus.RETURNED.chinese: "退回 {}更正：",
}
_FILES: Mapping[FileStatus, str] = {
    FileStatus.UNREADABLE: "弄清 {} 个无法读取的文件是哪个单位的，请其重新发送：",
    FileStatus.NOT_ON_ROSTER: "核对 {} 个不在名录的文件：",
}


def _waits_for_form(line: BoardLine) -> bool:
    """Tell whether what came from a department can be read once the file of its form is named."""
    return line.word == UNOPENED and all_of_unknown_form(line.dead)


def _say_unknown(files: Sequence[str]) -> str:
    """Say which files are of a form that is not known: a county's own must be named."""
    own = "自己编写的，用 xlreport check --form 写明格式文件，重新审核"
    todo = f"{own}；不是的，请这些单位换用本次下发的报送表"
    return f"认不出 {len(files)} 个文件的报表格式（{todo}）：{listed(files)}"


def _count(lines: Sequence[BoardLine]) -> str:
    """Count departments; the verdict does not count those that are not added up, so name them."""
    others = sum(not line.department.counted for line in lines)
    return f"{len(lines)} 个单位" + (f"（其中 {others} 个不计入汇总）" if others else "")


def _names(lines: Sequence[BoardLine]) -> str:
    """Name departments, each with its contact."""
    return listed([f"{line.department.name} {line.contact}".strip() for line in lines])


def _say_unusual(figures: Sequence[Unusual]) -> str:
    """Say how many unusual figures nobody has explained, and why the weightiest is one."""
    first = figures[0]
    where = f"{quotable(first.department.name)} {first.at.place}（{first.cell.labels}）"
    all_in = "全部见审核结果和汇总表的“审核重点”；核对无误的，处理意见填“属实”"
    return f"核实 {len(figures)} 个很不寻常的数（{all_in}），影响最大的：{where}，{first.reason}"


def _say_warnings(warnings: Sequence[tuple[BoardLine, Finding]]) -> str:
    """Say how many warnings accepted departments have, and which kind most of them have."""
    kinds: dict[str, dict[str, Finding]] = defaultdict(dict)
    for line, point in warnings:
        kinds[point.rule or point.code].setdefault(line.department.code, point)
    most = max(kinds.values(), key=len)
    first = next(iter(most.values()))
    shared = "，如" if len(warnings) > 1 else "："
    if len(most) > 1:
        shared = f"，其中 {len(most)} 个单位有同一类的，如"
    counted = f"核实已通过单位的 {len(warnings)} 条警告"
    return f"{counted}{shared}{quotable(first.department)}：{first.message}"
