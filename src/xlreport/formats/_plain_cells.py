"""The cells of a worksheet whose data are plain, added as if they had been parsed."""

from __future__ import annotations

from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Final, Literal

from xlreport.formats._plain_rows import PlainRun
from xlreport.formats._worksheet import LONG, SHORT, add_cell
from xlreport.formats.cell import RawCell
from xlreport.formats.container import add_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from xlreport.base.address import Coordinate
    from xlreport.formats._cell_formats import CellFormats
    from xlreport.formats._plain_layout import PlainLayout
    from xlreport.formats._plain_rows import PlainRow
    from xlreport.formats._plain_sheet import PlainSheet
    from xlreport.formats._shared import Shared
    from xlreport.formats._worksheet import SheetState

# How the value of a cell is taken that looks plain and has no formula.
_Way = Literal["", "number", "text", "index"]
_WAYS: Final[Mapping[str, _Way]] = {"n": "number", "str": "text", "inlineStr": "text", "s": "index"}


def add_plain_cells(state: SheetState, plain: PlainSheet) -> None:
    """Add the cells of a sheet that are not parsed, as if they were."""
    if plain.layout is None:
        _add_rows(state, plain.rows)
    else:
        _add_layout(state, plain.layout, plain.values)


def _add_layout(state: SheetState, layout: PlainLayout, values: Sequence[str]) -> None:
    """Add the cells of a layout with their values; nearly all can be taken as they stand."""
    limits, shared = state.limits, state.shared
    state.hidden_rows.update(row for row in layout.hidden_rows if row < limits.rows)
    if layout.count_values < len(layout.cells):
        left = iter(values)
        values = [next(left) if cell.has_value else "" for cell in layout.cells]
    is_ordinary = (
        layout.are_apart
        and layout.extent[0] < limits.rows
        and layout.extent[1] < limits.columns
        and len(layout.cells) <= state.room
        and limits.text >= LONG
    )
    ways: Iterable[_Way] = repeat("")
    if is_ordinary:
        ways = _ways(layout, shared.formats, frozenset(shared.looks))
    for cell, way, value in zip(layout.cells, ways, values, strict=False):
        if way == "number":
            found = _short_number(value)
        elif way == "text":
            found = _short_text(value)
        elif way == "index":
            found = _shared_text(shared, value)
        else:
            found = None
        if found is not None:
            state.cells[cell.at] = found
        else:
            state.shared_index = cell.shared_index
            _add(state, cell.at, cell.style, cell.written, cell.formula, value)


@lru_cache(maxsize=1 << 8)
def _ways(layout: PlainLayout, formats: CellFormats, looks: Set[str]) -> Sequence[_Way]:
    """Tell of each cell of a layout how it is taken where it looks plain; "" where it may not.

    `looks` are the styles of which some look is noted.
    """
    ways: list[_Way] = []
    for cell in layout.cells:
        way = _WAYS.get(cell.written, "")
        codes = formats.of_any if way == "text" else formats.of_short
        looks_plain = codes[cell.style] is None and str(int(cell.style)) not in looks
        ways.append(way if looks_plain and cell.formula is None else "")
    return ways


def _add_rows(state: SheetState, rows: Sequence[PlainRow]) -> None:
    """Add the cells of the rows of a large sheet."""
    for row, is_hidden, cells in rows:
        if is_hidden and row < state.limits.rows:
            state.hidden_rows.add(row)
        for cell in cells:
            if isinstance(cell, PlainRun):
                _add_run(state, row, cell)
            else:
                column, style, written, formula, state.shared_index, value = cell
                _add(state, (row, column), style, written, formula, value)


def _add(
    state: SheetState, at: Coordinate, style: str, written: str, formula: str | None, value: str
) -> None:
    """Add a cell, and count the characters of its long texts."""
    for text in (formula, value):
        if text is not None and len(text) > LONG:
            add_characters(state.container, min(len(text), state.limits.text))
    add_cell(state, at, style, written, formula, value)


def _add_run(state: SheetState, row: int, run: PlainRun) -> None:
    """Add short whole numbers of a row; nearly all look plain, and nothing is done for each."""
    codes, limits = state.shared.formats.of_short, state.limits
    places = zip(repeat(row), run.columns)
    numbers = dict(zip(places, map(_number, run.values), strict=True))
    is_ordinary = (
        row < limits.rows
        and max(run.columns) < limits.columns
        and len(state.cells) + len(run.columns) <= state.room
        and len(numbers) == len(run.columns)
        and state.cells.keys().isdisjoint(numbers)
    )
    if (
        is_ordinary
        and not state.shared.looks
        and {codes[style] for style in {*run.styles}} == {None}
    ):
        state.cells.update(numbers)
        return
    for column, style, value in zip(*run, strict=True):
        add_cell(state, (row, column), style, "n", None, value)


def _short_number(value: str) -> RawCell | None:
    """Return the cell of a short whole number; None where it is another."""
    is_short = value.isdecimal() and value.isascii() and len(value) < SHORT
    return _number(value) if is_short else None


@lru_cache(maxsize=1 << 12)
def _number(value: str) -> RawCell:
    return RawCell("number", value, None, "")


@lru_cache(maxsize=1 << 12)
def _short_text(value: str) -> RawCell | None:
    """Return the cell of a short text without an escape; None for no text, or another one."""
    is_short = 0 < len(value) <= LONG and "_x" not in value
    return RawCell("text", value, None, "") if is_short else None


def _shared_text(shared: Shared, index: str) -> RawCell | None:
    """Return the cell of a shared string that is not struck out; None where it is none."""
    if not (index.isdecimal() and index.isascii() and len(index) < SHORT):
        return None
    number = int(index)
    text = shared.strings[number] if number < len(shared.strings) else ""
    if not text or number in shared.struck:
        return None
    return RawCell("text", text, None, "")
