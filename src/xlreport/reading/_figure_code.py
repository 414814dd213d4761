"""The figure code of a return: what the printed sheets of the file show, computed from its cells.

A formula sees what a cell holds: it takes a number that is stored as text for 0, whatever the
reader makes of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from xlreport.form.form import Form
from xlreport.formats.cell import RawCell
from xlreport.layout.figure_code import FigureCell, code_of, figure_cells, has_figure_code
from xlreport.layout.layout import Layout
from xlreport.reading._cells import TableCells
from xlreport.reading.identify import Identity


def figure_code_of(
    layout: Layout,
    identity: Identity,
    tables: Sequence[TableCells],
    values: Sequence[int | None],
) -> str:
    """Return the figure code of the cells of a workbook, whose `values` are those read.

    It is empty for a summary, for a workbook made from another version of the form file, whose
    cells may count otherwise, and where a cell holds an error value.
    """
    form = layout.form
    is_revised = any(finding.code == "FORM-REVISED" for finding in identity.findings)
    if layout.summed or is_revised or not has_figure_code(form):
        return ""
    figures = figure_cells(form)
    weights, others = _plain_cells(form)
    odd = {index for each in tables for index in (*each.readings, *each.texts, *each.words)}
    odd = odd.intersection(figures).union(others)
    # Most cells hold a few cases or none: no call for each of them.
    total: float = sum(
        weight * value for index, weight in weights if (value := values[index]) and index not in odd
    )
    sheets = {
        table.key: location.raw.cells
        for table, location in zip(form.tables, identity.locations, strict=True)
        if location.raw is not None
    }
    for index in odd:
        position = layout.positions[index]
        cells = sheets.get(form.cells[index].table, {})
        raw = cells.get((position.row, position.column))
        total += 0 if raw is None else _share(figures[index], raw)
    return code_of(total)


@cache
def _plain_cells(form: Form) -> tuple[Sequence[tuple[int, int]], frozenset[int]]:
    """Return index and weight of the cells with whole numbers, and the indexes of the others."""
    cells = figure_cells(form)
    others = frozenset(i for i, cell in cells.items() if cell.places or cell.is_text)
    return tuple((i, cell.weight) for i, cell in cells.items() if i not in others), others


def _share(cell: FigureCell, raw: RawCell) -> float:
    """Return what a raw cell adds; more than any code can hold for an error value."""
    match raw.kind:
        case "number":
            number = float(raw.text or 0)
            return cell.share(int(number) if number.is_integer() else number)
        case "text":
            return cell.share_of_text(raw.text)
        case "error":
            return math.inf
        case _:
            return 0
