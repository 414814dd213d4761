"""What one cell of a worksheet means: decided once, before anything else sees it.

Whatever is neither a number nor a text nor anything else that an office program writes is
refused, so that no other module ever has to parse what it is given in two ways.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BOOLEANS: Final = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_KINDS: Final = {"n": "number", "b": "boolean", "e": "error", "d": "text", "s": "text"}
_INDEX: Final = re.compile(r"[0-9]{1,9}")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LONGEST_NUMBER: Final = 400
# Surrogates stay as they are written: half a character cannot be passed on.
_ESCAPE: Final = re.compile(r"_x(?![dD][89a-fA-F])([0-9a-fA-F]{4})_")


class RawCell(NamedTuple):
    """Holds one cell that has a value or a formula.

    `kind` is "number", "text", "boolean" or "error". `text` is the number as the XML writes it,
    the text as typed (at most 32,767 characters, as in Excel), "TRUE" or "FALSE", "#REF!" and
    the like, or "" where a formula has no cached value. A date in ISO form (t="d") is
    text, shown as "date". `formula` is None where there is none, without its "=" where there is
    one, and "" for a cell that shares the formula of another. `shown` is the class of
    the number format: "date", "percent", "scaled", "元", "万元", "亿元" or ""; or "struck" for a
    text with characters that are struck out, raised or lowered.
    """

    kind: str
    text: str
    formula: str | None
    shown: str


@dataclass(frozen=True, slots=True)
class RawSheet:
    """Holds one worksheet; rows and columns are zero-based, merges (top, left, bottom, right).

    `outside` counts the cells with content beyond the limits, as far as was read. A sheet with
    too many blank rows beyond the limits is read no further: merges and protection,
    which the file writes after the rows, are then not known (() and False).
    """

    name: str
    state: str
    protected: bool
    cells: Mapping[tuple[int, int], RawCell]
    merges: tuple[tuple[int, int, int, int], ...]
    outside: int


def unescape(text: str) -> str:
    """Decode `_x000D_` and its like, as Excel writes characters that XML does not allow."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def read_meaning(
    written: str, value: str, strings: Sequence[str], longest: int
) -> tuple[str, str] | None:
    """Give the kind and the text of a cell of the type `written` that holds `value`.

    `strings` are the shared strings, `longest` is the most characters kept of a text. Returns
    None where the value is none of its type: an index that leads to no shared string is
    damage, never another text.
    """
    if written in ("str", "inlineStr"):
        return "text", unescape(value)[:longest]
    value = value.strip()
    kind = _KINDS.get(written)
    if kind is None or not value:
        return None if kind is None else (kind, "")
    if written == "s":
        is_index = _INDEX.fullmatch(value) is not None and int(value) < len(strings)
        return (kind, strings[int(value)]) if is_index else None
    if written == "b":
        return (kind, _BOOLEANS[value]) if value in _BOOLEANS else None
    if written == "n" and not _is_number(value):
        return None
    return kind, value[:longest]


def _is_number(value: str) -> bool:
    """Tell whether a cell can hold the number; float() alone lets in nan, 1_000 and １２."""
    is_plain = len(value) <= _LONGEST_NUMBER and _NUMBER.fullmatch(value) is not None
    return is_plain and math.isfinite(float(value))
