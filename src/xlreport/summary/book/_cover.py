"""The cover of a summary as its board, on one page: verdict, departments, figures, what remains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlreport.base.importance import say_counts
from xlreport.desk.board import Board
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.sheet_names import BOARD_SHEET, COVER_SHEET, FINDINGS_SHEET
from xlreport.layout.cover import NIL
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position
from xlreport.layout.share import Share
from xlreport.layout.summary import lay_summary
from xlreport.layout.summary_cover import (
    COLUMNS,
    ROW_HEIGHT,
    CoverPlan,
    cover_rows,
    cover_sheet_parts,
)
from xlreport.layout.width import NOTE_SIZE
from xlreport.summary.book._board import CoverPen, room_for_texts, say_tasks, write_board
from xlreport.summary.book._compared import can_compare
from xlreport.summary.book._cover_figures import sentence_height, write_figures
from xlreport.summary.book._print_set import say_printed
from xlreport.summary.book._proof import PROOF_RESULT, proof_result
from xlreport.summary.book._tiles import Tiles, tiles_of
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import YearOnYear
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import link, write_value
from xlreport.writing.content import Formula, Value

_MARGINS = {"left": 0.35, "right": 0.35, "top": 0.6, "bottom": 0.55}  # inches
_PAGE_HEIGHT, _SMALLEST_PRINT = 758.0, 9.0  # points of upright A4 between the margins; of letters
_TITLE_SIZE = 18


def write_printing(
    book: Book, summary: Summary, board: Board, compared: Sequence[YearOnYear]
) -> None:
    """Write below the signatures which sheets are to be printed; all sheets must be there."""
    rows = cover_rows(summary.form, plan_cover(summary.form, board, compared))
    pen = CoverPen(book, book.get_worksheet_by_name(COVER_SHEET), rows)
    pen.write(rows.printing, 0, COLUMNS, say_printed(book), style.ROLE[Role.NOTE], least=18)


def plan_cover(form: Form, board: Board, compared: Sequence[YearOnYear]) -> CoverPlan:
    """Return how much the cover of a summary shows: less where all would not fit on a page."""
    tiles = tiles_of(board)
    compares = can_compare(next(iter(compared), None))
    plans = (
        CoverPlan(len(tiles.rows), len(say_tasks(board, dense=dense)), compares, dense)
        for dense in (False, True)
    )
    full, dense = plans
    return full if _height_of(form, board, full, tiles) <= _room_of(tiles) else dense


def _room_of(tiles: Tiles) -> float:
    """Return how high a cover may be, in points, and still be printed on a page at 9 points."""
    smallest = min(tiles.size or NOTE_SIZE, NOTE_SIZE)
    return _PAGE_HEIGHT * smallest / _SMALLEST_PRINT


def _height_of(form: Form, board: Board, plan: CoverPlan, tiles: Tiles) -> float:
    """Return the height of a cover in points."""
    heights, rows = cover_sheet_parts(form, plan)[2], cover_rows(form, plan)
    by_texts = (rows.verdict, *range(rows.tiles, rows.legend), *range(rows.tasks + 1, rows.nil - 1))
    hidden = (*range(rows.nil, rows.nil + len(form.filled_tables)), rows.end - 1)
    fixed: float = sum(heights) - sum(heights[row] for row in (*by_texts, *hidden))
    sentence = max(sentence_height(form) - ROW_HEIGHT, 0.0) if plan.dense else 0.0
    return fixed + sentence + room_for_texts(board, tiles, dense=plan.dense)


def write_cover(
    book: Book,
    summary: Summary,
    board: Board,
    places: Mapping[str, int],
    compared: Sequence[YearOnYear],
) -> None:
    """Write the conclusions, each linked to the sheet with the details, and draw the board.

    `places` are the rows of the departments on the sheet of the board, by code. The main figures
    are compared with the first of the earlier ones, if there are any.
    """
    plan, tiles = plan_cover(summary.form, board, compared), tiles_of(board)
    worksheet = book.get_worksheet_by_name(COVER_SHEET)
    pen = CoverPen(book, worksheet, cover_rows(summary.form, plan))
    title = f"{summary.name}{summary.period.title}{summary.form.title}　汇总表"
    look = book.style(style.ROLE[Role.TITLE], {"font_size": _TITLE_SIZE})
    write_value(worksheet, 0, 0, title, look)
    pen.make_room(0, COLUMNS, title, _TITLE_SIZE, 34.0)
    _write_conclusions(pen, summary, plan)
    write_board(pen, board, tiles, places, dense=plan.dense)
    if summary.form.headline:
        write_figures(pen, summary, compared[0] if plan.compares else None, dense=plan.dense)
    worksheet.black_white = False  # as other sheets are printed: here colours are read
    worksheet.activate()
    worksheet.set_margins(**_MARGINS)
    if _height_of(summary.form, board, plan, tiles) <= _room_of(tiles):
        worksheet.fit_to_pages(1, 1)
    else:
        worksheet.fit_to_pages(1, 0)
        worksheet.set_h_pagebreaks([pen.rows.tasks])


def _write_conclusions(pen: CoverPen, summary: Summary, plan: CoverPlan) -> None:
    values = conclusions(summary)
    for block in lay_summary(summary.form, plan).sheets[0].blocks:
        if block.field == Field(FieldKind.DEPARTMENT):  # it is written, in a row with others
            pen.make_room(block.top, block.right - block.left + 1, summary.name)
        if block.field is None or block.field not in values:
            continue
        if block.field.kind is FieldKind.NIL and not values[block.field]:
            # It is there for 检查, which asks it; nobody has to read that a table is not nil.
            done(pen.worksheet.set_row(block.top, None, None, {"hidden": True}))
            continue
        value = values[block.field]
        look = pen.book.style(style.ROLE[block.role], style.FIXED, {"bold": value == NIL})
        write_value(pen.worksheet, block.top, block.left, value, look)
        text = str(value.value if isinstance(value, Formula) else value)
        pen.make_room(block.top, block.right - block.left + 1, text)
        if block.field.kind in _TARGETS:
            link(pen.worksheet, block.top, block.left, reference(_TARGETS[block.field.kind]))


def conclusions(summary: Summary) -> dict[Field, Value]:
    """Return the conclusions by field."""
    values: dict[Field, Value] = {
        Field(FieldKind.SHARE): str(Share(len(summary.counted), summary.expected)),
        Field(FieldKind.SCOPE): summary.scope.partition("：")[2],
        Field(FieldKind.FINDINGS): say_counts(summary.returns.found),
        Field(FieldKind.PROOF): Formula(reference(PROOF_RESULT), str(proof_result(summary).value)),
    }
    nil = nil_tables(summary)
    for table in summary.form.filled_tables:
        values[Field(FieldKind.NIL, table.key)] = NIL if table.key in nil else ""
    for duty in summary.form.duties:
        count = summary.having[duty.key]
        said = str(Share(count, len(summary.counted))) if count else NO_DUTY
        values[Field(FieldKind.DUTY, duty.key)] = said
    return values


_TARGETS: Mapping[FieldKind, Position] = {
    FieldKind.SCOPE: Position(BOARD_SHEET, 0, 0),
    FieldKind.FINDINGS: Position(FINDINGS_SHEET, 0, 0),
    FieldKind.PROOF: PROOF_RESULT,
}
"""The cells that conclusions link to."""


def nil_tables(summary: Summary) -> frozenset[str]:
    """Return the tables that every department declared nil; the county's are nil then as well."""
    return frozenset(
        table.key
        for table in summary.form.tables
        if all(table.key in summary.item(filing).nil for filing in summary.counted)
    )
