"""The proof (核对): for every cell, the departments' sum, the summary's figure, the difference.

All are formulas, so a reader need not trust the library and sees at once where somebody has
changed a figure by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import a1, a1_range
from xlreport.base.path import row_and_column
from xlreport.form.measure import Measure, to_number
from xlreport.form.parts import Cell
from xlreport.form.sheet_names import PROOF_SHEET
from xlreport.form.sums import add_rows
from xlreport.layout.data_sheet import folds_of
from xlreport.layout.formulas import reference, rounded
from xlreport.layout.layout import Position, lay_form
from xlreport.layout.width import NOTE_SIZE
from xlreport.summary.book._columns import data_heading
from xlreport.summary.book._computed import computed, computed_cells, number_format
from xlreport.summary.book._data import data_range
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import link, write_value
from xlreport.writing.content import Formula, Value
from xlreport.writing.list_sheet import Column, first_row, write_list

PROOF_RESULT = Position(PROOF_SHEET, 1, 0)
_COLUMNS = (
    Column("表", 5),
    Column("指标", 55),
    Column("栏目", 28),
    Column("填数单位", 10),
    Column("各单位之和", 14),
    Column("汇总表的数", 14),
    Column("差额", 9),
)
_SUM, _FIGURE, _GAP = range(len(_COLUMNS) - 3, len(_COLUMNS))
_FIRST_LINE = first_row("note")


def write_proof(book: Book, summary: Summary) -> None:
    """Add the proof: one line a cell, linked to its column of data and to its official cell.

    What a total adds up is folded away above it.
    """
    form = summary.form
    columns = list(zip(*summary.rows, strict=True))
    sums = add_rows(form, summary.rows)
    cells = computed_cells(form)
    rows = [
        _line(summary, row, cell, columns[cell.index], sums[cell.index])
        for row, cell in enumerate(cells, _FIRST_LINE)
    ]
    parts = {index for fold in folds_of(form) for index in range(fold.first, fold.last + 1)}
    folded = {line for line, cell in enumerate(cells) if cell.index in parts}
    title, result = f"{PROOF_SHEET}　{summary.share}", proof_result(summary)
    worksheet = write_list(book, PROOF_SHEET, title, _COLUMNS, rows, result, folded=folded)
    positions = lay_form(form).positions
    for row, cell in enumerate(cells, _FIRST_LINE):
        zero = {} if sums[cell.index] else style.QUIET
        figure, gap = {**_look(cell.measure), **zero}, _look(cell.measure, signed=True)
        for column, look in ((_SUM, figure), (_FIGURE, figure), (_GAP, gap)):
            value = rows[row - _FIRST_LINE][column]
            write_value(worksheet, row, column, value, book.style(style.NUMBER_CELL, look))
        link(worksheet, row, _SUM, data_heading(form, cell.index))
        link(worksheet, row, _FIGURE, reference(positions[cell.index]))
    _mark(book, worksheet, summary)


def _look(measure: Measure, *, signed: bool = False) -> dict[str, Any]:
    """Return the look of a number, with room for a digit on its right.

    LibreOffice loses an indent where a cell has a conditional format.
    """
    code = number_format(measure, signed=signed)["num_format"]
    apart = ";".join(f"{part}_0" for part in code.split(";"))
    return {"font_size": NOTE_SIZE, "num_format": apart}


def _mark(book: Book, worksheet: Worksheet, summary: Summary) -> None:
    """Mark a difference, also in the sentence above, because its line may be folded away."""
    gaps = _gaps(summary)
    wrong = {"type": "cell", "criteria": "!=", "value": 0, "format": book.conditional(style.ALARM)}
    done(worksheet.conditional_format(gaps, wrong))
    any_wrong = f'=COUNTIF({gaps},"<>0")>0'
    told = {"type": "formula", "criteria": any_wrong, "format": book.conditional(style.ALARM)}
    done(worksheet.conditional_format(PROOF_RESULT.row, 0, PROOF_RESULT.row, _GAP, told))


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
    last = _FIRST_LINE + max(count, 1) - 1
    return a1_range(_FIRST_LINE, _GAP, last, _GAP, absolute=True)


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
        form.table(cell.table).sheet,
        *row_and_column(cell.row_path, cell.column_path),
        Formula(f"COUNT({data_range(summary, cell.index)})", sum(v is not None for v in column)),
        *sides,
        Formula(rounded(gap, measure.scale), difference),
    ]


def _sum_of(summary: Summary, index: int) -> str:
    return f"SUM({data_range(summary, index)})"
