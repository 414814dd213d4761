"""Texts and numbers in workbooks of two writers, for readers that must agree about them."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from io import BytesIO
from typing import Any

import xlsxwriter
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from xlreport.formats.cell import RawCell
from xlreport.formats.second_reader import Difference, read_second
from xlreport.formats.workbook import Package

TEXTS = ["自然人", " 前后 ", "两\n行", "=1+1", "None", "0012", "_x000D_", "a\tb", "😀", "１２", "-"]
NUMBERS = [0, 1, -3, 12.5, 0.1, 1e-7, 123456789012, 2.5e20]


def by_xlsxwriter() -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    percents = book.add_format({"num_format": "0.0%"})
    first, second = book.add_worksheet("表一"), book.add_worksheet("表 二")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=表一!$F$3:$F$5"})
    book.add_chartsheet("图").set_chart(chart)
    third = book.add_worksheet("隐藏")
    third.hide()
    for row, text in enumerate(TEXTS):
        first.write_string(row, 3, text)
    for row, number in enumerate(NUMBERS):
        first.write_number(row + 2, 5, number)
    first.write_rich_string(20, 0, "政府", book.add_format({"bold": True}), "信息", "公开")
    first.write_boolean(21, 0, True)  # noqa: FBT003
    first.write_blank(22, 0, None, dates)
    second.merge_range(3, 1, 4, 6, "合并")
    for row, serial in enumerate((0, 0.5, 1, 59, 60, 61, 46027, 46027.75)):
        second.write_number(row + 10, 1, serial, dates)
    second.write_number(30, 2, 0.125, percents)
    second.write_formula(31, 2, "=SUM(B11:B13)", None, 1.5)
    second.write_formula(32, 2, '="a"&"b"', None, "ab")
    second.write_formula(33, 2, "=1/0", None, "#DIV/0!")
    second.write_array_formula(34, 2, 35, 2, "{=B11:B12*2}", None, 0)
    third.write_number(4_000, 200, 7)
    book.close()
    return target.getvalue()


def by_openpyxl() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, text in enumerate(TEXTS, 2):
        sheet.cell(row, 2).value = text
        sheet.cell(row, 2).data_type = "s"
    for row, number in enumerate(NUMBERS, 2):
        sheet.cell(row, 4).value = number
    sheet["F1"] = "=SUM(D2:D4)"
    sheet["F2"] = "#REF!"
    sheet["F3"] = False
    sheet["F4"] = datetime.datetime(2026, 1, 5, 12, 30)
    sheet["F5"] = datetime.time(8, 15)
    sheet.merge_cells("H1:J3")
    book.create_sheet("空")
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def agrees_with_calamine(ours: RawCell, theirs: object) -> bool:
    """calamine hides formulas and shows errors as blanks, and it makes dates of numbers."""
    if ours.kind == "error" or not ours.text:
        return theirs == ""
    if ours.kind == "number" and isinstance(theirs, int | float):
        return float(theirs) == float(ours.text)
    if ours.kind == "number":
        return ours.shown == "date" and isinstance(
            theirs, datetime.date | datetime.time | datetime.timedelta
        )
    if ours.kind == "boolean":
        return theirs is (ours.text == "TRUE")
    return theirs in (ours.text, ours.text.replace("\r\n", "\n"))


def third_opinion(data: bytes, package: Package) -> list[tuple[str, int, int, str, object]]:
    """Give the cells that calamine sees otherwise."""
    book: Any = CalamineWorkbook.from_filelike(BytesIO(data))
    found = []
    for sheet in package.sheets:
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        theirs = {
            (row, column): value
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if value != ""
        }
        for row, column in sorted(theirs.keys() | sheet.cells.keys()):
            ours = sheet.cells.get((row, column), RawCell("text", "", None, ""))
            value = theirs.get((row, column), "")
            if not agrees_with_calamine(ours, value):
                found.append((sheet.name, row, column, ours.text, value))
    return found


def differences(
    data: bytes,
    package: Package,
    sheets: Collection[str] | None = None,
    *,
    cached: bool = False,
) -> list[Difference] | None:
    """List what openpyxl reads otherwise, None without an opinion; `cached` for all results."""
    names = {sheet.name for sheet in package.sheets} if sheets is None else sheets
    results = {
        sheet.name: [each for each, cell in sheet.cells.items() if cell.formula is not None]
        for sheet in package.sheets
    }
    reading = read_second(data, package, names, results if cached else {})
    return None if reading.refusal else list(reading.differences)
