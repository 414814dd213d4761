"""A whole table found by its labels: all its strips on one sheet, and what of it was not found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport.base.address import Coordinate
from xlreport.form.form import Form
from xlreport.form.label import normalise_label, spellings
from xlreport.form.parts import Part, Table
from xlreport.formats.cell import RawCell
from xlreport.layout.last_year_panel import PANEL_HEADING
from xlreport.reading._labels import (
    LabelSheet,
    Match,
    is_number,
    leaf_paths,
    match_part,
    own_spot,
)


@dataclass(frozen=True, slots=True)
class Strays:
    """Is the figures that belong to no cell, and the rows that are therefore not read."""

    spots: tuple[Coordinate, ...]
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


def is_figure(cell: RawCell | None) -> bool:
    """Tell whether a cell holds a number, typed as such or as text."""
    if cell is None or cell.kind not in ("number", "text"):
        return False
    return cell.kind == "number" or (bool(cell.text) and is_number(normalise_label(cell.text[:40])))


def _area(labels: LabelSheet, match: Match) -> Iterator[Coordinate]:
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


def _end(labels: LabelSheet, spot: Coordinate) -> Coordinate:
    return labels.end.get(spot, spot)


def _is_labelled_otherwise(labels: LabelSheet, match: Match, spot: Coordinate) -> bool:
    """Tell whether the row or the column of a spot bears a label that is none of the strip's."""
    row, column = spot
    before = own_spot(labels, [(row, c) for c in match.margin])
    over = own_spot(labels, [(r, column) for r in match.header])
    return _is_other(before, match.row_spots.values()) or _is_other(
        over, match.column_spots.values()
    )


def _is_other(own: Coordinate | None, known: Collection[Coordinate]) -> bool:
    return own is not None and own not in known


@dataclass(frozen=True, slots=True)
class TableMatch:
    """Is one place where a table stands: the spot of each value cell that was found, by index.

    `lost` are the official labels, each with those over it, that were not found. `strays` are
    figures among the values that belong to no cell, `doubtful` the cells in the rows concerned.
    """

    labels: LabelSheet
    spots: Mapping[int, Coordinate]
    lost: tuple[str, ...]
    strays: tuple[Coordinate, ...] = ()
    doubtful: frozenset[int] = frozenset()

    @property
    def first(self) -> Coordinate:
        """Give the first spot that holds a value."""
        return min(self.spots.values())


def match_table(form: Form, table: Table, sheets: Sequence[LabelSheet]) -> list[TableMatch]:
    """Find every place where a table stands, as a whole or in part."""
    return [found for labels in sheets for found in _on_sheet(form, table, labels)]


def _on_sheet(form: Form, table: Table, labels: LabelSheet) -> Iterator[TableMatch]:
    strips = [match_part(form, part, labels, _stops(form, part, labels)) for part in table.parts]
    # Where a strip seems to stand more often than another, its whole places count first.
    if len(set(map(len, strips))) > 1:
        strips = [_whole(places) for places in strips]
    for copy in _copies(strips):
        yield _combine(table, labels, copy)


def _copies(strips: Sequence[Sequence[Match]]) -> Iterator[list[Match | None]]:
    """Group the places of the strips from top to bottom: a strip that comes again begins a copy."""
    places = [(_top(place), number, place) for number, own in enumerate(strips) for place in own]
    copy: list[Match | None] = [None] * len(strips)
    last = -1
    for _, number, place in sorted(places, key=lambda each: each[:2]):
        if number <= last:
            yield copy
            copy = [None] * len(strips)
        copy[number] = place
        last = number
    if last >= 0:
        yield copy


def _whole(places: list[Match]) -> list[Match]:
    """Keep the places where all of a strip stands; where there is none, the fullest ones."""
    most = max((place.size for place in places), default=0)
    return [place for place in places if place.size == most]


def _top(place: Match) -> int:
    return min(place.rows.values())


def _combine(table: Table, labels: LabelSheet, strips: Sequence[Match | None]) -> TableMatch:
    spots: dict[int, Coordinate] = {}
    lost: list[str] = []
    strays: list[Coordinate] = []
    doubtful: set[int] = set()
    for part, match in zip(table.parts, strips, strict=True):
        before = len(lost)
        rows = match.rows if match else {}
        columns = match.columns if match else {}
        for outline, there in ((part.rows, rows), (part.columns, columns)):
            paths = leaf_paths(outline).items()
            lost += [" › ".join(path) for key, path in paths if key not in there and path]
        for cell in table.cells:
            if cell.row in rows and cell.column in columns:
                spot = rows[cell.row], columns[cell.column]
                spots[cell.index] = labels.home.get(spot, spot)
        if match is not None:
            found = find_strays(labels, match, whole=len(lost) == before)
            strays += found.spots
            doubtful |= {c.index for c in table.cells if rows.get(c.row) in found.rows}
    return TableMatch(labels, _each_once(spots), tuple(lost), tuple(strays), frozenset(doubtful))


def _each_once(spots: Mapping[int, Coordinate]) -> dict[int, Coordinate]:
    """Leave out cells that share one spot, as where values were merged: whose it is is unknown."""
    often: dict[Coordinate, int] = {}
    for spot in spots.values():
        often[spot] = often.get(spot, 0) + 1
    return {index: spot for index, spot in spots.items() if often[spot] == 1}


def _stops(form: Form, part: Part, labels: LabelSheet) -> list[int]:
    """List the rows at which another strip, a table or the panel of last year's figures begins.

    What is also the label of one of the strip's own rows ends nothing.
    """
    begins = [PANEL_HEADING]
    for table in form.tables:
        begins += [table.heading, *(other.band for other in table.parts if other.band)]
    own = {normalise_label(leaf.text) for leaf in part.rows.leaves()}
    spellings_of = {spelling for text in begins for spelling in spellings(form, text)} - own
    return sorted({row for each in spellings_of for row, _ in labels.spots.get(each, ())})
