"""A table as a report prints it: its labels, and its values as texts.

A table by department has one row in a return, and in a published report one for each department.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xlreport.form.measure import Kind, Measure, format_value
from xlreport.form.outline import Label, Outline
from xlreport.form.parts import Cell, Table

_OFFICE, _SUM = "单位名称", "合计"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one office: values by the form's cells, and `said`, texts by cell index."""

    office: str
    values: Sequence[int | None]
    said: Mapping[int, str]


@dataclass(frozen=True, eq=False)
class ShownTable:
    """A table with its values, and the texts of cells that have none, by cell index."""

    table: Table
    values: Mapping[int, int | None]
    said: Mapping[int, str]

    @cached_property
    def measures(self) -> Mapping[int, Measure]:
        """The measures of the table's cells, by cell index."""
        return {cell.index: cell.measure for cell in self.table.cells}

    def shown(self, index: int) -> str:
        """Return a value as printed: a change with its sign, a missing value as a blank.

        An amount has its unit if no label of the form names it.
        """
        value, measure = self.values[index], self.measures[index]
        if value is None:
            return self.said.get(index, "")
        sign = "+" if measure.kind is Kind.CHANGE and value > 0 else ""
        unit = measure.unit if measure.unit_required and value else ""
        return f"{sign}{format_value(value, measure)}{unit}"


def show_table(table: Table, whole: Figures, offices: Sequence[Figures]) -> ShownTable:
    """Return a table as printed, for the `whole` office and, by department, for the `offices`.

    Without `offices` the whole office is the only department.
    """
    if not table.by_department:
        own_values = {cell.index: whole.values[cell.index] for cell in table.cells}
        return ShownTable(table, own_values, whole.said)
    lines = [*offices, replace(whole, office=_SUM)] if offices else [whole]
    labels = tuple(Label(f"line_{n}", line.office, n) for n, line in enumerate(lines))
    rows = [list(_row(table, label.key, n)) for n, label in enumerate(labels)]
    if offices:
        rows[-1] = [replace(cell, total=True) for cell in rows[-1]]
    (part,) = table.parts
    by_office = replace(
        part,
        corner=part.corner or _OFFICE,
        rows=Outline(labels),
        absent=frozenset((label.key, column) for label in labels for _, column in part.absent),
    )
    values: dict[int, int | None] = {}
    said: dict[int, str] = {}
    for line, row in zip(lines, rows, strict=True):
        for cell, own in zip(row, table.cells, strict=True):
            values[cell.index] = line.values[own.index]
            said[cell.index] = line.said.get(own.index, "")
    cells = tuple(cell for row in rows for cell in row)
    return ShownTable(replace(table, parts=(by_office,), cells=cells), values, said)


def _row(table: Table, key: str, number: int) -> Iterator[Cell]:
    """Yield the cells of one line, which are numbered from line to line."""
    start = number * len(table.cells)
    return (replace(cell, index=start + n, row=key) for n, cell in enumerate(table.cells))
