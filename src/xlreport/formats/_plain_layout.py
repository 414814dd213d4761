"""The layout of a plain worksheet: all that its data hold but the values of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.formats._plain_rows import PlainRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlreport.base.address import Coordinate
    from xlreport.formats._plain_rows import PlainRow

_NO_CELL: Final = (-1, -1)


class LaidCell(NamedTuple):
    """A cell as the XML writes it: its place, style, type and formula (see `PlainCell`).

    A cell that does not have a value has a formula.
    """

    at: Coordinate
    style: str
    written: str
    formula: str | None
    shared_index: str = ""
    has_value: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class PlainLayout:
    """The cells of a sheet without their values, in the order of the file, and its hidden rows.

    `count_values` is how many cells have a value, `extent` the last row and the last column of
    cells. `are_apart` tells that each cell has its own place.
    """

    cells: Sequence[LaidCell]
    count_values: int
    hidden_rows: Sequence[int]
    extent: Coordinate
    are_apart: bool


def lay_out(rows: Sequence[PlainRow]) -> PlainLayout:
    """Lay out the rows of a sheet that have something in place of each value."""
    cells: list[LaidCell] = []
    for row, _, written_cells in rows:
        for cell in written_cells:
            if isinstance(cell, PlainRun):
                styles = zip(cell.columns, cell.styles, strict=True)
                cells += [LaidCell((row, at), style, "n", None) for at, style in styles]
            else:
                column, style, written, formula, shared, value = cell
                place = (row, column)
                cells.append(LaidCell(place, style, written, formula, shared, bool(value)))
    places = [cell.at for cell in cells] or [_NO_CELL]
    return PlainLayout(
        cells=tuple(cells),
        count_values=sum(cell.has_value for cell in cells),
        hidden_rows=tuple(row.row for row in rows if row.is_hidden),
        extent=(max(row for row, _ in places), max(column for _, column in places)),
        are_apart=len(set(places)) == len(places),
    )
