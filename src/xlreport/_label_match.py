"""The strips of a table found on a sheet by their labels alone, wherever rows and columns went.

A label is known by its path: the labels over it, outermost first. What fits two places, or two
labels that fit one, is left out and so reported, never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport._form import Form, Part
from xlreport._label import normalise_label, spellings
from xlreport._label_sheet import LabelSheet, Path, Spot, column_path, own_spot, row_path
from xlreport._outline import Label, Outline

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

    row_spots: Mapping[str, Spot]
    column_spots: Mapping[str, Spot]
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


def _spots(form: Form, label: str, labels: LabelSheet) -> list[Spot]:
    return [spot for spelling in spellings(form, label) for spot in labels.spots.get(spelling, ())]


def _match_below(
    form: Form, part: Part, labels: LabelSheet, stops: Sequence[int], body: int
) -> Match:
    header = range(max(0, body - part.columns.depth() - _SLACK), body)
    used = sorted({column for row, column in labels.texts if row in header})[:_MOST_COLUMNS]
    lines: dict[Spot, Path] = {}
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


def _match_lines(form: Form, outline: Outline, lines: Mapping[Spot, Path]) -> dict[str, Spot]:
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
