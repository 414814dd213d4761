"""Lists that another program has exported as text (.csv): one sheet, all cells as text."""

from __future__ import annotations

import csv
import io
from typing import Final

from xlreport.base.text import decode, possible_encodings, separator_of
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.formats.container import LIMITS

_LONGEST: Final = 32_767  # characters in a cell of Excel


def read_delimited(data: bytes, name: str) -> RawSheet | None:
    """Read a .csv in UTF-8, UTF-16 or GB18030, as a sheet called `name`.

    Commas, tabs or semicolons separate its cells. None for bytes that are no such text. Cells
    beyond the rows and columns of a sheet are counted.
    """
    text = decode(data, possible_encodings(data))
    if text is None or "\0" in text:
        return None
    cells: dict[tuple[int, int], RawCell] = {}
    outside = 0
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
        for row, texts in enumerate(lines):
            for column, value in enumerate(texts):
                if not value.strip():
                    continue
                if row >= LIMITS.rows or column >= LIMITS.columns:
                    outside += 1
                else:
                    cells[row, column] = RawCell("text", value[:_LONGEST], None, "")
    except csv.Error:  # quotes that do not close, or a field that is too long
        return None
    return RawSheet(
        name=name, state="visible", protected=False, cells=cells, merges=(), outside=outside
    )
