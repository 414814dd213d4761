"""The writer of the data sheet (分单位数据): departments × cells, which the summary adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import Area, a1_range, column_name, quoted
from xlreport.form.duties import NO_DUTY, cells_without
from xlreport.form.form import Form
from xlreport.form.measure import to_number
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.form.sums import add_rows, count_answers, format_all_counts
from xlreport.layout.data_sheet import (
    FIRST_DEPARTMENT_ROW,
    FIRST_VALUE_COLUMN,
    GROUP_ROW,
    HEADING_ROW,
    PREDECESSORS,
    SEPARATOR,
    TOTALS_ROW,
    UNKNOWN_KIND,
)
from xlreport.layout.formulas import reference, rounded
from xlreport.layout.layout import lay_form
from xlreport.settlement.file import Filing
from xlreport.summary.book._columns import (
    ROW_HEIGHT,
    Columns,
    columns_of,
    row_height,
    set_columns,
    set_up_print,
    write_headings,
    write_title,
)
from xlreport.summary.book._computed import (
    computed,
    computed_cells,
    number_format,
    number_length,
)
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import link, write_value
from xlreport.writing.content import Formula, Value
from xlreport.writing.streamed_sheet import FigureSheet

_KIND = 2  # the column of the kind of a department
_PREDECESSORS_WIDTH = 14.0
_TOTALS_HEIGHT = 30.0  # points: the buttons of the filter have room below the sums
_TOTALS = {**style.SMALL, "valign": "top"}
_NOT_TYPED = (
    "这里的数读自各单位的报送件，不在这里修改。单位有更正的，请换上更正后的报送件重新汇总。"
)


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


def write_data_sheet(book: Book, summary: Summary) -> None:
    """Add the data sheet: a row for each department that is added up, their sum, sums by kind.

    The columns are the form's cells in official order, under two rows of headings; the sum stands
    below these and stays in view. What a total adds up is folded away.
    """
    worksheet = book.add_worksheet(DATA_SHEET, FigureSheet)
    names = [filing.department.name for filing in summary.counted]
    columns = columns_of(summary.form, names, _longest(summary))
    set_columns(worksheet, columns)
    title = f"{summary.name}{summary.period.title}{DATA_SHEET}（{summary.scope}）"
    write_title(book, worksheet, title)
    write_headings(book, worksheet, columns)
    _write_totals(book, worksheet, summary)
    write_departments(book, worksheet, columns, summary.counted, summary.stated)
    below = FIRST_DEPARTMENT_ROW + len(summary.counted)
    last = _write_kinds(book, worksheet, summary, below)
    worksheet.freeze_panes(FIRST_DEPARTMENT_ROW, _KIND)
    last_column = FIRST_VALUE_COLUMN + len(summary.form.cells) - 1
    # The row of sums is that of the filter's buttons, so that it is neither filtered nor sorted.
    done(worksheet.autofilter(TOTALS_ROW, 0, below - 1, last_column))
    set_up_print(worksheet, columns, (TOTALS_ROW, last))


def _longest(summary: Summary) -> list[int]:
    """Return for each cell the characters of its longest number, which is the sum, or text."""
    longest = [0] * len(summary.form.cells)
    for row in [*summary.stated, tuple(map(summary.said.get, range(len(longest))))]:
        for index, value in enumerate(row):
            if isinstance(value, str):
                longest[index] = max(longest[index], cell_len(value))
    return [
        max(text, number_length(summary.values[cell.index], cell.measure))
        for cell, text in zip(summary.form.cells, longest, strict=True)
    ]


def write_departments(
    book: Book,
    worksheet: FigureSheet,
    columns: Columns,
    filings: Sequence[Filing],
    stated: Sequence[Sequence[int | str | None]],
    first_row: int = FIRST_DEPARTMENT_ROW,
) -> None:
    """Write a row for each department: what it is, what it states, and its predecessors if any."""
    form, text = columns.form, book.style(style.TEXT_CELL, style.SMALL)
    measures = [cell.measure for cell in form.cells]
    runs = [(run, book.style(look, style.SMALL)) for run, look in _runs(form)]
    behind = FIRST_VALUE_COLUMN + len(form.cells)
    if any(filing.department.predecessors for filing in filings):
        heading = book.style(style.HEADING, style.SMALL)
        done(worksheet.merge_range(GROUP_ROW, behind, HEADING_ROW, behind, PREDECESSORS, heading))
        done(worksheet.set_column(behind, behind, _PREDECESSORS_WIDTH))
    for row, (filing, values) in enumerate(zip(filings, stated, strict=True), first_row):
        who = filing.department
        own = (who.code, who.name, who.kind)
        done(worksheet.set_row(row, row_height(own, columns.widths)))
        for column, name in enumerate(own):
            write_value(worksheet, row, column, name, text)
        for run, look in runs:
            first, figures = FIRST_VALUE_COLUMN + run.start, values[run]
            done(worksheet.write_figures(row, first, figures, measures[run], look))
        if who.predecessors:
            write_value(worksheet, row, behind, SEPARATOR.join(who.predecessors), text)
    last_row = first_row + len(filings) - 1
    _guard(book, worksheet, Area(first_row, FIRST_VALUE_COLUMN, last_row, behind - 1))


def _guard(book: Book, worksheet: FigureSheet, figures: Area) -> None:
    """Refuse what is typed over figures, and set zeros in a quiet colour.

    The sheet is not locked, because Excel unfolds nothing on a locked sheet.
    """
    refused = {
        "validate": "custom",
        "value": "=FALSE",
        "ignore_blank": False,
        "error_title": "不能改动",
        "error_message": _NOT_TYPED,
    }
    done(worksheet.data_validation(*figures, refused))
    zero = {"type": "cell", "criteria": "==", "value": 0, "format": book.conditional(style.QUIET)}
    done(worksheet.conditional_format(*figures, zero))


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


def _write_totals(book: Book, worksheet: Worksheet, summary: Summary) -> None:
    """Write the sums over all departments, linked to the cells of the official tables."""
    text = book.style(style.SUM_CELL, _TOTALS, {"align": "left"})
    name = f"合计（{len(summary.counted)} 个单位）"
    for column, label in enumerate(("", name, "")):
        write_value(worksheet, TOTALS_ROW, column, label, text)
    done(worksheet.set_row(TOTALS_ROW, _TOTALS_HEIGHT))
    positions = lay_form(summary.form).positions
    _write_sums(book, worksheet, summary, TOTALS_ROW, (summary.counted, _sum_below(summary)))
    without = cells_without(summary.form, summary.no_duties)
    for cell in computed_cells(summary.form):
        is_blank = summary.values[cell.index] is None and not cell.measure.adds
        if not is_blank and cell.index not in without:
            column = FIRST_VALUE_COLUMN + cell.index
            link(worksheet, TOTALS_ROW, column, reference(positions[cell.index]))


def _sum_below(summary: Summary) -> Callable[[int], str]:
    """Return what gives the sum of a cell's column over all departments."""
    last = FIRST_DEPARTMENT_ROW + len(summary.counted) - 1

    def total(index: int) -> str:
        column = FIRST_VALUE_COLUMN + index
        return f"SUM({a1_range(FIRST_DEPARTMENT_ROW, column, last, column)})"

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
    own = _TOTALS if row == TOTALS_ROW else style.SMALL
    form, items = summary.form, [summary.item(filing) for filing in filings]
    values = add_rows(form, [item.values for item in items])
    counts = count_answers(form, [(item.values, item.counts) for item in items])
    said = format_all_counts(form, counts)
    without = cells_without(form, frozenset.intersection(*(item.no_duties for item in items)))
    computable = {cell.index for cell in computed_cells(form)} - without
    for cell in form.cells:
        look = book.style(style.SUM_CELL, own, number_format(cell.measure))
        value: Value = NO_DUTY if cell.index in without else said.get(cell.index, "")
        if cell.index in computable:
            value = computed(form, cell, values[cell.index], sum_of)
        write_value(worksheet, row, FIRST_VALUE_COLUMN + cell.index, value, look)


def _write_kinds(book: Book, worksheet: Worksheet, summary: Summary, first: int) -> int:
    """Write the sums by kind of department, where there is more than one kind.

    Return the last row that is written, or was before.

    The formulas compare the column of kinds, so that rows may be sorted. SUMIF would take a kind
    such as "<乡镇" or "*" for a condition.
    """
    kinds = Counter(filing.department.kind for filing in summary.counted)
    if len(kinds) < 2:
        return first - 1
    text = book.style(style.SUM_CELL, style.SMALL, {"align": "left"})
    last = FIRST_DEPARTMENT_ROW + len(summary.counted) - 1
    column_of_kinds = a1_range(FIRST_DEPARTMENT_ROW, _KIND, last, _KIND, absolute=True)
    for row, (kind, count) in enumerate(kinds.items(), first):
        name = f"其中：{kind or UNKNOWN_KIND}（{count} 个单位）"
        done(worksheet.set_row(row, ROW_HEIGHT))
        for column, label in enumerate(("", name, kind)):
            write_value(worksheet, row, column, label, text)
        filings = [f for f in summary.counted if f.department.kind == kind]
        sum_of = partial(_sum_of_kind, column_of_kinds, f"${column_name(_KIND)}{row + 1}", last)
        _write_sums(book, worksheet, summary, row, (filings, sum_of))
    return first + len(kinds) - 1


def _sum_of_kind(kinds: str, kind: str, last: int, index: int) -> str:
    column = FIRST_VALUE_COLUMN + index
    area = a1_range(FIRST_DEPARTMENT_ROW, column, last, column)
    return f"SUMPRODUCT(--EXACT({kinds},{kind}),{area})"
