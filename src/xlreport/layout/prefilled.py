"""Prefilled cells: the figures that a workbook was sent out with, on the sheet of the stamp.

They stand there as a person reads them, a row for each cell with its key, so that the workbook
itself tells later what the clerk changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlreport.base.address import Coordinate
from xlreport.form.form import Form
from xlreport.formats.cell import RawCell
from xlreport.layout.choice_lists import FIRST_LIST_ROW

_MARK = "prefilled"


def prefilled_rows(form: Form, prefilled: Mapping[int, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the rows for prefilled cells, which are given by index: a mark, the key, the text."""
    for index, text in sorted(prefilled.items()):
        cell = form.cells[index]
        yield _MARK, f"{cell.table}.{cell.row}.{cell.column}", text


def read_prefilled(form: Form, cells: Mapping[Coordinate, RawCell]) -> dict[int, str]:
    """Return the texts of prefilled cells, by index, from the cells of the stamp's sheet.

    Keys that the form does not have are passed over: the workbook may be of another edition.
    """
    prefilled: dict[int, str] = {}
    row = FIRST_LIST_ROW
    while (row, 0) in cells:
        mark, key, text = (cells.get((row, column)) for column in range(3))
        if mark and mark.text == _MARK and key and text:
            table, _, rest = key.text.partition(".")
            line, _, column = rest.partition(".")
            index = form.index.get((table, line, column))
            if index is not None:
                prefilled[index] = text.text
        row += 1
    return prefilled
