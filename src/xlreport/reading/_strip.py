"""One matched strip of a table: where its values stand, and the figures that are none of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import product

from xlreport.base.address import Coordinate
from xlreport.form.label import normalise_label
from xlreport.form.parts import Part
from xlreport.formats.cell import RawCell
from xlreport.reading._label_sheet import Effort, Labels, LabelSheet, is_number, own_label
from xlreport.reading._labels import Match

_CELLS_OF_A_LINE = 4  # that is how many are looked at while a line is matched


@dataclass(frozen=True, slots=True)
class Unassigned:
    """The figures that belong to no cell, and the rows that are uncertain because of them."""

    coordinates: tuple[Coordinate, ...]
    rows: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class MatchedStrip:
    """One strip of a copy of a table, matched among the labels of a sheet.

    `whole` is whether all of its labels were found. `values` are where its values stand, `absent`
    where the official table has no cell, `rows` and `columns` the rectangle in which a figure
    seems to be of the strip.
    """

    match: Match
    whole: bool
    values: frozenset[Coordinate]
    absent: frozenset[Coordinate]
    rows: range
    columns: range


def make_strip(
    labels: Labels, part: Part, match: Match, effort: Effort, *, whole: bool
) -> MatchedStrip:
    """Complete the match of a strip by where its values stand, and figures that are none."""
    rows, columns = match.rows, match.columns
    values = product(rows.values(), columns.values())
    absent = ((row, column) for row, column in part.absent if row in rows and column in columns)
    strip = MatchedStrip(
        match,
        whole,
        frozenset(labels.anchor.get(coordinate, coordinate) for coordinate in values),
        frozenset((rows[row], columns[column]) for row, column in absent),
        _rows(labels, match),
        range(min(columns.values()), _right(labels, match) + 1),
    )
    effort.add(len(strip.rows) * len(strip.columns) // _CELLS_OF_A_LINE)
    return strip


def find_unassigned(labels: LabelSheet, strip: MatchedStrip) -> Unassigned:
    """Find the figures between the values of a strip, or directly below or beside them.

    A figure in a row or column with a label that the form does not know makes no row uncertain. It
    is listed only where the strip is `whole`; otherwise it may belong to an unmatched label. A
    figure where the official table has no cell is listed and makes no row uncertain either.
    """
    cells, anchor = labels.sheet.cells, labels.anchor
    figures = [
        coordinate
        for coordinate in product(strip.rows, strip.columns)
        if (anchor.get(coordinate, coordinate) not in strip.values or coordinate in strip.absent)
        and is_figure(cells.get(coordinate))
    ]
    match = strip.match
    nameless = [each for each in figures if not _is_labelled_otherwise(labels, match, each)]
    uncertain = {
        max((row for row in match.rows.values() if row <= each[0]), default=-1)
        for each in nameless
        if each not in strip.absent
    }
    return Unassigned(tuple(figures if strip.whole else nameless), frozenset(uncertain))


def is_figure(cell: RawCell | None) -> bool:
    """Tell whether a cell holds a number, typed as such or as text."""
    if cell is None or cell.kind not in ("number", "text"):
        return False
    return cell.kind == "number" or (bool(cell.text) and is_number(normalise_label(cell.text[:40])))


def _rows(labels: Labels, match: Match) -> range:
    """Return the rows that the labels cover, and the row below them.

    The row below is left out where it has a label of its own; without one its figures would seem
    to belong to the last row.
    """
    coordinates = match.row_coordinates.values()
    first = min(row for row, _ in coordinates)
    last = max(_end(labels, coordinate)[0] for coordinate in coordinates)
    below = own_label(
        labels, [(last + 1, c) for c in range(match.margin.start, _right(labels, match))]
    )
    return range(first, last + (2 if below is None else 1))


def _right(labels: Labels, match: Match) -> int:
    return max(_end(labels, coordinate)[1] for coordinate in match.column_coordinates.values())


def _end(labels: Labels, coordinate: Coordinate) -> Coordinate:
    return labels.end.get(coordinate, coordinate)


def _is_labelled_otherwise(labels: LabelSheet, match: Match, coordinate: Coordinate) -> bool:
    """Tell whether the row or column of a figure has a label that is not one of the strip's."""
    row, column = coordinate
    before = own_label(labels, [(row, c) for c in match.margin])
    over = own_label(labels, [(r, column) for r in match.header])
    return _is_other(before, match.row_coordinates.values()) or _is_other(
        over, match.column_coordinates.values()
    )


def _is_other(label: Coordinate | None, matched: Collection[Coordinate]) -> bool:
    return label is not None and label not in matched
