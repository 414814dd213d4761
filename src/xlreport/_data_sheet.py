"""Where things stand on the data sheet (分单位数据) of a summary, and reading it back.

It is how a summary keeps its departments' figures: they serve as last year's a year later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlreport._form import Form
from xlreport._package import Sheet as RawSheet
from xlreport._values import read_value

DATA_SHEET = "分单位数据"
IDENTITY = ("单位代码", "单位名称", "单位类别")
HEADING_ROW = 2  # below the title and the tables' headings
FIRST_ROW = 3
FIRST_COLUMN = len(IDENTITY)


def heading_of(form: Form, index: int) -> str:
    """Give the heading of a cell's column: its official path line by line, the unit of money."""
    cell = form.cells[index]
    path = cell.path.split(" › ")[1:]
    unit = f"\n（{cell.measure.unit}）" if cell.measure.scale else ""
    return "\n".join(path) + unit


@dataclass(frozen=True, slots=True)
class DataSheet:
    """Is what a summary's data sheet says: values by the form's cells, and names, by code."""

    rows: Mapping[str, tuple[int | None, ...]]
    names: Mapping[str, str]


def read_data_sheet(form: Form, sheet: RawSheet) -> DataSheet | None:
    """Read a data sheet back; None where its headings are not those of the form's cells."""
    for cell in form.cells:
        raw = sheet.cells.get((HEADING_ROW, FIRST_COLUMN + cell.index))
        if raw is None or raw.text != heading_of(form, cell.index):
            return None
    rows, names = {}, {}
    row = FIRST_ROW
    while (code := sheet.cells.get((row, 0))) is not None and code.text:
        values = []
        for cell in form.cells:
            raw = sheet.cells.get((row, FIRST_COLUMN + cell.index))
            known = raw and read_value(raw.kind, raw.text, "", cell.measure.stated()).value
            values.append(None if raw is None else known)
        rows[code.text] = tuple(values)
        name = sheet.cells.get((row, 1))
        names[code.text] = name.text if name else ""
        row += 1
    return DataSheet(rows, names)
