"""A1 addresses, the only coordinates a person sees; the library itself counts from 0."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

Coordinate = tuple[int, int]
"""Row and column of a cell, each counted from 0."""


class Area(NamedTuple):
    """A rectangle of cells; all four edges belong to it, each counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@lru_cache(maxsize=1 << 10)
def column_name(column: int) -> str:
    """Return the letters of a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(name: str) -> int:
    """Return the zero-based column of letters: A is 0, AA is 26."""
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


@lru_cache(maxsize=1 << 13)
def parse_a1(address: str) -> Coordinate | None:
    """Return row and column of an address such as B12, None for anything else.

    Cached, as all returns of a form have the same few hundred addresses.
    """
    match = _ADDRESS.fullmatch(address)
    return None if match is None else (int(match[2]) - 1, column_number(match[1]))


def a1(row: int, column: int, *, absolute: bool = False) -> str:
    """Return the A1 address of a zero-based row and column, with $ signs where absolute."""
    sign = "$" if absolute else ""
    return f"{sign}{column_name(column)}{sign}{row + 1}"


def a1_range(top: int, left: int, bottom: int, right: int, *, absolute: bool = False) -> str:
    """Return the A1 address of a rectangle, without a colon for a single cell."""
    first = a1(top, left, absolute=absolute)
    last = a1(bottom, right, absolute=absolute)
    return first if first == last else f"{first}:{last}"


def quoted(sheet: str) -> str:
    """Quote a sheet's name for a formula."""
    return "'" + sheet.replace("'", "''") + "'"


def sheet_title(sheet: str) -> str:
    """Return how a sentence calls a sheet: 三 is 表三, and a name with blanks is quoted."""
    if sheet and not sheet.strip("一二三四五六七八九十"):
        return f"表{sheet}"
    return f"“{sheet}”" if " " in sheet else sheet


def place(sheet: str, cell: str) -> str:
    """Return how a sentence calls a cell or an area of a sheet: 表三 D6."""
    return f"{sheet_title(sheet)} {cell}"


def rectangles(cells: Iterable[Coordinate]) -> list[Area]:
    """Join cells of one sheet into rectangles, in reading order."""
    rows: dict[int, list[int]] = {}
    for row, column in cells:
        rows.setdefault(row, []).append(column)
    joined: list[Area] = []
    for row, columns in sorted(rows.items()):
        for left, right in _spans(sorted(columns)):
            above = next((a for a in joined if a[1:] == (left, row - 1, right)), None)
            if above is None:
                joined.append(Area(top=row, left=left, bottom=row, right=right))
            else:
                joined[joined.index(above)] = above._replace(bottom=row)
    return joined


def _spans(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Join neighbouring columns into spans, each its first and last column."""
    spans: list[tuple[int, int]] = []
    for column in columns:
        if spans and spans[-1][1] == column - 1:
            spans[-1] = (spans[-1][0], column)
        else:
            spans.append((column, column))
    return spans
