"""The formulas of cells that are counted from a list, with functions of Excel 2007."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.base.address import Area
from xlreport.base.period import periods_of
from xlreport.form.counts import Count, Span
from xlreport.form.entry import Wanted
from xlreport.form.form import Form
from xlreport.form.measure import Kind
from xlreport.form.open_list import OpenList
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import area_reference, reference, rounded
from xlreport.layout.layout import Layout
from xlreport.layout.list_grid import FIRST_COLUMN, first_row


def count_formula(layout: Layout, count: Count, lines: int = 0) -> str:
    """Return the formula of a counted cell without its "=".

    It covers the lines that the form prepares, or as many as `lines` if they are more.
    """
    form = layout.form
    open_list = next(each for each in form.lists if each.key == count.list)
    rows = max(open_list.most, lines)
    conditions = [_has(open_list, wanted, rows) for wanted in count.where]
    for column, span in count.dated:
        conditions.append(_lies(layout, column_area(open_list, column, rows), span))
    if count.dated and all(span.is_not for _, span in count.dated):
        conditions.append(_is_filled(open_list, rows))
    scale = form.cells[count.cell].measure.scale
    if count.sum is not None:
        added = column_area(open_list, count.sum, rows)
        if not conditions:
            return rounded(f"SUM({added})", scale)
        return _safe(count, rounded(f"SUMPRODUCT({'*'.join(['1', *conditions])},{added})", scale))
    if not conditions:
        return lines_formula(open_list, rows)
    return _safe(count, f"SUMPRODUCT({'*'.join(['1', *conditions])})")


def lines_formula(open_list: OpenList, lines: int = 0) -> str:
    """Return the formula that counts the lines of a list, which covers lines as `count_formula`."""
    return f"SUMPRODUCT(1*{_is_filled(open_list, max(open_list.most, lines))})"


def _is_filled(open_list: OpenList, rows: int) -> str:
    """Return the condition that a line holds anything."""
    columns = (n for n, column in enumerate(open_list.columns) if not column.computed)
    filled = (f'({column_area(open_list, n, rows)}<>"")' for n in columns)
    return f"({'+'.join(filled)}>0)"


def _safe(count: Count, formula: str) -> str:
    """Return a formula that is 0 as long as the cover says no period."""
    return f"IFERROR({formula},0)" if count.dated else formula


def column_area(open_list: OpenList, column: int, rows: int) -> str:
    """Return the reference to a column of the lines of a list, from any sheet."""
    top, at = first_row(open_list), FIRST_COLUMN + column
    return area_reference(open_list.sheet, Area(top, at, top + rows - 1, at), absolute=True)


def _has(open_list: OpenList, wanted: Wanted, rows: int) -> str:
    """Return the condition that a line has one of the values.

    To "=" ABC and abc are the same, and to the reader of a choice, but not of a text.
    """
    number, values = wanted
    column, area = open_list.columns[number], column_area(open_list, number, rows)
    texts = (f'"{_quoted(column.shown(value))}"' for value in values)
    if column.measure.kind is Kind.TEXT:
        return f"({'+'.join(f'EXACT({area},{text})' for text in texts)})"
    return f"({'+'.join(f'({area}={text})' for text in texts)})"


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def _lies(layout: Layout, area: str, span: Span) -> str:
    """Return the condition that a day lies so, seen from the period that the cover states.

    A blank is 0 to "<", which would be before every day; a text is more than any number. Gnumeric
    goes through an area for operators alone, and not for functions such as ISNUMBER.
    """
    first, end = _bounds(layout.form, reference(layout.fields[Field(FieldKind.PERIOD)]))
    match span:
        case Span.IN:
            return f"({area}>={first})*({area}<{end})"
        case Span.BEFORE:
            return f'({area}<>"")*({area}<{first})'
        case Span.UNTIL:
            return f'({area}<>"")*({area}<{end})'
        case Span.NOT_BEFORE:
            return f'(1-({area}<>"")*({area}<{first}))'
        case Span.NOT_UNTIL:
            return f'(1-({area}<>"")*({area}<{end}))'


def _bounds(form: Form, period: str) -> Iterator[str]:
    """Yield the first day of the period that a cell says, as 2026年第一季度, and the day after."""
    year = f"LEFT({period},4)"
    titles = (each.title.removeprefix("2000年") for each in periods_of(2000, form.period))
    parts = ",".join(f'"{title}"' for title in titles)
    number = f"MATCH(MID({period},6,9),{{{parts}}},0)"
    months = 12 // form.period.in_a_year
    for after in (0, 1):
        if form.period.is_year:
            yield f"DATE({year}+{after},1,1)"
        else:
            yield f"DATE({year},({number}-{1 - after})*{months}+1,1)"
