"""Where things stand on the data sheet (分单位数据) of a summary."""

from __future__ import annotations

from collections import Counter
from functools import cache

from xlreport.form.form import Form

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
