"""The screen: findings with a hanging indent, and a table of the departments that must act.

A stream that is no terminal gets plain lines, as files and other programs expect.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from xlreport.base.finding import Severity, quotable
from xlreport.base.text import visible
from xlreport.cli.console import has_wide_frames, print_messages
from xlreport.desk.board import Board
from xlreport.desk.board import board as board_of
from xlreport.desk.board_text import say_late
from xlreport.desk.findings_report import report_lines, status_lines
from xlreport.returns.returns import Returns
from xlreport.settlement.status import DepartmentStatus

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_WORDS: Final = "|".join(re.escape(severity.marked) for severity in Severity)
_MARK: Final = re.compile(rf"\s*(?:\d+\. )?(?:(?:{_WORDS})\s|→ )?")
_WORD: Final = re.compile(r"[“（]*(?:[!-~]+|.)[，。、；：）”]*")
_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_MOST_ROWS: Final = 40  # the rest is counted, so that the table fits one screen or two


def show_findings(returns: Returns, board: Board) -> None:
    """Print the findings to standard output, which is a terminal."""
    console = _console(is_error=False)
    for line in report_lines(returns, board):
        console.print(_hanging(line, console.width), soft_wrap=True)


def show_added(before: Returns, after: Returns) -> None:
    """Print, beside the answer, the errors and warnings that only adding up has found."""
    known = {id(finding) for finding in before.found}
    print_messages(
        f"{finding.severity.marked}　{finding.department}：{finding.full_message}{finding.advice}"
        for finding in after.found
        if id(finding) not in known and finding.severity is not Severity.INFO
    )


def show_status(
    returns: Returns, board: Board | None = None, *, beside_answer: bool = True
) -> None:
    """Print the board: on a terminal with a table of the departments that must act, else lines.

    It is made of the returns where none is given, and goes to standard error if standard output
    has an answer (`beside_answer`).
    """
    board = board or board_of(returns)
    if beside_answer and not sys.stderr.isatty():
        print_messages(status_lines(returns, board))
        return
    console = _console(is_error=beside_answer)
    if any(line.is_open for line in board.lines):
        console.print(_open_table(board))
    for text in status_lines(returns, board):
        console.print(_hanging(text, console.width), soft_wrap=True)


def _console(*, is_error: bool) -> Console:
    from rich.console import Console

    return Console(stderr=is_error, highlight=False)


def _hanging(line: str, width: int) -> Text:
    """Break a line at `width` columns; further lines are indented to its first word.

    Chinese may be broken between any two characters, except between an opening or closing
    punctuation mark and its neighbour.
    """
    from rich.cells import cell_len
    from rich.text import Text

    line = visible(line)
    mark = _MARK.match(line)
    assert mark is not None  # the pattern matches an empty text as well
    indent = cell_len(mark[0])
    shown, used = [mark[0]], indent
    for word in _WORD.findall(line[mark.end() :]):
        length = cell_len(word)
        if used + length > width and used > indent:
            shown.append(f"\n{' ' * indent}")
            used = indent
            if word == " ":
                continue
        shown.append(word)
        used += length
    text = Text("".join(shown), "bold" if line.startswith("■") else "")
    for severity, style in _STYLES.items():
        if severity.chinese in mark[0]:
            text.stylize(style, 0, mark.end())
    return text


def _open_table(board: Board) -> Table:
    """Return the table of departments that must act, those missing first."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    frame = box.ASCII2 if has_wide_frames() else box.SIMPLE_HEAD
    table = Table(title="还须报送或更正的单位", title_style="bold", box=frame)
    table.title_justify = "left"
    for heading in ("状态", "代码", "单位", "错误", "迟报", "联系方式"):
        table.add_column(heading, overflow="fold")
    table.columns[3].justify = "right"
    lines = board.open_lines
    for line in lines[:_MOST_ROWS]:
        department = line.department
        style = "bold red" if line.status is DepartmentStatus.MISSING else "red"
        texts = (
            department.code,
            department.name,
            str(len(line.errors) or ""),
            say_late(line),
            line.contact,
        )
        cells = [Text(quotable(text)) for text in texts]
        table.add_row(Text(line.sign.before(line.word), style), *cells)
    if len(lines) > _MOST_ROWS:
        table.add_row("", "", f"……另有 {len(lines) - _MOST_ROWS} 个单位", *[""] * 3)
    return table
