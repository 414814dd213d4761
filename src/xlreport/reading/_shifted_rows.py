"""Rows of a published table whose figures may have shifted: a cell is missing or a figure is extra.

A page may have a second row of figures under one label, or last year's figures beside this year's.
The page does not tell which figure is the value, so such rows are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from xlreport.form.form import Form
from xlreport.formats.cell import RawCell
from xlreport.layout.layout import NOWHERE
from xlreport.reading._label_sheet import LabelSheet, read_labels
from xlreport.reading._locate import TableLocation

_LABEL_LENGTH: Final = 4  # Chinese characters; a text with so many is a label or a sentence
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")

ValueCells = Mapping[int, Mapping[int, int]]  # the value cells by row and column


def find_shifted(form: Form, location: TableLocation) -> frozenset[int]:
    """Collect the cells, by index, of the rows in which a cell is missing or a figure is extra.

    Any figure of such a row may belong to the neighbouring cell.
    """
    if location.raw is None:
        return frozenset()
    rows: dict[int, dict[int, int]] = {}
    for block in location.sheet.blocks:
        if block.cell >= 0 and (block.top, block.left) != NOWHERE:
            rows.setdefault(block.top, {})[block.left] = block.cell
    figures: dict[int, list[int]] = {}
    for (row, column), cell in location.raw.cells.items():
        if _is_figure(cell):
            figures.setdefault(row, []).append(column)
    labels = read_labels(location.raw)
    missing_rows = [form.cells[index].row for index in location.missing]
    shifted: set[int] = set()
    for row, cells in rows.items():
        keys = {form.cells[index].row for index in cells.values()}
        extra = [column for column in figures.get(row, ()) if column not in cells]
        if (
            any((row, column) not in location.raw.cells for column in cells)
            or _has_extra_figures(
                labels, rows, row, extra, sum(key in keys for key in missing_rows)
            )
            or _continues(labels, rows, row, figures)
        ):
            shifted.update(cells.values())
    return frozenset(shifted)


def _is_figure(cell: RawCell) -> bool:
    """Tell whether a cell is a figure and not a label that contains a number."""
    return cell.kind == "number" or (
        any(map(str.isdigit, cell.text)) and len(_CHINESE.findall(cell.text)) < _LABEL_LENGTH
    )


def _has_extra_figures(
    labels: LabelSheet, rows: ValueCells, row: int, extra: Sequence[int], missing: int
) -> bool:
    """Tell whether a row has figures that no header explains.

    That is a figure before the first value cell or beyond all labels; more figures between the
    value cells than there are `missing` columns (whose labels differ from the form); a figure
    between them without a header of its own; or a figure under the merged header of another.
    """
    first, last = min(rows[row]), max(rows[row])
    width = max(
        (labels.end.get(coordinate, coordinate)[1] for coordinate in labels.texts), default=0
    )
    numbers = [c for c in extra if labels.sheet.cells[row, c].kind == "number"]
    between = [column for column in extra if first < column < last]
    return (
        any(column < first or column > width for column in numbers)
        or len(between) > missing
        or any(_header(labels, rows, row, column) != column for column in between)
        or any(_shares_header(labels, rows, row, c) for c in extra if c > first)
    )


def _shares_header(labels: LabelSheet, rows: ValueCells, row: int, column: int) -> bool:
    """Tell whether a column is under the merged header of the value column before it."""
    before = max(each for each in rows[row] if each < column)
    for line in range(row - 1, -1, -1):
        coordinate = line, before
        if line not in rows and labels.label_at(coordinate):
            return (
                column <= labels.end.get(labels.anchor.get(coordinate, coordinate), coordinate)[1]
            )
    return False


def _header(labels: LabelSheet, rows: ValueCells, row: int, column: int) -> int:
    """Return the first column of the lowest label above a column, -1 where there is none."""
    for line in range(row - 1, -1, -1):
        coordinate = line, column
        if line not in rows and labels.label_at(coordinate):
            return labels.anchor.get(coordinate, coordinate)[1]
    return -1


def _continues(
    labels: LabelSheet, rows: ValueCells, row: int, figures: Mapping[int, Sequence[int]]
) -> bool:
    """Tell whether figures continue below a row before the next label."""
    first = min(rows[row])
    end = min((each for each in rows if each > row), default=max(figures, default=0) + 1)
    for below in range(row + 1, end):
        margin = range(first) if first else range(max(rows[row]) + 1)
        if any(
            (below, column) in labels.texts and not _is_figure(labels.sheet.cells[below, column])
            for column in margin
        ):
            return False
        if any(column >= first for column in figures.get(below, ())):
            return True
    return False
