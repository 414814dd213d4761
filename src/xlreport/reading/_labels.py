"""Match the strips of a form with the labels of a sheet, wherever their rows and columns moved."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from xlreport.base.address import Coordinate
from xlreport.form.form import Form
from xlreport.form.label import normalise_label, spellings
from xlreport.form.outline import Label, Outline
from xlreport.form.parts import Part
from xlreport.reading._label_sheet import Effort, Labels, Path, column_path, own_label, row_path

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


def match_part(
    form: Form, part: Part, labels: Labels, stops: Sequence[int], effort: Effort
) -> list[Match]:
    """Find every match of a strip on a sheet, whole or in part.

    `stops` are the rows, in order, at which another strip or table begins.
    """
    matches: dict[tuple[tuple[str, int], ...], Match] = {}
    for body in _bodies(form, part, labels):
        match = _match_below(form, part, labels, stops, body, effort)
        if match.size:
            matches.setdefault((*match.rows.items(), *match.columns.items()), match)
    return list(matches.values())


@cache
def leaf_paths(outline: Outline) -> Mapping[str, tuple[str, ...]]:
    """Map the key of each leaf to its label path, outermost label first."""

    def walk(label: Label, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        path = (*above, label.text) if label.text else above
        if not label.children:
            yield label.key, path
        for child in label.children:
            yield from walk(child, path)

    return dict(pair for label in outline.labels for pair in walk(label, ()))


@cache
def leaf_spellings(form: Form, outline: Outline) -> frozenset[str]:
    """Return the spellings of the lowest labels of an axis; a line with another matches none."""
    paths = leaf_paths(outline).values()
    return frozenset(each for path in paths if path for each in spellings(form, path[-1]))


def _bodies(form: Form, part: Part, labels: Labels) -> list[int]:
    """List the rows at which the body may begin: below the rarest of the lowest column labels."""
    paths = leaf_paths(part.columns)
    depth = max(map(len, paths.values()))
    rows_below = []
    for path in paths.values():
        coordinates = _coordinates(form, path[-1], labels) if len(path) == depth else []
        if coordinates:
            rows_below.append(sorted({labels.end.get(each, each)[0] + 1 for each in coordinates}))
    return min(rows_below, key=len)[:_MOST_HEADERS] if rows_below else []


def _coordinates(form: Form, label: str, labels: Labels) -> list[Coordinate]:
    return [
        coordinate
        for spelling in spellings(form, label)
        for coordinate in labels.coordinates.get(spelling, ())
    ]


def _match_below(
    form: Form, part: Part, labels: Labels, stops: Sequence[int], body: int, effort: Effort
) -> Match:
    """Match a strip whose body begins at row `body`: its columns first, then its rows."""
    header = range(max(0, body - part.columns.depth() - _SLACK), body)
    used = sorted({column for row in header for column in labels.columns.get(row, ())})
    used = used[:_MOST_COLUMNS]
    effort.add(len(used))
    wanted = leaf_spellings(form, part.columns)
    lines: dict[Coordinate, Path] = {}
    for column in used:
        label = own_label(labels, [(row, column) for row in header])
        if label is not None and label not in lines and labels.texts[label] in wanted:
            lines[label] = column_path(labels, column, header)
    columns = _match_lines(form, part.columns, lines)
    first = min((column for _, column in columns.values()), default=0)
    if not columns or not part.rows.depth():
        only = (leaf.key for leaf in part.rows.leaves())
        return Match(dict.fromkeys(only, (body, first)), columns, header, range(0))
    margin = range(max(0, first - part.rows.depth() - _SLACK), first)
    end = body + len(part.rows.leaves()) + _INSERTED_ROWS
    end = min([end, *stops[bisect_left(stops, body) :][:1]])
    effort.add(end - body)
    wanted = leaf_spellings(form, part.rows)
    lines = {}
    for row in range(body, end):
        label = own_label(labels, [(row, column) for column in margin])
        if label is not None and label not in lines and labels.texts[label] in wanted:
            lines[label] = row_path(labels, row, margin, body)
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
