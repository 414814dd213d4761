"""The one writer: any workbook of a form, blank or filled, locked or not, sheet by sheet."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport import _style
from xlreport._address import a1, quoted
from xlreport._book import Book, done, form_year
from xlreport._content import Content, Formula, Value
from xlreport._cover import NIL
from xlreport._form import Cell, Form, fill_totals
from xlreport._formula import total_formula
from xlreport._grid import Block, Role
from xlreport._guidance import guide
from xlreport._layout import STAMP_SHEET, Layout, Sheet, SheetKind, lay_form
from xlreport._stamp import PROPERTY
from xlreport._values import Kind, read_value, to_number

_LARGEST_COUNT = 999_999_999
_A4 = 9
_HEADER_LENGTH = 100  # characters of a department's name: Excel takes 255 for the whole header
_EDGES = ("left", "right")


def open_book(form: Form, content: Content) -> Book:
    """Write a form's sheets into a new workbook; the caller may add sheets and finishes it."""
    book = Book(form.title, form_year(form, content.stamp.year), locked=content.locked)
    layout = lay_form(form)
    totals = _cached_totals(form, content)
    for sheet in layout.sheets:
        worksheet = book.add_worksheet(sheet.name)
        _shape(worksheet, sheet, content)
        for block in sheet.blocks:
            if block.cell >= 0:
                _write_cell(book, worksheet, layout, block, content, totals)
            else:
                _write_block(book, worksheet, layout, sheet, block, content)
    _write_stamp(book, content)
    return book


def _cached_totals(form: Form, content: Content) -> list[int | None]:
    """Compute what the totals' formulas give: like SUM, they see numbers and pass over text."""
    values: list[int | None] = [None] * len(form.cells)
    for index, value in content.values.items():
        number = value.value if isinstance(value, Formula) else value
        if not isinstance(number, str):
            cell = form.cells[index]
            values[index] = read_value("number", repr(number), "", cell.measure).value
    overwritten = {i: values[i] for i in content.values if form.cells[i].total}
    fill_totals(form, values)
    for index, typed in overwritten.items():
        values[index] = typed
    return values


def _shape(worksheet: Worksheet, sheet: Sheet, content: Content) -> None:
    """Set sizes, paper, frozen panes and protection of a sheet."""
    for column, width in enumerate(sheet.widths):
        done(worksheet.set_column(column, column, width))
    for row, height in enumerate(sheet.heights):
        done(worksheet.set_row(row, height))
    worksheet.set_paper(_A4)
    worksheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
    worksheet.center_horizontally()
    worksheet.hide_gridlines(2)
    worksheet.print_black_and_white()
    worksheet.fit_to_pages(1, 0)
    if sheet.landscape:
        worksheet.set_landscape()
    year = f"{content.stamp.year}年" if content.stamp.year else ""
    department = content.department[:_HEADER_LENGTH].replace("&", "&&")
    done(worksheet.set_header(f"&L&9 {department}&R&9 {year}"))
    done(worksheet.set_footer("&C&9第 &P 页 共 &N 页"))
    if sheet.kind is SheetKind.TABLE:
        body = sheet.top + sheet.header_rows
        worksheet.freeze_panes(body, sheet.label_columns)
        worksheet.repeat_rows(0, body - 1)
        first = next(block for block in sheet.blocks if block.role is Role.INPUT)
        worksheet.set_selection(first.top, first.left, first.top, first.left)
    if content.locked:
        allowed = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
        worksheet.protect("", allowed)


def _write_cell(
    book: Book,
    worksheet: Worksheet,
    layout: Layout,
    block: Block,
    content: Content,
    totals: list[int | None],
) -> None:
    form = layout.form
    cell = form.cells[block.cell]
    properties = dict(_style.ROLE[block.role]) | _number_format(cell, content)
    if not cell.total:
        properties |= _style.UNLOCKED
    value = content.values.get(cell.index)
    if value is None and cell.total:
        formula = total_formula(form, form.fills[cell.index], layout.places)
        value = Formula(formula, to_number(totals[cell.index] or 0, cell.measure))
    _write_across(book, worksheet, block, value, properties)
    if not cell.total and content.locked:
        _validate(worksheet, block, cell)


def _number_format(cell: Cell, content: Content) -> dict[str, Any]:
    if cell.measure.unit_required:
        # What a clerk types says its unit; where we write a number the format says it.
        return dict(_style.TEXT_FORMAT) if content.locked else {"num_format": '#,##0.00"元"'}
    if cell.measure.kind is Kind.MONEY:
        return {"num_format": "#,##0.######"}
    if cell.measure.kind is Kind.CHANGE:
        return {"num_format": "+0;-0;0"}
    return {"num_format": "0"}


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


def _validate(worksheet: Worksheet, block: Block, cell: Cell) -> None:
    guidance = guide(cell)
    address = a1(block.top, block.left)
    rule: dict[str, Any]
    if cell.measure.unit_required:
        # A bare amount is refused, since nobody could tell later whether it was 元 or 万元.
        # Compared as text, since the cell is formatted as text and a 0 typed there is one.
        typed = f"TRIM({address})"
        rule = {"validate": "custom", "value": f'=OR({typed}="0",RIGHT({typed},1)="元")'}
    elif cell.measure.kind is Kind.MONEY:
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
    else:
        low = -_LARGEST_COUNT if cell.measure.kind is Kind.CHANGE else 0
        bounds = {"minimum": low, "maximum": _LARGEST_COUNT}
        rule = {"validate": "integer", "criteria": "between", **bounds}
    options = {
        "input_title": guidance.title,
        "input_message": guidance.prompt,
        "error_title": "请检查",
        "error_message": guidance.stop,
    }
    done(worksheet.data_validation(block.top, block.left, block.top, block.left, rule | options))


def _write_block(
    book: Book,
    worksheet: Worksheet,
    layout: Layout,
    sheet: Sheet,
    block: Block,
    content: Content,
) -> None:
    """Write a label, or a field of the cover or the narrative."""
    properties = dict(_style.ROLE[block.role])
    value: Value | None = block.text
    if block.role is Role.TITLE and sheet.kind is SheetKind.COVER:
        properties |= _style.COVER_TITLE
    if block.role is Role.CAPTION and sheet.kind is SheetKind.TEXTS:
        properties |= {"align": "left", "bold": True}
    if block.field:
        value = _field_value(layout, block.field, content)
        properties |= _field_style(block.field, content)
        _validate_field(worksheet, block, content)
    look = book.style(properties)
    if (block.top, block.left) == (block.bottom, block.right):
        write_value(worksheet, block.top, block.left, value, look)
        return
    done(worksheet.merge_range(block.top, block.left, block.bottom, block.right, "", look))
    write_value(worksheet, block.top, block.left, value, look)


def _field_value(layout: Layout, field: str, content: Content) -> Value | None:
    kind, _, key = field.partition(":")
    if kind == "note":
        return content.note or _note(layout, content)
    known: dict[str, Value | None] = {
        "department": content.department,
        "code": content.stamp.code,
        "year": content.stamp.year,
        "stamp": str(content.stamp),
        "nil": NIL if key in content.nil else "",
    }
    return known.get(kind, content.fields.get(field, ""))


def _note(layout: Layout, content: Content) -> Formula:
    """Repeat department and year from the cover above each table."""
    department, year = (layout.fields[name] for name in ("department", "year"))
    cover = quoted(department.sheet)
    who = f"{cover}!{a1(department.row, department.column, absolute=True)}"
    when = f"{cover}!{a1(year.row, year.column, absolute=True)}"
    text = f"填报单位：{content.department}　　年度：{content.stamp.year or ''}"
    return Formula(f'"填报单位："&{who}&"　　年度："&{when}', text)  # type: ignore[arg-type]


def _field_style(field: str, content: Content) -> dict[str, Any]:
    kind = field.partition(":")[0]
    if kind in ("note", "stamp"):
        return {}
    if kind in ("department", "code", "year") and content.department:
        return dict(_style.FIXED) | dict(_style.TEXT_FORMAT if kind == "code" else {})
    if kind == "deadline":
        return dict(_style.FIXED)
    style = dict(_style.UNLOCKED)
    if kind == "text":
        return style | dict(_style.LONG_TEXT)
    return style if kind == "year" else style | dict(_style.TEXT_FORMAT)


def _validate_field(worksheet: Worksheet, block: Block, content: Content) -> None:
    rules: dict[str, dict[str, Any]] = {
        "nil": {
            "validate": "list",
            "source": [NIL],
            "input_title": NIL,
            "input_message": "该表全年确实没有任何数据时选择“零报送”，空白即按0计；有数据时留空。",
            "error_title": "请检查",
            "error_message": "只能选择“零报送”，或按 Delete 键清空。",
        },
        "year": {
            "validate": "integer",
            "criteria": "between",
            "minimum": 2008,
            "maximum": 2100,
            "input_title": "报告年度",
            "input_message": "填写四位数字的年度，如 2026。",
            "error_title": "请检查",
            "error_message": "请填写四位数字的年度，如 2026。",
        },
    }
    kind = block.field.partition(":")[0]
    if kind in rules and content.locked and not (kind == "year" and content.department):
        done(worksheet.data_validation(block.top, block.left, block.top, block.left, rules[kind]))


def _write_stamp(book: Book, content: Content) -> None:
    stamp = str(content.stamp)
    done(book.set_custom_property(PROPERTY, stamp, "text"))
    worksheet = book.add_worksheet(STAMP_SHEET)
    done(worksheet.write_string(0, 0, stamp))
    worksheet.very_hidden()
    if content.locked:
        worksheet.protect("")
