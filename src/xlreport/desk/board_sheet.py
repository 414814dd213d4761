"""The sheet 报送情况: the first of an audit's workbook, and in a summary behind the form's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.desk.board import Board
from xlreport.desk.board_line import BoardFile, BoardLine, urgency
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
from xlreport.form.sheet_names import BOARD_SHEET
from xlreport.layout.figure_code import FIGURE_CODE_CAPTION
from xlreport.layout.grid import Role
from xlreport.layout.width import BODY_SIZE, TITLE_SIZE, text_height
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.list_sheet import (
    Column,
    Entry,
    Marked,
    fitted,
    seen_width,
    set_columns,
    set_up_list_page,
    write_lines,
)

_STATUS_AT, _POINTS_AT = 2, 5  # columns
_MOST_ABOVE = 320.0  # points above the list, which else begins on a page of its own
_COLUMNS: tuple[tuple[Column, Callable[[BoardLine], Entry]], ...] = (
    (Column("单位代码", 8.5), lambda line: line.department.code),
    (Column("单位名称", 15), lambda line: line.department.name),
    (Column("状态", 16), lambda line: Marked(line.sign, line.word)),
    (Column("错误", 5.5), lambda line: len(line.errors) or ""),
    (Column("警告", 5.5), lambda line: len(line.warnings) or ""),
    (Column("要办的事", 36), lambda line: "\n".join(_say_points(line))),
    (Column("文件", 19), lambda line: "\n".join(say_files(line))),
    (Column("联系方式", 14), lambda line: line.contact),
    (Column("迟报天数", 5.5), lambda line: line.days_late or ""),
    (Column(FIGURE_CODE_CAPTION, 10.5), lambda line: line.figure_code),
    (Column("保存时间", 18, folded=True), say_saved),
    (Column("计入汇总", 9, folded=True), say_counted),
    (Column("单位类别", 10, folded=True), lambda line: line.department.kind),
)
"""What a line has in each column; what says the same as another one is folded."""


@dataclass
class _Pen:
    """Where the next row is written, and how wide the columns are."""

    book: Book
    worksheet: Worksheet
    columns: Sequence[Column]
    row: int = 0
    height: float = 0.0

    def merge(
        self, text: str, *looks: Mapping[str, Any], left: int = 0, right: int | None = None
    ) -> None:
        """Write a text over several columns of the row, to the last one if none is named."""
        look = self.book.style(*looks)
        right = len(self.columns) - 1 if right is None else right
        done(self.worksheet.merge_range(self.row, left, self.row, right, "", look))
        done(self.worksheet.write_string(self.row, left, text, look))

    def end_row(self, text: str, least: float, size: float = BODY_SIZE, left: int = 0) -> None:
        """Make the row as high as a text needs from a column on, and go to the next."""
        width = seen_width(self.columns[left:])
        height = max(least, text_height(text, width, size))
        done(self.worksheet.set_row(self.row, height))
        self.row += 1
        self.height += height


def add_board_sheet(book: Book, board: Board) -> Mapping[str, int]:
    """Add the sheet: the verdict, the counts, what remains to be done, then every department.

    Returns the row of each department by its code.
    """
    worksheet = book.add_worksheet(BOARD_SHEET)
    lines = sorted(board.lines, key=urgency)
    rows = [[value(line) for _, value in _COLUMNS] for line in lines]
    columns = fitted([column for column, _ in _COLUMNS], rows)
    set_columns(worksheet, columns)
    pen = _Pen(book, worksheet, columns)
    _write_head(pen, board)
    _write_tasks(pen, board)
    if rows and pen.height > _MOST_ABOVE:
        worksheet.set_h_pagebreaks([pen.row])
    _write_band(pen, f"各单位（{len(lines)}）")
    write_lines(book, worksheet, pen.row, columns, rows)
    worksheet.repeat_rows(pen.row)
    places = {line.department.code: row for row, line in enumerate(lines, pen.row + 1)}
    pen.row += 1 + len(rows)
    if board.strays:
        _write_strays(pen, board.strays)
    set_up_list_page(worksheet)
    return places


def _say_points(line: BoardLine) -> Iterator[str]:
    """Yield the open points of a department, and which narrative parts it has left blank."""
    yield from say_points(line)
    yield from filter(None, [say_blank_texts(line)])


def _write_head(pen: _Pen, board: Board) -> None:
    title = f"{heading_of(board)}　{BOARD_SHEET}"
    pen.merge(title, style.ROLE[Role.TITLE], {"align": "left"})
    pen.end_row(title, 36.0, TITLE_SIZE)
    facts = "　·　".join(facts_of(board))
    pen.merge(facts, style.ROLE[Role.TEXT], style.QUIET)
    pen.end_row(facts, 22.0)
    sign = board.sign
    reason = verdict_reason(board)
    verdict = style.look_of_sign(sign), {"font_size": 14, "align": "center"}
    pen.merge(sign.before(board.verdict), *verdict, right=_STATUS_AT)
    pen.merge(reason, {"text_wrap": True, "bg_color": sign.paper}, left=_STATUS_AT + 1)
    pen.end_row(reason, 38.0, left=_STATUS_AT + 1)
    for text in (count_departments(board), count_files(board)):
        pen.merge(text, style.ROLE[Role.TEXT])
        pen.end_row(text, 21.0)


def _write_tasks(pen: _Pen, board: Board) -> None:
    """Write what remains to be done, in order; nothing if that is nothing."""
    if not board.tasks:
        return
    _write_band(pen, f"还要做的（{len(board.tasks)}）")
    for number, task in enumerate(board.tasks, 1):
        look = pen.book.style(style.TEXT_CELL, style.look_of_sign(task.sign), {"align": "center"})
        write_value(pen.worksheet, pen.row, 0, task.sign.before(str(number)), look)
        pen.merge(task.text, style.TEXT_CELL, {"indent": 1}, left=1)
        pen.end_row(task.text, 24.0, left=2)


def _write_band(pen: _Pen, text: str) -> None:
    pen.merge(text, {"bold": True, "font_size": 12, "valign": "bottom"})
    pen.end_row("", 30.0)


def _write_strays(pen: _Pen, strays: Sequence[BoardFile]) -> None:
    """Write the files of nobody below the departments."""
    _write_band(pen, f"看不出是哪个单位的文件（{len(strays)}）")
    for stray in strays:
        mark = Marked(stray.use.sign, stray.use.chinese).text
        look = style.TEXT_CELL, style.look_of_sign(stray.use.sign), {"indent": 1}
        pen.merge(mark, *look, right=1)
        name = stray.file.name
        pen.merge(name, style.TEXT_CELL, {"indent": 1}, left=_STATUS_AT, right=_POINTS_AT - 1)
        pen.merge(stray.why, style.TEXT_CELL, {"indent": 1}, left=_POINTS_AT)
        own = seen_width(pen.columns[_STATUS_AT:_POINTS_AT])
        height = max(26.0, text_height(name, own, BODY_SIZE))
        pen.end_row(stray.why, height, left=_POINTS_AT)
