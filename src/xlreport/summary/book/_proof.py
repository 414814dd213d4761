"""The proof (核对): for every cell, the departments' sum, the summary's figure, the difference.

All are formulas, so a reader need not trust the library and sees at once where somebody has
changed a figure by hand.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlreport.base.address import a1, a1_range
from xlreport.form.measure import to_number
from xlreport.form.parts import Cell
from xlreport.layout.formulas import reference, rounded
from xlreport.layout.layout import Position, lay_form
from xlreport.summary.book._data import data_heading, data_range
from xlreport.summary.summary import Summary
from xlreport.writing.book import Book, done
from xlreport.writing.cell import link
from xlreport.writing.content import Formula, Value
from xlreport.writing.list_sheet import Column, first_row, write_list

PROOF_SHEET = "核对"
PROOF_RESULT = Position(PROOF_SHEET, 1, 0)
_COLUMNS = (
    Column("栏目", 84),
    Column("填数单位", 10),
    Column("各单位之和", 14),
    Column("汇总表的数", 14),
    Column("差额", 10),
)
_PATH, _COUNT, _SUM, _FIGURE, _GAP = range(len(_COLUMNS))
_FIRST_LINE = first_row("note")


def write_proof(book: Book, summary: Summary) -> None:
    """Add the proof: one line a cell, linked to its column of data and to its official cell."""
    form = summary.form
    columns = list(zip(*summary.rows, strict=True))
    rows = [_line(summary, cell, columns[cell.index]) for cell in form.cells]
    title = f"{PROOF_SHEET}　{summary.share}"
    worksheet = write_list(book, PROOF_SHEET, title, _COLUMNS, rows, proof_result(summary))
    for index, position in enumerate(lay_form(form).positions):
        link(worksheet, _FIRST_LINE + index, _SUM, data_heading(index))
        link(worksheet, _FIRST_LINE + index, _FIGURE, reference(position))
    options = {"type": "cell", "criteria": "!=", "value": 0, "format": book.alarm()}
    done(worksheet.conditional_format(_gaps(summary), options))
    worksheet.set_portrait()


def proof_result(summary: Summary) -> Formula:
    """Return the formula of the sentence on how many cells were compared and how many differ."""
    gaps = _gaps(summary)
    text = f'"共 "&ROWS({gaps})&" 项，差额不为 0 的 "&COUNTIF({gaps},"<>0")&" 项"'
    columns = zip(*summary.rows, strict=True)
    pairs = zip(columns, summary.values, strict=True)
    wrong = sum(_total(column) != (value or 0) for column, value in pairs)
    return Formula(text, f"共 {len(summary.form.cells)} 项，差额不为 0 的 {wrong} 项")


def _gaps(summary: Summary) -> str:
    return a1_range(_FIRST_LINE, _GAP, _FIRST_LINE + len(summary.form.cells) - 1, _GAP)


def _total(column: Sequence[int | None]) -> int:
    return sum(value or 0 for value in column)


def _line(summary: Summary, cell: Cell, column: Sequence[int | None]) -> list[Value]:
    """Return the line of a cell; `column` holds the departments' values in it."""
    scale, row = cell.measure.scale, _FIRST_LINE + cell.index
    area = data_range(summary, cell.index)
    total, figure = _total(column), summary.values[cell.index] or 0
    numbers = [to_number(value, cell.measure) for value in (total, figure, total - figure)]
    return [
        cell.path,
        Formula(f"COUNT({area})", sum(value is not None for value in column)),
        Formula(rounded(f"SUM({area})", scale), numbers[0]),
        Formula(reference(lay_form(summary.form).positions[cell.index]), numbers[1]),
        Formula(rounded(f"{a1(row, _SUM)}-{a1(row, _FIGURE)}", scale), numbers[2]),
    ]
