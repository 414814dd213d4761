"""The raw cells of a worksheet: the value of each is interpreted here, once, for all readers.

A value that does not fit the type of its cell becomes an error value, so no other module has to
parse a cell's text in two ways.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlreport.base.address import Area, Coordinate

# The kind of value in a raw cell.
RawKind = Literal["number", "text", "boolean", "error"]

# The look of a raw cell: "date" is a day or a time, "struck" has characters struck out, raised or
# lowered.
Shown = Literal["", "date", "struck"]

# The look of a cell whose whole number a person would doubt or miss: struck out, in the colour of
# its background, or in a type too small to read.
Look = Literal["struck", "pale", "tiny"]

# The kinds of text that lie over the cells: comments (批注), and text boxes and shapes.
CommentKind = Literal["comment", "shape"]

# The visibility of a worksheet; Excel's menus do not list a very hidden one.
SheetState = Literal["visible", "hidden", "veryHidden"]

# The display of a cell that shows nothing of what it holds.
NOTHING_SHOWN: Final = " "

STATES: Final[Mapping[str, SheetState]] = {
    "visible": "visible",
    "hidden": "hidden",
    "veryHidden": "veryHidden",
}
_BOOLEANS: Final = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_KINDS: Final[Mapping[str, RawKind]] = {
    "n": "number",
    "b": "boolean",
    "e": "error",
    "d": "text",
    "s": "text",
}
_INDEX: Final = re.compile(r"[0-9]{1,9}")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LONGEST_NUMBER: Final = 400
_LONGEST_DAMAGED: Final = 40  # characters that are quoted
# A surrogate is half a character: decoded it could not be encoded again.
_ESCAPE: Final = re.compile(r"_x(?![dD][89a-fA-F])([0-9a-fA-F]{4})_")


class RawCell(NamedTuple):
    """One cell of a worksheet that has a value or a formula.

    `text` is the number as the XML writes it, the text as typed (at most 32,767 characters, as
    in Excel), "TRUE" or "FALSE", "#REF!" and the like, or "" where a formula has no cached
    value. A date in ISO form (t="d") is text, shown as "date". `formula` is None where there is
    none, without its "=" where there is one, and "" for a cell that shares the formula of
    another. `display` is the text that a person sees: "" where that is `text` itself, plainly
    shown, and `NOTHING_SHOWN` where a cell shows nothing of what it holds.
    """

    kind: RawKind
    text: str
    formula: str | None
    shown: Shown
    display: str = ""


class Comment(NamedTuple):
    """A text over the cells of a worksheet; `at` is the cell that it belongs to or begins at.

    Of a comment `author` is who wrote it by the file, "" where the file does not say.
    """

    kind: CommentKind
    at: Coordinate
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One worksheet as a file has it.

    `outside` counts the cells with content beyond the limits, as far as the sheet was read. A
    sheet with too many blank rows beyond the limits is read no further: merges and protection,
    which the file writes after the rows, are then unknown (() and False).

    `looks` are the looks of the cells with content that do not look plain; `hidden_rows` and
    `hidden_columns` are those that a person does not see, whether hidden, filtered out or of no
    size; `comments` are the texts that lie over the cells; `shared_formulas` maps cells that share
    a formula to the one that has it. A format of which these are not read has none.

    A table of a published file is a sheet of its own; `above` are the last paragraphs before it.
    """

    name: str
    state: SheetState
    protected: bool
    cells: Mapping[Coordinate, RawCell]
    merges: tuple[Area, ...]
    outside: int
    looks: Mapping[Coordinate, Look] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: tuple[Comment, ...] = ()
    shared_formulas: Mapping[Coordinate, Coordinate] = field(default_factory=dict)
    above: tuple[str, ...] = ()


def unread_sheet(name: str, state: SheetState = "visible") -> RawSheet:
    """Return a worksheet that is listed without its cells."""
    return RawSheet(name=name, state=state, protected=False, cells={}, merges=(), outside=0)


def unescape(text: str) -> str:
    """Decode `_x000D_` and its like, as Excel writes characters that XML does not allow."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def read_meaning(
    written: str, value: str, strings: Sequence[str], longest: int
) -> tuple[RawKind, str]:
    """Return the kind and the text of a cell of the type `written` that holds `value`.

    `strings` are the shared strings; of a text the first `longest` characters are read. A value
    that does not fit the type, such as an index without a shared string, is damage.
    """
    if written in ("str", "inlineStr"):
        return "text", unescape(value)[:longest]
    value = value.strip()
    kind = _KINDS.get(written)
    if kind is not None and not value:
        return kind, ""
    if written == "s" and _INDEX.fullmatch(value) and int(value) < len(strings):
        return "text", strings[int(value)]
    if written == "b" and value in _BOOLEANS:
        return "boolean", _BOOLEANS[value]
    if written in ("e", "d") or (written == "n" and _is_number(value)):
        return kind or "error", value[:longest]
    return damaged_content(value)


def damaged_content(value: str) -> tuple[RawKind, str]:
    """Return the kind and the text of a cell whose `value` cannot be told: an error value."""
    return "error", f"损坏（{value[:_LONGEST_DAMAGED]}）"


def one_of_two(first: RawCell, kind: RawKind, text: str) -> RawCell:
    """Return the cell that two elements with one address stand for: damage if they differ."""
    if (first.kind, first.text) == (kind, text):
        return first
    return RawCell(*damaged_content(f"{first.text}、{text}"), first.formula, first.shown)


def _is_number(value: str) -> bool:
    """Tell whether a cell can hold the number; float() alone accepts nan, 1_000 and １２."""
    is_plain = len(value) <= _LONGEST_NUMBER and _NUMBER.fullmatch(value) is not None
    return is_plain and math.isfinite(float(value))
