"""The rows of a plain worksheet, taken apart by regular expressions; see `_plain_sheet`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.base.address import column_number
from xlreport.formats._hidden_lines import is_hidden_row
from xlreport.formats._plain_text import ATTRIBUTES, BLANKS, TEXT, WHITE, decode_references

if TYPE_CHECKING:
    from collections.abc import Sequence

_END_OF_ROW: Final = "</row>"
_LONGEST_KEPT: Final = 4_000  # characters of a row
_LONGEST_TAG: Final = 400  # characters of the start of a row
_NUMBER: Final = "[1-9][0-9]{0,6}"
_ROW: Final = re.compile(rf'r="({_NUMBER})"({ATTRIBUTES})(/?)')
_ATTRIBUTE: Final = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_SPACE: Final = r'(?: xml:space="preserve")?'
_BLANK: Final = rf'<c r="[A-Z]{{1,3}}{_NUMBER}"(?: s="[0-9]{{1,9}}")?(?: t="n")?(?:/>|></c>){WHITE}'
_FORMULA: Final = (
    r'<f(?: aca="(?:false|true)")?(?: t="shared"(?: ref="[A-Z0-9:]{2,21}")? si="[0-9]{1,9}")?'
    rf"(?:/>|>{TEXT}</f>)"
)
_RUN: Final = rf'(?:<c r="[A-Z]{{1,3}}{_NUMBER}" s="[0-9]{{1,9}}"><v>[0-9]{{1,9}}</v></c>){{4,}}+'
# A run of short whole numbers, or another cell with what it holds, and the blank cells before it;
# or the blank ones at the end of a row; or, in the last group, all from what is none of these.
_CELL: Final = re.compile(
    rf'(?:{_BLANK})*+(?:({_RUN}){WHITE}|<c r="([A-Z]{{1,3}})({_NUMBER})"'
    rf'(?: s="([0-9]{{1,9}})")?(?: t="([A-Za-z]{{1,9}})")?>{WHITE}(?:({_FORMULA}){WHITE})?'
    rf"(?:<v{_SPACE}(?:/>|>({TEXT})</v>){WHITE}"
    rf"|<is>{WHITE}<t{_SPACE}(?:/>|>({TEXT})</t>){WHITE}</is>{WHITE})?</c>{WHITE})"
    rf"|(?:{_BLANK})++|([\s\S]++)"
)
_IN_FORMULA: Final = re.compile(rf'<f[^>]*?(?: si="([0-9]+)")?(?:/>|>({TEXT})</f>)')
_BLANK_IF_EMPTY: Final = ("", "n", "str", "inlineStr")

PlainCell = tuple[int, str, str, str | None, str, str]
"""A cell with content as the XML writes it: its column, style, type, formula (None where there is
none), the index of the formula that it shares ("" for none), and its value."""


class PlainRun(NamedTuple):
    """Cells of a row that hold whole numbers of at most nine digits: columns, styles and values."""

    columns: Sequence[int]
    styles: Sequence[str]
    values: Sequence[str]


class PlainRow(NamedTuple):
    """A row: its number, counted from 0, whether it is hidden, and its cells with content."""

    row: int
    is_hidden: bool
    cells: Sequence[PlainCell | PlainRun]


def plain_rows(text: str, *, has_strings: bool, are_alike: bool = False) -> list[PlainRow] | None:
    """Take the data of a sheet apart; None where anything but plain rows stands in them.

    `has_strings` tells whether there are shared strings, to which cells may refer; `are_alike` that
    the same rows are likely to stand in other sheets.
    """
    before, *pieces = text.split("<row ")
    if before.strip(BLANKS):
        return None
    rows: list[PlainRow] = []
    for piece in pieces:
        take = _known_row if are_alike and len(piece) <= _LONGEST_KEPT else _take_row
        row = take(piece, has_strings=has_strings)
        if row is None:
            return None
        rows.append(row)
    return rows


def _take_row(piece: str, *, has_strings: bool) -> PlainRow | None:
    """Take apart what begins within the tag of a row and ends before that of the next one."""
    tag, end, content = piece.partition(">")
    content = content.strip(BLANKS)
    row = _row(tag) if end and len(tag) <= _LONGEST_TAG else None
    if row is None or content[-len(_END_OF_ROW) :] != ("" if row[2] else _END_OF_ROW):
        return None
    number, is_hidden, _ = row
    cells = _cells(content[: -len(_END_OF_ROW)], number, has_strings=has_strings)
    return None if cells is None else PlainRow(int(number) - 1, is_hidden, cells)


# In two files of a layout that differ in which cells are blank, most rows are the same.
_known_row: Final = lru_cache(maxsize=1 << 10)(_take_row)


@lru_cache(maxsize=1 << 12)
def _row(tag: str) -> tuple[str, bool, bool] | None:
    """Return the number of a row, whether it is hidden, and whether its tag is closed.

    Cached, as all files of a program have the same rows.
    """
    match = _ROW.fullmatch(tag)
    if match is None:
        return None
    attributes = _ATTRIBUTE.findall(match[2])
    by_name = dict(attributes)
    if len(by_name) < len(attributes) or "r" in by_name:
        return None
    return match[1], is_hidden_row(by_name), bool(match[3])


def _cells(content: str, row: str, *, has_strings: bool) -> list[PlainCell | PlainRun] | None:
    """Take the cells of a row apart; None where anything but plain ones stands in it."""
    cells: list[PlainCell | PlainRun] = []
    for run, letters, number, style, written, formula, value, inline, other in _CELL.findall(
        content
    ):
        if not letters:
            numbers = _run(run, row) if run else None
            if numbers is not None:
                cells.append(numbers)
            elif run or other:
                return None
            continue
        text = _value(written, value, inline)
        if text is None or number != row or (written == "s" and not has_strings):
            return None
        shared, own = "", None
        if formula:
            shared, own = _formula(formula)
            if own is None:
                return None
        elif not text:
            continue
        cells.append((_column(letters), style or "0", written or "n", own, shared, text))
    return cells


def _run(cells: str, row: str) -> PlainRun | None:
    """Take a run of numbers apart; None where one of them has its place in another row.

    All are written alike, so that they are split at what stands between address, style and value.
    """
    cells = cells.replace('</v></c><c r="', '"').replace(f'{row}" s="', '"').replace('"><v>', '"')
    parts = cells[len('<c r="') : -len("</v></c>")].split('"')
    letters = parts[::3]
    if not "".join(letters).isalpha():
        return None
    return PlainRun(_columns(tuple(letters)), parts[1::3], parts[2::3])


@lru_cache(maxsize=1 << 8)
def _columns(letters: tuple[str, ...]) -> Sequence[int]:
    """Return the columns of cells; cached, as the rows of a list have the same."""
    return [column_number(each) for each in letters]


def _value(written: str, value: str, inline: str) -> str | None:
    """Return what a cell of the type `written` holds; None where its element is not its type's."""
    text, other = (inline, value) if written == "inlineStr" else (value, inline)
    if other or not (text or written in _BLANK_IF_EMPTY):
        return None
    return decode_references(text) if "&" in text else text


def _formula(element: str) -> tuple[str, str | None]:
    """Return the index of the formula that an <f> shares, and its own; None for no plain text."""
    match = _IN_FORMULA.fullmatch(element)
    if match is None:
        return "", None
    text = match[2] or ""
    return match[1] or "", decode_references(text) if "&" in text else text


_column: Final = lru_cache(maxsize=1 << 10)(column_number)
