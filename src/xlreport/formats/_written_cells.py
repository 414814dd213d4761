"""The cells of a worksheet that is written plainly, as their XML has them.

Office programs write one element for each cell, row by row, and nothing else between them. Only
such a sheet is read here, by a pattern that must cover every byte of it: of anything else readers
may have opinions of their own. What is read here checks what our own reader has read, so it shares
nothing with `_plain_sheet`: a mistake there must not be made here as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

from xlreport.formats.container import LIMITS

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ATTRIBUTES: Final = r'(?: [A-Za-z0-9:]++="[^"<>&]*+")*+'
_FORMULA: Final = rf"(<f{_ATTRIBUTES})(?:/>|>([^<]*+)</f>)\s*+"
_VALUE: Final = r'<v(?: xml:space="preserve")?(?:/>|>([^<]*+)</v>)\s*+'
_RUNS: Final = r"<is>\s*+((?:[^<]++|<(?!/is>|c[\s/>]|row[\s/>]|!))*+)</is>\s*+"
_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,2})([1-9][0-9]{0,3})"((?: [a-z]++="[A-Za-z0-9]*+")*+)\s*+'
    rf"(?:/>|>\s*+(?:{_FORMULA})?(?:{_VALUE}|{_RUNS})?</c>)"
)
_PIECES: Final = _CELL.groups + 1
_MARK: Final = "\0"  # stands for a cell; no XML can hold it
_ROWS: Final = re.compile(rf"\s*+(?:<row{_ATTRIBUTES}\s*+(?:/>|>[\s{_MARK}]*+</row>)\s*+)*+")
_ROOT: Final = re.compile(
    rf'\s*+(?:<\?xml [^<>?]*+\?>)?\s*+<worksheet (?:[^<>]*? )?xmlns="{re.escape(_MAIN)}"[^<>]*+>'
)
# Outside the data: rows, which openpyxl takes from anywhere, and what only some readers look into.
_ODD: Final = re.compile(r"<(?:row[\s/>]|[!?])")
_DATA: Final = "sheetData"
_LONG: Final = 1_000  # characters of a text that is not kept
_TYPE: Final = re.compile(r' t="([A-Za-z]*+)"')


class Written(NamedTuple):
    """A cell as its XML has it: `kind` is its type, `text` what stands for its value.

    `formula` is None where there is none, and "" where it is that of another cell.
    """

    row: int
    column: int
    kind: str
    formula: str | None
    text: str


def scan_sheet(xml: bytes) -> list[Written] | None:
    """List the cells with a value or a formula; None for a sheet that is not written plainly.

    In a plain sheet all cells say where they are, each stands once, and they go row by row from the
    left to the right, within the limits of reading.
    """
    try:
        text = xml.decode()
    except UnicodeDecodeError:
        return None
    before, _, rest = text.partition(f"<{_DATA}>")
    data, _, after = rest.partition(f"</{_DATA}>")
    root = _ROOT.match(before)
    if root is None or text.count(_DATA) != 2 or text.count(_MAIN) > 1:  # open and close
        return None
    if _ODD.search(before, root.end()) or _ODD.search(after):
        return None
    pieces = _CELL.split(data)
    rows = _MARK.join(pieces[::_PIECES])
    if "xmlns" in rows or _ROWS.fullmatch(rows) is None:
        return None
    return _cells(pieces)


def _cells(pieces: list[str | None]) -> list[Written] | None:
    """List the cells of which `pieces` are the groups of the pattern, after a gap each."""
    columns, rows, attributes, formulas, texts, values, runs = (
        pieces[number::_PIECES] for number in range(1, _PIECES)
    )
    column_of = {name: _number(name or "") for name in set(columns)}
    kind_of = {each: _kind(each or "") for each in set(attributes)}
    width = LIMITS.columns
    places = [
        int(digits or 0) * width + column_of[name]
        for name, digits in zip(columns, rows, strict=True)
    ]
    # One after the other, and each once: blank cells too, since openpyxl takes the last of two.
    is_ordered = places == sorted(set(places))
    if not is_ordered or max(column_of.values(), default=0) >= width:
        return None
    if places and places[-1] >= (LIMITS.rows + 1) * width:
        return None
    cells: list[Written] = []
    for place, attribute, start, formula, value, inline in zip(
        places, attributes, formulas, texts, values, runs, strict=True
    ):
        if not (start or value or inline):
            continue
        kind = kind_of[attribute]
        if (inline is not None) is not (kind == "inlineStr"):
            return None
        # What runs say, whose parts are many, is left to calamine.
        text = inline or _plain(value or "")
        row, column = divmod(place - width, width)
        cells.append(Written(row, column, kind, start and _plain(formula or ""), text))
    return cells


def _number(name: str) -> int:
    """Return the column (zero-based) that one letter or two name."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _plain(text: str) -> str:
    if "&" not in text:
        return text
    return _unescaped(text) if len(text) < _LONG else unescape(text)


@lru_cache(maxsize=1 << 10)
def _unescaped(text: str) -> str:
    """Decode the references in a text; cached, as returns of one layout have the same formulas."""
    return unescape(text)


def _kind(attributes: str) -> str:
    found = _TYPE.search(attributes)
    return found[1] if found else "n"
