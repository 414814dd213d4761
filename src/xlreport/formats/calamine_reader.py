"""The second reader of the formats that openpyxl does not read, and of workbooks it refuses.

calamine reads .xls, .ods and .xlsb, in a child process with limits of its own. It gives values
alone: no formulas, and a date where a number has the format of a date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlreport.formats._child_workbook import ChildWorkbook
from xlreport.formats.container import LIMITS, Unreadable
from xlreport.formats.second_reader import DATE, SecondReading

if TYPE_CHECKING:
    from collections.abc import Collection

    from xlreport.formats.cell import RawCell

_REFUSED: Final = "第二种读取方法（calamine）打不开这个文件"


def read_by_calamine(data: bytes, skip: Collection[str]) -> SecondReading:
    """Return what calamine reads in the worksheets that are not in `skip`; never raise."""
    refusal = Unreadable("FILE-UNKNOWN")
    workbook = ChildWorkbook(data, LIMITS, refusal, format="", readers=("_calamine",))
    try:
        package = workbook.read(skip)
    except Unreadable:
        return SecondReading(refusal=_REFUSED)
    cells = {
        sheet.name: {each: _seen(cell) for each, cell in sheet.cells.items()}
        for sheet in package.sheets
    }
    return SecondReading(cells=cells)


def _seen(cell: RawCell) -> tuple[str, object]:
    if cell.shown == "date":
        return DATE, cell.text
    if cell.kind == "number":
        return "n", float(cell.text)
    return ("b", cell.text == "TRUE") if cell.kind == "boolean" else ("s", cell.text)
