"""The sheets 同比 and 环比 of a summary: every indicator then and now, same departments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len

from xlreport.base.address import Area, a1
from xlreport.base.path import row_and_column
from xlreport.form.measure import to_number
from xlreport.form.parts import Cell
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.layout.data_sheet import FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN
from xlreport.layout.formulas import area_reference, reference, rounded
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position
from xlreport.layout.width import MOST_HEIGHT, NOTE_SIZE, text_height
from xlreport.past.migration import carry
from xlreport.summary.book._computed import computed, number_format, number_length
from xlreport.summary.book._year_lines import YearsSheet, number_widths, plain_number
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import (
    NO_COUNTERPART,
    NOT_ADDED,
    YearOnYear,
    comparable,
    scope_sentences,
)
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_link, write_value
from xlreport.writing.content import Formula, Value
from xlreport.writing.page import set_up_page
from xlreport.writing.tab import SheetGroup, colour_tab
from xlreport.writing.title import set_widths, write_title

FIRST_INDICATOR_ROW = 3  # below the title, the scope, and the headings
LAST_COLUMN, THIS_COLUMN, CHANGE_COLUMN = 4, 5, 6

_LABEL_WIDTHS, _NUMBER_WIDTHS = (4, 36, 26, 5), (8, 8, 8, 8)
_CENTRED = {0: {"align": "center"}, 3: {"align": "center"}}  # columns of the table and of the unit
_BOLD = {column: {"bold": True} for column in range(LAST_COLUMN)}
_PUBLISHED_WIDTH, _LEAST_LABEL = 9, 24
_WIDEST = 128.0  # digits of all columns, at which letters of 10 points are printed at 9
_MOST_SPANS = 200  # a SUM takes 255 areas, and a formula 8,192 characters


@dataclass(frozen=True, slots=True)
class _Sheet(YearsSheet):
    """The sheet that is being written, with what was published last year, by cell."""

    published: Sequence[int | None] | None


def write_years(book: Book, summary: Summary, compared: Sequence[YearOnYear]) -> None:
    """Add the sheets 同比 and 环比 for the earlier figures that were given."""
    for years in compared:
        _write_sheet(book, summary, years)


def _write_sheet(book: Book, summary: Summary, years: YearOnYear) -> None:
    before = years.before
    published = None
    if before.total:
        published = carry(before.form, summary.form, before.rows[before.total])
    widths = _widths(summary, years, published)
    worksheet = book.add_worksheet(years.sheet)
    sheet = _Sheet(book, worksheet, summary, years, widths, LAST_COLUMN, published)
    cells = summary.form.cells if years.pairs.pairs else ()
    _write_head(sheet)
    for cell in cells:
        _write_indicator(sheet, cell)
    _set_up(sheet, len(cells))


def _widths(
    summary: Summary, years: YearOnYear, published: Sequence[int | None] | None
) -> tuple[float, ...]:
    """Return the widths of all columns: each holds the longest of its numbers."""
    measures = [cell.measure for cell in summary.form.cells]
    word = 0.0 if years.before.form is summary.form else cell_len(NO_COUNTERPART) + 1.0
    least = max(word, _NUMBER_WIDTHS[0]), *_NUMBER_WIDTHS[1:]
    numbers = number_widths(zip(measures, years.last, years.this, strict=True), least)
    if published is not None:
        lengths = map(number_length, published, measures)
        numbers.append(max(_PUBLISHED_WIDTH, word, *(length + 1.0 for length in lengths)))
    table, label, *others = _LABEL_WIDTHS
    rest = table + sum(others) + sum(numbers)
    return (table, min(label, max(_LEAST_LABEL, _WIDEST - rest)), *others, *numbers)


def _write_head(sheet: _Sheet) -> None:
    """Write title, scope and headings, and a link to the departments that changed most."""
    book, worksheet, years = sheet.book, sheet.worksheet, sheet.years
    set_widths(worksheet, sheet.widths)
    write_title(book, worksheet, sheet.title, sheet.widths)
    last = len(sheet.widths) - 1
    top = {"valign": "top"}
    note = book.style(style.ROLE[Role.NOTE], {"align": "left"}, top)
    lines = scope_sentences(years, sheet.summary)
    done(worksheet.merge_range(1, 0, 1, THIS_COLUMN, "\n".join(lines), note))
    if sheet.summary.form.headline and years.pairs.pairs:
        look = book.style(style.ROLE[Role.NOTE], {"underline": 1, "align": "right"}, top)
        done(worksheet.merge_range(1, CHANGE_COLUMN, 1, last, "", look))
        target = reference(Position(years.ranking_sheet, 0, 0), absolute=False)
        write_link(worksheet, 1, CHANGE_COLUMN, target, look, "变化最大的单位")
    width = sum(sheet.widths[: THIS_COLUMN + 1])
    heights = (text_height(line, width, NOTE_SIZE) for line in lines)
    done(worksheet.set_row(1, min(sum(heights), MOST_HEIGHT)))
    names = ["表", "指标", "栏目", "单位", *sheet.headings]
    names += [f"{years.before.word}公布数"] if sheet.published else []
    heading = book.style(style.HEADING)
    for column, name in enumerate(names):
        done(worksheet.write_string(FIRST_INDICATOR_ROW - 1, column, name, heading))
    done(worksheet.set_row(FIRST_INDICATOR_ROW - 1, 26))


def _write_indicator(sheet: _Sheet, cell: Cell) -> None:
    """Write the line of one indicator, with last year's published figure where there is one."""
    row, years = FIRST_INDICATOR_ROW + cell.index, sheet.years
    bold = cell.index in sheet.summary.form.headline
    table, labels = sheet.summary.form.table(cell.table).sheet, (cell.row_path, cell.column_path)
    names = [table, *row_and_column(*labels), cell.measure.unit]
    sheet.write_labels(row, names, _CENTRED, _BOLD if bold else {})
    same = comparable(years, sheet.summary, cell.index)
    this, last = years.this[cell.index], years.last[cell.index]
    total = None if this is None else _sum(sheet, cell)
    if not (cell.measure.adds or cell.index in sheet.summary.form.share_of):
        _write_not_added(sheet, row)
        return
    sheet.write_numbers(row, cell.measure, (last, this), total, same=same, bold=bold)
    if sheet.published:
        value = sheet.published[cell.index]
        shown: Value | None = plain_number(value, cell.measure) if same else NO_COUNTERPART
        look = {**style.SET_APART, **number_format(cell.measure)}
        quiet = sheet.book.style(style.NUMBER_CELL, style.SMALL, look)
        write_value(sheet.worksheet, row, len(sheet.widths) - 1, shown, quiet)


def _sum(sheet: _Sheet, cell: Cell) -> Value:
    """Return the sum over the departments that are compared, as a formula if it is not too long."""
    column = FIRST_VALUE_COLUMN + cell.index
    value = sheet.years.this[cell.index]
    if cell.index in sheet.summary.form.share_of:
        return computed(sheet.summary.form, cell, value, _this_year_of)
    number = to_number(value or 0, cell.measure)
    spans = _spans([pair.number for pair in sheet.years.pairs.pairs])
    if len(spans) > _MOST_SPANS:
        return number
    rows = ((FIRST_DEPARTMENT_ROW + first, FIRST_DEPARTMENT_ROW + last) for first, last in spans)
    areas = (area_reference(DATA_SHEET, Area(top, column, bottom, column)) for top, bottom in rows)
    return Formula(rounded(f"SUM({','.join(areas)})", cell.measure.scale), number)


def _write_not_added(sheet: _Sheet, row: int) -> None:
    """Write that a cell has no value over several departments, instead of its numbers."""
    quiet = sheet.book.style(style.NUMBER_CELL, style.SMALL, style.SET_APART)
    for column in range(LAST_COLUMN, len(sheet.widths)):
        shown = NOT_ADDED if column in (LAST_COLUMN, THIS_COLUMN) else ""
        write_value(sheet.worksheet, row, column, shown, quiet)


def _this_year_of(index: int) -> str:
    """Return the cell of this sheet that holds an indicator of this year."""
    return f"SUM({a1(FIRST_INDICATOR_ROW + index, THIS_COLUMN)})"


def _spans(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Join neighbouring numbers, in rising order, into spans from first to last."""
    breaks = [(before, after) for before, after in pairwise(numbers) if after != before + 1]
    firsts = [numbers[0], *(after for _, after in breaks)]
    lasts = [*(before for before, _ in breaks), numbers[-1]]
    return list(zip(firsts, lasts, strict=True))


def _set_up(sheet: _Sheet, count: int) -> None:
    """Freeze the headings and add a filter over the indicators, of which there are `count`."""
    worksheet, last = sheet.worksheet, len(sheet.widths) - 1
    worksheet.freeze_panes(FIRST_INDICATOR_ROW, 0)
    if count:
        done(
            worksheet.autofilter(FIRST_INDICATOR_ROW - 1, 0, FIRST_INDICATOR_ROW + count - 1, last)
        )
    worksheet.repeat_rows(FIRST_INDICATOR_ROW - 1)
    set_up_page(worksheet)
    worksheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    colour_tab(worksheet, SheetGroup.ANALYSIS, sheet.book.theme)
