"""Tables known by the paths of their labels: what real programs insert, remove and paste."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from support import office
from support.departments import make_department
from support.settled import return_of
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.outline import parse_outline
from xlreport.formats.sources import Source
from xlreport.layout.grid import Role, lay_table
from xlreport.outgoing.template import build_template
from xlreport.reading._labels import leaf_paths
from xlreport.reading.one_return import Return
from xlreport.reading.reader import read_bytes, read_source
from xlreport.writing.content import Value

Shift = tuple[str, str, int, int]
CASES: list[tuple[list[Shift], set[str], set[str]]] = [
    ([("三", "Rows", 3, 1)], set(), set()),
    ([("三", "Rows", 9, 2)], set(), set()),
    ([("三", "Rows", 20, 1), ("三", "Rows", 12, 1), ("三", "Columns", 5, 1)], set(), set()),
    ([("三", "Columns", 0, 1), ("三", "Columns", 4, 1)], set(), set()),
    ([("二", "Rows", 6, 1), ("二", "Columns", 2, 1)], set(), set()),
    ([("四", "Columns", 7, 1), ("四", "Rows", 3, 1)], set(), set()),
    ([("三", "Rows", 10, -1)], {"prohibited_by_law"}, set()),
    ([("三", "Columns", 5, -1)], set(), {"research"}),
    ([("三", "Rows", 2, -1)], set(), set()),
    ([("二", "Rows", 5, -1)], {"normative_documents"}, set()),
]


@pytest.fixture(scope="module")
def returned() -> bytes:
    """Fill in a number of its own in every input."""
    form = load_form("ogi-2021")
    values: dict[int, Value] = {cell.index: cell.index + 1 for cell in form.inputs}
    return build_template(form, year=2026, department=make_department("D05"), values=values)


@pytest.fixture(scope="module")
def shifted(returned: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[Return]:
    """Insert and remove rows and columns in LibreOffice, a workbook for each case."""
    folder = tmp_path_factory.mktemp("shifted")
    source = folder / "报送表.xlsx"
    source.write_bytes(returned)
    paths = [folder / f"{number}.xlsx" for number in range(len(CASES))]
    office.work(
        [
            office.Job(source, shifts=shifts, save=path)
            for (shifts, _, _), path in zip(CASES, paths, strict=True)
        ]
    )
    return [return_of(read_source(Source(path))) for path in paths]


@pytest.mark.libreoffice
@pytest.mark.parametrize("number", range(len(CASES)))
def test_what_stands_behind_inserted_and_removed_lines_is_read_and_the_rest_is_named(
    shifted: list[Return], returned: bytes, form_2021: Form, number: int
) -> None:
    _, rows, columns = CASES[number]
    right = return_of(read_bytes(Source(Path("a.xlsx")), returned))
    item = shifted[number]
    lost = {cell.index for cell in form_2021.cells if cell.row in rows or cell.column in columns}
    assert {
        cell.index: None if cell.index in lost else right.values[cell.index]
        for cell in form_2021.inputs
    } == {cell.index: item.values[cell.index] for cell in form_2021.inputs}
    assert lost == item.unreadable
    codes = {finding.code for finding in item.findings}
    assert bool(lost) is ("LABEL-LOST" in codes)
    assert bool(lost) or codes <= {"TABLE-MOVED", "LABEL-OTHER", "UNPROTECTED"}


def as_html(form: Form, values: dict[int, int], *, merged: bool) -> str:
    """Write the official tables as a Word document does that is saved as a web page."""
    parts = []
    for table in form.tables:
        grid = lay_table(table)
        lines: dict[int, list[str]] = {row: [] for row in range(grid.rows)}
        for block in grid.blocks:
            text = block.text
            if block.role in (Role.INPUT, Role.TOTAL):
                text = str(values.get(block.cell, ""))
            spans = ""
            if merged:
                height, width = block.bottom - block.top + 1, block.right - block.left + 1
                spans = f' rowspan="{height}" colspan="{width}"'
            lines[block.top].append(f"<td{spans}>{escape(text)}</td>")
        body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in lines.values())
        parts.append(f"<p>{table.heading}</p><table border=1>{body}</table>")
    return f"<html><meta charset='utf-8'><body>{''.join(parts)}</body></html>"


@pytest.mark.libreoffice
@pytest.mark.parametrize("edition", ["ogi-2019", "ogi-2021"])
def test_the_tables_of_a_web_page_pasted_on_an_empty_sheet_are_read(
    edition: str, convert: Callable[[Path, str, str], Path], tmp_path: Path
) -> None:
    form = load_form(edition)
    numbers = {cell.index: cell.index + 1 for cell in form.inputs}
    page = tmp_path / "页面.html"
    page.write_text(as_html(form, numbers, merged=True), encoding="utf-8")
    item = return_of(read_source(Source(convert(page, "xlsx", "HTML (StarCalc)"))))
    assert edition == item.form_id
    scaled = {
        cell.index: (cell.index + 1) * 10**cell.measure.scale
        for cell in form.inputs
        if cell.index not in item.unreadable
    }
    assert scaled == {i: item.values[i] for i in scaled}


def test_a_leaf_is_named_by_all_labels_over_it() -> None:
    outline = parse_outline("a  甲\n   乙\nb    丙\n")
    assert {"a": ("甲",), "b": ("乙", "丙")} == leaf_paths(outline)


def test_a_strip_is_not_ended_by_its_own_row_of_the_same_name(tmp_path: Path) -> None:
    form = load_form("ogi-supplement")
    values: dict[int, Value] = {cell.index: cell.index + 1 for cell in form.inputs}
    data = build_template(form, year=2026, department=make_department("D05"), values=values)
    book = openpyxl.load_workbook(BytesIO(data))
    for sheet in book.worksheets:
        sheet.title = f"改名{sheet.title}"
    book.save(tmp_path / "改名.xlsx")
    item = return_of(read_source(Source(tmp_path / "改名.xlsx")))
    assert set(values.values()) == {item.values[cell.index] for cell in form.inputs}
