"""The labels of a sheet, as a person reads them at the head of each row and each column.

A merged label covers its whole range. Where merges were lost, for example by pasting values
only, an empty cell belongs to the nearest label before it, as the eye reads it:

        自然人    法人                 row 1, 法人 merged over two columns, merge lost
                  企业    其他         row 2

Column 3 has the path (法人, 其他), although the cell above 其他 is empty.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from xlreport.base.address import Area, Coordinate
from xlreport.form.label import normalise_label
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import hostile

_MOST_TEXTS = 20_000  # of one sheet
_MOST_MERGED = 200_000  # cells of one workbook in merged ranges; official labels cover 400
_LARGEST_MERGE = 1_000  # cells; official labels cover at most 24
_LONGEST_LABEL = 200  # characters; official labels have at most 50
_MOST_KEPT = 500  # labels and merged ranges of a sheet whose arrangement is kept
_MOST_LINES = 100_000  # looked at in one workbook; an unstamped return takes 400

Path = tuple[str, ...]


@dataclass(slots=True)
class Effort:
    """How many lines were looked at in the sheets of one workbook."""

    lines: int = 0

    def add(self, lines: int) -> None:
        """Count lines; raises `Unreadable` where a workbook repeats its labels too often."""
        self.lines += lines
        if self.lines > _MOST_LINES:
            raise hostile("表头和项目名称重复过多")


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Normalised labels where they stand on a sheet; numbers are not labels.

    `texts` are by coordinate, `coordinates` are those of each label. `anchor` maps each coordinate
    of a merged range to the first one of the range, `end` the first one to the last. `columns` are
    those with a label by row, `rows` those with a label by column, both in order.
    """

    texts: Mapping[Coordinate, str]
    coordinates: Mapping[str, Sequence[Coordinate]]
    anchor: Mapping[Coordinate, Coordinate]
    end: Mapping[Coordinate, Coordinate]
    columns: Mapping[int, Sequence[int]]
    rows: Mapping[int, Sequence[int]]

    def label_at(self, coordinate: Coordinate) -> str:
        """Return the label visible at a coordinate, "" where there is none."""
        return self.texts.get(self.anchor.get(coordinate, coordinate), "")


@dataclass(frozen=True, slots=True, eq=False)
class LabelSheet(Labels):
    """The labels of one sheet."""

    sheet: RawSheet
    effort: Effort


def label_sheets(sheets: Sequence[RawSheet]) -> list[LabelSheet]:
    """Read the labels of all sheets; raises `Unreadable` where merged ranges cover too much."""
    sizes = (_size(*area) for sheet in sheets for area in sheet.merges)
    if sum(size for size in sizes if size <= _LARGEST_MERGE) > _MOST_MERGED:
        raise hostile(f"合并单元格盖住的格子超过 {_MOST_MERGED} 个")
    effort = Effort()
    return [_read_labels(sheet, effort) for sheet in sheets]


def read_labels(sheet: RawSheet) -> LabelSheet:
    """Read the labels of one sheet, as `label_sheets` does."""
    return label_sheets([sheet])[0]


def _size(top: int, left: int, bottom: int, right: int) -> int:
    return (bottom - top + 1) * (right - left + 1)


def _read_labels(sheet: RawSheet, effort: Effort) -> LabelSheet:
    """Collect the labels of a sheet, within bounds far above those of a real form."""
    texts: dict[Coordinate, str] = {}
    for coordinate, cell in islice(sheet.cells.items(), _MOST_TEXTS):
        if cell.kind == "text" and 0 < len(cell.text) <= _LONGEST_LABEL:
            label = _label_of(cell.text)
            if label:
                texts[coordinate] = label
    at = arrange(texts, sheet.merges)
    return LabelSheet(
        texts,
        at.coordinates,
        at.anchor,
        at.end,
        columns=at.columns,
        rows=at.rows,
        sheet=sheet,
        effort=effort,
    )


@lru_cache(maxsize=1 << 12)
def _label_of(text: str) -> str:
    """Return the label that a text is, normalised; "" for a number."""
    label = normalise_label(text)
    return "" if is_number(label) else label


def arrange(texts: Mapping[Coordinate, str], merges: tuple[Area, ...]) -> Labels:
    """Arrange labels by rows and columns, with the merged ranges that they cover."""
    coordinates: dict[str, list[Coordinate]] = defaultdict(list)
    for coordinate, label in texts.items():
        coordinates[label].append(coordinate)
    is_small = len(texts) + len(merges) <= _MOST_KEPT
    ranges = (_ranges_once if is_small else _ranges)(tuple(texts), merges)
    return Labels(texts, coordinates, *ranges)


_Ranges = tuple[
    Mapping[Coordinate, Coordinate],
    Mapping[Coordinate, Coordinate],
    Mapping[int, Sequence[int]],
    Mapping[int, Sequence[int]],
]


def _ranges(labels: tuple[Coordinate, ...], merges: tuple[Area, ...]) -> _Ranges:
    """Return `anchor`, `end`, `columns` and `rows` of `Labels` at these coordinates."""
    anchor: dict[Coordinate, Coordinate] = {}
    end: dict[Coordinate, Coordinate] = {}
    for top, left, bottom, right in merges:
        if _size(top, left, bottom, right) <= _LARGEST_MERGE:
            end[top, left] = bottom, right
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    anchor[row, column] = top, left
    known = set(labels)
    labelled = {each for each in (*labels, *anchor) if anchor.get(each, each) in known}
    return anchor, end, _grouped(labelled), _grouped((column, row) for row, column in labelled)


# The tables of the returns of a form have their labels in the same places.
_ranges_once = lru_cache(maxsize=64)(_ranges)


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Map each first number to the second ones beside it, in order."""
    groups: dict[int, list[int]] = defaultdict(list)
    for first, second in pairs:
        groups[first].append(second)
    return {first: sorted(seconds) for first, seconds in groups.items()}


def is_number(label: str) -> bool:
    """Tell whether a text is a number or a serial number, and so not a label."""
    return label.strip("+-.,%/").replace(".", "").replace(",", "").isdigit()


def column_path(labels: Labels, column: int, rows: range) -> Path:
    """Read the labels over a column, outermost first; `rows` are those of the header."""
    return _path(labels, [(row, column) for row in rows], along_rows=False)


def row_path(labels: Labels, row: int, columns: range, top: int) -> Path:
    """Read the labels before a row, outermost first; rows above `top` do not count."""
    return _path(labels, [(row, column) for column in columns], along_rows=True, top=top)


def own_label(labels: Labels, line: Sequence[Coordinate]) -> Coordinate | None:
    """Return the coordinate of a line's own label: the last label in the line itself."""
    anchor, texts = labels.anchor, labels.texts
    anchors = (anchor.get(coordinate, coordinate) for coordinate in reversed(line))
    return next((each for each in anchors if each in texts), None)


def _path(labels: Labels, line: Sequence[Coordinate], *, along_rows: bool, top: int = 0) -> Path:
    """Read one label for each coordinate of a line: its own, or else the nearest one before it.

    Before a column are those to its left, before a row, `along_rows`, those above it as far as
    `top`.
    """
    labelled = [number for number, each in enumerate(line) if labels.label_at(each)]
    path: dict[Coordinate, str] = {}
    for coordinate in line[: labelled[-1] + 1] if labelled else ():
        nearest = _nearest(labels, coordinate, along_rows=along_rows, top=top)
        if nearest is not None:
            path[nearest] = labels.texts[nearest]
    return tuple(path.values())


def _nearest(
    labels: Labels, coordinate: Coordinate, *, along_rows: bool, top: int
) -> Coordinate | None:
    """Find the label at a coordinate, or the nearest one before it.

    A merged label covers its range only and nothing behind it.
    """
    row, column = coordinate
    places = labels.rows.get(column, ()) if along_rows else labels.columns.get(row, ())
    number = bisect_right(places, row if along_rows else column)
    if not number or (along_rows and places[number - 1] < top):
        return None
    place = (places[number - 1], column) if along_rows else (row, places[number - 1])
    anchor = labels.anchor.get(place, place)
    is_merged = labels.end.get(anchor, anchor) != anchor
    reaches = place == coordinate or not is_merged or _covers_line(labels, anchor, along_rows)
    return anchor if reaches else None


def _covers_line(labels: Labels, anchor: Coordinate, along_rows: bool) -> bool:
    """Tell whether a range is merged across the level only, so that it may still cover the line."""
    bottom, right = labels.end[anchor]
    return bottom == anchor[0] if along_rows else right == anchor[1]
