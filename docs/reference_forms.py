"""The page of the forms: tables drawn, keys with their places, columns of lists, the rules."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from xlreport.form.form import Form
from xlreport.form.load import list_forms, load_form
from xlreport.form.open_list import ListColumn, OpenList
from xlreport.form.parts import Table
from xlreport.layout.grid import Block, Role, lay_table
from xlreport.layout.layout import Position, lay_form

_HEAD = """# The forms

Each form that comes with the library: its tables, the keys of their cells, the columns of its
lists, and the rules. `Σ` is a total that the template computes. In a template made by this version
of the library the cell of a row and a column stands where the two places meet.
"""


def forms_page() -> str:
    """Write the page."""
    return "\n".join([_HEAD, *map(_form, map(load_form, list_forms()))])


def _form(form: Form) -> str:
    years = f"{form.first_year}–{form.last_year or ''}"
    lines = [f"## {form.id}\n", f"{'　'.join(filter(None, (form.title, form.notice, years)))}\n"]
    places = dict(zip((cell.index for cell in form.cells), lay_form(form).positions, strict=True))
    for table in form.tables:
        lines += [f"### {form.id}: {table.key}\n", f"{table.heading}\n"]
        lines += [*_drawing(table), *_keys(table, places)]
    for open_list in form.lists:
        lines += [f"### {form.id}: {open_list.key}\n", f"{open_list.heading}\n", *_list(open_list)]
    if form.rules:
        lines += [f"### {form.id}: rules\n", *_rules(form)]
    for each in form.lists:
        if each.rules:
            lines += [f"### {form.id}: rules of the lines of {each.key}\n", *_line_rules(each)]
    if form.checks:
        lines += [f"### {form.id}: checks\n", *_checks(form)]
    if form.texts:
        lines += [f"### {form.id}: narrative\n", *_texts(form)]
    return "\n".join(lines)


def _drawing(table: Table) -> Iterator[str]:
    """Draw a table with its merges, as HTML: in a font for Han characters no lines would meet."""
    grid = lay_table(table)
    yield '<table class="form">'
    for row in range(grid.rows):
        yield f"<tr>{''.join(_box(block) for block in grid.blocks if block.top == row)}</tr>"
    yield "</table>\n"


def _box(block: Block) -> str:
    tall, wide = block.bottom - block.top + 1, block.right - block.left + 1
    spans = (f' rowspan="{tall}"' if tall > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
    if block.role in (Role.INPUT, Role.TOTAL):
        return f"<td{spans}>{'Σ' if block.role is Role.TOTAL else ''}</td>"
    return f"<th{spans}>{escape(block.text)}</th>"


def _keys(table: Table, places: dict[int, Position]) -> Iterator[str]:
    """List the rows and the columns of each strip with their place on the sheet."""
    yield f"Sheet `{table.sheet}`.\n"
    strips = groupby(
        sorted(table.cells, key=lambda cell: places[cell.index].row),
        key=lambda cell: tuple(each.column for each in table.cells if each.row == cell.row),
    )
    for _, group in strips:
        cells = list(group)
        yield "| key | label | at |\n|---|---|---|"
        rows = {cell.row: (cell.row_path, places[cell.index].row + 1) for cell in cells}
        columns = {
            cell.column: (cell.column_path, places[cell.index].address.rstrip("0123456789"))
            for cell in cells
        }
        yield from (_line(key, label, f"row {at}") for key, (label, at) in rows.items())
        yield from (_line(key, label, f"column {at}") for key, (label, at) in columns.items())
        yield ""


def _line(key: str, label: str, at: str) -> str:
    return f"| `{key}` | {label.replace('|', ' ')} | {at} |"


def _list(open_list: OpenList) -> Iterator[str]:
    """List the columns of a list, in the order of the sheet."""
    yield f"A list on the sheet `{open_list.sheet}`: each line has these entries.\n"
    yield "| key | label | kind | what else |\n|---|---|---|---|"
    for column in open_list.columns:
        kind = " ".join(filter(None, (column.measure.kind.value, column.measure.unit)))
        yield f"| `{column.key}` | {column.path} | {kind} | {_what_else(column)} |"
    yield ""


def _what_else(column: ListColumn) -> str:
    marks = ("required", "unique", "private", "computed")
    choices = "、".join(column.measure.choices)
    return "; ".join(filter(None, [*(mark for mark in marks if getattr(column, mark)), choices]))


def _rules(form: Form) -> Iterator[str]:
    yield "| id | severity | sentence |\n|---|---|---|"
    lines = dict.fromkeys(
        f"| {rule.id} | {'computed' if rule.fill else rule.severity.value} | {rule.say} |"
        for rule in form.rules
    )
    yield from lines
    yield ""


def _line_rules(open_list: OpenList) -> Iterator[str]:
    yield "| id | severity | sentence |\n|---|---|---|"
    yield from (f"| {each.id} | {each.severity.value} | {each.say} |" for each in open_list.rules)
    yield ""


def _checks(form: Form) -> Iterator[str]:
    yield "| id | severity | sentence |\n|---|---|---|"
    yield from (f"| {each.id} | {each.severity.value} | {each.say} |" for each in form.checks)
    yield ""


def _texts(form: Form) -> Iterator[str]:
    yield "| key | heading | what it must contain |\n|---|---|---|"
    yield from (
        f"| `{text.key}` | {text.heading} | {text.standing or text.say} |" for text in form.texts
    )
    yield ""
