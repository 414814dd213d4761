"""The proof (核对): for every cell, the departments' sum, the summary's figure, the difference.

All are formulas, so a reader need not trust the library and sees at once where somebody has
changed a figure by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from xlreport.base.address import a1, a1_range
from xlreport.form.measure import to_number
from xlreport.form.parts import Cell
from xlreport.form.sums import add_rows
from xlreport.layout.formulas import reference, rounded
from xlreport.layout.layout import Position, lay_form
from xlreport.summary.book._columns import data_heading
from xlreport.summary.book._computed import computed, computed_cells
from xlreport.summary.book._data import data_range
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
    sums = add_rows(form, summary.rows)
    cells = computed_cells(form)
    rows = [
        _line(summary, row, cell, columns[cell.index], sums[cell.index])
        for row, cell in enumerate(cells, _FIRST_LINE)
    ]
    title = f"{PROOF_SHEET}　{summary.share}"
    worksheet = write_list(book, PROOF_SHEET, title, _COLUMNS, rows, proof_result(summary))
    positions = lay_form(form).positions
    for row, cell in enumerate(cells, _FIRST_LINE):
        link(worksheet, row, _SUM, data_heading(form, cell.index))
        link(worksheet, row, _FIGURE, reference(positions[cell.index]))
    options = {"type": "cell", "criteria": "!=", "value": 0, "format": book.alarm()}
    done(worksheet.conditional_format(_gaps(summary), options))
    worksheet.set_portrait()


def proof_result(summary: Summary) -> Formula:
    """Return the formula of the sentence on how many cells were compared and how many differ."""
    gaps = _gaps(summary)
    text = f'"共 "&ROWS({gaps})&" 项，差额不为 0 的 "&COUNTIF({gaps},"<>0")&" 项"'
    pairs = zip(add_rows(summary.form, summary.rows), summary.values, strict=True)
    wrong = sum(total != value for total, value in pairs)
    count = len(computed_cells(summary.form))
    return Formula(text, f"共 {count} 项，差额不为 0 的 {wrong} 项")


def _gaps(summary: Summary) -> str:
    count = len(computed_cells(summary.form))
    return a1_range(_FIRST_LINE, _GAP, _FIRST_LINE + max(count, 1) - 1, _GAP)


def _line(
    summary: Summary, row: int, cell: Cell, column: Sequence[int | None], total: int | None
) -> list[Value]:
    """Return the line of a cell; `column` holds the departments' values in it, `total` theirs.

    A share of nothing is blank on both sides; SUM takes such a cell for 0.
    """
    form, measure = summary.form, cell.measure
    figure = reference(lay_form(form).positions[cell.index])
    sides = computed(form, cell, total, partial(_sum_of, summary)), Formula(figure, "")
    gap = f"{a1(row, _SUM)}-{a1(row, _FIGURE)}"
    difference = to_number((total or 0) - (summary.values[cell.index] or 0), measure)
    if cell.index in form.share_of:
        gap = f"SUM({a1(row, _SUM)})-SUM({a1(row, _FIGURE)})"
    shown = summary.values[cell.index]
    if shown is not None or measure.adds:
        sides = sides[0], Formula(figure, to_number(shown or 0, measure))
    return [
        cell.path,
        Formula(f"COUNT({data_range(summary, cell.index)})", sum(v is not None for v in column)),
        *sides,
        Formula(rounded(gap, measure.scale), difference),
    ]


def _sum_of(summary: Summary, index: int) -> str:
    return f"SUM({data_range(summary, index)})"
