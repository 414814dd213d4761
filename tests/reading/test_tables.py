"""Figures that belong to no cell of a table: never passed over, never taken for a neighbour's."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from support.departments import make_department
from support.settled import return_of
from xlreport.base.address import place
from xlreport.base.finding import Severity
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.formats.sources import Source
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.reading.reader import read_bytes
from xlreport.writing.content import Value


@pytest.fixture(scope="module")
def returned() -> bytes:
    """Fill in a number of its own in every input."""
    form = load_form("ogi-2021")
    values: dict[int, Value] = {cell.index: cell.index + 1 for cell in form.inputs}
    return build_template(form, year=2026, department=make_department("D05"), values=values)


def changed(data: bytes, change: Callable[[Workbook], object]) -> Return:
    book = openpyxl.load_workbook(BytesIO(data))
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return return_of(read_bytes(Source(Path("D05.xlsx")), buffer.getvalue()))


def errors(item: Return) -> dict[str, list[str]]:
    """Give the addresses of each error, by code."""
    return {
        finding.code: [cell.place for cell in finding.cells]
        for finding in item.findings
        if finding.severity is Severity.ERROR
    }


def pasted(source: Worksheet, target: Worksheet, row: int = 1) -> None:
    """Copy a sheet's cells and merges, formulas left out, to begin at a row of another."""
    for cells in source.iter_rows():
        for cell in cells:
            if cell.value is not None and not str(cell.value).startswith("="):
                target.cell(cell.row + row - 1, cell.column, cell.value)
    for merged in source.merged_cells.ranges:
        target.merge_cells(
            start_row=merged.min_row + row - 1,
            end_row=merged.max_row + row - 1,
            start_column=merged.min_col,
            end_column=merged.max_col,
        )


@pytest.mark.parametrize(("sheet", "cell"), [("二", "C9"), ("二", "C13"), ("四", "C7")])
def test_a_number_beside_the_cell_it_was_meant_for_is_an_error_with_its_address(
    returned: bytes, sheet: str, cell: str
) -> None:
    def change(book: Workbook) -> None:
        book[sheet][cell] = 9

    assert {"FIGURES-BEYOND": [place(sheet, cell)]} == errors(changed(returned, change))


def test_a_word_between_the_values_is_a_notice_as_everywhere(returned: bytes) -> None:
    def change(book: Workbook) -> None:
        book["二"]["C9"] = "见附件"

    item = changed(returned, change)
    assert {} == errors(item)
    assert ["CONTENT-BEYOND"] == [finding.code for finding in item.findings]


def test_merged_value_cells_are_not_read_and_named(returned: bytes, form_2021: Form) -> None:
    item = changed(returned, lambda book: book["三"].merge_cells("D6:E6"))
    assert {"VALUES-MERGED": ["表三 D6"]} == errors(item)
    merged = {
        form_2021.index["requests", "received", key] for key in ("natural_person", "commercial")
    }
    assert merged == item.unreadable


def test_a_hidden_table_is_read_with_a_warning(returned: bytes) -> None:
    def change(book: Workbook) -> None:
        book["四"].sheet_state = "hidden"

    item = changed(returned, change)
    assert ["SHEET-HIDDEN"] == [finding.code for finding in item.findings]


def test_two_columns_under_each_label_are_not_told_apart(returned: bytes, form_2021: Form) -> None:
    def change(book: Workbook) -> None:
        source, target = book["三"], book.create_sheet("两年")
        for cells in source.iter_rows(max_row=33):
            for cell in cells:
                if cell.value is None or str(cell.value).startswith("="):
                    continue
                column = cell.column if cell.column < 4 else 2 * cell.column - 4
                row = cell.row if cell.row < 6 else cell.row + 1
                if cell.row >= 6 and cell.column >= 4:
                    target.cell(row, column + 1, cell.value)
                    target.cell(row, column, 1000)
                else:
                    target.cell(row, column, cell.value)
        for column in range(4, 18):
            target.cell(6, column, 2025 + column % 2)
        for merged in source.merged_cells.ranges:
            if merged.max_row < 33:
                below = merged.min_row >= 6
                target.merge_cells(
                    start_row=merged.min_row + below,
                    end_row=merged.max_row + below,
                    start_column=merged.min_col if merged.min_col < 4 else 2 * merged.min_col - 4,
                    end_column=merged.max_col if merged.max_col < 4 else 2 * merged.max_col - 3,
                )
        del book["三"]

    item = changed(returned, change)
    values = {item.values[c.index] for c in form_2021.inputs if c.table == "requests"}
    assert {None} == values
    assert "FIGURES-BEYOND" in errors(item)


def test_a_second_line_below_the_only_row_of_a_table_that_was_moved_is_not_passed_over(
    returned: bytes, form_2021: Form
) -> None:
    def change(book: Workbook) -> None:
        pasted(book["四"], book.create_sheet("表四"), row=3)
        for column in range(1, 16):
            book["表四"].cell(9, column, 50 + column)
        del book["四"]

    item = changed(returned, change)
    assert {None} == {item.values[c.index] for c in form_2021.inputs if c.table == "remedies"}
    assert "FIGURES-BEYOND" in errors(item)


def test_a_row_that_the_form_does_not_know_is_named_and_the_others_are_read(
    returned: bytes, form_2021: Form
) -> None:
    right = changed(returned, lambda _: None)

    def change(book: Workbook) -> None:
        pasted(book["四"], book.create_sheet("表四"))
        sheet = book.create_sheet("表二")
        pasted(book["二"], sheet)
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(6)
        sheet["A6"], sheet["B6"] = "其他文件", 5
        del book["二"], book["四"]

    item = changed(returned, change)
    assert {"FIGURES-BEYOND": ["表二 B6"]} == errors(item)
    for cell in form_2021.inputs:
        assert right.values[cell.index] == item.values[cell.index]


def test_a_damaged_table_beside_a_whole_copy_is_refused_by_name(returned: bytes) -> None:
    def change(book: Workbook) -> None:
        book.copy_worksheet(book["三"]).title = "上年三"
        book["三"]["A7"] = "二、其他"

    assert ["TABLE-AMBIGUOUS"] == list(errors(changed(returned, change)))


def test_strips_of_two_copies_are_not_mixed(returned: bytes, form_2021: Form) -> None:
    def change(book: Workbook) -> None:
        sheet = book.create_sheet("粘贴")
        pasted(book["二"], sheet)
        pasted(book["二"], sheet, row=40)
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.delete_rows(42, 4)  # the first strip of the second copy
        sheet.delete_rows(14, 3)  # the last strip of the first
        del book["二"]

    item = changed(returned, change)
    assert ["LABEL-LOST"] == list(errors(item))
    assert None is item.values[form_2021.index["proactive", "fees", "fees_amount"]]
