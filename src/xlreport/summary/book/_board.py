"""The board on the cover of a summary: verdict, a tile for each department, what remains to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.sign import Sign
from xlreport.base.text import without_hidden
from xlreport.desk.board import Board
from xlreport.desk.board_text import count_words, verdict_reason
from xlreport.form.sheet_names import BOARD_SHEET
from xlreport.layout.cover import SIGNERS
from xlreport.layout.formulas import reference
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position
from xlreport.layout.summary_cover import COLUMNS, ROW_HEIGHT, CoverRows, width_of
from xlreport.layout.width import BODY_SIZE, NOTE_SIZE, shortened, text_height
from xlreport.summary.book._tiles import Tile, Tiles
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Formula, Value

_MOST_TASKS, _MOST_TASKS_OF_DENSE = 4, 3
_LETTERS_OF_LINE = 75  # of a task, which takes two lines, or one on a dense cover
_LETTERS_OF_REASON = 120  # beside the verdict of a dense cover: two lines
_VERDICT_COLUMNS, _MARK_COLUMNS = 6, 1
_VERDICT_HEIGHT = 32.0  # points, at least
_DAY = "　　年　　月　　日"
_SEAL = "（盖章）"
BAND: Mapping[str, Any] = {
    "bold": True,
    "font_name": "title",
    "font_size": 12,
    "valign": "bottom",
    "bottom": 1,
    "bottom_color": "ink",
}
"""The look of a heading on the cover: letters on a line."""


@dataclass(slots=True)
class CoverPen:
    """Writes over columns of the cover that are merged, and makes rows as high as texts need."""

    book: Book
    worksheet: Worksheet
    rows: CoverRows
    _heights: dict[int, float] = field(default_factory=dict)

    def write(
        self,
        row: int,
        left: int,
        columns: int,
        value: Value,
        *looks: Mapping[str, Any],
        least: float = 0.0,
    ) -> None:
        """Write a value over so many columns; a row at `least` so high in points fits its text."""
        look = self.book.style(*looks)
        if columns > 1:
            done(self.worksheet.merge_range(row, left, row, left + columns - 1, "", look))
        write_value(self.worksheet, row, left, value, look)
        if least:
            text = str(value.value if isinstance(value, Formula) else value)
            self.make_room(row, columns, text, look.font_size, least)

    def make_room(
        self, row: int, columns: int, text: str, size: float = BODY_SIZE, least: float = 19.0
    ) -> None:
        """Make a row as high as the text over so many columns needs, and never lower again."""
        need = text_height(text, width_of(columns), size) if text else 0.0
        self._heights[row] = max(least, need, self._heights.get(row, 0.0))
        done(self.worksheet.set_row(row, self._heights[row]))


def room_for_texts(board: Board, tiles: Tiles, *, dense: bool) -> float:
    """Return the height in points of the rows whose height texts decide: verdict, tiles, tasks."""
    rest = width_of(COLUMNS - _VERDICT_COLUMNS)
    verdict = max(_VERDICT_HEIGHT, text_height(say_reason(board, dense=dense), rest, BODY_SIZE))
    width = width_of(COLUMNS - _MARK_COLUMNS - 1)
    tasks = (text_height(text, width, BODY_SIZE) for _, text in say_tasks(board, dense=dense))
    return verdict + sum(tiles.heights) + sum(max(ROW_HEIGHT, each) for each in tasks)


def write_board(
    pen: CoverPen, board: Board, tiles: Tiles, places: Mapping[str, int], *, dense: bool
) -> None:
    """Draw the verdict, the tiles, what remains to be done, and the places to sign.

    `places` are the rows of the departments on the sheet of the board, by code.
    """
    sign = board.sign
    row, rest = pen.rows.verdict, COLUMNS - _VERDICT_COLUMNS
    big = {"font_size": 14, "font_name": "title", "align": "center", "text_wrap": True}
    verdict = sign.before(board.verdict)
    colours, least = style.look_of_sign(sign), _VERDICT_HEIGHT
    pen.write(row, 0, _VERDICT_COLUMNS, verdict, colours, big, least=least)
    beside = {"bg_color": sign.paper, "text_wrap": True}
    reason = say_reason(board, dense=dense)
    pen.write(row, _VERDICT_COLUMNS, rest, reason, beside, least=least)
    _write_tiles(pen, board, tiles, places)
    _write_tasks(pen, board, dense=dense)
    _write_signatures(pen)


def _write_tiles(pen: CoverPen, board: Board, tiles: Tiles, places: Mapping[str, int]) -> None:
    top = pen.rows.tiles
    pen.write(top - 1, 0, COLUMNS, f"{BOARD_SHEET}（{len(board.lines)} 个单位，点击查看）", BAND)
    for row, (line, height) in enumerate(zip(tiles.rows, tiles.heights, strict=True), top):
        for number, tile in enumerate(line):
            column = number * (COLUMNS // tiles.across)
            _write_tile(pen, (row, column), tile, tiles, places.get(tile.code, 0))
        pen.make_room(row, COLUMNS, "", least=height)
    counts = [sign.before(text) for sign, text in count_words(board)]
    aside = sum(line.sign is Sign.ASIDE for line in board.lines)
    counts += [Sign.ASIDE.before(f"其中按名录不计入汇总 {aside}")] if aside else []
    words = "　　".join(counts)
    pen.write(pen.rows.legend, 0, COLUMNS, words, style.ROLE[Role.NOTE], least=17)


def _write_tile(pen: CoverPen, at: tuple[int, int], tile: Tile, tiles: Tiles, place: int) -> None:
    """Write a tile that leads to a row of the sheet of the board."""
    small = {"font_size": tiles.size, "align": "center", "text_wrap": True}
    looks = style.BORDER, style.look_of_sign(tile.sign), small, {"bold": tile.sign is Sign.OPEN}
    pen.write(*at, COLUMNS // tiles.across, _leading(tile.text, place), *looks)


def _leading(text: str, row: int = 0) -> Formula:
    """Return a text that leads to a row of the sheet of the board.

    A formula keeps its look in every program, where a text with a link does not. A text in it takes
    255 characters, so none becomes longer.
    """
    target = reference(Position(BOARD_SHEET, row, 0), absolute=False)
    shown = without_hidden(text).replace('"', "”")
    return Formula(f'HYPERLINK("#{target}","{shown}")', shown)


def say_reason(board: Board, *, dense: bool = False) -> str:
    """Return the sentence beside the verdict, shortened to two lines on a dense cover."""
    reason = verdict_reason(board)
    return shortened(reason, _LETTERS_OF_REASON, "……") if dense else reason


def say_tasks(board: Board, *, dense: bool = False) -> list[tuple[Sign, str]]:
    """List the first things to do, shortened, and how many more there are."""
    letters = _LETTERS_OF_LINE if dense else 2 * _LETTERS_OF_LINE
    most = _MOST_TASKS_OF_DENSE if dense else _MOST_TASKS
    said = [(task.sign, shortened(task.text, letters, "……")) for task in board.tasks]
    more = len(said) - most
    if more > 0:
        rest = f"……另有 {more + 1} 项，见“{BOARD_SHEET}”。"
        return [*said[: most - 1], (Sign.ASIDE, rest)]
    return said or [(Sign.DONE, "没有要办的事。")]


def _write_tasks(pen: CoverPen, board: Board, *, dense: bool) -> None:
    row, count = pen.rows.tasks, len(board.tasks)
    pen.write(row, 0, COLUMNS, f"还要做的（{count}）" if count else "还要做的", BAND)
    for below, (sign, text) in enumerate(say_tasks(board, dense=dense), row + 1):
        mark = style.look_of_sign(sign), {"align": "center"}
        pen.write(below, 0, _MARK_COLUMNS, sign.mark, style.TEXT_CELL, *mark)
        rest = COLUMNS - _MARK_COLUMNS
        pen.write(below, _MARK_COLUMNS, rest, _leading(text), style.TEXT_CELL, {"indent": 1})
        pen.make_room(below, rest - 1, text)


def _write_signatures(pen: CoverPen) -> None:
    """Draw a box for each who signs, with room for a signature and a seal."""
    columns, row = COLUMNS // len(SIGNERS), pen.rows.signatures
    for number, signer in enumerate(SIGNERS):
        left = number * columns
        centred = {"align": "center", "font_size": NOTE_SIZE, "bg_color": "label"}
        pen.write(row, left, columns, signer, style.BORDER, centred)
        seal = {"font_color": "quiet", "align": "right", "valign": "bottom"}
        is_last = number == len(SIGNERS) - 1
        pen.write(row + 1, left, columns, _SEAL if is_last else "", style.BORDER, seal)
        day = {"align": "right", "font_color": "quiet", "font_size": NOTE_SIZE}
        pen.write(row + 2, left, columns, _DAY, style.BORDER, day)
