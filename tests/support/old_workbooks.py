"""Workbooks in .xls, written by xlwt: the look of each cell is given beside its value."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import xlwt

from xlreport.base.address import Coordinate
from xlreport.formats.xlsx import read_package

Edit = Callable[[xlwt.Workbook], None]


def xls(cells: Mapping[Coordinate, Any], edit: Edit | None = None, name: str = "表") -> bytes:
    """Give an .xls with one sheet of these values, which are numbers, texts or formulas."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(name, cell_overwrite_ok=True)
    for at, value in cells.items():
        sheet.write(*at, value)
    return _saved(book, edit)


def as_xls(data: bytes, edit: Edit | None = None) -> bytes:
    """Give an .xlsx as an .xls: values, merges, visibility and protection; formulas are values."""
    book = xlwt.Workbook(encoding="utf-8")
    for raw in read_package(data).sheets:
        sheet = book.add_sheet(raw.name, cell_overwrite_ok=True)
        sheet.visibility = ("visible", "hidden", "veryHidden").index(raw.state)
        sheet.protect = raw.protected
        for (row, column), cell in raw.cells.items():
            value: Any = float(cell.text) if cell.kind == "number" and cell.text else cell.text
            if cell.formula is None or value != "":
                sheet.write(row, column, value)
        for top, left, bottom, right in raw.merges:
            sheet.merge(top, bottom, left, right)
    return _saved(book, edit)


def poor_xls(data: bytes) -> bytes:
    """Give a return as an .xls that calamine alone can read."""
    return for_calamine(as_xls(data))


def for_calamine(data: bytes) -> bytes:
    """Give an .xls with merges as one that xlrd refuses and calamine reads.

    A list of merges is said to be shorter than it is.
    """
    for match in re.finditer(rb"\xe5\0(..)(..)", data, re.DOTALL):
        size, count = struct.unpack("<HH", match[1] + match[2])
        if count and size == 2 + 8 * count:
            return data[: match.start(2)] + struct.pack("<H", count - 1) + data[match.end(2) :]
    raise ValueError("no merges")


def styled(number_format: str = "General", font: str = "") -> xlwt.XFStyle:
    """Give a style with a number format, and a font such as "struck_out on"."""
    style = xlwt.easyxf(f"font: {font}" if font else "")
    style.num_format_str = number_format
    return style


def _saved(book: xlwt.Workbook, edit: Edit | None) -> bytes:
    if edit is not None:
        edit(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()
