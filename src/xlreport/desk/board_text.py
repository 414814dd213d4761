"""The words of the board that all its faces share, and the board as plain lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xlreport.base.finding import Finding, listed, quotable
from xlreport.base.period import period_fields
from xlreport.base.sign import Sign
from xlreport.base.text import say_minute
from xlreport.desk.board import Board
from xlreport.desk.board_line import BoardFile, BoardLine
from xlreport.desk.file_use import FileUse
from xlreport.settlement.status import DepartmentStatus

MOST_POINTS = 5
"""So many points of a department are shown; the list of findings has them all."""

MOST_FILES = 10
"""So many files of a department are shown."""


def heading_of(board: Board) -> str:
    """Return the title: the county's name, the period and the title of the report."""
    period = board.period.title if board.period else ""
    return f"{board.name}{period}{board.title}" or "年度报告"


def facts_of(board: Board) -> list[str]:
    """List what is known of the collection: how many departments count, deadline, time of check."""
    deadline = f"截止 {board.deadline}" if board.deadline else ""
    checked = f"审核于 {say_minute(board.checked)}" if board.checked else ""
    return [each for each in (board.share, deadline, checked) if each]


def verdict_reason(board: Board) -> str:
    """Return the sentence beside the verdict: who is lacking, or that nobody knows who is."""
    if board.lacking:
        return f"{listed([line.department.name for line in board.lacking])}。"
    if board.is_ready and not board.has_roster:
        return "没有用单位名录，看不出谁没有报送。"
    others = [line.department.name for line in board.lines if line.is_open]
    if others:
        return f"不计入汇总的单位还有 {len(others)} 个未报齐：{listed(others)}。"
    return "应计入的单位都已通过审核。" if board.is_ready else ""


def count_words(board: Board) -> list[tuple[Sign, str]]:
    """List how many departments have each word, with its sign, in the order of the statuses."""
    counts = Counter((line.status, line.word) for line in board.lines)
    return [
        (status.sign, f"{word} {count}")
        for each in DepartmentStatus
        for (status, word), count in counts.items()
        if status is each
    ]


def count_departments(board: Board) -> str:
    """Return the sentence on how many departments have each word for their status."""
    counts = "，".join(text for _, text in count_words(board))
    return f"单位 {len(board.lines)} 个：{counts or '没有可识别的报送件'}"


def count_files(board: Board) -> str:
    """Return the sentence on what became of the files; its numbers add up."""
    counts = "，".join(f"{use.chinese} {count}" for use, count in board.uses.items())
    return f"文件 {len(board.files)} 个{'：' if counts else ''}{counts}"


def say_file(file: BoardFile) -> str:
    """Return a file's name, and what became of it unless it is counted."""
    name = quotable(file.file.name)
    return name if file.use is FileUse.COUNTED else f"{name}（{file.use.chinese}）"


def say_point(point: Finding, *, with_file: bool = False) -> str:
    """Return an open point on one line, with the word for how serious it is."""
    file = f"{quotable(point.file)}：" if with_file else ""
    return f"{point.severity.marked}　{file}{point.full_message}"


def say_files(line: BoardLine) -> list[str]:
    """List the first files of a department, and how many more there are.

    What became of a file is not said where the department's word says the same.
    """
    more = len(line.files) - MOST_FILES
    rest = [f"……另有 {more} 个文件"] if more > 0 else []
    said = [
        quotable(each.file.name) if each.use.chinese == line.word else say_file(each)
        for each in line.files[:MOST_FILES]
    ]
    return [*said, *rest]


def say_points(line: BoardLine) -> list[str]:
    """List the first points of a department, and how many more there are.

    Points about several files name their file.
    """
    with_file = len({point.file for point in line.points}) > 1
    more = len(line.points) - MOST_POINTS
    rest = [f"……另有 {more} 条"] if more > 0 else []
    return [
        *(say_point(point, with_file=with_file) for point in line.points[:MOST_POINTS]),
        *rest,
    ]


def say_blank_texts(line: BoardLine) -> str:
    """Return which narrative parts a department left blank; empty where it wrote all of them."""
    return f"没有写：{'、'.join(map(quotable, line.blank_texts))}" if line.blank_texts else ""


def say_saved(line: BoardLine) -> str:
    """Return when the file of a department was saved, to the minute; empty if nothing tells it."""
    return say_minute(line.saved)


def say_late(line: BoardLine) -> str:
    """Return how many days a department is late; empty where it is not, or nobody knows."""
    return f"迟 {line.days_late} 天" if line.days_late else ""


def say_counted(line: BoardLine) -> str:
    """Return whether a department is added up: 是, 否, or 不计入 by the roster."""
    if not line.department.counted:
        return "不计入"
    return "否" if line.is_open else "是"


def board_lines(board: Board) -> Iterator[str]:
    """Yield the board as plain lines: verdict, what remains to be done, departments by status."""
    yield f"{heading_of(board)}：{board.verdict}"
    for number, task in enumerate(board.tasks, 1):
        yield f"  {number}. {task.text}"
    yield count_departments(board)


def as_object(board: Board) -> dict[str, object]:
    """Return the board for JSON; the names of its fields are stable."""
    return {
        "name": board.name,
        "title": board.title,
        **period_fields(board.period),
        "checked": board.checked.isoformat(timespec="minutes") if board.checked else None,
        "deadline": board.deadline.isoformat() if board.deadline else None,
        "verdict": board.verdict,
        "ready": board.is_ready,
        "added_up": board.added_up,
        "lacking": [line.department.code for line in board.lacking],
        "departments": {status.value: count for status, count in board.counts.items()},
        "files": {use.value: count for use, count in board.uses.items()},
        "lines": [_line_object(line) for line in board.lines],
        "strays": [_file_object(file) for file in board.strays],
        "tasks": [{"sign": task.sign.name.lower(), "text": task.text} for task in board.tasks],
    }


def _line_object(line: BoardLine) -> dict[str, object]:
    return {
        "code": line.department.code,
        "department": line.department.name,
        "status": line.status.value,
        "word": line.word,
        "sign": line.sign.name.lower(),
        "counted": line.department.counted,
        "contact": line.contact,
        "saved": line.saved.isoformat(timespec="minutes") if line.saved else None,
        "days_late": line.days_late,
        "figure_code": line.figure_code,
        "files": [_file_object(file) for file in line.files],
        "blank_texts": list(line.blank_texts),
        "points": [say_point(point) for point in line.points],
    }


def _file_object(file: BoardFile) -> dict[str, object]:
    return {"file": file.file.name, "use": file.use.value, "why": file.why}
