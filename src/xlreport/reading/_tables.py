"""Find a table on a sheet by its labels, wherever rows and columns moved.

A table consists of strips, each with columns and rows of its own. Every strip is matched by its
labels; strips below one another form one copy of the table. For example, a clerk pasted table 三
one column further right and inserted a row (marked >):

        A   B            C         D
    1       三、收到…    自然人    法人
    2       一、新收     3         0
  > 3       其中信函     1         0
    4       二、结转     0         0

The leaves 自然人 and 法人 match the columns C and D, the leaves 一 and 二 the rows 2 and 4; their
crossings are the value cells C2, D2, C4 and D4. C3 and D3 are unassigned figures, but row 3 has a
label of its own (其中信函), so they make no row of the table uncertain. Without that label they
could belong to row 2, and row 2 would not be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from xlreport.base.address import Area, Coordinate
from xlreport.base.path import join_path
from xlreport.form.form import Form
from xlreport.form.label import labels_of, normalise_label, spellings
from xlreport.form.parts import Part, Table
from xlreport.layout.last_year_panel import panel_heading
from xlreport.reading._label_sheet import Effort, Labels, LabelSheet, arrange
from xlreport.reading._labels import Match, leaf_paths, leaf_spellings, match_part
from xlreport.reading._strip import MatchedStrip, find_unassigned, make_strip

_MOST_KEPT = 500  # labels and merged ranges of a sheet whose matches are kept
_UNKNOWN = " "  # no label has a blank


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """One copy of a table as the labels of a sheet show it, whatever figures stand there.

    `strips` are those matched, `coordinates` those of the value cells matched, by cell index;
    `unmatched` are the official label paths that were not found. Copies are compared by identity.
    """

    strips: tuple[MatchedStrip, ...]
    coordinates: Mapping[int, Coordinate]
    unmatched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableMatch:
    """One copy of a table on a sheet, and the figures among its values.

    `unassigned` are the figures that belong to no cell, `uncertain` the cells of the rows
    concerned.
    """

    labels: LabelSheet
    copy: Copy
    unassigned: tuple[Coordinate, ...] = ()
    uncertain: frozenset[int] = frozenset()

    @property
    def coordinates(self) -> Mapping[int, Coordinate]:
        """Return the coordinates of the value cells, by cell index."""
        return self.copy.coordinates

    @property
    def first(self) -> Coordinate:
        """Return the coordinate of the first value cell."""
        return min(self.coordinates.values())


def match_table(form: Form, table: Table, sheets: Sequence[LabelSheet]) -> list[TableMatch]:
    """Find every copy of a table on the sheets, whole or in part."""
    wanted = _column_labels(form, table.key)  # a sheet without any of them has no copy
    near = (each for each in sheets if not each.coordinates.keys().isdisjoint(wanted))
    return [match for labels in near for match in _on_sheet(form, table, labels)]


@cache
def _column_labels(form: Form, key: str) -> frozenset[str]:
    """Return the spellings of the lowest labels of a table's columns."""
    parts = form.table(key).parts
    return frozenset().union(*(leaf_spellings(form, part.columns) for part in parts))


def _on_sheet(form: Form, table: Table, labels: LabelSheet) -> Iterator[TableMatch]:
    texts, merges = _known_labels(form, labels), labels.sheet.merges
    find = _copies if len(texts) + len(merges) <= _MOST_KEPT else _copies.__wrapped__
    copies, lines = find(form, table.key, texts, merges)
    labels.effort.add(lines)
    for copy in copies:
        yield _with_figures(table, labels, copy)


def _known_labels(form: Form, labels: Labels) -> tuple[tuple[Coordinate, str], ...]:
    """List the labels of a sheet with their places; those that the form does not know are alike.

    Among them are a department's name and the code of its figures, which differ in each return.
    """
    known = _vocabulary(form)
    return tuple((at, text if text in known else _UNKNOWN) for at, text in labels.texts.items())


@cache
def _vocabulary(form: Form) -> frozenset[str]:
    """Collect the spellings of all labels that are looked for on a sheet."""
    return frozenset().union(
        *(spellings(form, each) for each in (*labels_of(form), panel_heading(form)))
    )


@lru_cache(maxsize=1 << 8)
def _copies(
    form: Form, key: str, texts: tuple[tuple[Coordinate, str], ...], merges: tuple[Area, ...]
) -> tuple[Sequence[Copy], int]:
    """Find every copy of a table among the labels of a sheet, and count the lines looked at.

    Cached, as the labels of returns with the same rows inserted are in the same places.
    """
    labels, effort, table = arrange(dict(texts), merges), Effort(), form.table(key)
    strips: list[Sequence[Match]] = [
        match_part(form, part, labels, _stops(form, part, labels), effort) for part in table.parts
    ]
    # Where strips have unequally many matches, only the fullest matches of each strip count.
    if len(set(map(len, strips))) > 1:
        strips = [_fullest(matches) for matches in strips]
    copies = [_combine(table, labels, copy, effort) for copy in _grouped(strips)]
    return copies, effort.lines


def _grouped(strips: Sequence[Sequence[Match]]) -> Iterator[list[Match | None]]:
    """Group the matches of the strips from top to bottom; a strip that recurs begins a new copy."""
    matches = [
        (_top(match), number, match) for number, strip in enumerate(strips) for match in strip
    ]
    copy: list[Match | None] = [None] * len(strips)
    last = -1
    for _, number, match in sorted(matches, key=lambda each: each[:2]):
        if number <= last:
            yield copy
            copy = [None] * len(strips)
        copy[number] = match
        last = number
    if last >= 0:
        yield copy


def _fullest(matches: Sequence[Match]) -> list[Match]:
    """Keep the matches with the most value cells."""
    most = max((match.size for match in matches), default=0)
    return [match for match in matches if match.size == most]


def _top(match: Match) -> int:
    return min(match.rows.values())


def _combine(table: Table, labels: Labels, strips: Sequence[Match | None], effort: Effort) -> Copy:
    """Combine the matched strips of one copy of a table."""
    matched: list[MatchedStrip] = []
    coordinates: dict[int, Coordinate] = {}
    unmatched: list[str] = []
    for part, match in zip(table.parts, strips, strict=True):
        before = len(unmatched)
        rows = match.rows if match else {}
        columns = match.columns if match else {}
        for outline, found in ((part.rows, rows), (part.columns, columns)):
            paths = leaf_paths(outline).items()
            unmatched += [join_path(*path) for key, path in paths if key not in found and path]
        for cell in table.cells:
            if cell.row in rows and cell.column in columns:
                coordinate = rows[cell.row], columns[cell.column]
                coordinates[cell.index] = labels.anchor.get(coordinate, coordinate)
        if match is not None:
            whole = len(unmatched) == before
            matched.append(make_strip(labels, part, match, effort, whole=whole))
    return Copy(tuple(matched), _each_once(coordinates), tuple(unmatched))


def _with_figures(table: Table, labels: LabelSheet, copy: Copy) -> TableMatch:
    """Look at the figures among the values of a copy that belong to none of its cells."""
    unassigned: list[Coordinate] = []
    uncertain: set[int] = set()
    for strip in copy.strips:
        figures = find_unassigned(labels, strip)
        unassigned += figures.coordinates
        if figures.rows:
            rows = strip.match.rows
            uncertain |= {c.index for c in table.cells if rows.get(c.row) in figures.rows}
    return TableMatch(labels, copy, tuple(unassigned), frozenset(uncertain))


def _each_once(coordinates: Mapping[int, Coordinate]) -> dict[int, Coordinate]:
    """Leave out cells that share a coordinate, as in a merged range: the value may be either's."""
    counts = Counter(coordinates.values())
    return {index: each for index, each in coordinates.items() if counts[each] == 1}


def _stops(form: Form, part: Part, labels: Labels) -> list[int]:
    """List the rows at which another strip, a table or the panel of earlier figures begins.

    A text that is also the label of one of the strip's rows does not end the strip.
    """
    begins = [panel_heading(form)]
    for table in form.tables:
        begins += [table.heading, *(other.band for other in table.parts if other.band)]
    own = {normalise_label(leaf.text) for leaf in part.rows.leaves()}
    spellings_of = {spelling for text in begins for spelling in spellings(form, text)} - own
    return sorted({row for each in spellings_of for row, _ in labels.coordinates.get(each, ())})
