"""A whole table found by its labels: all its strips on one sheet, and what of it was not found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport._form import Form, Part, Table
from xlreport._label import normalise_label, spellings
from xlreport._label_match import Match, leaf_paths, match_part
from xlreport._label_sheet import LabelSheet, Spot
from xlreport._last_panel import PANEL_HEADING


@dataclass(frozen=True, slots=True)
class TableMatch:
    """Is one place where a table stands: the spot of each value cell that was found, by index.

    `lost` are the official labels, each with those over it, that were not found.
    """

    labels: LabelSheet
    spots: Mapping[int, Spot]
    lost: tuple[str, ...]

    @property
    def first(self) -> Spot:
        """Give the first spot that holds a value."""
        return min(self.spots.values())


def match_table(form: Form, table: Table, sheets: Sequence[LabelSheet]) -> list[TableMatch]:
    """Find every place where a table stands, as a whole or in part."""
    return [found for labels in sheets for found in _on_sheet(form, table, labels)]


def _on_sheet(form: Form, table: Table, labels: LabelSheet) -> Iterator[TableMatch]:
    strips = [match_part(form, part, labels, _stops(form, part, labels)) for part in table.parts]
    copies = max(map(len, strips))
    # Where a strip seems to stand more often than another, its whole places count first.
    if any(len(places) != copies for places in strips):
        strips = [_whole(places) for places in strips]
        copies = max(map(len, strips))
    for copy in range(copies):
        ordered = [sorted(places, key=_top) for places in strips]
        yield _combine(
            table, labels, [places[copy] if copy < len(places) else None for places in ordered]
        )


def _whole(places: list[Match]) -> list[Match]:
    """Keep the places where all of a strip stands; where there is none, the fullest ones."""
    most = max((place.size for place in places), default=0)
    return [place for place in places if place.size == most]


def _top(place: Match) -> int:
    return min(place.rows.values())


def _combine(table: Table, labels: LabelSheet, strips: Sequence[Match | None]) -> TableMatch:
    spots: dict[int, Spot] = {}
    lost: list[str] = []
    for part, match in zip(table.parts, strips, strict=True):
        rows = match.rows if match else {}
        columns = match.columns if match else {}
        for outline, there in ((part.rows, rows), (part.columns, columns)):
            paths = leaf_paths(outline).items()
            lost += [" › ".join(path) for key, path in paths if key not in there and path]
        for cell in table.cells:
            if cell.row in rows and cell.column in columns:
                spot = rows[cell.row], columns[cell.column]
                spots[cell.index] = labels.home.get(spot, spot)
    return TableMatch(labels, _each_once(spots), tuple(lost))


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
