"""Figures in a published table that belong to none of its value cells.

On a page nobody is told that a second row of figures stands under one label, or last year's
beside this year's. Which of them is the value nobody knows, so such rows are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from xlreport.form.form import Form
from xlreport.formats.cell import RawCell
from xlreport.layout.layout import NOWHERE
from xlreport.reading._labels import LabelSheet, read_labels
from xlreport.reading._locate import TableLocation

_WORDS: Final = 4  # Chinese signs; a text with so many is a label or a sentence, no figure
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")

ValueCells = Mapping[int, Mapping[int, int]]  # the value cells by row and column


def find_shifted(form: Form, place: TableLocation) -> frozenset[int]:
    """Collect the cells of a table, by index, in whose rows one is missing or is too many.

    Which one it is nobody knows, so any of the row's figures could be its neighbour's.
    """
    if place.raw is None:
        return frozenset()
    rows: dict[int, dict[int, int]] = {}
    for block in place.sheet.blocks:
        if block.cell >= 0 and (block.top, block.left) != NOWHERE:
            rows.setdefault(block.top, {})[block.left] = block.cell
    figures: dict[int, list[int]] = {}
    for (row, column), cell in place.raw.cells.items():
        if _is_figure(cell):
            figures.setdefault(row, []).append(column)
    labels = read_labels(place.raw)
    lost = [form.cells[index].row for index in place.missing]
    shifted: set[int] = set()
    for row, cells in rows.items():
        keys = {form.cells[index].row for index in cells.values()}
        strays = [column for column in figures.get(row, ()) if column not in cells]
        if (
            any((row, column) not in place.raw.cells for column in cells)
            or _has_strays(labels, rows, row, strays, sum(key in keys for key in lost))
            or _goes_on(labels, rows, row, figures)
        ):
            shifted.update(cells.values())
    return frozenset(shifted)


def _is_figure(cell: RawCell) -> bool:
    """Tell a figure, however it was typed, from a label that holds a number."""
    return cell.kind == "number" or (
        any(map(str.isdigit, cell.text)) and len(_CHINESE.findall(cell.text)) < _WORDS
    )


def _has_strays(
    labels: LabelSheet, rows: ValueCells, row: int, strays: Sequence[int], lost: int
) -> bool:
    """Tell whether figures stand outside, between or under the headers of a row's value cells.

    Between them may stand the figures of `lost` columns, whose labels are not what the form says;
    where a figure has none of its own, the headers stand beside their columns.
    """
    first, last = min(rows[row]), max(rows[row])
    width = max((labels.end.get(spot, spot)[1] for spot in labels.texts), default=0)
    numbers = [c for c in strays if labels.sheet.cells[row, c].kind == "number"]
    between = [column for column in strays if first < column < last]
    return (
        any(column < first or column > width for column in numbers)
        or len(between) > lost
        or any(_header(labels, rows, row, column) != column for column in between)
        or any(_shares_header(labels, rows, row, c) for c in strays if c > first)
    )


def _shares_header(labels: LabelSheet, rows: ValueCells, row: int, column: int) -> bool:
    """Tell whether a column stands under the merged header of the value column before it."""
    before = max(each for each in rows[row] if each < column)
    for line in range(row - 1, -1, -1):
        spot = line, before
        if line not in rows and labels.label_at(spot):
            return column <= labels.end.get(labels.home.get(spot, spot), spot)[1]
    return False


def _header(labels: LabelSheet, rows: ValueCells, row: int, column: int) -> int:
    """Give the column in which the lowest label over a column begins, -1 where there is none."""
    for line in range(row - 1, -1, -1):
        spot = line, column
        if line not in rows and labels.label_at(spot):
            return labels.home.get(spot, spot)[1]
    return -1


def _goes_on(
    labels: LabelSheet, rows: ValueCells, row: int, figures: Mapping[int, Sequence[int]]
) -> bool:
    """Tell whether figures stand below a row before anything is labelled anew."""
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
