"""The result of a check as a workbook: 审核结果.xlsx."""

from __future__ import annotations

from xlreport.desk.board import Board
from xlreport.desk.board import board as board_of
from xlreport.desk.board_sheet import add_board_sheet
from xlreport.desk.findings_sheet import add_findings_sheets
from xlreport.desk.unusual_sheet import add_unusual_sheet
from xlreport.form.sheet_names import FINDINGS_SHEET
from xlreport.returns.returns import Returns
from xlreport.writing.book import Book
from xlreport.writing.edges import Edges


def as_workbook(returns: Returns, title: str = FINDINGS_SHEET, board: Board | None = None) -> bytes:
    """Render a check as a workbook: the board, the most important findings, then all of them."""
    shown = board or board_of(returns)
    edges = Edges(shown.name, shown.period.title if shown.period else "")
    book = Book(title, returns.year or 2000, locked=False, edges=edges)
    add_board_sheet(book, shown)
    add_unusual_sheet(book, returns)
    add_findings_sheets(book, returns.found, title)
    return book.to_bytes()
