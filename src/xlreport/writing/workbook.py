"""The one writer: any workbook of a form, blank or filled, locked or not, sheet by sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.form.form import Form
from xlreport.form.measure import Kind, format_value
from xlreport.form.parts import Cell
from xlreport.layout.checks_sheet import check_lines
from xlreport.layout.formulas import reference, total_formulas
from xlreport.layout.grid import Block, Role
from xlreport.layout.layout import STAMP_SHEET, Layout, Position, Sheet, SheetKind, lay_form
from xlreport.layout.stamp import PROPERTY
from xlreport.writing import style
from xlreport.writing._alarms import write_alarms
from xlreport.writing._check_formulas import Figures
from xlreport.writing._field_values import field_values, figures_of
from xlreport.writing.book import Book, done, form_year
from xlreport.writing.content import Content, Formula, Value
from xlreport.writing.sheet_setup import set_up_sheet, validate_cell, validate_field

_COMMENT = {"author": "审核", "x_scale": 2.5, "y_scale": 1.6, "font_size": 10}
_UNLOCKED_FIELDS = {"contact", "phone", "nil", "signer", "date", "text", "explain"}
_CLERKS_FIELDS = {"department", "code", "year"}  # where the template is for any department


@dataclass(frozen=True, slots=True)
class _Job:
    """Is what every block of one workbook is written from."""

    book: Book
    layout: Layout
    content: Content
    fields: Mapping[str, Value]
    figures: Figures
    hints: Mapping[int, str]


def open_book(
    form: Form,
    content: Content,
    first: Callable[[Book], None] | None = None,
    layout: Layout | None = None,
) -> Book:
    """Write a form's sheets into a new workbook; the caller may add sheets and finishes it.

    `first` may write sheets that stand before the form's; `layout` is that of a template if not
    given.
    """
    book = Book(
        form.title,
        form_year(form, content.stamp.year),
        locked=content.locked,
        theme=content.theme,
    )
    if first is not None:
        first(book)
    layout = layout or lay_form(form)
    fields, figures = field_values(layout, content), figures_of(form, content)
    job = _Job(book, layout, content, fields, figures, _hints(layout, content))
    worksheets = {}
    for sheet in layout.sheets:
        if sheet.kind is SheetKind.INSTRUCTIONS and not content.locked:
            continue
        worksheet = worksheets[sheet.name] = book.add_worksheet(sheet.name)
        set_up_sheet(worksheet, sheet, content)
        for block in sheet.blocks:
            if block.last and content.last is None:
                continue
            if block.cell >= 0:
                _write_cell(job, worksheet, block)
            else:
                _write_block(job, worksheet, sheet, block)
    write_alarms(book, layout, worksheets, last=content.last is not None)
    _write_stamp(book, content)
    return book


def _hints(layout: Layout, content: Content) -> dict[int, str]:
    """Say in the prompt of a cell what it must be by last year's report alone."""
    hints = {}
    last = content.last or ()
    for line in check_lines(layout.form):
        balance = line.balance
        if not last or balance is None or balance.right or not balance.right_last:
            continue
        values = [last[term.cell] for term in balance.right_last]
        cell = layout.form.cells[balance.left[0].cell]
        if not cell.total and all(value is not None for value in values):
            number = sum(
                (value or 0) * term.factor
                for value, term in zip(values, balance.right_last, strict=True)
            )
            text = format_value(number, cell.measure)
            hints[cell.index] = f"按上年报告应为 {text}{cell.measure.unit}。"
    return hints


def _write_cell(job: _Job, worksheet: Worksheet, block: Block) -> None:
    form = job.layout.form
    cell = form.cells[block.cell]
    properties = dict(style.ROLE[block.role]) | _number_format(cell, job.content)
    if not cell.total:
        # What is not locked was computed; only what a person fills in has the colour of inputs.
        properties |= style.UNLOCKED if job.content.locked else style.FIXED
    value = job.content.values.get(cell.index)
    if value is None and cell.total:
        formula = total_formulas(job.layout)[cell.index]
        number = job.figures.numbers[cell.index] or 0
        value = Formula(formula, int(number) if number == int(number) else float(number))
    mark = job.content.marks.get(cell.index)
    if mark is not None:
        properties |= style.ALARM
        done(worksheet.write_comment(block.top, block.left, mark, _COMMENT))
    _write_across(job.book, worksheet, block, value, properties)
    if not cell.total and job.content.locked:
        meaning = form.meaning_of.get(cell.index, "")
        validate_cell(worksheet, block, cell, meaning, job.hints.get(cell.index, ""))


def _number_format(cell: Cell, content: Content) -> dict[str, Any]:
    if cell.measure.unit_required:
        # What a clerk types says its unit; where we write a number the format says it.
        return dict(style.TEXT_FORMAT) if content.locked else {"num_format": '#,##0.00"元"'}
    if cell.measure.kind is Kind.CHANGE:
        return {"num_format": "+0;-0;0"}
    return {}  # a pasted fraction must be seen as one, so whole numbers have no format either


def _write_across(
    book: Book, worksheet: Worksheet, block: Block, value: Value | None, properties: dict[str, Any]
) -> None:
    """Write a value; over several columns it is centred across them, never merged.

    A pasted block would corrupt a merged input.
    """
    if block.left == block.right:
        write_value(worksheet, block.top, block.left, value, book.style(properties))
        return
    properties |= {"align": "center_across"}
    for column in range(block.left, block.right + 1):
        inner = {"left": 0} if column > block.left else {}
        inner |= {"right": 0} if column < block.right else {}
        locked = {"locked": True} if column > block.left else {}
        look = book.style(properties, inner, locked)
        own = value if column == block.left else None
        write_value(worksheet, block.top, column, own, look)


def write_value(
    worksheet: Worksheet, row: int, column: int, value: Value | None, look: Any
) -> None:
    """Write a value by its type: text is always text, never a formula."""
    if value is None or value == "":
        done(worksheet.write_blank(row, column, None, look))
    elif isinstance(value, Formula):
        done(worksheet.write_formula(row, column, "=" + value.text, look, value.value))
    elif isinstance(value, str):
        done(worksheet.write_string(row, column, value, look))
    else:
        done(worksheet.write_number(row, column, value, look))


def _write_block(job: _Job, worksheet: Worksheet, sheet: Sheet, block: Block) -> None:
    """Write a label, or a field."""
    properties = dict(style.ROLE[block.role])
    value: Value | None = block.text
    if block.role is Role.TITLE and sheet.kind is SheetKind.COVER:
        properties |= style.COVER_TITLE
    if block.role is Role.CAPTION and sheet.kind is SheetKind.TEXTS:
        properties |= {"align": "left", "bold": True}
    if block.field:
        value = job.fields.get(block.field)
        if block.role is Role.FIELD:
            properties |= _field_style(block.field, job.content)
        validate_field(worksheet, block, job.content)
    look = job.book.style(properties)
    target = _target(job.layout, block.field)
    if target is not None:
        link = f"internal:{reference(target)}"
        done(worksheet.write_url(block.top, block.left, link, look, "查看"))
        return
    if (block.top, block.left) != (block.bottom, block.right):
        area = (block.top, block.left, block.bottom, block.right)
        done(worksheet.merge_range(*area, "", look))
    write_value(worksheet, block.top, block.left, value, look)


def _target(layout: Layout, field: str) -> Position | None:
    """Find where a link of the 检查 sheet leads: the first cell of its line or table."""
    kind, _, key = field.partition(":")
    if kind == "link":
        line = check_lines(layout.form)[int(key) - 1]
        return layout.places[line.cells[0]]
    if kind == "goto":
        return layout.places[layout.form.table(key).cells[0].index]
    return None


def _field_style(field: str, content: Content) -> dict[str, Any]:
    """Tell how a field looks: what the clerk fills in is unlocked, the rest white."""
    kind = field.partition(":")[0]
    as_text = {} if kind == "year" else dict(style.TEXT_FORMAT)
    open_for_all = kind in _CLERKS_FIELDS and not content.department
    if kind not in _UNLOCKED_FIELDS and not open_for_all:
        return dict(style.FIXED) | as_text
    long = dict(style.LONG_TEXT) if kind == "text" else as_text
    return dict(style.UNLOCKED) | long


def _write_stamp(book: Book, content: Content) -> None:
    stamp = str(content.stamp)
    done(book.set_custom_property(PROPERTY, stamp, "text"))
    worksheet = book.add_worksheet(STAMP_SHEET)
    done(worksheet.write_string(0, 0, stamp))
    worksheet.very_hidden()
    if content.locked:
        worksheet.protect("")
