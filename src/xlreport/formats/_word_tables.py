"""The tables of a Word file: rows, and cells that are drawn when their properties are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from xlreport.formats import _drawn_table as grid
from xlreport.formats._word_names import attribute, number
from xlreport.formats._word_state import TableLook, Word

_LOWEST_ROW: Final = 40  # twentieths of a point; in a lower row no digit can be seen


def draw_cell(word: Word) -> None:
    """Draw the cell that waits for the end of its properties, if there is one."""
    table = word.tables[-1] if word.tables else None
    if table is None or not table.is_pending:
        return
    table.is_pending = False
    if table.continues_left:
        grid.widen_cell(word.drawing, table.columns)
    elif table.continues_above:
        grid.continue_cell(word.drawing, table.columns)
    else:
        grid.start_cell(word.drawing, 1, table.columns, flows=False)


def _start_table(word: Word, _: dict[str, str]) -> None:
    draw_cell(word)
    grid.start_table(word.drawing)
    word.tables.append(TableLook())


def _end_table(word: Word) -> None:
    word.tables.pop()
    grid.end_table(word.drawing)


def _start_row(word: Word, _: dict[str, str]) -> None:
    grid.start_row(word.drawing)
    if word.tables:
        word.tables[-1].is_row_hidden, word.tables[-1].has_rows = False, True


def _end_row(word: Word) -> None:
    grid.end_row(word.drawing)


def _start_cell(word: Word, _: dict[str, str]) -> None:
    if word.tables:
        table = word.tables[-1]
        table.columns, table.cell_fill, table.is_pending = 1, "", True
        table.continues_above = table.continues_left = False


def _end_cell(word: Word) -> None:
    draw_cell(word)
    grid.end_cell(word.drawing)


def _in_cell(set_one: Callable[[TableLook, dict[str, str]], None]) -> Start:
    """Make a handler of a cell's properties."""

    def handle(word: Word, attributes: dict[str, str]) -> None:
        if word.tables and word.tables[-1].is_pending:
            set_one(word.tables[-1], attributes)

    return handle


def _span(table: TableLook, attributes: dict[str, str]) -> None:
    table.columns = number(attributes, 1)


def _merge_down(table: TableLook, attributes: dict[str, str]) -> None:
    table.continues_above = attribute(attributes, "val", "continue") == "continue"


def _merge_right(table: TableLook, attributes: dict[str, str]) -> None:
    table.continues_left = attribute(attributes, "val", "continue") == "continue"


def _skip_columns(word: Word, attributes: dict[str, str]) -> None:
    grid.skip_columns(word.drawing, number(attributes, 1))


def _table_style(word: Word, attributes: dict[str, str]) -> None:
    if word.tables:
        word.tables[-1].style = attribute(attributes, "val")


def _row_height(word: Word, attributes: dict[str, str]) -> None:
    is_exact = attribute(attributes, "hRule") == "exact"
    if word.tables and is_exact and number(attributes, _LOWEST_ROW) < _LOWEST_ROW:
        word.tables[-1].is_row_hidden = True


Start = Callable[[Word, dict[str, str]], None]
STARTS: Final[Mapping[str, Start]] = {
    "tbl": _start_table,
    "tblStyle": _table_style,
    "tr": _start_row,
    "trHeight": _row_height,
    "gridBefore": _skip_columns,
    "tc": _start_cell,
    "gridSpan": _in_cell(_span),
    "vMerge": _in_cell(_merge_down),
    "hMerge": _in_cell(_merge_right),
}
"""What the start of an element does, by local name, where it is drawn."""

ENDS: Final[Mapping[str, Callable[[Word], None]]] = {
    "tbl": _end_table,
    "tr": _end_row,
    "tc": _end_cell,
}
