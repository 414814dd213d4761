"""The cover of a summary as its board, on one page: verdict, departments, figures, what remains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlreport.base.importance import say_counts
from xlreport.desk.board import Board
from xlreport.form.duties import NO_DUTY
from xlreport.form.sheet_names import BOARD_SHEET, COVER_SHEET, FINDINGS_SHEET
from xlreport.layout.cover import NIL
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position
from xlreport.layout.share import Share
from xlreport.layout.summary import lay_summary
from xlreport.layout.summary_cover import COLUMNS, CoverPlan, cover_rows
from xlreport.summary.book._board import CoverPen, say_tasks, write_board
from xlreport.summary.book._compared import can_compare
from xlreport.summary.book._cover_figures import write_figures
from xlreport.summary.book._print_set import say_printed
from xlreport.summary.book._proof import PROOF_RESULT, proof_result
from xlreport.summary.book._tiles import tiles_of
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import YearOnYear
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import link, write_value
from xlreport.writing.content import Formula, Value

_MARGINS = {"left": 0.35, "right": 0.35, "top": 0.6, "bottom": 0.55}  # inches
_TITLE_SIZE = 18


def write_printing(
    book: Book, summary: Summary, board: Board, compared: Sequence[YearOnYear]
) -> None:
    """Write below the signatures which sheets are to be printed; all sheets must be there."""
    rows = cover_rows(summary.form, plan_cover(board, compared))
    pen = CoverPen(book, book.get_worksheet_by_name(COVER_SHEET), rows)
    pen.write(rows.printing, 0, COLUMNS, say_printed(book), style.ROLE[Role.NOTE], least=18)


def plan_cover(board: Board, compared: Sequence[YearOnYear]) -> CoverPlan:
    """Return how much the cover of a summary shows."""
    return CoverPlan(
        tile_rows=len(tiles_of(board).rows),
        tasks=len(say_tasks(board)),
        compares=can_compare(next(iter(compared), None)),
    )


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
    plan = plan_cover(board, compared)
    worksheet = book.get_worksheet_by_name(COVER_SHEET)
    pen = CoverPen(book, worksheet, cover_rows(summary.form, plan))
    title = f"{summary.name}{summary.period.title}{summary.form.title}　汇总表"
    look = book.style(style.ROLE[Role.TITLE], {"font_size": _TITLE_SIZE})
    write_value(worksheet, 0, 0, title, look)
    pen.make_room(0, COLUMNS, title, _TITLE_SIZE, 34.0)
    _write_conclusions(pen, summary, plan)
    write_board(pen, board, tiles_of(board), places)
    if summary.form.headline:
        write_figures(pen, summary, compared[0] if plan.compares else None)
    worksheet.black_white = False  # as other sheets are printed: here colours are read
    worksheet.activate()
    worksheet.set_margins(**_MARGINS)
    worksheet.fit_to_pages(1, 1)


def _write_conclusions(pen: CoverPen, summary: Summary, plan: CoverPlan) -> None:
    values = conclusions(summary)
    for block in lay_summary(summary.form, plan).sheets[0].blocks:
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
