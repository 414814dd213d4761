"""A whole table found by its labels: all its strips on one sheet, and what of it was not found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport._form import Form, Part, Table
from xlreport._label import normalise_label, spellings
from xlreport._label_match import Match, leaf_paths, match_part
from xlreport._label_sheet import LabelSheet, Spot
from xlreport._last_panel import PANEL_HEADING
from xlreport._strays import find_strays


@dataclass(frozen=True, slots=True)
class TableMatch:
    """Is one place where a table stands: the spot of each value cell that was found, by index.

    `lost` are the official labels, each with those over it, that were not found. `strays` are
    figures among the values that belong to no cell, `doubtful` the cells in the rows concerned.
    """

    labels: LabelSheet
    spots: Mapping[int, Spot]
    lost: tuple[str, ...]
    strays: tuple[Spot, ...] = ()
    doubtful: frozenset[int] = frozenset()

    @property
    def first(self) -> Spot:
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
    spots: dict[int, Spot] = {}
    lost: list[str] = []
    strays: list[Spot] = []
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


def _each_once(spots: Mapping[int, Spot]) -> dict[int, Spot]:
    """Leave out cells that share one spot, as where values were merged: whose it is is unknown."""
    often: dict[Spot, int] = {}
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
