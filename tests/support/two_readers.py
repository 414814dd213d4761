"""Returns that the two readers read differently, or alike though they are written oddly."""

from __future__ import annotations

import re
from collections.abc import Callable

from support.edited import part_of, with_parts

Turn = Callable[[bytes], bytes]


def blanked(sheet: bytes) -> bytes:
    """Write each cell once more, blank: openpyxl takes the last, ours the one with content."""
    return re.sub(
        rb'(<c r="([A-Z]+[0-9]+)"[^>]*?(?<!/)>.*?</c>)', rb'\1<c r="\2"/>', sheet, flags=re.DOTALL
    )


def blanked_below(sheet: bytes) -> bytes:
    """Write each row once more below all others, with blank cells."""
    return _with_rows(sheet, lambda rows: [*rows, *map(_blank_row, rows)])


def cells_outside(sheet: bytes) -> bytes:
    """End each row before its cells, which openpyxl then does not find."""
    return re.sub(rb"(<row [^>]*>)(.*?)(</row>)", rb"\1\3\2", sheet, flags=re.DOTALL)


def last_cell_outside(sheet: bytes) -> bytes:
    """End each row before its last cell."""
    return re.sub(
        rb"(<row [^>]*>.*?)(<c [^>]*?(?:/>|>(?:(?!<c ).)*?</c>))(</row>)",
        rb"\1\3\2",
        sheet,
        flags=re.DOTALL,
    )


TURNS: list[Turn] = [blanked, blanked_below, cells_outside, last_cell_outside]


def rows_turned(sheet: bytes) -> bytes:
    """Put the last row first."""
    return _with_rows(sheet, lambda rows: [rows[-1], *rows[:-1]])


def first_row_last(sheet: bytes) -> bytes:
    """Put the first row last."""
    return _with_rows(sheet, lambda rows: [*rows[1:], rows[0]])


def rows_reversed(sheet: bytes) -> bytes:
    """Turn all rows upside down."""
    return _with_rows(sheet, lambda rows: rows[::-1])


def cells_turned(sheet: bytes) -> bytes:
    """Put the first cell of each row last."""
    return re.sub(
        rb"(<row [^>]*>)(<c [^>]*?(?:/>|>.*?</c>))(.*?)(</row>)",
        rb"\1\3\2\4",
        sheet,
        flags=re.DOTALL,
    )


ORDERS: list[Turn] = [rows_turned, first_row_last, rows_reversed, cells_turned]
"""Changes that make no difference: every program puts a cell where its reference says."""


def turned(data: bytes, sheet: str, turn: Turn = blanked) -> bytes:
    """Give a workbook with one sheet changed so that the two readers differ about it."""
    return with_parts(data, {part_of(data, sheet): turn})


def _blank_row(row: bytes) -> bytes:
    start = row[: row.index(b">") + 1].removesuffix(b"/>").removesuffix(b">")
    cells = b"".join(b'<c r="%s"/>' % name for name in re.findall(rb'<c r="([A-Z]+[0-9]+)"', row))
    return start + b">" + cells + b"</row>"


def _with_rows(sheet: bytes, order: Callable[[list[bytes]], list[bytes]]) -> bytes:
    before, _, rest = sheet.partition(b"<sheetData>")
    rows, _, after = rest.partition(b"</sheetData>")
    split = [row + b"</row>" for row in rows.split(b"</row>")[:-1]]
    return before + b"<sheetData>" + b"".join(order(split)) + b"</sheetData>" + after
