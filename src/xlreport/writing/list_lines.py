"""The lines of a list (台账) on its sheet: as many as the form prepares, or as there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import Area
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.guidance import guide_column
from xlreport.form.measure import Kind, Measure, day_number, format_value, to_number
from xlreport.form.open_list import ListColumn, OpenList
from xlreport.layout.choice_lists import choice_lists
from xlreport.layout.grid import Role
from xlreport.layout.kind_formulas import ChoiceLists, is_told
from xlreport.layout.line_formulas import count_filled, red_conditions, twice_condition
from xlreport.layout.list_grid import FIRST_COLUMN, LINE_HEIGHT, first_row, in_row, own_cell
from xlreport.layout.width import is_long_text
from xlreport.writing import style
from xlreport.writing._alarms import wrong_entry
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Content, Formula, Value
from xlreport.writing.limits import computed_lines, define_states, write_limit_looks
from xlreport.writing.list_faults import define_faults
from xlreport.writing.remark import write_remark
from xlreport.writing.validations import explain_computed, validate_area

_NUMBER = {"align": "center", "indent": 0}
_COMPUTED = {"text_wrap": True, "align": "center", "indent": 0}


def write_lines(
    book: Book, worksheet: Worksheet, form: Form, open_list: OpenList, content: Content
) -> None:
    """Write the lines of a list, with validations and marks where they are to be filled in.

    A workbook that nobody fills in has no empty lines but one.
    """
    lines = content.lists.get(open_list.key, ())
    count = max(len(lines), open_list.most if content.locked else 1)
    top, last = first_row(open_list), len(open_list.columns)
    worksheet.set_default_row(LINE_HEIGHT)
    looks = [_look(book, column, content) for column in open_list.columns]
    number = book.style(style.ROLE[Role.ROW_LABEL], _NUMBER)
    area = Area(top, FIRST_COLUMN, top + count - 1, last)
    define_states(book, open_list, area)
    define_faults(book, form, open_list, len(lines))
    for row, computed in enumerate(computed_lines(open_list, lines, area, date.today())):
        done(worksheet.write_number(top + row, 0, row + 1, number))
        line = lines[row] if row < len(lines) else ()
        _write_line(worksheet, top + row, line, looks, computed)
    _write_marks(book, worksheet, open_list, content)
    done(worksheet.autofilter(top - 1, FIRST_COLUMN, area.bottom, area.right))
    if content.locked:
        for number, column in enumerate(open_list.columns):
            if column.computed:
                explain_computed(worksheet, _column_of(area, number))
            else:
                _guard(book, worksheet, form, open_list, area, number)
    write_limit_looks(book, worksheet, open_list, area)


def _write_line(
    worksheet: Worksheet,
    row: int,
    line: Sequence[Value | None],
    looks: Sequence[Format],
    computed: Mapping[int, Formula],
) -> None:
    for column, look in enumerate(looks):
        value = computed.get(column, line[column] if line else None)
        write_value(worksheet, row, FIRST_COLUMN + column, value, look)


def _look(book: Book, column: ListColumn, content: Content) -> Format:
    """Return the look of the cells of a column: long texts to the left, figures to the right."""
    measure = column.measure
    if is_long_text(measure):
        align = {"align": "left", "indent": 1}
    elif measure.is_number:
        align = {"align": "right"}
    else:
        align = {"align": "center"}
    kind = style.look_of_kind(measure, locked=content.locked)
    if column.computed:
        # A format for texts would show a formula in place of its result.
        plain = {} if measure.kind is Kind.DATE else {"num_format": "General"}
        return book.style(style.ROLE[Role.ABSENT], kind, plain, _COMPUTED)
    state = style.UNLOCKED if content.locked else style.FIXED
    return book.style(style.ROLE[Role.INPUT], kind, align, {"text_wrap": True}, state)


def _write_marks(book: Book, worksheet: Worksheet, open_list: OpenList, content: Content) -> None:
    """Write the remarks on single entries, which then look as wrong as they are."""
    lines = content.lists.get(open_list.key, ())
    top = first_row(open_list)
    for (row, column), mark in content.line_marks.get(open_list.key, {}).items():
        look = book.style(
            style.ROLE[Role.INPUT],
            mark.look,
            style.look_of_kind(open_list.columns[column].measure, locked=content.locked),
            style.UNLOCKED if content.locked else style.FIXED,
        )
        value = lines[row][column] if row < len(lines) else None
        write_value(worksheet, top + row, FIRST_COLUMN + column, value, look)
        write_remark(book, worksheet, top + row, FIRST_COLUMN + column, mark)


def _guard(
    book: Book, worksheet: Worksheet, form: Form, open_list: OpenList, area: Area, number: int
) -> None:
    """Guard a column that is filled in: what may be typed, and what turns red."""
    column, at = open_list.columns[number], _column_of(area, number)
    lists = choice_lists(form)
    validate_area(worksheet, at, column.measure, guide_column(open_list, column), lists)
    alarm = book.conditional(style.ALARM)
    for condition in _conditions(open_list, number, at, lists):
        options = {"type": "formula", "criteria": f"={condition}", "format": alarm}
        done(worksheet.conditional_format(*at, options))


def _column_of(area: Area, number: int) -> Area:
    return area._replace(left=area.left + number, right=area.left + number)


def _conditions(open_list: OpenList, number: int, at: Area, lists: ChoiceLists) -> list[str]:
    """Return the conditions on the first cell of a column under which it is wrong."""
    column, cell = open_list.columns[number], own_cell(number)
    conditions = []
    if is_told(column.measure) and not column.measure.unit_required:
        conditions.append(wrong_entry(cell, column.measure, lists))
    if column.required:
        conditions.append(f"AND(LEN({cell})=0,{count_filled(open_list)}>0)")
    if column.unique:
        conditions.append(twice_condition(number, at))
    if broken := red_conditions(open_list, number):
        conditions.append(f"OR({','.join(broken)})" if len(broken) > 1 else broken[0])
    return [in_row(condition, at.top) for condition in conditions]


def written(entry: Entry, measure: Measure) -> Value | None:
    """Return what stands in a cell for a value: a day as a number, a choice as a text."""
    if entry is None or isinstance(entry, str):
        return entry
    if measure.kind is Kind.DATE:
        return day_number(entry)
    return to_number(entry, measure) if measure.is_number else format_value(entry, measure)
