"""Returns that the two readers read differently, each in another way."""

from __future__ import annotations

import re
from collections.abc import Callable

from support.edited import part_of, with_parts

Turn = Callable[[bytes], bytes]


def rows_turned(sheet: bytes) -> bytes:
    """Put the last row first: openpyxl passes over all that follow it, and ours reads them."""
    return _with_rows(sheet, lambda rows: [rows[-1], *rows[:-1]])


def first_row_last(sheet: bytes) -> bytes:
    """Put the first row last, where openpyxl passes over it."""
    return _with_rows(sheet, lambda rows: [*rows[1:], rows[0]])


def rows_reversed(sheet: bytes) -> bytes:
    """Turn all rows upside down."""
    return _with_rows(sheet, lambda rows: rows[::-1])


def cells_turned(sheet: bytes) -> bytes:
    """Put the first cell of each row last: openpyxl passes over cells beyond it."""
    return re.sub(
        rb"(<row [^>]*>)(<c [^>]*?(?:/>|>.*?</c>))(.*?)(</row>)", rb"\1\3\2\4", sheet, flags=re.S
    )


TURNS: list[Turn] = [rows_turned, first_row_last, rows_reversed, cells_turned]


def turned(data: bytes, sheet: str, turn: Turn = rows_turned) -> bytes:
    """Give a workbook with one sheet changed so that the two readers differ about it."""
    return with_parts(data, {part_of(data, sheet): turn})


def _with_rows(sheet: bytes, order: Callable[[list[bytes]], list[bytes]]) -> bytes:
    before, _, rest = sheet.partition(b"<sheetData>")
    rows, _, after = rest.partition(b"</sheetData>")
    split = [row + b"</row>" for row in rows.split(b"</row>")[:-1]]
    return before + b"<sheetData>" + b"".join(order(split)) + b"</sheetData>" + after
