"""The page that says what is looked at in each format, held to what is read of one workbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.styles.numbers import NumberFormat

from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import RawSheet

PAGE: Final = Path(__file__).parents[2] / "docs" / "formats.md"
FORMATS: Final = (".xlsx", ".xls .et", ".ods", ".xlsb")
# What shows on the first sheet, or the second, that a fact was looked at, by its row of the page.
SEEN: Final[dict[str, Callable[[RawSheet, RawSheet], bool]]] = {
    "number formats": lambda sheet, _: sheet.cells[0, 0].display == "12.3万元",
    "number formats of conditional formats": lambda sheet, _: bool(sheet.cells[1, 0].display),
    "characters struck out, raised, lowered": lambda sheet, _: sheet.cells[2, 0].shown == "struck",
    "whole numbers struck out": lambda sheet, _: sheet.looks.get((3, 0)) == "struck",
    "pale or tiny figures": lambda sheet, _: sheet.looks.get((4, 0)) == "pale",
    "merged value cells": lambda sheet, _: (0, 3, 0, 4) in sheet.merges,
    "hidden rows and columns": lambda sheet, _: (
        5 in sheet.hidden_rows and 2 in sheet.hidden_columns
    ),
    "hidden sheets": lambda _, second: second.state == "hidden",
    "truth values, error values": lambda sheet, _: (
        (sheet.cells[6, 0].kind, sheet.cells[7, 0].kind) == ("boolean", "error")
    ),
    "numbers stored as text": lambda sheet, _: sheet.cells[8, 0].kind == "text",
    "whether a cell has a formula": lambda sheet, _: sheet.cells[9, 0].formula is not None,
    "the text of a formula": lambda sheet, _: sheet.cells[9, 0].formula == "20+7",
    "comments": lambda sheet, _: [c.text for c in sheet.comments] == ["应为 3"],
    "protection of sheets": lambda sheet, _: sheet.protected,
}


def workbook() -> bytes:
    """Give a workbook with all of it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    values: list[Any] = [
        *(123400, 5, CellRichText("2", TextBlock(InlineFont(strike=True), "7")), 27, 27, 27),
        *(True, "=1/0", "27", "=20+7"),
    ]
    for row, value in enumerate(values, 1):
        sheet.cell(row, 1).value = value
    sheet["A1"].number_format = '0"."0,"万元"'
    rule = CellIsRule(operator="greaterThan", formula=["0"])  # type: ignore[no-untyped-call]
    rule.dxf.numFmt = NumberFormat(numFmtId=200, formatCode='0"万"')
    sheet.conditional_formatting.add("A2", rule)
    sheet["A4"].font = Font(strike=True)
    sheet["A5"].font = Font(color="FFFFFF")
    sheet["A9"].number_format = "@"
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A9"].comment = Comment("应为 3", "张三")
    sheet.merge_cells("D1:E1")
    sheet.protection.sheet = True
    book.create_sheet("藏")["A1"] = 1
    book["藏"].sheet_state = "hidden"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def said(column: str) -> dict[str, str]:
    """Give what the page says of a format, by the English name of each row."""
    lines = [
        line.strip("|").split("|") for line in PAGE.read_text("utf-8").splitlines() if "|" in line
    ]
    head = [cell.strip() for cell in lines[0]]
    words = {re.sub(r"^[^a-z]*", "", line[0].strip()): line for line in lines[2:]}
    return {name: line[head.index(column)].strip() for name, line in words.items()}


@pytest.mark.libreoffice
@pytest.mark.parametrize("column", [".xlsx", ".xls .et", ".ods"])
def test_the_page_says_what_is_looked_at(column: str, saved: Callable[[bytes, str], bytes]) -> None:
    first, second = read_workbook(saved(workbook(), column.split(maxsplit=1)[0].strip("."))).sheets
    found = {name: "看" if seen(first, second) else "不看" for name, seen in SEEN.items()}
    assert found == {name: word for name, word in said(column).items() if name in SEEN}


def test_every_row_of_the_page_has_a_word_for_every_format() -> None:
    for column in (*FORMATS, "网页 page", "Word"):
        assert {"看", "不看", "没有"} >= {*said(column).values()}
    assert SEEN.keys() <= said(".xlsx").keys()
    assert "text boxes and shapes" in said(".xlsx")
