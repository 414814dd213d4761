"""The sheets 同比 and 环比 of a summary: every indicator then and now, same departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import Area, a1
from xlreport.form.measure import Measure, to_number
from xlreport.form.parts import Cell
from xlreport.layout.data_sheet import DATA_SHEET, FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN
from xlreport.layout.formulas import area_reference, reference, rounded
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position
from xlreport.layout.width import BODY_SIZE, MOST_HEIGHT, NOTE_SIZE, text_height
from xlreport.past.migration import carry
from xlreport.summary.book._computed import computed, number_format
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import (
    NO_COUNTERPART,
    NOT_ADDED,
    Mover,
    YearOnYear,
    comparable,
    largest_movers,
    scope_sentences,
)
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_link, write_value
from xlreport.writing.content import Formula, Value
from xlreport.writing.page import set_up_page

FIRST_INDICATOR_ROW = 3  # below the title, the scope, and the headings
LAST_COLUMN, THIS_COLUMN, CHANGE_COLUMN = 4, 5, 6

_WIDTHS = (6, 46, 32, 8, 13, 13, 13, 11)
_CENTRED = {0: {"align": "center"}, 3: {"align": "center"}}  # columns of the table and of the unit
_PUBLISHED_WIDTH = 15
_MOST_SPANS = 200  # a SUM takes 255 areas, and a formula 8,192 characters
_PERCENT: Mapping[str, Any] = {"num_format": "+0.0%;-0.0%;0.0%"}
_NO_RATE = "—"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The sheet that is being written, and the figures for it."""

    book: Book
    worksheet: Worksheet
    summary: Summary
    years: YearOnYear
    published: Sequence[int | None] | None

    @property
    def widths(self) -> tuple[float, ...]:
        return (*_WIDTHS, _PUBLISHED_WIDTH) if self.published else _WIDTHS


def write_years(book: Book, summary: Summary, compared: Sequence[YearOnYear]) -> None:
    """Add the sheets 同比 and 环比 for the earlier figures that were given."""
    for years in compared:
        _write_sheet(book, summary, years)


def _write_sheet(book: Book, summary: Summary, years: YearOnYear) -> None:
    before = years.before
    published = None
    if before.total:
        published = carry(before.form, summary.form, before.rows[before.total])
    sheet = _Sheet(book, book.add_worksheet(years.sheet), summary, years, published)
    cells = summary.form.cells if years.pairs.pairs else ()
    _write_head(sheet, movers_row=FIRST_INDICATOR_ROW + len(cells) + 1)
    for cell in cells:
        _write_indicator(sheet, cell)
    row = FIRST_INDICATOR_ROW + len(cells) + 1
    for index in summary.form.headline if cells else ():
        row = _write_movers(sheet, row, summary.form.cells[index])
    _set_up(sheet, len(cells))


def _write_head(sheet: _Sheet, movers_row: int) -> None:
    """Write title, scope and headings, and a link to the list that begins at `movers_row`."""
    book, worksheet, summary = sheet.book, sheet.worksheet, sheet.summary
    for column, width in enumerate(sheet.widths):
        done(worksheet.set_column(column, column, width))
    last = len(sheet.widths) - 1
    before = sheet.years.before
    against = before.period.title if before.period else before.word
    title = f"{summary.name}{summary.period.title}与{against}{sheet.years.sheet}"
    look = book.style(style.ROLE[Role.TITLE], {"align": "left"})
    done(worksheet.merge_range(0, 0, 0, THIS_COLUMN, title, look))
    if summary.form.headline and sheet.years.pairs.pairs:
        look = book.style({"font_color": "quiet", "underline": 1, "align": "right"})
        done(worksheet.merge_range(0, CHANGE_COLUMN, 0, last, "", look))
        target = reference(Position(sheet.years.sheet, movers_row, 0), absolute=False)
        write_link(worksheet, 0, CHANGE_COLUMN, target, look, "变化最大的单位")
    done(worksheet.set_row(0, 34))
    lines = scope_sentences(sheet.years, summary)
    note = book.style(style.ROLE[Role.NOTE], {"align": "left"})
    done(worksheet.merge_range(1, 0, 1, last, "\n".join(lines), note))
    heights = (text_height(line, sum(sheet.widths), NOTE_SIZE) for line in lines)
    done(worksheet.set_row(1, min(sum(heights), MOST_HEIGHT)))
    names = ["表", "指标", "栏目", "单位", before.word, _this(summary), "增减", "增减率"]
    names += [f"{before.word}公布数\n（仅供参考）"] if sheet.published else []
    for column, name in enumerate(names):
        done(
            worksheet.write_string(FIRST_INDICATOR_ROW - 1, column, name, book.style(style.HEADING))
        )
    done(worksheet.set_row(FIRST_INDICATOR_ROW - 1, 36))


def _this(summary: Summary) -> str:
    return summary.form.period.reword("本年")


def _write_indicator(sheet: _Sheet, cell: Cell) -> None:
    """Write the line of one indicator, with last year's published figure where there is one."""
    row, years = FIRST_INDICATOR_ROW + cell.index, sheet.years
    bold = cell.index in sheet.summary.form.headline
    labels = [sheet.summary.form.table(cell.table).sheet]
    labels += [cell.row_path, cell.column_path] if cell.row_path else [cell.column_path, ""]
    _write_labels(sheet, row, [*labels, cell.measure.unit], bold=bold)
    same = comparable(years, sheet.summary, cell.index)
    this, last = years.this[cell.index], years.last[cell.index]
    total = None if this is None else _sum(sheet, cell)
    if not (cell.measure.adds or cell.index in sheet.summary.form.share_of):
        _write_not_added(sheet, row)
        return
    _write_numbers(sheet, row, cell.measure, (last, this), total, same=same, bold=bold)
    if sheet.published:
        value = sheet.published[cell.index]
        shown: Value | None = _number(value, cell.measure) if same else NO_COUNTERPART
        look = {"font_color": "quiet", "italic": True, **number_format(cell.measure)}
        quiet = sheet.book.style(style.NUMBER_CELL, look)
        write_value(sheet.worksheet, row, len(_WIDTHS), shown, quiet)


def _write_labels(sheet: _Sheet, row: int, labels: Sequence[str], *, bold: bool = False) -> None:
    height = 20.0
    for column, label in enumerate(labels):
        look = sheet.book.style(style.TEXT_CELL, {"bold": bold}, _CENTRED.get(column, {}))
        write_value(sheet.worksheet, row, column, label, look)
        height = max(height, text_height(label, sheet.widths[column], BODY_SIZE))
    done(sheet.worksheet.set_row(row, height))


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
    quiet = sheet.book.style(style.NUMBER_CELL, {"font_color": "quiet", "italic": True})
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


def _write_numbers(
    sheet: _Sheet,
    row: int,
    measure: Measure,
    values: tuple[int | None, int | None],
    this: Value | None,
    *,
    same: bool,
    bold: bool = False,
) -> None:
    """Write last year, this year, the change and its rate.

    `values` are last year's and this year's (scaled integers), `this` is written for the latter.
    `same` tells whether last year's edition has the indicator.
    """
    last_value, this_value = values
    look = style.SUM_CELL if bold else style.NUMBER_CELL
    plain = number_format(measure)
    signed = number_format(measure, signed=True)
    last: Value | None = _number(last_value, measure) if same else NO_COUNTERPART
    change: Value | None = None
    rate: Value | None = None
    has_change = last_value is not None or this_value is not None
    if not measure.adds:
        has_change = last_value is not None and this_value is not None
    if same and has_change:
        difference = (this_value or 0) - (last_value or 0)
        formula = f"{a1(row, THIS_COLUMN)}-{a1(row, LAST_COLUMN)}"
        change = Formula(rounded(formula, measure.scale), to_number(difference, measure))
        rate = _NO_RATE
        if last_value is not None and last_value > 0 and measure.adds:
            quotient = f"{a1(row, CHANGE_COLUMN)}/{a1(row, LAST_COLUMN)}"
            rate = Formula(quotient, difference / last_value)
    for column, value, shown_as in (
        (LAST_COLUMN, last, plain),
        (THIS_COLUMN, this, plain),
        (CHANGE_COLUMN, change, signed),
        (CHANGE_COLUMN + 1, rate, _PERCENT),
    ):
        write_value(sheet.worksheet, row, column, value, sheet.book.style(look, shown_as))


def _number(value: int | None, measure: Measure) -> int | float | None:
    return None if value is None else to_number(value, measure)


def _write_movers(sheet: _Sheet, row: int, cell: Cell) -> int:
    """Write the departments whose value of a cell changed most; return the next free row."""
    worksheet, book = sheet.worksheet, sheet.book
    band = book.style(style.HEADING, {"align": "left", "indent": 1})
    last = len(_WIDTHS) - 1
    done(worksheet.merge_range(row, 0, row, last, f"变化最大的单位：{cell.path}", band))
    done(worksheet.set_row(row, 24))
    movers = largest_movers(sheet.years, cell.index, adds=cell.measure.adds)
    reason = "参加比较的单位都没有变化。"
    if not comparable(sheet.years, sheet.summary, cell.index):
        movers, reason = [], f"{sheet.years.before.word}的报表{NO_COUNTERPART}。"
    if not movers:
        quiet = book.style(style.TEXT_CELL, {"font_color": "quiet", "indent": 1})
        done(worksheet.merge_range(row + 1, 0, row + 1, last, reason, quiet))
        return row + 3
    for rank, mover in enumerate(movers, 1):
        _write_mover(sheet, row + rank, cell, rank, mover)
    return row + len(movers) + 2


def _write_mover(sheet: _Sheet, row: int, cell: Cell, rank: int, mover: Mover) -> None:
    who = sheet.summary.counted[mover.number].department
    _write_labels(sheet, row, [str(rank), who.name, who.kind, cell.measure.unit])
    this = None
    if mover.this is not None:
        row_of_data = FIRST_DEPARTMENT_ROW + mover.number
        position = Position(DATA_SHEET, row_of_data, FIRST_VALUE_COLUMN + cell.index)
        number = to_number(mover.this, cell.measure)
        this = Formula(reference(position, absolute=False), number)
    _write_numbers(sheet, row, cell.measure, (mover.last, mover.this), this, same=True)


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
