"""The cells and merges of one worksheet of an .xlsb workbook."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from xlreport.base.address import Area
from xlreport.formats._cell_formats import Renderer, code_of
from xlreport.formats._child_answer import number_text
from xlreport.formats._looks import looks_of
from xlreport.formats._styles import Font
from xlreport.formats._xlsb_parts import XlsbStyles, XlsbText, read_text
from xlreport.formats._xlsb_records import read_records, short_number, wide_text
from xlreport.formats.cell import RawCell, read_meaning
from xlreport.formats.container import add_merges, damaged, too_many_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xlreport.base.address import Coordinate
    from xlreport.formats.cell import Look, RawKind, RawSheet, Shown
    from xlreport.formats.container import Container, Limits

_ROW, _COLUMN, _MERGE, _RICH = 0, 60, 176, 62
_PROTECTION: Final = frozenset({535, 678})
_FIRST_SHORT, _LAST_SHORT = 12, 18
_FIRST_FORMULA, _LAST_FORMULA = 8, 11
_BLANKS: Final = frozenset({1, 12})
_HIDDEN_ROW: Final = 0x10
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class _State:
    """The worksheet so far; `row` is the current one and `column` that of the last cell."""

    container: Container
    limits: Limits
    room: int
    strings: Sequence[XlsbText]
    styles: XlsbStyles
    renderer: Renderer
    looks_of: Mapping[str, Look]
    looks: dict[Coordinate, Look] = field(default_factory=dict)
    cells: dict[Coordinate, RawCell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    outside: int = 0
    protected: bool = False
    row: int = -1
    column: int = -1


def read_sheet(
    container: Container,
    part: str,
    unread: RawSheet,
    strings: Sequence[XlsbText],
    styles: XlsbStyles,
    *,
    renderer: Renderer,
    room: int,
) -> RawSheet:
    """Read the worksheet `part`, of which `unread` has name and state.

    `room` is how many cells it may have. Raises `Unreadable`.
    """
    limits, looks = container.limits, looks_of(styles.styles)
    state = _State(container, limits, room, strings, styles, renderer, looks)
    try:
        for number, content in read_records(container, part):
            if number in _VALUES or number in _BLANKS:
                _cell(state, number, content)
            elif number in _OTHERS:
                _OTHERS[number](state, content)
    except (IndexError, struct.error) as error:
        raise damaged(part) from error
    return replace(
        unread,
        protected=state.protected,
        cells=state.cells,
        merges=tuple(state.merges),
        outside=state.outside,
        looks=state.looks,
        hidden_rows=frozenset(state.hidden_rows),
        hidden_columns=frozenset(state.hidden_columns),
    )


def _start_row(state: _State, content: bytes) -> None:
    (state.row,) = struct.unpack_from("<I", content)
    state.column = -1
    if content[11] & _HIDDEN_ROW and state.row < state.limits.rows:
        state.hidden_rows.add(state.row)


def _start_column(state: _State, content: bytes) -> None:
    first, last, width, _, flags = struct.unpack_from("<4IH", content)
    if flags & 1 or not width:
        state.hidden_columns.update(range(first, min(last + 1, state.limits.columns)))


def _merge(state: _State, content: bytes) -> None:
    top, bottom, left, right = struct.unpack_from("<4I", content)
    add_merges(state.container, 1)
    state.merges.append(Area(top, left, bottom, right))


def _protect(state: _State, _: bytes) -> None:
    state.protected = True


def _cell(state: _State, number: int, content: bytes) -> None:
    """Add a cell; a short one stands to the right of the cell before it and does not say where."""
    if _FIRST_SHORT <= number <= _LAST_SHORT:
        state.column += 1
        position = 0
    else:
        (state.column,) = struct.unpack_from("<I", content)
        position = 4
    if number in _BLANKS:
        return
    style = int.from_bytes(content[position : position + 3], "little")
    formula = "" if _FIRST_FORMULA <= number <= _LAST_FORMULA else None
    (kind, text), runs = _VALUES[number](state, content, position + 4)
    if not text and formula is None:
        return
    at = state.row, state.column
    if at[0] >= state.limits.rows or at[1] >= state.limits.columns:
        state.outside += 1
        return
    if len(state.cells) >= state.room:
        raise too_many_cells(state.limits)
    shown, display = _look(state, style, kind, text)
    if any(_is_struck(state.styles, run, text) for run in _pieces(runs, len(text))):
        shown = "struck"
    state.cells[at] = RawCell(kind, text, formula, shown, display)
    if look := state.looks_of.get(str(style)):
        state.looks[at] = look


def _look(state: _State, style: int, kind: RawKind, text: str) -> tuple[Shown, str]:
    """Return how a value looks in a style, and what it shows."""
    styles = state.styles.styles
    if style >= len(styles.cells):
        return "", ""
    return state.renderer.show(code_of(styles, styles.cells[style].number_format), kind, text)


def _pieces(runs: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int, int]]:
    """Yield the pieces of a text with runs: beginning, end, and font."""
    ends = [*(begin for begin, _ in runs[1:]), length]
    for (begin, font), end in zip(runs, ends, strict=False):
        yield begin, end, font


def _is_struck(styles: XlsbStyles, piece: tuple[int, int, int], text: str) -> bool:
    begin, end, font = piece
    look = styles.fonts[font] if font < len(styles.fonts) else Font()
    return (look.struck or look.raised) and bool(text[begin:end].strip())


_Value = tuple[tuple["RawKind", str], "Sequence[tuple[int, int]]"]


def _number(state: _State, value: float) -> _Value:
    return read_meaning("n", number_text(value), (), state.limits.text), ()


def _short_number(state: _State, content: bytes, position: int) -> _Value:
    return _number(state, short_number(content, position))


def _long_number(state: _State, content: bytes, position: int) -> _Value:
    return _number(state, *struct.unpack_from("<d", content, position))


def _error(_: _State, content: bytes, position: int) -> _Value:
    return ("error", _ERRORS.get(content[position], "#N/A")), ()


def _boolean(_: _State, content: bytes, position: int) -> _Value:
    return ("boolean", "TRUE" if content[position] else "FALSE"), ()


def _text(state: _State, content: bytes, position: int) -> _Value:
    return ("text", wide_text(content, position, state.limits.text)[0]), ()


def _shared_text(state: _State, content: bytes, position: int) -> _Value:
    (index,) = struct.unpack_from("<I", content, position)
    shared = state.strings[index]
    return ("text", shared.text), shared.runs


def _rich_text(state: _State, content: bytes, position: int) -> _Value:
    rich = read_text(content, position, state.limits.text)
    return ("text", rich.text), rich.runs


# The records of cells with a value: plain, of a formula, and short.
_VALUES: Final[Mapping[int, Callable[[_State, bytes, int], _Value]]] = {
    **dict.fromkeys((2, 13), _short_number),
    **dict.fromkeys((3, 11, 14), _error),
    **dict.fromkeys((4, 10, 15), _boolean),
    **dict.fromkeys((5, 9, 16), _long_number),
    **dict.fromkeys((6, 8, 17), _text),
    **dict.fromkeys((7, 18), _shared_text),
    _RICH: _rich_text,
}
_OTHERS: Final[Mapping[int, Callable[[_State, bytes], None]]] = {
    _ROW: _start_row,
    _COLUMN: _start_column,
    _MERGE: _merge,
    **dict.fromkeys(_PROTECTION, _protect),
}
