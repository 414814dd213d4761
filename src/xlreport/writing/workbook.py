"""The one writer of a form's sheets: blank or filled, locked or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.form.duties import cells_without
from xlreport.form.form import Form
from xlreport.form.guidance import PREFILLED_TITLE
from xlreport.form.parts import Cell
from xlreport.layout.check_line import BalanceLine, check_lines
from xlreport.layout.choice_lists import choice_lists
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.grid import Block, Role
from xlreport.layout.layout import Layout, Position, Sheet, SheetKind, lay_form
from xlreport.layout.line_formulas import needs_workdays
from xlreport.layout.width import BODY_SIZE, NOTE_SIZE, text_height
from xlreport.writing import style
from xlreport.writing._alarms import write_alarms, write_declared
from xlreport.writing._cell_values import cell_value
from xlreport.writing._check_formulas import LineFigures
from xlreport.writing._field_values import field_values, figures_of
from xlreport.writing._hints import guidance_of, hints_of
from xlreport.writing._link_targets import first_place, link_targets
from xlreport.writing._rule_formulas import LOOK
from xlreport.writing._stamp_sheet import write_stamp
from xlreport.writing._state_colours import write_states
from xlreport.writing.block_look import look_of_block
from xlreport.writing.book import Book, done, form_year
from xlreport.writing.cell import link, refuse_too_long, write_link, write_value
from xlreport.writing.content import Content, Formula, Value
from xlreport.writing.edges import edges_of
from xlreport.writing.list_lines import write_lines
from xlreport.writing.remark import write_remark
from xlreport.writing.sheet_setup import set_up_sheet
from xlreport.writing.tab import colour_tab, group_of
from xlreport.writing.validations import explain_lock, validate_cell, validate_field
from xlreport.writing.workdays_sheet import write_workdays

_UNLOCKED_FIELDS = {
    FieldKind.CONTACT,
    FieldKind.PHONE,
    FieldKind.NIL,
    FieldKind.DUTY,
    FieldKind.SIGNER,
    FieldKind.SIGNED_ON,
    FieldKind.TEXT,
    FieldKind.EXPLANATION,
}
_SIDES = {FieldKind.LEFT, FieldKind.RIGHT, FieldKind.DIFFERENCE}
_LINKS = {FieldKind.TABLE_LINK, FieldKind.LINE_LINK, FieldKind.RULE_LINK}
_ANY_LENGTH = {FieldKind.DEPARTMENT, FieldKind.NOTE}
# Unlocked only in a template for any department.
_IDENTITY_FIELDS = {FieldKind.DEPARTMENT, FieldKind.CODE, FieldKind.PERIOD}


@dataclass(frozen=True, slots=True)
class _Job:
    """All that the blocks of one workbook are written from.

    `hints` are sentences for the prompts of cells, by cell index. `targets` are the cells that
    the links on the 检查 sheet lead to.
    """

    book: Book
    layout: Layout
    content: Content
    fields: Mapping[Field, Value]
    figures: LineFigures
    hints: Mapping[int, str]
    targets: Mapping[Field, Position]


def open_book(
    form: Form,
    content: Content,
    first: Callable[[Book], None] | None = None,
    layout: Layout | None = None,
) -> Book:
    """Write a form's sheets into a new workbook, to which the caller may add sheets.

    `first` may write sheets in front of those of the form. `layout` is that of a template unless
    another is given. The caller finishes the workbook with `Book.to_bytes`. Raises `OutputError`
    for a text that a cell has no room for.
    """
    refuse_too_long(content.fields.values())
    refuse_too_long(value for value in content.values.values() if isinstance(value, str))
    book = Book(
        form.title,
        form_year(form, content.stamp.period),
        locked=content.locked,
        theme=content.theme,
        edges=edges_of(content.department, content.stamp),
    )
    if first is not None:
        first(book)
    layout = layout or lay_form(form)
    job = _Job(
        book=book,
        layout=layout,
        content=content,
        fields=field_values(layout, content),
        figures=figures_of(form, content),
        hints=hints_of(layout, content),
        targets=link_targets(layout),
    )
    worksheets = {
        sheet.name: _add_sheet(job, sheet)
        for sheet in layout.sheets
        if content.locked or sheet.kind is not SheetKind.INSTRUCTIONS
    }
    if any(needs_workdays(each) and each.sheet in worksheets for each in form.lists):
        write_workdays(book, locked=content.locked)
    if content.locked:
        write_declared(book, layout, worksheets, content.no_duties)
    write_states(book, layout, worksheets)
    write_alarms(book, layout, worksheets, last=content.last is not None)
    write_stamp(book, form, content)
    return book


def _add_sheet(job: _Job, sheet: Sheet) -> Worksheet:
    """Add a sheet with all that it holds."""
    worksheet = job.book.add_worksheet(sheet.name)
    set_up_sheet(worksheet, sheet, job.content)
    colour_tab(worksheet, group_of(sheet.kind), job.book.theme)
    _write_blocks(job, worksheet, sheet)
    for each in job.layout.form.lists if sheet.kind is SheetKind.LIST else ():
        if each.sheet == sheet.name:
            write_lines(job.book, worksheet, job.layout.form, each, job.content)
    return worksheet


def _write_blocks(job: _Job, worksheet: Worksheet, sheet: Sheet) -> None:
    for block in sheet.blocks:
        if block.last and job.content.last is None:
            continue
        if block.cell >= 0:
            _write_cell(job, worksheet, sheet, block)
        elif block.field is not None:
            _write_field(job, worksheet, sheet, block, block.field)
        else:
            _write_label(job, worksheet, sheet, block)


def _write_cell(job: _Job, worksheet: Worksheet, sheet: Sheet, block: Block) -> None:
    """Write a value cell of a table, with its mark, and its validation where it is unlocked."""
    form = job.layout.form
    cell = form.cells[block.cell]
    if cell.index in cells_without(form, job.content.no_duties):
        look = {**look_of_block(sheet, block), **style.NO_DUTY}
        _write_across(job.book, worksheet, block, None, look)
        explain_lock(worksheet, block)
        return
    properties = look_of_block(sheet, block) | _look_of_kind(cell, job.content)
    if not cell.total:
        # Where nothing is locked all was computed; only what a person fills in is coloured.
        properties |= style.UNLOCKED if job.content.locked else style.FIXED
        properties |= style.PREFILLED if cell.index in job.content.prefilled else {}
    value = cell_value(job.layout, job.content, job.figures, cell)
    mark = job.content.marks.get(cell.index)
    if mark is not None:
        properties |= mark.look
        write_remark(job.book, worksheet, block.top, block.left, mark)
    _write_across(job.book, worksheet, block, value, properties)
    if not cell.total and job.content.locked:
        guidance = guidance_of(form, cell, job.hints)
        if cell.index in job.content.prefilled:
            guidance = replace(guidance, title=PREFILLED_TITLE)
        validate_cell(worksheet, block, cell, guidance, choice_lists(form))


def _look_of_kind(cell: Cell, content: Content) -> dict[str, Any]:
    """Return the number format of a cell, and how its texts are set."""
    return dict(style.look_of_kind(cell.measure, locked=content.locked))


def _write_across(
    book: Book, worksheet: Worksheet, block: Block, value: Value | None, properties: dict[str, Any]
) -> None:
    """Write a value; over several columns it is centred across them, never merged.

    Pasting a block of cells would corrupt a merged input.
    """
    if block.left == block.right:
        write_value(worksheet, block.top, block.left, value, book.style(properties))
        return
    properties |= {"align": "center_across"}
    for column in range(block.left, block.right + 1):
        is_first, is_last = column == block.left, column == block.right
        left = {} if is_first else {"left": 0, "locked": True}
        right = {} if is_last else {"right": 0}
        look = book.style(properties, left, right)
        write_value(worksheet, block.top, column, value if is_first else None, look)


def _write_label(job: _Job, worksheet: Worksheet, sheet: Sheet, block: Block) -> None:
    look = look_of_block(sheet, block)
    _write_merged(job.book, worksheet, block, block.text, look)
    if block.leads_to:
        link(worksheet, block.top, block.left, reference(first_place(job.layout, block.leads_to)))


def _write_field(job: _Job, worksheet: Worksheet, sheet: Sheet, block: Block, field: Field) -> None:
    properties = look_of_block(sheet, block)
    if block.role is Role.FIELD:
        properties |= _field_style(job.layout.form, field, job.content)
    if field.kind in _SIDES:
        properties |= style.SHRUNK
        properties |= _look_of_bound(job.layout.form, field)
    if field.kind in _LINKS:
        properties |= style.LINK
    validate_field(worksheet, block, job.layout.form, job.content)
    if field in job.targets:
        target, look = reference(job.targets[field]), job.book.style(properties)
        write_link(worksheet, block.top, block.left, target, look, LOOK)
    else:
        _write_merged(job.book, worksheet, block, job.fields.get(field), properties)
    if field.kind in _ANY_LENGTH:
        _make_room(worksheet, sheet, block, job.fields.get(field))


def _make_room(worksheet: Worksheet, sheet: Sheet, block: Block, value: Value | None) -> None:
    """Make the row of a field as high as its text needs."""
    text = str(value.value if isinstance(value, Formula) else value or "")
    size = NOTE_SIZE if block.role is Role.NOTE else BODY_SIZE
    height = text_height(text, sum(sheet.widths[block.left : block.right + 1]), size)
    if height > sheet.heights[block.top]:
        done(worksheet.set_row(block.top, height))


def _write_merged(
    book: Book, worksheet: Worksheet, block: Block, value: Value | None, properties: dict[str, Any]
) -> None:
    """Write a value; over several rows or columns they are merged."""
    look = book.style(properties)
    if (block.top, block.left) != (block.bottom, block.right):
        done(worksheet.merge_range(*block.area, "", look))
    write_value(worksheet, block.top, block.left, value, look)


@cache
def _look_of_bound(form: Form, field: Field) -> dict[str, Any]:
    """Return the look of what a figure must at least or at most be: its sign stands before it."""
    if field.kind is not FieldKind.RIGHT:
        return {}
    line = check_lines(form)[int(field.key) - 1]
    operator = line.balance.relation.operator if isinstance(line, BalanceLine) else "="
    sign = {"<=": "≤", ">=": "≥"}.get(operator)
    return {"num_format": f'"{sign}"General;"{sign}-"General'} if sign else {}


def _field_style(form: Form, field: Field, content: Content) -> dict[str, Any]:
    """Return the look of a field: unlocked where the clerk fills it in, else white."""
    is_year = field.kind is FieldKind.PERIOD and form.period.is_year
    as_text = {} if is_year else dict(style.TEXT_FORMAT)
    is_open = field.kind in _IDENTITY_FIELDS and not content.department
    is_open |= field.kind is FieldKind.PERIOD and content.chooses_period(form.period)
    is_printed = field.kind is FieldKind.DUTY and field.key in content.no_duties
    if field.kind is FieldKind.EXPLANATION:
        is_printed = not check_lines(form)[int(field.key) - 1].is_settled_by_words
    if is_printed or (field.kind not in _UNLOCKED_FIELDS and not is_open):
        return dict(style.FIXED) | as_text
    long = dict(style.LONG_TEXT) if field.kind is FieldKind.TEXT else as_text
    return dict(style.UNLOCKED) | long
