"""One sheet as its labels: what a person reads at the head of each row and of each column.

A merged label stands over all that it covers. Where merges were lost, as by pasting values
only, an empty place before a line's own label is under the label before it, as the eye reads it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from xlreport.base.address import Coordinate
from xlreport.form.form import Form
from xlreport.form.label import normalise_label, spellings
from xlreport.form.outline import Label, Outline
from xlreport.form.parts import Part
from xlreport.formats.cell import RawSheet

_MOST_TEXTS = 20_000  # of one sheet are looked at
_MOST_MERGES = 2_000
_LARGEST_MERGE = 1_000  # cells; official labels cover at most 24
_LONGEST_LABEL = 200  # characters; official labels have at most 50

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Holds the normalised labels of one sheet; numbers are no labels.

    `texts` are by spot (row, column), `spots` the spots of each label. `home` maps a spot in a
    merged range to the first spot of the range, `end` that one to the last.
    """

    sheet: RawSheet
    texts: Mapping[Coordinate, str]
    spots: Mapping[str, Sequence[Coordinate]]
    home: Mapping[Coordinate, Coordinate]
    end: Mapping[Coordinate, Coordinate]

    def label_at(self, spot: Coordinate) -> str:
        """Give the label that is seen at a spot, empty where there is none."""
        return self.texts.get(self.home.get(spot, spot), "")


def read_labels(sheet: RawSheet) -> LabelSheet:
    """Take the labels of a sheet, within bounds that no real form comes near."""
    texts: dict[Coordinate, str] = {}
    spots: dict[str, list[Coordinate]] = defaultdict(list)
    for spot, cell in islice(sheet.cells.items(), _MOST_TEXTS):
        if cell.kind == "text" and 0 < len(cell.text) <= _LONGEST_LABEL:
            label = normalise_label(cell.text)
            if label and not is_number(label):
                texts[spot] = label
                spots[label].append(spot)
    home: dict[Coordinate, Coordinate] = {}
    end: dict[Coordinate, Coordinate] = {}
    for top, left, bottom, right in sheet.merges[:_MOST_MERGES]:
        if (bottom - top + 1) * (right - left + 1) <= _LARGEST_MERGE:
            end[top, left] = bottom, right
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    home[row, column] = top, left
    return LabelSheet(sheet, texts, spots, home, end)


def is_number(label: str) -> bool:
    """Tell a number typed as text, or a serial number, from a label."""
    return label.strip("+-.,%/").replace(".", "").replace(",", "").isdigit()


def column_path(labels: LabelSheet, column: int, rows: range) -> Path:
    """Read the labels over a column, outermost first, its own last; `rows` are the header's."""
    return _path(labels, [[(row, c) for c in range(column, -1, -1)] for row in rows])


def row_path(labels: LabelSheet, row: int, columns: range, top: int) -> Path:
    """Read the labels before a row, outermost first, its own last; none stands above `top`."""
    return _path(labels, [[(r, column) for r in range(row, top - 1, -1)] for column in columns])


def own_spot(labels: LabelSheet, line: Sequence[Coordinate]) -> Coordinate | None:
    """Give the spot of a line's own label: the last one that stands in the line itself."""
    own = [spot for spot in line if labels.label_at(spot)]
    return labels.home.get(own[-1], own[-1]) if own else None


def _path(labels: LabelSheet, levels: Sequence[Sequence[Coordinate]]) -> Path:
    """Read one label a level; each level lists spots from the line itself backwards."""
    own = [number for number, level in enumerate(levels) if labels.label_at(level[0])]
    found: dict[Coordinate, str] = {}
    for level in levels[: own[-1] + 1] if own else ():
        spot = _nearest(labels, level)
        if spot is not None:
            found[spot] = labels.texts[spot]
    return tuple(found.values())


def _nearest(labels: LabelSheet, level: Sequence[Coordinate]) -> Coordinate | None:
    """Find the label that a level is under: its own, or the next one before it.

    A merged label ends where its range ends: nothing behind that is under it.
    """
    for number, spot in enumerate(level):
        home = labels.home.get(spot, spot)
        if home in labels.texts:
            is_merged = labels.end.get(home, home) != home
            reaches = number == 0 or not is_merged or _covers_line(labels, home, level)
            return home if reaches else None
    return None


def _covers_line(labels: LabelSheet, home: Coordinate, level: Sequence[Coordinate]) -> bool:
    """Tell whether a range merged the other way may still stand over the line."""
    bottom, right = labels.end[home]
    along_rows = len(level) > 1 and level[0][1] == level[1][1]
    return bottom == home[0] if along_rows else right == home[1]


_SLACK = 3  # inserted lines that a header or the label columns may have
_INSERTED_ROWS = 40  # that the body may have
_MOST_HEADERS = 20  # places looked at for one strip on one sheet
_MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True)
class Match:
    """Is where one strip stands: the spots of the labels of the leaves that were found, by key.

    `header` are the rows over the body, `margin` the columns before it. A strip without row labels
    has its only row at the head of the body.
    """

    row_spots: Mapping[str, Coordinate]
    column_spots: Mapping[str, Coordinate]
    header: range
    margin: range

    @property
    def rows(self) -> dict[str, int]:
        """Give the row of each row leaf, by key."""
        return {key: row for key, (row, _) in self.row_spots.items()}

    @property
    def columns(self) -> dict[str, int]:
        """Give the column of each column leaf, by key."""
        return {key: column for key, (_, column) in self.column_spots.items()}

    @property
    def size(self) -> int:
        """Count the value cells that were found."""
        return len(self.row_spots) * len(self.column_spots)


def match_part(form: Form, part: Part, labels: LabelSheet, stops: Sequence[int]) -> list[Match]:
    """Find a strip on a sheet, in every place where some of its rows and columns stand.

    `stops` are the rows, in order, at which another strip or table begins.
    """
    found: dict[tuple[tuple[str, int], ...], Match] = {}
    for body in _bodies(form, part, labels):
        match = _match_below(form, part, labels, stops, body)
        if match.size:
            found.setdefault((*match.rows.items(), *match.columns.items()), match)
    return list(found.values())


def leaf_paths(outline: Outline) -> dict[str, tuple[str, ...]]:
    """Map the key of each leaf to all labels over it and its own, outermost first."""

    def walk(label: Label, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        path = (*above, label.text) if label.text else above
        if not label.children:
            yield label.key, path
        for child in label.children:
            yield from walk(child, path)

    return dict(pair for label in outline.labels for pair in walk(label, ()))


def _bodies(form: Form, part: Part, labels: LabelSheet) -> list[int]:
    """List the rows at which the body may begin: below the rarest of the lowest column labels."""
    paths = leaf_paths(part.columns)
    depth = max(map(len, paths.values()))
    places = []
    for path in paths.values():
        spots = _spots(form, path[-1], labels) if len(path) == depth else []
        if spots:
            places.append(sorted({labels.end.get(spot, spot)[0] + 1 for spot in spots}))
    return min(places, key=len)[:_MOST_HEADERS] if places else []


def _spots(form: Form, label: str, labels: LabelSheet) -> list[Coordinate]:
    return [spot for spelling in spellings(form, label) for spot in labels.spots.get(spelling, ())]


def _match_below(
    form: Form, part: Part, labels: LabelSheet, stops: Sequence[int], body: int
) -> Match:
    header = range(max(0, body - part.columns.depth() - _SLACK), body)
    used = sorted({column for row, column in labels.texts if row in header})[:_MOST_COLUMNS]
    lines: dict[Coordinate, Path] = {}
    for column in used:
        own = own_spot(labels, [(row, column) for row in header])
        if own is not None:
            lines.setdefault(own, column_path(labels, column, header))
    columns = _match_lines(form, part.columns, lines)
    first = min((column for _, column in columns.values()), default=0)
    if not columns or not part.rows.depth():
        only = (leaf.key for leaf in part.rows.leaves())
        return Match(dict.fromkeys(only, (body, first)), columns, header, range(0))
    margin = range(max(0, first - part.rows.depth() - _SLACK), first)
    end = body + len(part.rows.leaves()) + _INSERTED_ROWS
    end = min([end, *(row for row in stops if row >= body)])
    lines = {}
    for row in range(body, end):
        own = own_spot(labels, [(row, column) for column in margin])
        if own is not None:
            lines.setdefault(own, row_path(labels, row, margin, body))
    return Match(_match_lines(form, part.rows, lines), columns, header, margin)


def _match_lines(
    form: Form, outline: Outline, lines: Mapping[Coordinate, Path]
) -> dict[str, Coordinate]:
    """Match the leaves of an axis with the lines of a sheet, each with exactly one or not at all.

    A line whose outer labels were changed or lost still counts where its own label stands once
    in the axis and once on the sheet.
    """
    paths = leaf_paths(outline)
    often = Counter(normalise_label(path[-1]) for path in paths.values() if path)
    found = {}
    for key, path in paths.items():
        own = spellings(form, path[-1])
        fitting = [spot for spot, line in lines.items() if line[-1] in own]
        exact = [spot for spot in fitting if _is_under(form, path[:-1], lines[spot][:-1])]
        if len(exact) == 1:
            found[key] = exact[0]
        elif not exact and len(fitting) == 1 and often[normalise_label(path[-1])] == 1:
            found[key] = fitting[0]
    claims = Counter(found.values())
    return {key: spot for key, spot in found.items() if claims[spot] == 1}


def _is_under(form: Form, official: Sequence[str], seen: Sequence[str]) -> bool:
    """Tell whether the official outer labels stand over a line, in order, whatever else does."""
    rest = iter(seen)
    return all(any(label in spellings(form, each) for label in rest) for each in official)
