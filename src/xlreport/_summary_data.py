"""Writing the data sheet (分单位数据): departments × indicators, over which the summary adds up."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from xlreport import _style
from xlreport._address import a1_range, quoted
from xlreport._book import Book, done
from xlreport._content import Formula, Value
from xlreport._data_sheet import (
    DATA_SHEET,
    FIRST_COLUMN,
    FIRST_ROW,
    HEADING_ROW,
    IDENTITY,
    heading_of,
)
from xlreport._formula import rounded
from xlreport._grid import Role
from xlreport._sheets import write_value
from xlreport._summary import Summary
from xlreport._values import to_number

_WIDTHS = (12, 30, 12)
_A3 = 8


def sums(summary: Summary) -> dict[int, Value]:
    """Give the summary's inputs as live sums over the data sheet, each with its true value.

    A cell for which no department has a value stays blank: that is not 0.
    """
    found: dict[int, Value] = {}
    for cell in summary.form.inputs:
        value = summary.values[cell.index]
        if value is not None:
            column = FIRST_COLUMN + cell.index
            last = FIRST_ROW + len(summary.counted) - 1
            area = a1_range(FIRST_ROW, column, last, column)
            formula = rounded(f"SUM({quoted(DATA_SHEET)}!{area})", cell.measure.scale)
            found[cell.index] = Formula(formula, to_number(value, cell.measure))
    return found


def write_data_sheet(book: Book, summary: Summary) -> None:
    """Add the data sheet: one row a department that is added up, one column a cell, and the sum."""
    form = summary.form
    worksheet = book.add_worksheet(DATA_SHEET)
    title = f"{summary.name}{summary.year}年分单位数据（{summary.scope}）"
    done(
        worksheet.write_string(
            0, 0, title, book.style(_style.ROLE[Role.TITLE], {"align": "left", "text_wrap": False})
        )
    )
    done(worksheet.set_row(0, 34))
    done(worksheet.set_row(HEADING_ROW, 110))
    heading = book.style(_style.HEADING)
    for column, name in enumerate(IDENTITY):
        done(worksheet.merge_range(HEADING_ROW - 1, column, HEADING_ROW, column, name, heading))
        done(worksheet.set_column(column, column, _WIDTHS[column]))
    for table in form.tables:
        first, last = (FIRST_COLUMN + table.cells[place].index for place in (0, -1))
        done(
            worksheet.merge_range(
                HEADING_ROW - 1, first, HEADING_ROW - 1, last, table.heading, heading
            )
        )
        for cell in table.cells:
            at = FIRST_COLUMN + cell.index
            done(worksheet.write_string(HEADING_ROW, at, heading_of(form, cell.index), heading))
    done(worksheet.set_column(FIRST_COLUMN, FIRST_COLUMN + len(form.cells) - 1, 11))
    _write_rows(book, worksheet, summary)
    worksheet.freeze_panes(FIRST_ROW, 2)
    last_row = FIRST_ROW + len(summary.counted) - 1
    done(worksheet.autofilter(HEADING_ROW, 0, last_row, FIRST_COLUMN + len(form.cells) - 1))
    worksheet.set_paper(_A3)
    worksheet.set_landscape()
    worksheet.repeat_rows(HEADING_ROW - 1, HEADING_ROW)
    worksheet.repeat_columns(0, 1)
    done(worksheet.set_footer("&C&9第 &P 页 共 &N 页"))


def _write_rows(book: Book, worksheet: Worksheet, summary: Summary) -> None:
    form = summary.form
    text, number = book.style(_style.TEXT_CELL), book.style(_style.NUMBER_CELL)
    for row, (filing, values) in enumerate(
        zip(summary.counted, summary.rows, strict=True), FIRST_ROW
    ):
        who = filing.department
        for column, name in enumerate((who.code, who.name, who.kind)):
            write_value(worksheet, row, column, name, text)
        for cell in form.cells:
            value = values[cell.index]
            shown = None if value is None else to_number(value, cell.measure)
            write_value(worksheet, row, FIRST_COLUMN + cell.index, shown, number)
    end = FIRST_ROW + len(summary.counted)
    bold = book.style(_style.SUM_CELL)
    for column, name in enumerate(("", "合计", "")):
        write_value(worksheet, end, column, name, bold)
    for cell in form.cells:
        value = summary.values[cell.index]
        column = FIRST_COLUMN + cell.index
        area = a1_range(FIRST_ROW, column, end - 1, column)
        formula = rounded(f"SUM({area})", cell.measure.scale)
        total = Formula(formula, to_number(value or 0, cell.measure))
        write_value(worksheet, end, column, total, bold)
