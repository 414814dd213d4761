"""The reminder (催报名单): the departments that must still report or correct, with contacts.

Each run makes a new one, so nobody is reminded who has reported since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import write_file
from xlreport.base.finding import quotable
from xlreport.base.memory import Target, target_path
from xlreport.base.text import UTF_8, csv_text
from xlreport.desk.board import Board, board
from xlreport.desk.board_line import BoardFile, BoardLine
from xlreport.returns.returns import Returns
from xlreport.settlement.status import UNOPENED, DepartmentStatus

_HEADINGS = ("单位代码", "单位名称", "单位类别", "状态", "错误", "联系方式")


@checked
def write_reminder(returns: Returns, path: Target, *, ending: str = "") -> Path:
    """Write who must still report or correct, as text (.txt) or as a table (.csv).

    `ending` tells which for a binary file object without a name. Raises `InputError` for another
    ending and for returns that were read without a roster, which alone tells who is missing;
    `OutputError` where the file cannot be written.
    """
    ending = reminder_ending(path, ending)
    if returns.roster is None:
        raise InputError("读取报送件时没有写明参数 roster（单位名录），看不出谁没有报送。")
    write_file(path, _RENDERED[ending](board(returns)).encode(UTF_8))
    return target_path(path)


def reminder_ending(path: Target, nameless: str = "") -> str:
    """Return the ending of a reminder's file, or `nameless` where it has none.

    Raises `InputError` for any but .txt and .csv.
    """
    ending = (target_path(path).suffix or nameless).lower()
    if ending not in _RENDERED:
        raise InputError(
            f"{path}：催报名单的文件名须以 .txt 或 .csv 结尾；要给每个单位写短信的，请写文件夹名。"
        )
    return ending


def reminder_text(board: Board) -> str:
    """Render the reminder as text: a sentence, then the departments of each status, numbered."""
    return "".join(f"{line}\n" for line in _lines(board))


def reminder_csv(board: Board) -> str:
    """Render the reminder as CSV with Chinese headings, one row for each department."""
    lines = [
        (who.code, who.name, who.kind, line.word, len(line.errors), line.contact)
        for line in board.open_lines
        for who in [line.department]
    ]
    return csv_text(_HEADINGS, lines)


_RENDERED: Mapping[str, Callable[[Board], str]] = {".txt": reminder_text, ".csv": reminder_csv}


def _lines(board: Board) -> Iterator[str]:
    what = f"{board.period.title if board.period else ''}{board.title or '年度报告'}"
    words = Counter(line.word for line in board.open_lines)
    missing, unopened = words[DepartmentStatus.MISSING.chinese], words[UNOPENED]
    wrong = words.total() - missing - unopened
    asked = [
        f"请未报送的 {missing} 个单位尽快报送" if missing else "",
        f"请报送件打不开的 {unopened} 个单位重新发送" if unopened else "",
        f"请退回修改、数据冲突的 {wrong} 个单位更正后重新报送" if wrong else "",
    ]
    request = "；".join(filter(None, asked)) or "所有单位都已报送，没有需要更正的"
    yield f"{what}：{request}。"
    for word, lines in _by_word(board).items():
        yield ""
        yield lines[0].sign.before(f"{word}（{len(lines)}）")
        for number, line in enumerate(lines, 1):
            whom = filter(None, map(quotable, (line.department.name, line.contact)))
            yield f"{number}. {' '.join(whom)}{_say_more(line)}"


def _by_word(board: Board) -> Mapping[str, Sequence[BoardLine]]:
    """Sort the departments that must act by the word for their status, in the board's order."""
    groups: dict[str, list[BoardLine]] = {}
    for line in board.open_lines:
        groups.setdefault(line.word, []).append(line)
    return groups


def _say_more(line: BoardLine) -> str:
    if line.word == UNOPENED:
        return f"：{_say_dead(line.dead)}"
    return f"：错误 {len(line.errors)} 处" if line.errors else ""


def _say_dead(files: Sequence[BoardFile]) -> str:
    """Return what came of a department and why it was not read, and what to send."""
    first, count = files[0], len(files)
    more = f"等 {count} 个文件" if count > 1 else ""
    why = first.why.removeprefix("文件").rstrip("。")
    return f"收到的“{quotable(first.file.name)}”{more}{why}，请重新发送 Excel 报送表"
