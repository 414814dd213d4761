"""The cells, merges and protection of one worksheet, parsed by expat.

A sheet of a return is mostly styled blanks, so nothing is built for a cell until it turns out to
hold something. A cell that two programs could read in two ways is damaged: an error value of its
own. A whole file is damaged only where the place of a cell cannot be told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlreport.base.address import Area, parse_a1
from xlreport.formats._hidden_lines import hidden_columns, is_hidden_row
from xlreport.formats._strings import RUN_ENDS, RUN_STARTS, Runs, start_runs, start_text
from xlreport.formats._structure import Extent, Order
from xlreport.formats._styles import parse_index
from xlreport.formats.cell import RawCell, one_of_two, read_meaning
from xlreport.formats.container import add_characters, add_merges, damaged, too_many_cells
from xlreport.formats.expat import spreadsheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlreport.base.address import Coordinate
    from xlreport.formats._shared import Shared
    from xlreport.formats.cell import Look, RawKind, Shown
    from xlreport.formats.container import Container, Limits, Unreadable

_SHOWN_BY_TYPE: Final = frozenset({"d", "s", "inlineStr"})
LONG: Final = 100  # characters; shorter texts are bounded by the number of cells
SHORT: Final = 10  # digits; shorter whole numbers are taken as they stand
_ROW: Final = re.compile(r"[1-9][0-9]{0,6}")


@dataclass(slots=True, kw_only=True)
class SheetState(Runs):
    """The state of the handlers of one worksheet; `room` is how many cells it may have.

    `inlined` are the attributes of the last cell with an <is>, `fallback` a <v> before one.
    """

    part: str
    shared: Shared
    container: Container
    limits: Limits
    room: int
    order: Order = field(default_factory=Order)
    cells: dict[Coordinate, RawCell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    outside: int = 0
    protected: bool = False
    row: int = -1
    row_is_known: bool = False
    reference: str | None = None
    gap: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    formula: str | None = None
    fallback: str | None = None
    inlined: dict[str, str] | None = None
    shared_index: str = ""
    origins: dict[str, Coordinate] = field(default_factory=dict)
    shared_formulas: dict[Coordinate, Coordinate] = field(default_factory=dict)
    looks: dict[Coordinate, Look] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    column_ranges: int = 0


def extent(state: SheetState) -> Extent:
    """Return how much was read of a sheet."""
    return state.row, len(state.cells), state.outside


def _start_row(state: SheetState, attributes: dict[str, str]) -> None:
    finish_waiting(state)
    digits = attributes.get("r")
    if digits is not None and _ROW.fullmatch(digits) is None:
        raise damaged(state.part)
    state.row = state.row + 1 if digits is None else int(digits) - 1
    state.row_is_known = digits is not None
    state.reference = None
    state.gap = 0
    has_size = "hidden" in attributes or "ht" in attributes
    if has_size and is_hidden_row(attributes) and state.row < state.limits.rows:
        state.hidden_rows.add(state.row)


def _columns(state: SheetState, attributes: dict[str, str]) -> None:
    """Note columns that are hidden; no sheet has more ranges of columns than columns."""
    state.column_ranges += 1
    if state.column_ranges <= state.limits.columns:
        state.hidden_columns.update(hidden_columns(attributes, state.limits.columns))


def _start_cell(state: SheetState, attributes: dict[str, str]) -> None:
    if state.formula is not None or state.fallback is not None:
        finish_waiting(state)
    state.attributes = attributes
    reference = attributes.get("r")
    if reference is None:
        state.gap += 1
    else:
        state.reference = reference
        state.gap = 0
        if not state.row_is_known:
            state.row = _coordinate(state, reference)[0]
            state.row_is_known = True


def finish_waiting(state: SheetState) -> None:
    """Finish a cell whose formula was not followed by a value, or its <v> not by an <is>."""
    if state.formula is not None or state.fallback is not None:
        value, state.fallback = state.fallback or "", None
        _finish_cell(state, value)


def _finish_cell(state: SheetState, value: str) -> None:
    """Add the current cell, whose <v> or <is> holds `value`, unless it is blank."""
    formula, state.formula = state.formula, None
    style, written = state.attributes.get("s", "0"), state.attributes.get("t", "n")
    add_cell(state, None, style, written, formula, value)


def add_cell(
    state: SheetState,
    coordinate: Coordinate | None,
    style: str,
    written: str,
    formula: str | None,
    value: str,
) -> None:
    """Add a cell of the type `written` unless it is blank: the current one without a coordinate."""
    strings, limits = state.shared.strings, state.limits
    kind: RawKind
    # Most values are short whole numbers or indexes of shared strings: no need to check them.
    is_short = value.isdecimal() and value.isascii() and len(value) < SHORT
    formats = state.shared.formats
    codes = formats.of_short
    if is_short and written == "n":
        kind, text = "number", value
    elif is_short and written == "s" and int(value) < len(strings):
        kind, text = "text", strings[int(value)]
    else:
        codes = formats.of_any
        if written == "s" and not strings:  # the part of the strings is lost: no text is left
            raise _damaged_cell(state)
        kind, text = read_meaning(written, value, strings, limits.text)
    if not text and formula is None:
        return
    if coordinate is None:
        coordinate = _current_coordinate(state)
    if coordinate[0] >= limits.rows or coordinate[1] >= limits.columns:
        state.outside += 1
        return
    if coordinate in state.cells:
        state.cells[coordinate] = one_of_two(state.cells[coordinate], kind, text)
        return
    if len(state.cells) >= state.room:
        raise too_many_cells(limits)
    shown = _shown_by_type(state, written, value) if written in _SHOWN_BY_TYPE else ""
    cell = kind, text, formula, shown, ""
    code = codes[style]
    if code is not None or formula is not None or state.shared.looks:
        cell = _with_looks(state, coordinate, style, code, cell)
    # The constructor of a named tuple is a Python function around this one, and slower.
    state.cells[coordinate] = tuple.__new__(RawCell, cell)


def _with_looks(
    state: SheetState,
    coordinate: Coordinate,
    style: str,
    code: str | None,
    cell: tuple[RawKind, str, str | None, Shown, str],
) -> tuple[RawKind, str, str | None, Shown, str]:
    """Return a cell with what it shows under the number format `code`, which is not plain.

    Its look, and the cell whose formula it shares, are noted.
    """
    kind, text, formula, shown, _ = cell
    if style_look := state.shared.looks.get(str(parse_index(style))):  # 017 is 17
        state.looks[coordinate] = style_look
    if formula is not None and state.shared_index:
        origin = state.origins.setdefault(state.shared_index, coordinate)
        if not formula and origin != coordinate:
            state.shared_formulas[coordinate] = origin
    if code is None:
        return cell
    look, display = state.shared.renderer.show(code, kind, text)
    return kind, text, formula, shown or look, display


def _shown_by_type(state: SheetState, written: str, value: str) -> Shown:
    """Return how the type and the runs of the current cell make its `value` look."""
    if written == "d":
        return "date"
    if written == "s":
        struck = state.shared.struck
        is_index = bool(struck) and value.strip().isdecimal()
        return "struck" if is_index and int(value) in struck else ""
    return "struck" if state.is_struck else ""


def _current_coordinate(state: SheetState) -> Coordinate:
    """Return where the current cell is: without an `r`, to the right of the cell before it."""
    if state.reference is None:
        if state.row < 0 or not state.gap:
            raise _damaged_cell(state)
        return state.row, state.gap - 1
    coordinate = parse_a1(state.reference)
    if coordinate is None or coordinate[0] != state.row:
        raise _damaged_cell(state)
    return (coordinate[0], coordinate[1] + state.gap) if state.gap else coordinate


def _coordinate(state: SheetState, reference: str) -> Coordinate:
    """Return the zero-based row and column of "B12"; raises `Unreadable` for anything else."""
    coordinate = parse_a1(reference)
    if coordinate is None:
        raise _damaged_cell(state)
    return coordinate


def _damaged_cell(state: SheetState) -> Unreadable:
    return damaged(state.part, cell=state.attributes.get("r", "")[:10])


def _end_value(state: SheetState) -> None:
    # Nearly every value is one short piece.
    is_short = len(state.text) == 1 and len(state.text[0]) <= LONG
    value = state.text[0] if is_short else _joined(state, state.text)
    if state.attributes.get("t") == "inlineStr":
        state.fallback = None if state.inlined is state.attributes else value
    else:
        _finish_cell(state, value)


def _joined(state: SheetState, pieces: Sequence[str]) -> str:
    """Join a text, and count it if it is a long one; what is read of it is cut later."""
    text = "".join(pieces)
    if len(text) > LONG:
        add_characters(state.container, min(len(text), state.limits.text))
    return text


def _start_formula(state: SheetState, attributes: dict[str, str]) -> None:
    state.text.clear()
    state.shared_index = attributes.get("si", "") if attributes.get("t") == "shared" else ""


def _end_formula(state: SheetState) -> None:
    state.formula = _joined(state, state.text)[: state.limits.text]


def _end_inline(state: SheetState) -> None:
    # A cell of another type takes its value from <v>, even if it has an <is> too; of this type the
    # <v> counts only without an <is>.
    if state.attributes.get("t") == "inlineStr":
        state.fallback, state.inlined = None, state.attributes
        _finish_cell(state, _joined(state, state.pieces))


def _merge(state: SheetState, attributes: dict[str, str]) -> None:
    first, _, last = attributes.get("ref", "").partition(":")
    top, left = _coordinate(state, first)
    bottom, right = _coordinate(state, last or first)
    add_merges(state.container, 1)
    state.merges.append(tuple.__new__(Area, (top, left, bottom, right)))


CELL_STARTS: Final = spreadsheet(
    {
        **RUN_STARTS,
        "col": _columns,
        "row": _start_row,
        "c": _start_cell,
        "v": start_text,
        "f": _start_formula,
        "is": start_runs,
        "mergeCell": _merge,
    }
)
CELL_ENDS: Final = spreadsheet({**RUN_ENDS, "v": _end_value, "f": _end_formula, "is": _end_inline})
