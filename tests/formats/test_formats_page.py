"""The page that says what is looked at in each format, held to what is read of one workbook."""

from __future__ import annotations

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

DOCS: Final = Path(__file__).parents[2] / "docs"
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


def cells(name: str) -> list[list[str]]:
    """Give the rows of the table of a page, the first its header."""
    lines = [line for line in (DOCS / name).read_text("utf-8").splitlines() if "|" in line]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [rows[0], *rows[2:]]


def said(column: str) -> dict[str, str]:
    """Give what the English page says of a format, by the name of each row."""
    head, *rows = cells("formats.md")
    return {row[0]: row[head.index(column)] for row in rows}


@pytest.mark.libreoffice
@pytest.mark.parametrize("column", [".xlsx", ".xls .et", ".ods"])
def test_the_page_says_what_is_looked_at(column: str, saved: Callable[[bytes, str], bytes]) -> None:
    first, second = read_workbook(saved(workbook(), column.split(maxsplit=1)[0].strip("."))).sheets
    found = {name: "yes" if seen(first, second) else "no" for name, seen in SEEN.items()}
    assert found == {name: word for name, word in said(column).items() if name in SEEN}


def test_every_row_of_the_page_has_a_word_for_every_format() -> None:
    for column in (*FORMATS, "page", "Word"):
        assert {"yes", "no", "–"} >= {*said(column).values()}
    assert SEEN.keys() <= said(".xlsx").keys()
    assert "text boxes and shapes" in said(".xlsx")


def test_the_chinese_page_says_the_same_of_every_format() -> None:
    words = {"看": "yes", "不看": "no", "没有": "–"}
    english, chinese = cells("formats.md")[1:], cells("zh/formats.md")[1:]
    assert [row[1:-1] for row in english] == [
        [words[cell] for cell in row[1:-1]] for row in chinese
    ]
