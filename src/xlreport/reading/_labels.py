"""The labels of a sheet, as a person reads them at the head of each row and each column.

A merged label covers its whole range. Where merges were lost, for example by pasting values
only, an empty cell belongs to the nearest label before it, as the eye reads it:

        自然人    法人                 row 1, 法人 merged over two columns, merge lost
                  企业    其他         row 2

Column 3 has the path (法人, 其他), although the cell above 其他 is empty.
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

_MOST_TEXTS = 20_000  # of one sheet
_MOST_MERGES = 2_000
_LARGEST_MERGE = 1_000  # cells; official labels cover at most 24
_LONGEST_LABEL = 200  # characters; official labels have at most 50

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """The normalised labels of one sheet; numbers are not labels.

    `texts` are by coordinate, `coordinates` are those of each label. `anchor` maps each coordinate
    of a merged range to the first one of the range, `end` the first one to the last.
    """

    sheet: RawSheet
    texts: Mapping[Coordinate, str]
    coordinates: Mapping[str, Sequence[Coordinate]]
    anchor: Mapping[Coordinate, Coordinate]
    end: Mapping[Coordinate, Coordinate]

    def label_at(self, coordinate: Coordinate) -> str:
        """Return the label visible at a coordinate, "" where there is none."""
        return self.texts.get(self.anchor.get(coordinate, coordinate), "")


def read_labels(sheet: RawSheet) -> LabelSheet:
    """Collect the labels of a sheet, within bounds far above those of a real form."""
    texts: dict[Coordinate, str] = {}
    coordinates: dict[str, list[Coordinate]] = defaultdict(list)
    for coordinate, cell in islice(sheet.cells.items(), _MOST_TEXTS):
        if cell.kind == "text" and 0 < len(cell.text) <= _LONGEST_LABEL:
            label = normalise_label(cell.text)
            if label and not is_number(label):
                texts[coordinate] = label
                coordinates[label].append(coordinate)
    anchor: dict[Coordinate, Coordinate] = {}
    end: dict[Coordinate, Coordinate] = {}
    for top, left, bottom, right in sheet.merges[:_MOST_MERGES]:
        if (bottom - top + 1) * (right - left + 1) <= _LARGEST_MERGE:
            end[top, left] = bottom, right
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    anchor[row, column] = top, left
    return LabelSheet(sheet, texts, coordinates, anchor, end)


def is_number(label: str) -> bool:
    """Tell whether a text is a number or a serial number, and so not a label."""
    return label.strip("+-.,%/").replace(".", "").replace(",", "").isdigit()


def column_path(labels: LabelSheet, column: int, rows: range) -> Path:
    """Read the labels over a column, outermost first; `rows` are those of the header."""
    return _path(labels, [[(row, c) for c in range(column, -1, -1)] for row in rows])


def row_path(labels: LabelSheet, row: int, columns: range, top: int) -> Path:
    """Read the labels before a row, outermost first; rows above `top` do not count."""
    return _path(labels, [[(r, column) for r in range(row, top - 1, -1)] for column in columns])


def own_label(labels: LabelSheet, line: Sequence[Coordinate]) -> Coordinate | None:
    """Return the coordinate of a line's own label: the last label in the line itself."""
    labelled = [coordinate for coordinate in line if labels.label_at(coordinate)]
    return labels.anchor.get(labelled[-1], labelled[-1]) if labelled else None


def _path(labels: LabelSheet, levels: Sequence[Sequence[Coordinate]]) -> Path:
    """Read one label for each level; a level lists coordinates from the line itself backwards."""
    labelled = [number for number, level in enumerate(levels) if labels.label_at(level[0])]
    path: dict[Coordinate, str] = {}
    for level in levels[: labelled[-1] + 1] if labelled else ():
        coordinate = _nearest(labels, level)
        if coordinate is not None:
            path[coordinate] = labels.texts[coordinate]
    return tuple(path.values())


def _nearest(labels: LabelSheet, level: Sequence[Coordinate]) -> Coordinate | None:
    """Find the label of a level: the one in the line itself, or the nearest one before it.

    A merged label covers its range only and nothing behind it.
    """
    for number, coordinate in enumerate(level):
        anchor = labels.anchor.get(coordinate, coordinate)
        if anchor in labels.texts:
            is_merged = labels.end.get(anchor, anchor) != anchor
            reaches = number == 0 or not is_merged or _covers_line(labels, anchor, level)
            return anchor if reaches else None
    return None


def _covers_line(labels: LabelSheet, anchor: Coordinate, level: Sequence[Coordinate]) -> bool:
    """Tell whether a range is merged across the level only, so that it may still cover the line."""
    bottom, right = labels.end[anchor]
    along_rows = len(level) > 1 and level[0][1] == level[1][1]
    return bottom == anchor[0] if along_rows else right == anchor[1]


_SLACK = 3  # inserted lines allowed in the header and in the label columns
_INSERTED_ROWS = 40  # allowed in the body
_MOST_HEADERS = 20  # tried for one strip on one sheet
_MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True)
class Match:
    """One match of a strip on a sheet: the coordinates of the matched leaves' labels, by key.

    `header` are the rows above the body, `margin` the columns before it. In a strip without row
    labels the only row is the first of the body.
    """

    row_coordinates: Mapping[str, Coordinate]
    column_coordinates: Mapping[str, Coordinate]
    header: range
    margin: range

    @property
    def rows(self) -> dict[str, int]:
        """Return the row of each row leaf, by key."""
        return {key: row for key, (row, _) in self.row_coordinates.items()}

    @property
    def columns(self) -> dict[str, int]:
        """Return the column of each column leaf, by key."""
        return {key: column for key, (_, column) in self.column_coordinates.items()}

    @property
    def size(self) -> int:
        """Count the value cells of the match."""
        return len(self.row_coordinates) * len(self.column_coordinates)


def match_part(form: Form, part: Part, labels: LabelSheet, stops: Sequence[int]) -> list[Match]:
    """Find every match of a strip on a sheet, whole or in part.

    `stops` are the rows, in order, at which another strip or table begins.
    """
    matches: dict[tuple[tuple[str, int], ...], Match] = {}
    for body in _bodies(form, part, labels):
        match = _match_below(form, part, labels, stops, body)
        if match.size:
            matches.setdefault((*match.rows.items(), *match.columns.items()), match)
    return list(matches.values())


def leaf_paths(outline: Outline) -> dict[str, tuple[str, ...]]:
    """Map the key of each leaf to its label path, outermost label first."""

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
    rows_below = []
    for path in paths.values():
        coordinates = _coordinates(form, path[-1], labels) if len(path) == depth else []
        if coordinates:
            rows_below.append(sorted({labels.end.get(each, each)[0] + 1 for each in coordinates}))
    return min(rows_below, key=len)[:_MOST_HEADERS] if rows_below else []


def _coordinates(form: Form, label: str, labels: LabelSheet) -> list[Coordinate]:
    return [
        coordinate
        for spelling in spellings(form, label)
        for coordinate in labels.coordinates.get(spelling, ())
    ]


def _match_below(
    form: Form, part: Part, labels: LabelSheet, stops: Sequence[int], body: int
) -> Match:
    """Match a strip whose body begins at row `body`: its columns first, then its rows."""
    header = range(max(0, body - part.columns.depth() - _SLACK), body)
    used = sorted({column for row, column in labels.texts if row in header})[:_MOST_COLUMNS]
    lines: dict[Coordinate, Path] = {}
    for column in used:
        label = own_label(labels, [(row, column) for row in header])
        if label is not None:
            lines.setdefault(label, column_path(labels, column, header))
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
        label = own_label(labels, [(row, column) for column in margin])
        if label is not None:
            lines.setdefault(label, row_path(labels, row, margin, body))
    return Match(_match_lines(form, part.rows, lines), columns, header, margin)


def _match_lines(
    form: Form, outline: Outline, lines: Mapping[Coordinate, Path]
) -> dict[str, Coordinate]:
    """Match each leaf of an axis with one line of a sheet, or with none.

    A line whose outer labels were changed still matches where its own label occurs once in the
    axis and once on the sheet.
    """
    paths = leaf_paths(outline)
    counts = Counter(normalise_label(path[-1]) for path in paths.values() if path)
    matched = {}
    for key, path in paths.items():
        leaf = spellings(form, path[-1])
        fitting = [coordinate for coordinate, line in lines.items() if line[-1] in leaf]
        exact = [each for each in fitting if _is_under(form, path[:-1], lines[each][:-1])]
        if len(exact) == 1:
            matched[key] = exact[0]
        elif not exact and len(fitting) == 1 and counts[normalise_label(path[-1])] == 1:
            matched[key] = fitting[0]
    claims = Counter(matched.values())
    return {key: coordinate for key, coordinate in matched.items() if claims[coordinate] == 1}


def _is_under(form: Form, official: Sequence[str], seen: Sequence[str]) -> bool:
    """Tell whether the official outer labels occur above a line in order, others between them."""
    rest = iter(seen)
    return all(any(label in spellings(form, each) for label in rest) for each in official)
