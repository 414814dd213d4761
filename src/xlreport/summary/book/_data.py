"""The writer of the data sheet (分单位数据): departments × cells, which the summary adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import a1, a1_range, column_name, quoted
from xlreport.form.duties import NO_DUTY, cells_without
from xlreport.form.form import Form
from xlreport.form.measure import format_value, to_number
from xlreport.form.sums import add_rows, count_answers, format_all_counts
from xlreport.layout.data_sheet import (
    DATA_SHEET,
    FIRST_DEPARTMENT_ROW,
    FIRST_VALUE_COLUMN,
    GROUP_ROW,
    HEADING_ROW,
    IDENTITY,
    PREDECESSORS,
    SEPARATOR,
    UNKNOWN_KIND,
    groups_of,
    headings_of,
)
from xlreport.layout.formulas import reference, rounded
from xlreport.layout.grid import Role
from xlreport.layout.layout import lay_form
from xlreport.layout.width import BODY_SIZE, text_height
from xlreport.settlement.file import Filing
from xlreport.summary.book._computed import computed, computed_cells, number_format
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import link, write_value
from xlreport.writing.content import Formula, Value
from xlreport.writing.edges import edges_of, write_edges
from xlreport.writing.page import A3, set_up_page
from xlreport.writing.sheet_setup import ALLOWED
from xlreport.writing.streamed_sheet import FigureSheet

IDENTITY_WIDTHS = (10.0, 28.0, 14.0)
_CODE, _NAME, _KIND = range(len(IDENTITY))
VALUE_WIDTH = 7.0
NUMBER_MARGIN = 2.0
_MOST_WIDTH = 30  # characters of a text, of which another sheet has the rest
_ROW_HEIGHT = 18.0
_SCALE = 60  # percent in print
_PAGE_WIDTH = 2300  # pixels that fit on landscape A3 at that scale
# A column's pixels for each character of its width, and in addition. These are for the widest
# font: programs that lack the default font take a wider one and would move the page breaks.
_PIXELS, _PADDING = 9, 5


def sums(summary: Summary) -> dict[int, Value]:
    """Return the summary's inputs as live sums over the data sheet, each with its true value.

    A cell for which no department has a value stays blank, because a blank is not 0.
    """
    sums: dict[int, Value] = {}
    for cell in summary.form.given:
        value = summary.values[cell.index]
        if value is not None:
            formula = rounded(f"SUM({data_range(summary, cell.index)})", cell.measure.scale)
            sums[cell.index] = Formula(formula, to_number(value, cell.measure))
    return sums


def data_range(summary: Summary, index: int) -> str:
    """Return the reference to a cell's column on the data sheet, one row a department."""
    column = FIRST_VALUE_COLUMN + index
    last = FIRST_DEPARTMENT_ROW + len(summary.counted) - 1
    return f"{quoted(DATA_SHEET)}!{a1_range(FIRST_DEPARTMENT_ROW, column, last, column)}"


def data_heading(index: int) -> str:
    """Return the reference to the heading of a cell's column on the data sheet."""
    return f"{quoted(DATA_SHEET)}!{a1(HEADING_ROW, FIRST_VALUE_COLUMN + index)}"


def write_data_sheet(book: Book, summary: Summary) -> None:
    """Add the data sheet: a row for each department that is added up, their sum, sums by kind.

    The columns are the form's cells in official order, under two rows of headings.
    """
    worksheet = book.add_worksheet(DATA_SHEET, FigureSheet)
    title = f"{summary.name}{summary.period.title}分单位数据（{summary.scope}）"
    look = book.style(style.ROLE[Role.TITLE], {"align": "left", "text_wrap": False})
    done(worksheet.write_string(0, 0, title, look))
    done(worksheet.set_row(0, 34))
    widths = [*IDENTITY_WIDTHS, *_value_widths(summary)]
    for column, width in enumerate(widths):
        done(worksheet.set_column(column, column, width))
    write_headings(book, worksheet, summary.form, widths)
    write_departments(book, worksheet, summary.form, summary.counted, summary.stated)
    row = FIRST_DEPARTMENT_ROW + len(summary.counted)
    _write_totals(book, worksheet, summary, row)
    _write_kinds(book, worksheet, summary, row + 1)
    worksheet.freeze_panes(FIRST_DEPARTMENT_ROW, _KIND)
    last_column = FIRST_VALUE_COLUMN + len(summary.form.cells) - 1
    done(worksheet.autofilter(HEADING_ROW, 0, row - 1, last_column))
    set_up_print(worksheet, summary, DATA_SHEET, widths)


def set_up_print(worksheet: Worksheet, summary: Summary, name: str, widths: list[float]) -> None:
    """Set the printed page: headings and names are repeated, and groups are not split."""
    set_up_page(worksheet, paper=A3, scale=_SCALE, gridlines=True)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.set_v_pagebreaks(list(_page_breaks(summary, widths)))
    worksheet.repeat_rows(GROUP_ROW, HEADING_ROW)
    worksheet.repeat_columns(0, _NAME)
    edges = edges_of(summary.name, summary.stamp)
    write_edges(worksheet, replace(edges, period=f"{edges.period}{name}　{summary.share}"))
    worksheet.protect("", ALLOWED)  # what somebody changes here, no return says


def _value_widths(summary: Summary) -> Iterator[float]:
    """Yield the width of each column, which its longest number, the sum, or a text needs."""
    longest = [0] * len(summary.form.cells)
    for row in [*summary.stated, tuple(map(summary.said.get, range(len(longest))))]:
        for index, value in enumerate(row):
            if isinstance(value, str):
                longest[index] = max(longest[index], cell_len(value))
    for cell, text in zip(summary.form.cells, longest, strict=True):
        value = summary.values[cell.index]
        digits = 0 if value is None else len(format_value(value, cell.measure))
        yield max(VALUE_WIDTH, digits + NUMBER_MARGIN, min(text, _MOST_WIDTH) + NUMBER_MARGIN)


def _page_breaks(summary: Summary, widths: list[float]) -> Iterator[int]:
    """Yield the columns at which a page begins, so that no group of columns is split.

    Code and name are repeated on every page; the kind is on the first page only.
    """
    pixels = [width * _PIXELS + _PADDING for width in widths]
    used = sum(pixels[:FIRST_VALUE_COLUMN])
    for _, first, last in groups_of(summary.form):
        width = sum(pixels[FIRST_VALUE_COLUMN + first : FIRST_VALUE_COLUMN + last + 1])
        if first and used + width > _PAGE_WIDTH:
            yield FIRST_VALUE_COLUMN + first
            used = pixels[_CODE] + pixels[_NAME]
        used += width


def write_headings(book: Book, worksheet: Worksheet, form: Form, widths: Sequence[float]) -> None:
    """Write both rows of headings, each as high as its texts need."""
    look = book.style(style.HEADING)
    heights = [20.0, 20.0]
    for column, name in enumerate(IDENTITY):
        done(worksheet.merge_range(GROUP_ROW, column, HEADING_ROW, column, name, look))
    for group, first, last in groups_of(form):
        left, right = FIRST_VALUE_COLUMN + first, FIRST_VALUE_COLUMN + last
        if first < last:
            done(worksheet.merge_range(GROUP_ROW, left, GROUP_ROW, right, "", look))
        done(worksheet.write_string(GROUP_ROW, left, group, look))
        need = text_height(group, sum(widths[left : right + 1]), BODY_SIZE)
        heights[0] = max(heights[0], need)
    for index, (_, label) in enumerate(headings_of(form)):
        column = FIRST_VALUE_COLUMN + index
        done(worksheet.write_string(HEADING_ROW, column, label, look))
        heights[1] = max(heights[1], text_height(label, widths[column], BODY_SIZE))
    for row, height in zip((GROUP_ROW, HEADING_ROW), heights, strict=True):
        done(worksheet.set_row(row, height))


def write_departments(
    book: Book,
    worksheet: FigureSheet,
    form: Form,
    filings: Sequence[Filing],
    stated: Sequence[Sequence[int | str | None]],
) -> None:
    """Write a row for each department: what it is, what it states, and its predecessors if any."""
    text = book.style(style.TEXT_CELL)
    measures = [cell.measure for cell in form.cells]
    runs = [(run, book.style(look)) for run, look in _runs(form)]
    behind = FIRST_VALUE_COLUMN + len(form.cells)
    if any(filing.department.predecessors for filing in filings):
        heading = book.style(style.HEADING)
        done(worksheet.merge_range(GROUP_ROW, behind, HEADING_ROW, behind, PREDECESSORS, heading))
        done(worksheet.set_column(behind, behind, IDENTITY_WIDTHS[_KIND]))
    for row, (filing, values) in enumerate(zip(filings, stated, strict=True), FIRST_DEPARTMENT_ROW):
        who = filing.department
        done(worksheet.set_row(row, _ROW_HEIGHT))
        for column, name in enumerate((who.code, who.name, who.kind)):
            write_value(worksheet, row, column, name, text)
        for run, look in runs:
            first, figures = FIRST_VALUE_COLUMN + run.start, values[run]
            done(worksheet.write_figures(row, first, figures, measures[run], look))
        if who.predecessors:
            write_value(worksheet, row, behind, SEPARATOR.join(who.predecessors), text)


def _runs(form: Form) -> Iterator[tuple[slice, Mapping[str, Any]]]:
    """Yield the neighbouring cells that look alike: texts, or numbers of one format."""
    looks = [
        {**style.NUMBER_CELL, **number_format(cell.measure)}
        if cell.measure.is_number
        else {**style.TEXT_CELL, "text_wrap": False}
        for cell in form.cells
    ]
    start = 0
    for look, same in groupby(looks):
        end = start + sum(1 for _ in same)
        yield slice(start, end), look
        start = end


def _write_totals(book: Book, worksheet: Worksheet, summary: Summary, row: int) -> None:
    """Write the sums over all departments, linked to the cells of the official tables."""
    text = book.style(style.SUM_CELL, {"align": "left"})
    name = f"合计（{len(summary.counted)} 个单位）"
    for column, label in enumerate(("", name, "")):
        write_value(worksheet, row, column, label, text)
    positions = lay_form(summary.form).positions
    _write_sums(book, worksheet, summary, row, (summary.counted, _sum_above(row)))
    without = cells_without(summary.form, summary.no_duties)
    for cell in computed_cells(summary.form):
        is_blank = summary.values[cell.index] is None and not cell.measure.adds
        if not is_blank and cell.index not in without:
            column = FIRST_VALUE_COLUMN + cell.index
            link(worksheet, row, column, reference(positions[cell.index]))


def _sum_above(row: int) -> Callable[[int], str]:
    """Return what gives the sum of a cell's column down to the row above."""

    def total(index: int) -> str:
        column = FIRST_VALUE_COLUMN + index
        return f"SUM({a1_range(FIRST_DEPARTMENT_ROW, column, row - 1, column)})"

    return total


def _write_sums(
    book: Book,
    worksheet: Worksheet,
    summary: Summary,
    row: int,
    what: tuple[Sequence[Filing], Callable[[int], str]],
) -> None:
    """Write a row of sums, quotients of sums and counts over some departments.

    `what` are the departments, and what gives the sum of a cell's column. A cell of a duty that
    none of them has says so; any other stays blank.
    """
    filings, sum_of = what
    form, items = summary.form, [summary.item(filing) for filing in filings]
    values = add_rows(form, [item.values for item in items])
    counts = count_answers(form, [(item.values, item.counts) for item in items])
    said = format_all_counts(form, counts)
    without = cells_without(form, frozenset.intersection(*(item.no_duties for item in items)))
    computable = {cell.index for cell in computed_cells(form)} - without
    for cell in form.cells:
        look = book.style(style.SUM_CELL, number_format(cell.measure))
        value: Value = NO_DUTY if cell.index in without else said.get(cell.index, "")
        if cell.index in computable:
            value = computed(form, cell, values[cell.index], sum_of)
        write_value(worksheet, row, FIRST_VALUE_COLUMN + cell.index, value, look)


def _write_kinds(book: Book, worksheet: Worksheet, summary: Summary, first: int) -> None:
    """Write the sums by kind of department, where there is more than one kind.

    The formulas compare the column of kinds, so that rows may be sorted. SUMIF would take a kind
    such as "<乡镇" or "*" for a condition.
    """
    kinds = Counter(filing.department.kind for filing in summary.counted)
    if len(kinds) < 2:
        return
    text = book.style(style.SUM_CELL, {"align": "left"})
    last = FIRST_DEPARTMENT_ROW + len(summary.counted) - 1
    column_of_kinds = a1_range(FIRST_DEPARTMENT_ROW, _KIND, last, _KIND, absolute=True)
    for row, (kind, count) in enumerate(kinds.items(), first):
        name = f"其中：{kind or UNKNOWN_KIND}（{count} 个单位）"
        for column, label in enumerate(("", name, kind)):
            write_value(worksheet, row, column, label, text)
        filings = [f for f in summary.counted if f.department.kind == kind]
        sum_of = partial(_sum_of_kind, column_of_kinds, f"${column_name(_KIND)}{row + 1}", last)
        _write_sums(book, worksheet, summary, row, (filings, sum_of))


def _sum_of_kind(kinds: str, kind: str, last: int, index: int) -> str:
    column = FIRST_VALUE_COLUMN + index
    area = a1_range(FIRST_DEPARTMENT_ROW, column, last, column)
    return f"SUMPRODUCT(--EXACT({kinds},{kind}),{area})"
