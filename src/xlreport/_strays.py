"""Figures among the values of a table that belong to none of its cells: whose they are is unknown.

A second line of figures under one label, two columns under one header, a number beside the cell it
was meant for: the rows concerned are not read, and every such figure is named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from xlreport._cell import Cell
from xlreport._label import normalise_label
from xlreport._label_match import Match
from xlreport._label_sheet import LabelSheet, Spot, is_number, own_spot


@dataclass(frozen=True, slots=True)
class Strays:
    """Is the figures that belong to no cell, and the rows that are therefore not read."""

    spots: tuple[Spot, ...]
    rows: frozenset[int]


def find_strays(labels: LabelSheet, match: Match, *, whole: bool) -> Strays:
    """Find the figures of a strip that stand between its values, or right below or beside them.

    A figure in a line that bears a label of its own, which the form does not know, makes no row
    doubtful; it is named only in a `whole` strip, where it cannot be that of a label lost.
    """
    rows, columns = match.rows, match.columns
    values = {
        labels.home.get(spot, spot)
        for spot in ((row, column) for row in rows.values() for column in columns.values())
    }
    found = [
        spot
        for spot in _area(labels, match)
        if labels.home.get(spot, spot) not in values and is_figure(labels.sheet.cells.get(spot))
    ]
    nameless = [spot for spot in found if not _is_labelled_otherwise(labels, match, spot)]
    doubtful = {max((row for row in rows.values() if row <= r), default=-1) for r, _ in nameless}
    return Strays(tuple(found if whole else nameless), frozenset(doubtful))


def is_figure(cell: Cell | None) -> bool:
    """Tell whether a cell holds a number, typed as such or as text."""
    if cell is None or cell.kind not in ("number", "text"):
        return False
    return cell.kind == "number" or (bool(cell.text) and is_number(normalise_label(cell.text[:40])))


def _area(labels: LabelSheet, match: Match) -> Iterator[Spot]:
    """Yield the spots from the first value to the last that the labels cover, and a row more.

    The row below counts where it bears no label: it would then belong to the last one.
    """
    spots = match.row_spots.values()
    first, last = min(row for row, _ in spots), max(_end(labels, spot)[0] for spot in spots)
    below = own_spot(
        labels, [(last + 1, c) for c in range(match.margin.start, _right(labels, match))]
    )
    columns = range(min(match.columns.values()), _right(labels, match) + 1)
    for row in range(first, last + (2 if below is None else 1)):
        for column in columns:
            yield row, column


def _right(labels: LabelSheet, match: Match) -> int:
    return max(_end(labels, spot)[1] for spot in match.column_spots.values())


def _end(labels: LabelSheet, spot: Spot) -> Spot:
    return labels.end.get(spot, spot)


def _is_labelled_otherwise(labels: LabelSheet, match: Match, spot: Spot) -> bool:
    """Tell whether the row or the column of a spot bears a label that is none of the strip's."""
    row, column = spot
    before = own_spot(labels, [(row, c) for c in match.margin])
    over = own_spot(labels, [(r, column) for r in match.header])
    return _is_other(before, match.row_spots.values()) or _is_other(
        over, match.column_spots.values()
    )


def _is_other(own: Spot | None, known: Collection[Spot]) -> bool:
    return own is not None and own not in known
