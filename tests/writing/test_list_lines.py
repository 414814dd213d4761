"""The sheet of a list in a template: unlocked lines, guarded by the kinds of their columns."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl

from support.purchases import PURCHASES, counted_form, load_text, purchases_form
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Content, Value
from xlreport.writing.workbook import open_book


def template(form: Form) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(build_template(form, period=Period(2026))))


def test_every_prepared_line_is_unlocked_and_all_else_is_locked() -> None:
    sheet = template(purchases_form())["二"]
    unlocked = {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}
    assert {f"{column}{row}" for column in "BCDEFGH" for row in range(5, 45)} == unlocked
    assert ("B5", "B4:H44", "$1:$4") == (
        sheet.freeze_panes,
        sheet.auto_filter.ref,
        sheet.print_title_rows,
    )
    protection = sheet.protection
    assert (True, False, False) == (protection.sheet, protection.sort, protection.autoFilter)
    assert [*range(1, 41)] == [sheet.cell(row, 1).value for row in range(5, 45)]


def test_a_list_wider_than_a_screen_keeps_the_first_entry_of_its_lines_in_view() -> None:
    sheet = template(load_form("ogi-register"))["登记簿"]
    assert ("C5", "B5") == (sheet.freeze_panes, sheet.sheet_view.selection[-1].activeCell)


def test_each_column_has_the_validation_and_the_format_of_its_kind() -> None:
    sheet = template(purchases_form())["二"]
    types = {str(each.sqref): each.type for each in sheet.data_validations.dataValidation}
    assert {
        "B5:B44": "textLength",
        "C5:C44": "textLength",
        "D5:D44": "date",
        "E5:E44": "decimal",
        "F5:F44": "list",
        "G5:G44": "list",
        "H5:H44": "whole",
    } == types
    assert ("@", "yyyy-mm-dd", "General") == tuple(
        sheet[at].number_format for at in ("B5", "D9", "H44")
    )
    prompts = {str(e.sqref): e.prompt for e in sheet.data_validations.dataValidation}
    assert "每一条都必须填写。" in prompts["C5:C44"]
    assert "不能与其他各条重复。" in prompts["B5:B44"]


def test_a_list_of_a_workbook_that_nobody_fills_in_has_no_empty_lines() -> None:
    form = purchases_form()
    lines: list[list[Value | None]] = [["2026-001", "空调", 46086, 12.5, "货物", "是", 3]] * 2
    content = Content(
        Stamp(StampKind.TEMPLATE, form.id, form.digest, Period(2026), "D01"),
        department="教育局",
        lists={"purchases": lines},
        locked=False,
    )
    data = open_book(form, content).to_bytes()
    sheet = openpyxl.load_workbook(BytesIO(data))["二"]
    assert (6, 0) == (sheet.max_row, len(sheet.data_validations.dataValidation))
    more = open_book(form, replace(content, lists={"purchases": lines * 30}, locked=True))
    assert 64 == openpyxl.load_workbook(BytesIO(more.to_bytes()))["二"].max_row


def test_a_counted_cell_is_locked_and_holds_a_formula_with_its_value() -> None:
    book = template(counted_form())
    assert str(book["一"]["B4"].value).startswith("=IFERROR(SUMPRODUCT(1*(('二'!$F$5:$F$44=")
    assert (True, False) == tuple(book["一"][at].protection.locked for at in ("B4", "B5"))
    values = openpyxl.load_workbook(
        BytesIO(build_template(counted_form(), period=Period(2026))), data_only=True
    )
    assert (0, 0) == (values["一"]["B4"].value, values["一"]["C4"].value)


def test_300_lines_of_ten_columns_make_no_heavy_file(tmp_path: Path) -> None:
    text = PURCHASES.replace("most     = 40", "most     = 300").replace(
        "bidders   投标人数\n", "bidders   投标人数\nx         甲\ny         乙\nz         丙\n"
    )
    form = load_text(text, tmp_path)
    assert len(build_template(form, period=Period(2026))) < 60_000
