"""The worksheets of a workbook as calamine reads them, in a process of its own.

calamine holds a sheet as a full rectangle, and one value in a far cell aborts the whole process
instead of raising. It tells nothing of formulas, error values, looks and protection, and of number
formats only those of dates.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from xlreport.base.address import Area
from xlreport.formats._child_answer import number_text
from xlreport.formats.cell import STATES, RawCell, RawSheet, unread_sheet
from xlreport.formats.workbook import Package

if TYPE_CHECKING:
    from collections.abc import Collection

    from python_calamine import CalamineSheet

    from xlreport.base.address import Coordinate
    from xlreport.formats.container import Limits

_DAY_ZERO: Final = datetime.datetime(1899, 12, 30)


def load() -> None:
    """Import calamine before the time of reading is counted."""
    import python_calamine  # noqa: F401


def read(data: bytes, limits: Limits, only: Collection[str], skip: Collection[str]) -> Package:
    """Read the worksheets named in `only` (all if it is empty) and not in `skip`; list the others.

    Raises whatever calamine raises, or aborts the process.
    """
    from python_calamine import SheetTypeEnum, load_workbook

    sheets = []
    with load_workbook(BytesIO(data)) as book:
        for index, listed in enumerate(book.sheets_metadata):
            if listed.typ != SheetTypeEnum.WorkSheet:
                continue
            # "SheetVisibleEnum.VeryHidden" is the state that the XML calls veryHidden.
            state = str(listed.visible).rpartition(".")[2]
            sheet = unread_sheet(listed.name, STATES[state[:1].lower() + state[1:]])
            if (not only or sheet.name in only) and sheet.name not in skip:
                sheet = _read_sheet(sheet, book.get_sheet_by_index(index), limits)
            sheets.append(sheet)
    return Package(
        sheets=tuple(sheets),
        properties=MappingProxyType({}),
        names=MappingProxyType({}),
        application="",
        modified="",
        macros=False,
        links=0,
    )


def _read_sheet(unread: RawSheet, sheet: CalamineSheet, limits: Limits) -> RawSheet:
    """Read the cells within the limits, and count those to the right of them.

    Rows below the limit are ignored.
    """
    cells: dict[Coordinate, RawCell] = {}
    outside = 0
    if sheet.start is not None:
        left = sheet.start[1]
        for row, values in enumerate(sheet.iter_rows()):
            if row >= limits.rows:
                break
            for column, value in enumerate(values, left):
                if value == "":  # blank, or an error value, which calamine reads as blank
                    continue
                if column >= limits.columns:
                    outside += 1
                else:
                    cells[row, column] = _cell(value, limits)
    # None for .ods, whose merges calamine does not read.
    merges = tuple(Area(*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return replace(unread, cells=cells, merges=merges, outside=outside)


def _cell(
    value: float
    | str
    | bool
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta,
    limits: Limits,
) -> RawCell:
    if isinstance(value, bool):
        return RawCell("boolean", "TRUE" if value else "FALSE", None, "")
    if isinstance(value, int | float):
        return RawCell("number", number_text(float(value)), None, "")
    if isinstance(value, str):
        return RawCell("text", value[: limits.text], None, "")
    return RawCell("text", _date_text(value), None, "date")


def _date_text(
    value: datetime.date | datetime.datetime | datetime.time | datetime.timedelta,
) -> str:
    """Write a date in ISO form; a bare time is on day zero of the workbook."""
    if isinstance(value, datetime.timedelta):
        return (_DAY_ZERO + value).isoformat(" ")
    if isinstance(value, datetime.time):
        return f"{_DAY_ZERO:%Y-%m-%d} {value.isoformat()}"
    return value.isoformat() if type(value) is datetime.date else f"{value}"
