"""Where things stand on the data sheet (分单位数据) of a summary, and reading it back.

It is how a summary keeps its departments' figures: they serve as last year's a year later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from xlreport._form import Form
from xlreport._package import Sheet as RawSheet
from xlreport._values import read_value

DATA_SHEET = "分单位数据"
IDENTITY = ("单位代码", "单位名称", "单位类别")
GROUP_ROW = 1  # below the title
HEADING_ROW = 2
FIRST_ROW = 3
FIRST_COLUMN = len(IDENTITY)
_SEPARATOR = " › "


@cache
def headings_of(form: Form) -> tuple[tuple[str, str], ...]:
    """Give the two headings of each cell's column, by the cell's index.

    Above stands what a group of columns has in common, a row of the official table (where it has
    one row alone, a group of its columns); below the column's label, whole where its end alone
    would stand twice in the group. Money says its unit.
    """
    paths = []
    for table in form.tables:
        single = len({(cell.row, cell.row_path) for cell in table.cells}) == 1
        for cell in table.cells:
            column = cell.column_path.split(_SEPARATOR)
            above = column[:-1] if single else [cell.row_path]
            shown = filter(None, (table.sheet, *above))
            paths.append((_SEPARATOR.join(shown), column))
    ends = Counter((group, column[-1]) for group, column in paths)
    found = []
    for cell, (group, column) in zip(form.cells, paths, strict=True):
        label = column[-1] if ends[group, column[-1]] == 1 else "\n".join(column)
        unit = cell.measure.unit
        stated = not cell.measure.scale or unit in label
        found.append((group, label if stated else f"{label}\n（{unit}）"))
    return tuple(found)


def groups_of(form: Form) -> list[tuple[str, int, int]]:
    """List the groups of columns: heading, first and last cell by index."""
    groups: list[tuple[str, int, int]] = []
    for index, (group, _) in enumerate(headings_of(form)):
        if groups and groups[-1][0] == group:
            groups[-1] = (group, groups[-1][1], index)
        else:
            groups.append((group, index, index))
    return groups


@dataclass(frozen=True, slots=True)
class DataSheet:
    """Is what a summary's data sheet says: values by the form's cells, and names, by code."""

    rows: Mapping[str, tuple[int | None, ...]]
    names: Mapping[str, str]


def read_data_sheet(form: Form, sheet: RawSheet) -> DataSheet | None:
    """Read a data sheet back; None where its headings are not those of the form's cells."""
    expected = {(GROUP_ROW, first): group for group, first, _ in groups_of(form)}
    labels = (label for _, label in headings_of(form))
    expected |= {(HEADING_ROW, index): label for index, label in enumerate(labels)}
    for (row, index), text in expected.items():
        raw = sheet.cells.get((row, FIRST_COLUMN + index))
        if raw is None or raw.text != text:
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
