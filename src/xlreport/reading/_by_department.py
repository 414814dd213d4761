"""Tables that a published report prints by department: their row of sums is the office's own.

单位名称    警告    罚款        The row 合计 is read. The rows of the departments belong to no cell
甲局          1       2        of the office's return and are said not to be read. Without a row
乙局          0       3        of sums, only a table with a single row of figures is read.
合计          1       5
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.meanings import NOT_APPLICABLE
from xlreport.form.outline import Outline
from xlreport.form.parts import Table
from xlreport.reading._locate import TableLocation
from xlreport.reading._strip import is_figure

_SUM: Final = "合计"
_SUMS: Final = ("总计", "汇总", "合计数", "小计")


def has_tables_by_department(library: Library) -> bool:
    """Tell whether a form of the library has tables that are printed by department."""
    return any(table.by_department for form in library.candidates() for table in form.tables)


def with_sums(library: Library) -> Library:
    """Return the forms with tables by department, in which the row of such a table is the sum."""
    forms = (f for f in library.candidates() if any(t.by_department for t in f.tables))
    return Library(tuple(map(_with_sums, forms)))


@cache
def _with_sums(form: Form) -> Form:
    tables = tuple(map(_summed, form.tables))
    variants = {**form.variants, _SUM: (*form.variants.get(_SUM, ()), *_SUMS)}
    return replace(form, tables=tables, variants=variants)


def _summed(table: Table) -> Table:
    if not table.by_department:
        return table
    (part,) = table.parts
    rows = Outline((replace(part.rows.leaves()[0], text=_SUM),))
    return replace(table, parts=(replace(part, rows=rows),))


def count_other_lines(location: TableLocation) -> int:
    """Count the rows of a table's sheet with entries below its labels, but for the one read."""
    if location.raw is None:
        return 0
    values = [b for b in location.sheet.blocks if b.cell >= 0 and b.top >= 0]
    columns = {block.left for block in values}
    rows = {
        row
        for (row, column), cell in location.raw.cells.items()
        if column in columns and (is_figure(cell) or cell.text.strip() in NOT_APPLICABLE)
    }
    return len(rows - {block.top for block in values})


def drop_unsummed(form: Form, locations: Sequence[TableLocation]) -> list[TableLocation]:
    """Leave out the tables by department that have many rows and none of sums."""
    return [
        replace(location, raw=None)
        if table.by_department and count_other_lines(location)
        else location
        for table, location in zip(form.tables, locations, strict=True)
    ]
