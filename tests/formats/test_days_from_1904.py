"""A workbook that counts its days from 1904 shows the day that was typed, in every format."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from support.other_workbooks import record, wide, xlsb
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import RawCell

DAY = date(2026, 3, 5)
SERIAL = (DAY - date(1904, 1, 1)).days


def as_xlsx() -> bytes:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = DAY  # type: ignore[index]
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def as_xls() -> bytes:
    book = xlwt.Workbook()
    book.dates_1904 = 1
    book.add_sheet("表").write(0, 0, SERIAL, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def as_xlsb() -> bytes:
    book = record(153, struct.pack("<II", 1, 0) + wide(""))
    book += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("表"))
    code = record(44, struct.pack("<H", 170) + wide("yyyy-mm-dd"))
    styles = code + record(617) + record(47, struct.pack("<4H", 0, 170, 0, 0)) + record(618)
    extra = {"xl/workbook.bin": book, "xl/styles.bin": styles}
    return xlsb({"表": {(0, 0): SERIAL}}, extra)


@pytest.mark.parametrize("write", [as_xlsx, as_xls, as_xlsb])
def test_a_day_that_is_counted_from_1904_is_the_one_that_is_shown(
    write: Callable[[], bytes],
) -> None:
    (sheet,) = read_workbook(write()).sheets
    assert RawCell("number", str(SERIAL), None, "date", str(DAY)) == sheet.cells[0, 0]
