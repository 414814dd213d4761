"""What expat calls for a worksheet: cells, merges and protection, straight into plain tuples.

A sheet of a return is mostly styled blanks, so nothing is built for a cell until it turns out to
hold something. Whatever two programs could read in two ways is refused as damaged, never
guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from xlreport.formats._strings import is_apart
from xlreport.formats.cell import RawCell, RawSheet, read_meaning
from xlreport.formats.container import damaged, hostile
from xlreport.formats.expat import TooManyTags, element_names, parse, spreadsheet

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from xlreport.formats.container import Container, Limits, Unreadable

_TRUE: Final = ("1", "true")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SHOWN_BY_TYPE: Final = frozenset({"d", "s", "inlineStr"})
_ROW: Final = re.compile(r"[1-9][0-9]{0,6}")


@dataclass(slots=True)
class _State:
    """Holds what the handlers of one worksheet know so far."""

    part: str
    strings: Sequence[str]
    struck: Collection[int]
    shown: Mapping[str, str]
    limits: Limits
    room: int
    text: list[str] = field(default_factory=list)
    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    outside: int = 0
    protected: bool = False
    row: int = -1
    row_is_known: bool = False
    reference: str | None = None
    gap: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    formula: str | None = None
    inline: list[str] = field(default_factory=list)
    phonetic: bool = False
    apart: bool = False
    is_struck: bool = False


def read_sheet(
    container: Container,
    part: str,
    label: tuple[str, str],
    strings: tuple[Sequence[str], Collection[int]],
    shown: Mapping[str, str],
    room: int,
) -> RawSheet:
    """Read the worksheet `part`; `label` is its name and state, `room` the cells it may keep.

    `strings` are the shared strings and the numbers of those with a run that is struck out,
    raised or lowered, `shown` the classes of the number formats by style number,
    as the XML writes it. Raises Unreadable.
    """
    state = _State(part, *strings, shown, container.limits, room)
    try:
        parse(container, part, state, _STARTS, _ENDS, state.text, _REST)
        _finish_formula(state)
    except TooManyTags:
        if state.row < container.limits.rows:
            raise
    name, visibility = label
    return RawSheet(
        name, visibility, state.protected, state.cells, tuple(state.merges), state.outside
    )


def _start_row(state: _State, attributes: dict[str, str]) -> None:
    _finish_formula(state)
    digits = attributes.get("r")
    if digits is not None and _ROW.fullmatch(digits) is None:
        raise damaged(state.part)
    state.row = state.row + 1 if digits is None else int(digits) - 1
    state.row_is_known = digits is not None
    state.reference = None
    state.gap = 0


def _start_cell(state: _State, attributes: dict[str, str]) -> None:
    if state.formula is not None:
        _finish_cell(state, "")
    state.attributes = attributes
    reference = attributes.get("r")
    if reference is None:
        state.gap += 1
    else:
        state.reference = reference
        state.gap = 0
        if not state.row_is_known:
            state.row = _position(state, reference)[0]
            state.row_is_known = True


def _finish_formula(state: _State) -> None:
    """Keep a cell whose formula was not followed by a value."""
    if state.formula is not None:
        _finish_cell(state, "")


def _finish_cell(state: _State, value: str) -> None:
    """Keep the current cell, whose <v> or <is> holds `value`, if there is anything in it."""
    formula, state.formula = state.formula, None
    attributes, strings, limits = state.attributes, state.strings, state.limits
    written = attributes.get("t", "n")
    # Most are short whole numbers, or the numbers of shared strings, which need no closer look.
    is_short = value.isdecimal() and value.isascii() and len(value) < 10
    if is_short and written == "n":
        kind, text = "number", value
    elif is_short and written == "s" and int(value) < len(strings):
        kind, text = "text", strings[int(value)]
    else:
        meaning = read_meaning(written, value, strings, limits.text)
        if meaning is None:
            raise _damaged_cell(state)
        kind, text = meaning
    if not text and formula is None:
        return
    place = _place(state)
    if place[0] >= limits.rows or place[1] >= limits.columns:
        state.outside += 1
        return
    if place in state.cells:
        raise _damaged_cell(state)
    if len(state.cells) >= state.room:
        raise hostile(f"有内容的单元格超过 {limits.cells} 个")
    shown = _shown_by_type(state, written, value) if written in _SHOWN_BY_TYPE else ""
    shown = shown or state.shown.get(attributes.get("s", "0"), "")
    # The constructor of a named tuple is a function of Python around this one.
    state.cells[place] = tuple.__new__(RawCell, (kind, text, formula, shown))


def _shown_by_type(state: _State, written: str, value: str) -> str:
    """Give what the current cell shows beside its `value` by its type and its runs."""
    if written == "d":
        return "date"
    if written == "s":
        return "struck" if state.struck and int(value or -1) in state.struck else ""
    return "struck" if state.is_struck else ""


def _place(state: _State) -> tuple[int, int]:
    """Give row and column of the current cell; one without `r` stands right of the one before."""
    if state.reference is None:
        if state.row < 0 or not state.gap:
            raise _damaged_cell(state)
        return state.row, state.gap - 1
    place = _parsed(state.reference)
    if place is None or place[0] != state.row:
        raise _damaged_cell(state)
    return (place[0], place[1] + state.gap) if state.gap else place


def _position(state: _State, reference: str) -> tuple[int, int]:
    """Give the zero-based row and column of "B12"."""
    place = _parsed(reference)
    if place is None:
        raise _damaged_cell(state)
    return place


@lru_cache(maxsize=1 << 13)
def _parsed(reference: str) -> tuple[int, int] | None:
    """Parse a reference; the cells of all returns stand in the same few hundred places."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _damaged_cell(state: _State) -> Unreadable:
    return damaged(state.part, cell=state.attributes.get("r", "")[:10])


def _start_text(state: _State, _: dict[str, str]) -> None:
    state.text.clear()


def _end_value(state: _State) -> None:
    _finish_cell(state, "".join(state.text))


def _end_formula(state: _State) -> None:
    state.formula = "".join(state.text)[: state.limits.text]


def _start_inline(state: _State, _: dict[str, str]) -> None:
    state.inline.clear()
    state.apart = state.is_struck = False


def _end_inline_text(state: _State) -> None:
    if not state.phonetic:
        state.inline.extend(state.text)
        if state.apart and "".join(state.text).strip():
            state.is_struck = True


def _start_run(state: _State, _: dict[str, str]) -> None:
    state.apart = False


def _strike(state: _State, attributes: dict[str, str]) -> None:
    state.apart = state.apart or is_apart("strike", attributes.get("val", ""))


def _raise(state: _State, attributes: dict[str, str]) -> None:
    state.apart = state.apart or is_apart("vertAlign", attributes.get("val", ""))


def _end_inline(state: _State) -> None:
    # Beside a <v>, <is> is what the type says: only an inlineStr takes its text from here.
    if state.attributes.get("t") == "inlineStr":
        _finish_cell(state, "".join(state.inline))


def _start_phonetic(state: _State, _: dict[str, str]) -> None:
    state.phonetic = True


def _end_phonetic(state: _State) -> None:
    state.phonetic = False


def _protect(state: _State, attributes: dict[str, str]) -> None:
    state.protected = attributes.get("sheet") in _TRUE


def _merge(state: _State, attributes: dict[str, str]) -> None:
    first, _, last = attributes.get("ref", "").partition(":")
    top, left = _position(state, first)
    bottom, right = _position(state, last or first)
    if len(state.merges) >= state.limits.cells:
        raise hostile(f"合并单元格超过 {state.limits.cells} 处")
    state.merges.append((top, left, bottom, right))


_STARTS: Final = spreadsheet(
    {
        "row": _start_row,
        "c": _start_cell,
        "v": _start_text,
        "f": _start_text,
        "t": _start_text,
        "is": _start_inline,
        "rPh": _start_phonetic,
        "r": _start_run,
        "strike": _strike,
        "vertAlign": _raise,
        "sheetProtection": _protect,
        "mergeCell": _merge,
    }
)
_ENDS: Final = spreadsheet(
    {
        "v": _end_value,
        "f": _end_formula,
        "t": _end_inline_text,
        "is": _end_inline,
        "rPh": _end_phonetic,
    }
)
# They stand behind all that is read of a sheet, and a template has hundreds of them.
_REST: Final = element_names("conditionalFormatting", "dataValidations")
