"""Returns of the made-up form with a list, as a clerk or another program fills them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from support.departments import make_department
from support.purchases import counted_form
from xlreport.base.finding import Finding
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.formats.workbook import Package
from xlreport.layout.list_grid import FIRST_COLUMN, HEADER_TOP, first_row, header_blocks
from xlreport.outgoing.template import build_template
from xlreport.returns.received import read_returns

Typed = str | int | float | date | None
Change = Callable[[Workbook], object]

LINES: Sequence[Sequence[Typed]] = (
    ("2026-001", "空调", date(2026, 3, 5), 12.5, "货物", "是", 3),
    ("2026-002", "物业", date(2026, 4, 1), 7, "服务", "否", 1),
    ("2026-003", "桌椅", date(2025, 12, 31), 3, "货物", None, None),
    ("2026-004", "桌椅", date(2026, 12, 31), 3.25, "货物", None, None),
)
"""Four purchases; one of them was signed the year before."""


@cache
def _template(form: Form, code: str, name: str) -> bytes:
    return build_template(form, period=Period(2026), department=make_department(code, name))


def filled_return(
    code: str = "D01",
    name: str = "教育局",
    lines: Sequence[Sequence[Typed]] = LINES,
    change: Change | None = None,
) -> bytes:
    """Fill in a template by openpyxl: the cells that no list fills, and the lines."""
    form = counted_form()
    book = openpyxl.load_workbook(BytesIO(_template(form, code, name)))
    book["一"]["B5"], book["一"]["C5"] = 1, 7
    top = first_row(form.lists[0]) + 1
    for row, line in enumerate(lines, top):
        for column, value in enumerate(line, FIRST_COLUMN + 1):
            if value is not None:
                book["二"].cell(row, column, value)
    if change is not None:
        change(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_county(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a new folder."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def on_list(change: Callable[[Worksheet], object]) -> Change:
    """Make a change of the sheet with the list."""
    return lambda book: change(book["二"])


def list_sheet(form: Form, rows: Sequence[Sequence[str | None]], name: str = "二") -> RawSheet:
    """Make a sheet as a reader gives it: the header of the list, and rows of texts below.

    A text that is a number is one.
    """
    (open_list,) = form.lists
    texts = {(block.top + HEADER_TOP, block.left): block.text for block in header_blocks(open_list)}
    for row, line in enumerate(rows, first_row(open_list)):
        for column, text in enumerate(line, FIRST_COLUMN):
            if text is not None:
                texts[row, column] = text
    cells = {at: raw_cell(text) for at, text in texts.items()}
    return RawSheet(name, "visible", protected=True, cells=cells, merges=(), outside=0)


def raw_cell(text: str) -> RawCell:
    """Make a cell that holds a text, or a number if the text is one."""
    is_number = text.lstrip("-").replace(".", "", 1).isdigit()
    return RawCell("number" if is_number else "text", text, None, "")


def package_of(*sheets: RawSheet) -> Package:
    """Make a workbook of some sheets as a reader gives it."""
    return Package(sheets, {}, {}, application="", modified="", macros=False, links=0)


def gone_on_beside(sheet: Worksheet) -> None:
    """Begin the list anew to the right of it, with a first line that it has and one it lacks."""
    header = [leaf.text for leaf in counted_form().lists[0].outline.leaves()]
    new = ("2026-009", *LINES[0][1:])
    for row, line in enumerate((header, LINES[0], new), 4):
        for column, value in enumerate(line, 12):
            if value is not None:
                sheet.cell(row, column, value)


def said_of_list(
    change: Callable[[Worksheet], object] = lambda _: None,
    lines: Sequence[Sequence[Typed]] = LINES,
) -> Callable[[Path], Iterable[Finding]]:
    """Say what is found in a return with a list that was filled in, and then changed."""

    def scene(folder: Path) -> Iterable[Finding]:
        path = folder / "D01.xlsx"
        path.write_bytes(filled_return(lines=lines, change=on_list(change)))
        return read_returns(path, forms=[counted_form()]).found

    return scene
