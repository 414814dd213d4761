"""Tables that do not stand at their own place: found by their labels, or refused by name."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from support.departments import make_department
from support.filled import find
from support.settled import return_of
from xlreport.form.form import Form
from xlreport.formats.sources import Source
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.reading.reader import read_bytes
from xlreport.writing.content import Value


@pytest.fixture
def returned(form_2021: Form) -> bytes:
    """Fill in a number of its own in every input."""
    values: dict[int, Value] = {cell.index: cell.index + 1 for cell in form_2021.inputs}
    return build_template(form_2021, year=2026, department=make_department("D05"), values=values)


def changed(data: bytes, change: Callable[[Workbook], None] | None = None) -> Return:
    """Change a workbook as a clerk does, by a spreadsheet program, and read it."""
    book = openpyxl.load_workbook(BytesIO(data))
    if change is not None:
        change(book)
    buffer = BytesIO()
    book.save(buffer)
    return return_of(read_bytes(Source(Path("D05.xlsx")), buffer.getvalue()))


def shifted(sheet: Worksheet, rows: int, columns: int) -> None:
    """Move all that stands on a sheet, as inserting rows and columns in front of it does."""
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.move_range(sheet.dimensions, rows, columns, translate=True)


def inputs(item: Return, form: Form) -> list[int | None]:
    return [item.values[cell.index] for cell in form.inputs]


@pytest.mark.parametrize(("rows", "columns"), [(2, 0), (0, 1), (3, 2)])
def test_a_table_behind_inserted_rows_or_columns_is_read_where_it_stands(
    returned: bytes, form_2021: Form, rows: int, columns: int
) -> None:
    expected = inputs(changed(returned), form_2021)
    item = changed(returned, lambda book: shifted(book["三"], rows, columns))
    assert expected == inputs(item, form_2021)
    moved = [finding for finding in item.findings if finding.code == "TABLE-MOVED"]
    assert ["三、收到和处理政府信息公开申请情况"] == [f.facts["table"] for f in moved]


def test_returns_with_the_same_rows_inserted_share_one_layout(returned: bytes) -> None:
    first = changed(returned, lambda book: shifted(book["三"], 2, 0))
    same = changed(returned, lambda book: shifted(book["三"], 2, 0))
    other = changed(returned, lambda book: shifted(book["三"], 3, 0))
    assert first.positions is same.positions
    assert first.positions != other.positions


def test_addresses_are_those_of_the_moved_table(returned: bytes) -> None:
    def change(book: Workbook) -> None:
        book["三"]["D8"] = "三件"
        shifted(book["三"], 2, 1)

    found = next(f for f in changed(returned, change).findings if f.code == "UNREADABLE")
    assert ("三", "E10", "三件") == (found.sheet, found.cell, found.seen)


def test_a_renamed_sheet_is_known_by_its_labels(returned: bytes, form_2021: Form) -> None:
    def change(book: Workbook) -> None:
        book["三"].title = "表三"

    item = changed(returned, change)
    assert inputs(changed(returned), form_2021) == inputs(item, form_2021)
    assert [] == [finding.code for finding in item.findings if finding.code == "SHEET-MISSING"]


def test_a_table_in_two_places_beside_its_own_is_refused_by_name(
    returned: bytes, form_2021: Form
) -> None:
    def change(book: Workbook) -> None:
        book["三"].title = "甲"
        book.copy_worksheet(book["甲"]).title = "乙"

    item = changed(returned, change)
    (finding,) = [f for f in item.findings if f.code == "TABLE-AMBIGUOUS"]
    assert "甲 D6、乙 D6" == finding.facts["places"]
    assert {None} == {
        item.values[cell.index] for cell in form_2021.inputs if cell.table == "requests"
    }


def test_a_copy_of_a_table_beside_the_one_in_its_place_changes_nothing(
    returned: bytes, form_2021: Form
) -> None:
    def change(book: Workbook) -> None:
        copy = book.copy_worksheet(book["三"])
        copy["D8"] = 999

    item = changed(returned, change)
    assert inputs(changed(returned), form_2021) == inputs(item, form_2021)


def test_a_strange_label_over_others_of_a_moved_table_loses_nothing(
    returned: bytes, form_2021: Form
) -> None:
    def change(book: Workbook) -> None:
        book["三"]["B10"] = "别的事项"
        shifted(book["三"], 2, 0)

    assert inputs(changed(returned), form_2021) == inputs(changed(returned, change), form_2021)


def test_the_row_of_a_strange_label_alone_is_not_read_of_a_moved_table(
    returned: bytes, form_2021: Form
) -> None:
    def change(book: Workbook) -> None:
        book["三"]["C12"] = "别的事项"
        shifted(book["三"], 2, 0)

    right, item = changed(returned), changed(returned, change)
    lost = {cell.index for cell in form_2021.inputs if cell.row == "endangers_security"}
    assert {
        cell.index: None if cell.index in lost else right.values[cell.index]
        for cell in form_2021.inputs
    } == {cell.index: item.values[cell.index] for cell in form_2021.inputs}
    finding = next(finding for finding in item.findings if finding.code == "LABEL-LOST")
    assert "“三、本年度办理结果 › （三）不予公开 › 3.危及“三安全一稳定””" == finding.facts["labels"]


@pytest.mark.parametrize(
    ("sheet", "label", "area", "lost"),
    [
        ("三", "A6:C6", "A6:D6", "requests.received.natural_person"),
        ("三", "B9:C9", "B9:D9", "requests.granted_in_part.natural_person"),
        ("三", "D4:D5", "D4:D6", "requests.received.natural_person"),
        ("二", "", "A6:B6", "proactive.normative_documents.made"),
        ("二", "", "A9:B9", "proactive.licences.decisions"),
    ],
)
def test_an_input_merged_into_the_label_before_it_is_not_read(
    returned: bytes, form_2021: Form, sheet: str, label: str, area: str, lost: str
) -> None:
    def change(book: Workbook) -> None:
        if label:
            book[sheet].unmerge_cells(label)
        book[sheet].merge_cells(area)

    item = changed(returned, change)
    index = find(form_2021, lost)
    assert {index} == {i for i in item.unreadable if not form_2021.cells[i].total}
    (finding,) = [found for found in item.findings if found.code == "VALUES-MERGED"]
    assert (sheet, area.partition(":")[0]) == (finding.sheet, finding.cell)


def test_tables_below_one_another_on_a_new_sheet_without_any_stamp_are_read(
    returned: bytes, form_2021: Form
) -> None:
    source = openpyxl.load_workbook(BytesIO(returned))
    book = Workbook()
    sheet = book.worksheets[0]
    start = 1
    for name in ("二", "三", "四"):
        for row in source[name].iter_rows(min_row=2):
            for cell in row:
                if cell.value is not None and not str(cell.value).startswith("="):
                    sheet.cell(start + cell.row, cell.column + 1, cell.value)
        start += source[name].max_row + 2
    buffer = BytesIO()
    book.save(buffer)
    item = return_of(read_bytes(Source(Path("粘贴.xlsx")), buffer.getvalue()))
    assert "ogi-2021" == item.form_id
    assert inputs(changed(returned), form_2021) == inputs(item, form_2021)
    assert "STAMP-MISSING" in [finding.code for finding in item.findings]
