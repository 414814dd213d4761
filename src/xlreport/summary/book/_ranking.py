"""The sheets 同比排名 and 环比排名 of a summary: the departments that changed most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlreport.form.form import Form
from xlreport.form.measure import Measure, to_number
from xlreport.form.parts import Cell
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.form.short_labels import figure_name
from xlreport.layout.data_sheet import FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN
from xlreport.layout.formulas import reference
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position
from xlreport.layout.width import BODY_SIZE, text_height
from xlreport.summary.book._year_lines import YearsSheet, number_widths
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import (
    NO_COUNTERPART,
    Mover,
    YearOnYear,
    comparable,
    largest_movers,
)
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.content import Formula
from xlreport.writing.page import set_up_page
from xlreport.writing.tab import SheetGroup, colour_tab
from xlreport.writing.title import set_widths, write_title

_LABELS = ("名次", "单位")
_LABEL_WIDTHS, _NUMBER_WIDTHS = (6, 34), (11, 11, 10, 10)
_FIRST_NUMBER = len(_LABELS)
_LAST = _FIRST_NUMBER + len(_NUMBER_WIDTHS) - 1
_FIRST_ROW = 1  # below the title
_HEADING_HEIGHT, _LINE_HEIGHT, _GAP_HEIGHT = 20.0, 18.0, 8.0  # points
_PAGE_HEIGHT = 690.0  # points of upright A4 below the title
_CENTRED = {0: {"align": "center"}}


def write_rankings(book: Book, summary: Summary, compared: Sequence[YearOnYear]) -> None:
    """Add for each sheet of two periods one with the departments that changed most."""
    for years in compared:
        if summary.form.headline and years.pairs.pairs:
            _write_sheet(book, summary, years)


def _write_sheet(book: Book, summary: Summary, years: YearOnYear) -> None:
    worksheet = book.add_worksheet(years.ranking_sheet)
    widths = (*_LABEL_WIDTHS, *number_widths(_lines(summary.form, years), _NUMBER_WIDTHS))
    sheet = YearsSheet(book, worksheet, summary, years, widths, _FIRST_NUMBER)
    set_widths(worksheet, widths)
    write_title(book, worksheet, f"{sheet.title}　变化最大的单位", widths)
    row, used, breaks = _FIRST_ROW, 0.0, []
    for index in summary.form.headline:
        below, height = _write_movers(sheet, row, summary.form.cells[index])
        if used and used + height > _PAGE_HEIGHT:
            breaks.append(row)
            used = 0.0
        used += height
        row = below
    worksheet.set_h_pagebreaks(breaks)
    worksheet.freeze_panes(_FIRST_ROW, 0)
    worksheet.repeat_rows(0)
    set_up_page(worksheet, landscape=False)
    colour_tab(worksheet, SheetGroup.ANALYSIS, book.theme)


def _lines(form: Form, years: YearOnYear) -> Iterator[tuple[Measure, int | None, int | None]]:
    """Yield what every line of the sheet shows: the measure, last year's and this year's value."""
    for index in form.headline:
        measure = form.cells[index].measure
        for mover in largest_movers(years, index, adds=measure.adds):
            yield measure, mover.last, mover.this


def _write_movers(sheet: YearsSheet, row: int, cell: Cell) -> tuple[int, float]:
    """Write the departments whose value of a cell changed most.

    Returns the next free row, and the height in points of those above it.
    """
    worksheet, book = sheet.worksheet, sheet.book
    unit = f"（{cell.measure.unit}）" if cell.measure.unit else ""
    band = book.style(style.ROLE[Role.BAND], {"align": "left", "indent": 1, "text_wrap": True})
    text = f"{figure_name(sheet.summary.form, cell.index)}{unit}"
    done(worksheet.merge_range(row, 0, row, _LAST, "", band))
    done(worksheet.write_string(row, 0, text, band))
    height = max(_HEADING_HEIGHT, text_height(text, sum(sheet.widths), BODY_SIZE) - 1)
    done(worksheet.set_row(row, height))
    movers = largest_movers(sheet.years, cell.index, adds=cell.measure.adds)
    reason = "参加比较的单位都没有变化。"
    if not comparable(sheet.years, sheet.summary, cell.index):
        movers, reason = [], f"{sheet.years.before.word}的报表{NO_COUNTERPART}。"
    if not movers:
        quiet = book.style(style.TEXT_CELL, {"font_color": "quiet", "indent": 1})
        done(worksheet.merge_range(row + 1, 0, row + 1, _LAST, reason, quiet))
        done(worksheet.set_row(row + 1, _LINE_HEIGHT))
        done(worksheet.set_row(row + 2, _GAP_HEIGHT))
        return row + 3, height + _LINE_HEIGHT + _GAP_HEIGHT
    heading = book.style(style.HEADING)
    for column, name in enumerate((*_LABELS, *sheet.headings)):
        done(worksheet.write_string(row + 1, column, name, heading))
    done(worksheet.set_row(row + 1, _HEADING_HEIGHT))
    height += _HEADING_HEIGHT
    for rank, mover in enumerate(movers, 1):
        height += _write_mover(sheet, row + 1 + rank, cell, rank, mover)
    below = row + len(movers) + 2
    done(worksheet.set_row(below, _GAP_HEIGHT))
    return below + 1, height + _GAP_HEIGHT


def _write_mover(sheet: YearsSheet, row: int, cell: Cell, rank: int, mover: Mover) -> float:
    """Write the line of a department; return its height in points."""
    who = sheet.summary.counted[mover.number].department
    height = sheet.write_labels(row, [str(rank), who.name], _CENTRED)
    this = None
    if mover.this is not None:
        row_of_data = FIRST_DEPARTMENT_ROW + mover.number
        position = Position(DATA_SHEET, row_of_data, FIRST_VALUE_COLUMN + cell.index)
        number = to_number(mover.this, cell.measure)
        this = Formula(reference(position, absolute=False), number)
    sheet.write_numbers(row, cell.measure, (mover.last, mover.this), this, same=True)
    return height
