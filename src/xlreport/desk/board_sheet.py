"""The sheet 报送情况, the first of an audit's workbook and of a summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.sign import Sign
from xlreport.desk.board import Board
from xlreport.desk.board_line import BoardFile, BoardLine
from xlreport.desk.board_text import (
    count_departments,
    count_files,
    facts_of,
    heading_of,
    say_blank_texts,
    say_counted,
    say_files,
    say_points,
    say_saved,
    verdict_reason,
)
from xlreport.layout.figure_code import FIGURE_CODE_CAPTION
from xlreport.layout.grid import Role
from xlreport.layout.width import BODY_SIZE, NOTE_SIZE, TITLE_SIZE, text_height
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Value
from xlreport.writing.page import set_up_page

BOARD_SHEET = "报送情况"


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the list: its heading, its width in characters, and what a line has in it."""

    heading: str
    width: float
    value: Callable[[BoardLine], Value | None]


_STATUS = "状态"
_COLUMNS = (
    _Column("单位代码", 9, lambda line: line.department.code),
    _Column("单位名称", 25, lambda line: line.department.name),
    _Column("单位类别", 10, lambda line: line.department.kind),
    _Column(_STATUS, 16, lambda line: f"{line.sign.mark} {line.word}"),
    _Column("计入汇总", 9, say_counted),
    _Column("文件", 38, lambda line: "\n".join(say_files(line))),
    _Column("错误", 6, lambda line: len(line.errors) or ""),
    _Column("警告", 6, lambda line: len(line.warnings) or ""),
    _Column("要办的事", 52, lambda line: "\n".join(say_points(line))),
    _Column("文字部分", 24, say_blank_texts),
    _Column("联系方式", 17, lambda line: line.contact),
    _Column("保存时间", 18, say_saved),
    _Column(FIGURE_CODE_CAPTION, 11, lambda line: line.figure_code),
    _Column("迟报天数", 9, lambda line: line.days_late or ""),
)
_LAST = len(_COLUMNS) - 1
_WIDTHS = tuple(column.width for column in _COLUMNS)
_AT = {column.heading: number for number, column in enumerate(_COLUMNS)}
_MOST_HEIGHT = 240.0  # points of a line; a taller one would fill the screen


@dataclass
class _Pen:
    """Where the next row is written."""

    book: Book
    worksheet: Worksheet
    row: int = 0

    def merge(
        self, text: str, *looks: Mapping[str, Any], left: int = 0, right: int = _LAST
    ) -> None:
        """Write a text over several columns of the row."""
        look = self.book.style(*looks)
        done(self.worksheet.merge_range(self.row, left, self.row, right, "", look))
        done(self.worksheet.write_string(self.row, left, text, look))

    def end_row(self, text: str, width: float, size: float, least: float) -> None:
        """Make the row as high as a text needs, and go to the next."""
        height = min(_MOST_HEIGHT, max(least, text_height(text, width, size)))
        done(self.worksheet.set_row(self.row, height))
        self.row += 1


def add_board_sheet(book: Book, board: Board) -> None:
    """Add the sheet: the verdict, the counts, what remains to be done, then every department."""
    worksheet = book.add_worksheet(BOARD_SHEET)
    for number, width in enumerate(_WIDTHS):
        done(worksheet.set_column(number, number, width))
    pen = _Pen(book, worksheet)
    _write_head(pen, board)
    _write_tasks(pen, board)
    _write_lines(pen, board.lines)
    if board.strays:
        _write_strays(pen, board.strays)
    set_up_page(worksheet)


def _write_head(pen: _Pen, board: Board) -> None:
    whole = sum(_WIDTHS)
    title = f"{heading_of(board)}　{BOARD_SHEET}"
    pen.merge(title, style.ROLE[Role.TITLE], {"align": "left"})
    pen.end_row(title, whole * BODY_SIZE / TITLE_SIZE, TITLE_SIZE, 36.0)
    facts = "　·　".join(facts_of(board))
    pen.merge(facts, style.ROLE[Role.NOTE])
    pen.end_row(facts, whole, NOTE_SIZE, 20.0)
    sign = Sign.DONE if board.is_ready else Sign.OPEN
    reason = verdict_reason(board)
    big = {"font_size": 14, "align": "center"}
    pen.merge(f"{sign.mark} {board.verdict}", style.BORDER, style.look_of_sign(sign), big, right=1)
    pen.merge(reason, style.BORDER, {"text_wrap": True, "bg_color": sign.paper}, left=2)
    pen.end_row(reason, sum(_WIDTHS[2:]), BODY_SIZE, 34.0)
    for text in (count_departments(board), count_files(board)):
        pen.merge(text, style.ROLE[Role.TEXT])
        pen.end_row(text, whole, BODY_SIZE, 22.0)


def _write_tasks(pen: _Pen, board: Board) -> None:
    """Write what remains to be done, in order; nothing if that is nothing."""
    if not board.tasks:
        return
    _write_band(pen, f"还要做的（{len(board.tasks)}）")
    for number, task in enumerate(board.tasks, 1):
        look = pen.book.style(style.BORDER, style.look_of_sign(task.sign), {"align": "center"})
        write_value(pen.worksheet, pen.row, 0, f"{task.sign.mark} {number}", look)
        pen.merge(task.text, style.TEXT_CELL, left=1)
        pen.end_row(task.text, sum(_WIDTHS[1:]), BODY_SIZE, 22.0)


def _write_band(pen: _Pen, text: str) -> None:
    pen.merge(text, style.ROLE[Role.BAND], {"align": "left", "indent": 1})
    pen.end_row("", 1.0, BODY_SIZE, 24.0)


def _write_lines(pen: _Pen, lines: Sequence[BoardLine]) -> None:
    _write_band(pen, f"各单位（{len(lines)}）")
    top = pen.row
    heading = pen.book.style(style.HEADING)
    for number, column in enumerate(_COLUMNS):
        done(pen.worksheet.write_string(top, number, column.heading, heading))
    pen.end_row("", 1.0, BODY_SIZE, 26.0)
    for line in lines:
        _write_line(pen, line)
    if lines:
        done(pen.worksheet.autofilter(top, 0, pen.row - 1, _LAST))
    pen.worksheet.repeat_rows(top)


def _write_line(pen: _Pen, line: BoardLine) -> None:
    height = 22.0
    for number, column in enumerate(_COLUMNS):
        value = column.value(line)
        look = style.TEXT_CELL if isinstance(value, str) else style.NUMBER_CELL
        more = style.look_of_sign(line.sign) if column.heading == _STATUS else {}
        write_value(pen.worksheet, pen.row, number, value, pen.book.style(look, more))
        if isinstance(value, str):
            height = max(height, text_height(value, column.width, BODY_SIZE))
    done(pen.worksheet.set_row(pen.row, min(_MOST_HEIGHT, height)))
    pen.row += 1


def _write_strays(pen: _Pen, strays: Sequence[BoardFile]) -> None:
    """Write the files of nobody below the departments."""
    _write_band(pen, f"看不出是哪个单位的文件（{len(strays)}）")
    left, right = _AT["文件"], _AT["错误"]
    for stray in strays:
        look = pen.book.style(style.TEXT_CELL, style.look_of_sign(stray.use.sign))
        write_value(
            pen.worksheet, pen.row, _AT[_STATUS], f"{stray.use.sign.mark} {stray.use.chinese}", look
        )
        name = stray.file.name
        write_value(pen.worksheet, pen.row, left, name, pen.book.style(style.TEXT_CELL))
        pen.merge(stray.why, style.TEXT_CELL, left=right)
        pen.end_row(name, _WIDTHS[left], BODY_SIZE, 22.0)
