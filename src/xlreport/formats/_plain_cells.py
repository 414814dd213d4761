"""The cells of a worksheet whose data are plain, added as if they had been parsed."""

from __future__ import annotations

from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

from xlreport.formats._plain_sheet import PlainRun
from xlreport.formats._worksheet import LONG, add_cell, finish_waiting
from xlreport.formats.cell import RawCell
from xlreport.formats.container import add_characters

if TYPE_CHECKING:
    from xlreport.formats._plain_sheet import PlainSheet
    from xlreport.formats._worksheet import SheetState


def add_plain_rows(state: SheetState, plain: PlainSheet) -> None:
    """Add the cells of rows that are not parsed, as if they were."""
    if plain.rows:
        finish_waiting(state)
        state.reference, state.gap, state.row_is_known = None, 0, True
    for row, is_hidden, cells in plain.rows:
        state.row = row
        if is_hidden and row < state.limits.rows:
            state.hidden_rows.add(row)
        for cell in cells:
            if isinstance(cell, PlainRun):
                _add_run(state, row, cell)
                continue
            column, style, written, formula, state.shared_index, value = cell
            for text in (formula, value):
                if text is not None and len(text) > LONG:
                    add_characters(state.container, min(len(text), state.limits.text))
            add_cell(state, (row, column), style, written, formula, value)
    if plain.last:
        state.attributes = {"r": plain.last}


def _add_run(state: SheetState, row: int, run: PlainRun) -> None:
    """Add short whole numbers of a row; nearly all look plain, and nothing is done for each."""
    codes, limits = state.shared.formats.of_short, state.limits
    places = zip(repeat(row), run.columns)
    numbers = dict(zip(places, map(_short_number, run.values), strict=True))
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


@lru_cache(maxsize=1 << 12)
def _short_number(value: str) -> RawCell:
    return RawCell("number", value, None, "")
