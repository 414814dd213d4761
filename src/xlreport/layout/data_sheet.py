"""The data sheet (分单位数据) of a summary: a row for each department, a column for each cell."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import NamedTuple

from xlreport.base.path import say_path, split_path
from xlreport.form.form import Form

PREDECESSORS = "前身代码"
"""The heading behind the last cell's column, where any department has predecessors."""
SEPARATOR = "；"
"""What stands between the codes of several predecessors."""
IDENTITY = ("单位代码", "单位名称", "单位类别")
UNKNOWN_KIND = "未写类别"
GROUP_ROW = 1  # below the title
HEADING_ROW = 2
TOTALS_ROW = 3
"""The row of the sums over all departments; up to version 0.1.0 it stood below them."""
FIRST_DEPARTMENT_ROW = 4
FIRST_VALUE_COLUMN = len(IDENTITY)


@cache
def headings_of(form: Form) -> tuple[tuple[str, str], ...]:
    """Return the two headings of each cell's column, by the cell's index.

    The upper heading is shared by a group of columns: a row of the official table, or a group of
    its columns where the table has only one row. The lower heading is the column's label: its
    last part, or all of it where the last part occurs twice in the group. Money shows its unit.
    """
    paths = []
    for table in form.tables:
        has_one_row = len({(cell.row, cell.row_path) for cell in table.cells}) == 1
        for cell in table.cells:
            column = split_path(cell.column_path)
            above = column[:-1] if has_one_row else [cell.row_path]
            shown = filter(None, (table.sheet, *above))
            paths.append((say_path(*shown), column))
    ends = Counter((group, column[-1]) for group, column in paths)
    headings = []
    for cell, (group, column) in zip(form.cells, paths, strict=True):
        label = column[-1] if ends[group, column[-1]] == 1 else "\n".join(column)
        unit = cell.measure.unit
        complete = not cell.measure.scale or unit in label
        headings.append((group, label if complete else f"{label}\n（{unit}）"))
    return tuple(headings)


def groups_of(form: Form) -> list[tuple[str, int, int]]:
    """List the groups of columns: heading, index of the first and of the last cell."""
    groups: list[tuple[str, int, int]] = []
    for index, (group, _) in enumerate(headings_of(form)):
        if groups and groups[-1][0] == group:
            groups[-1] = (group, groups[-1][1], index)
        else:
            groups.append((group, index, index))
    return groups


class Fold(NamedTuple):
    """Neighbouring cells that are the parts of a total: the first, the last, and the total."""

    first: int
    last: int
    total: int


@cache
def folds_of(form: Form) -> tuple[Fold, ...]:
    """List the columns that a total of their group adds up, so that they may be folded away.

    The total is the first or the last column of the group, and adds up all others by the rules of
    the form, some of them perhaps by way of further totals.
    """
    sums: dict[int, set[int]] = {}
    for balance in form.balances:
        terms = (*balance.left, *balance.right)
        is_plain = all(term.factor == 1 for term in terms) and not (
            balance.left_last or balance.right_last or balance.constant
        )
        if balance.relation.operator == "=" and len(balance.left) == 1 and is_plain:
            (total,) = balance.left
            sums.setdefault(total.cell, set()).update(term.cell for term in balance.right)
    folds = []
    for _, first, last in groups_of(form):
        for fold in (Fold(first, last - 1, last), Fold(first + 1, last, first)):
            parts = set(range(fold.first, fold.last + 1))
            if len(parts) > 1 and parts <= _added_up(sums, fold.total, parts):
                folds.append(fold)
                break
    return tuple(folds)


def _added_up(sums: dict[int, set[int]], total: int, within: set[int]) -> set[int]:
    """Return the cells of a group that a total adds up, and those that these add up."""
    found: set[int] = set()
    open_cells = [total]
    while open_cells:
        new = (sums.get(open_cells.pop(), set()) & within) - found
        found |= new
        open_cells.extend(new)
    return found
