"""Messages to departments: what each still has to do, in words that can be sent as they are.

A message is short enough for a telephone: a greeting, what is asked, at most five errors, the
file to correct, the deadline and whom to ask. The library sends nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.finding import Finding, is_about_form, listed, quotable
from xlreport.base.public import public
from xlreport.base.text import one_line, say_minute, visible
from xlreport.desk.board import Board
from xlreport.desk.board_line import BoardFile, BoardLine, all_of_unknown_form
from xlreport.office.roster import Department
from xlreport.outgoing.copies import copy_name
from xlreport.settlement.status import UNOPENED, DepartmentStatus, FileStatus

_MOST_ERRORS = 5
_ASTRAY = "FILENAME-DISAGREES"
_LOST = "报送表找不到的，请告诉我们。"
_NO_FILE = f"请按下发的报送表填写，没有发生的填 0，填好后发给我们。{_LOST}"
_SEND_WORKBOOK = "请重新发送填好的 Excel 报送表（不要照片、扫描件或带密码的文件）。"
_CHOOSE = "请告诉我们以哪一份为准；都不对的，请更正后重新报送。"
_EXPLAIN = "“检查”表页有这一项而数字无误的，在“核实说明”中写明原因。"


@public
@dataclass(frozen=True, slots=True)
class Message:
    """What one department is told: whom to reach, a subject and a text.

    `status` is the word for its status, `what` says in short what is asked. `copy` is the name of
    the annotated copy that goes with it, empty where there is none.
    """

    department: Department
    contact: str
    status: str
    what: str
    subject: str
    text: str
    copy: str = ""

    __repr__ = one_line(lambda it: f"{it.department.code} {it.status}: {it.what}")


@checked
def make_messages(board: Board, *, contact: str = "", copies: bool = False) -> tuple[Message, ...]:
    """Make a message to each department of a board that must still report or correct.

    Missing departments come first, each group in official order. `contact` tells whom to ask: the
    county's office, a name, a telephone number. With `copies` each message about errors goes with
    the annotated copy that `annotate` writes. Raises `InputError` for a board made without a
    roster, which alone tells who is missing.
    """
    if not board.has_roster:
        raise InputError("读取报送件时没有写明单位名录，看不出谁没有报送，没有生成催办短信。")
    return tuple(_message(board, line, contact, copies=copies) for line in board.open_lines)


def _message(board: Board, line: BoardLine, contact: str, *, copies: bool) -> Message:
    name = quotable(line.department.name)
    errors = line.errors if line.filing.used else ()
    what = f"{board.period.title if board.period else ''}{board.title}"
    copy = _copy_of(line, errors) if copies else ""
    match line.status:
        case DepartmentStatus.MISSING:
            astray = _filled_in_for_another(board, line.department.name)
            missing = _lines_of_missing(line, what, astray)
            asked = _lines_of_dead(line.dead, what) if line.dead else missing
        case DepartmentStatus.CONFLICT:
            asked = _lines_of_conflict(line, what)
        case _:
            asked = _lines_of_errors(line, errors, what, copy)
    paragraphs = [f"{name}：您好！", *asked, _deadline(board), _ask(contact)]
    return Message(
        department=line.department,
        contact=line.contact,
        status=line.word,
        what=_in_short(line, errors),
        subject=f"{what}：{_SUBJECTS[line.status]}（{name}）",
        text=visible("\n".join(filter(None, paragraphs))),
        copy=copy,
    )


_SUBJECTS = {
    DepartmentStatus.MISSING: "请尽快报送",
    DepartmentStatus.CONFLICT: "请确认以哪一份为准",
    DepartmentStatus.RETURNED: "请更正后重新报送",
}


def _filled_in_for_another(board: Board, name: str) -> Finding | None:
    """Return the finding about a file named after a department that has another's template."""
    points = (point for line in board.lines for point in line.points)
    return next((p for p in points if p.code == _ASTRAY and p.facts["name"] == name), None)


def _lines_of_missing(line: BoardLine, what: str, astray: Finding | None) -> Iterator[str]:
    """Yield that nothing has come, or nothing that counts, as of a file that went `astray`."""
    if line.files:
        yield f"贵单位的{what}，我们收到了“{quotable(line.files[0].file.name)}”，但没有采用。"
        yield "请重新报送填好的 Excel 报送表；不清楚为什么没有采用的，请问我们。"
    elif astray:
        official = astray.facts["official"]
        yield f"我们还没有收到贵单位的{what}：“{quotable(astray.file)}”用的是“{official}”的报送表。"
        yield f"是贵单位填的，请在贵单位自己的报送表上重新填写、报送。{_LOST}"
    else:
        yield f"我们还没有收到贵单位的{what}。{_NO_FILE}"


def _lines_of_dead(files: Sequence[BoardFile], what: str) -> Iterator[str]:
    came = f"贵单位的{what}，我们收到了{_named_first(files)}，但"
    if all_of_unknown_form(files):
        yield f"{came}不是本次下发的报送表。"
        yield f"请在本次下发的报送表上填写，重新发送。{_LOST}"
    else:
        yield f"{came}打不开：{files[0].why}"
        yield _SEND_WORKBOOK


def _named_first(files: Sequence[BoardFile]) -> str:
    more = f"等 {len(files)} 个文件" if len(files) > 1 else ""
    return f"“{quotable(files[0].file.name)}”{more}"


def _lines_of_conflict(line: BoardLine, what: str) -> Iterator[str]:
    rivals = [file for file in line.files if file.use is FileStatus.CONFLICTING]
    yield f"贵单位的{what}，我们收到了 {len(rivals)} 份，数字不同，都还没有采用："
    for number, file in enumerate(rivals[:_MOST_ERRORS], 1):
        yield f"{number}. “{quotable(file.file.name)}”{_saved(file.saved)}"
    differs = next((point for point in line.points if point.code == "CONFLICT"), None)
    if differs is not None and differs.facts.get("changes"):
        order = differs.facts["order"].replace("本文件", f"“{differs.file}”")
        places = f"{differs.facts['changes']}；{differs.facts['rest']}"
        yield f"不同的地方（{quotable(order)}）：{visible(places)}。"
    yield _CHOOSE


def _lines_of_errors(
    line: BoardLine, errors: Sequence[Finding], what: str, copy: str
) -> Iterator[str]:
    """Yield what is wrong with a returned file, and which file is to be corrected."""
    used = line.files[0]
    came = f"贵单位的{what}“{quotable(used.file.name)}”{_saved(used.saved)}"
    yield f"{came}收到了，有 {len(errors)} 处需要更正："
    for number, error in enumerate(errors[:_MOST_ERRORS], 1):
        yield f"{number}. {error.message}{error.advice}"
    more = len(errors) - _MOST_ERRORS
    if more > 0:
        yield f"还有 {more} 处，{'见退回件的“问题清单”' if copy else '更正时请一并核对'}。"
    if line.doubts:
        where = "（见退回件的“问题清单”）" if copy else ""
        yield f"另有 {len(line.doubts)} 处请核实{where}：有错就改；{_EXPLAIN}"
    if line.dead:
        beside = "是扫描件的不用重发，是更正后的报送表的请重发"
        yield f"另外，{_named_first(line.dead)}打不开：{beside}。"
    if not is_about_form(errors[0]):  # else the error itself says which workbook to fill in
        where = f"请在随附的退回件“{copy}”上更正" if copy else "请在原文件上更正"
        yield f"{where}，不要另建表格，改好后重新报送。"


def _saved(saved: datetime | None) -> str:
    return f"（{say_minute(saved)} 保存）" if saved else ""


def _copy_of(line: BoardLine, errors: Sequence[Finding]) -> str:
    """Return the name of the annotated copy to correct; a conflict and a wrong form have none."""
    used = line.filing.used
    is_of_use = used is not None and errors and not is_about_form(errors[0])
    return copy_name(line.department, used.item) if used and is_of_use else ""


def _deadline(board: Board) -> str:
    """Say until when, and by how much that is over by the time of the check."""
    if board.deadline is None:
        return ""
    shown = _day(board.deadline)
    late = (board.checked.date() - board.deadline).days if board.checked else 0
    if late > 0:
        return f"报送截止日期是{shown}，已经超过 {late} 天，请尽快办理。"
    return f"请在{shown}前办理。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _ask(contact: str) -> str:
    return f"有疑问请联系：{contact}。" if contact else ""


def _in_short(line: BoardLine, errors: Sequence[Finding]) -> str:
    """Say in one line what a department is told, for the list and the log."""
    if line.word == UNOPENED:
        what = "不是本次下发的报送表" if all_of_unknown_form(line.dead) else "打不开"
        return f"{what}：{listed([file.file.name for file in line.dead])}"
    if not errors or line.status is not DepartmentStatus.RETURNED:
        return line.word
    places = dict.fromkeys(e.place for e in errors if e.place)
    shown = "、".join(list(places)[:_MOST_ERRORS])
    return f"错误 {len(errors)} 处{'：' if shown else ''}{shown}"
