"""One sheet as its labels: what a person reads at the head of each row and of each column.

A merged label stands over all that it covers. Where merges were lost, as by pasting values
only, an empty place before a line's own label is under the label before it, as the eye reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from xlreport._cell import Sheet
from xlreport._label import normalise_label

_MOST_TEXTS = 20_000  # of one sheet are looked at
_MOST_MERGES = 2_000
_LARGEST_MERGE = 1_000  # cells; official labels cover at most 24
_LONGEST_LABEL = 200  # characters; official labels have at most 50

Spot = tuple[int, int]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Holds the normalised labels of one sheet; numbers are no labels.

    `texts` are by spot (row, column), `spots` the spots of each label. `home` maps a spot in a
    merged range to the first spot of the range, `end` that one to the last.
    """

    sheet: Sheet
    texts: Mapping[Spot, str]
    spots: Mapping[str, Sequence[Spot]]
    home: Mapping[Spot, Spot]
    end: Mapping[Spot, Spot]

    def label_at(self, spot: Spot) -> str:
        """Give the label that is seen at a spot, empty where there is none."""
        return self.texts.get(self.home.get(spot, spot), "")


def read_labels(sheet: Sheet) -> LabelSheet:
    """Take the labels of a sheet, within bounds that no real form comes near."""
    texts: dict[Spot, str] = {}
    spots: dict[str, list[Spot]] = defaultdict(list)
    for spot, cell in islice(sheet.cells.items(), _MOST_TEXTS):
        if cell.kind == "text" and 0 < len(cell.text) <= _LONGEST_LABEL:
            label = normalise_label(cell.text)
            if label and not is_number(label):
                texts[spot] = label
                spots[label].append(spot)
    home: dict[Spot, Spot] = {}
    end: dict[Spot, Spot] = {}
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


def own_spot(labels: LabelSheet, line: Sequence[Spot]) -> Spot | None:
    """Give the spot of a line's own label: the last one that stands in the line itself."""
    own = [spot for spot in line if labels.label_at(spot)]
    return labels.home.get(own[-1], own[-1]) if own else None


def _path(labels: LabelSheet, levels: Sequence[Sequence[Spot]]) -> Path:
    """Read one label a level; each level lists spots from the line itself backwards."""
    own = [number for number, level in enumerate(levels) if labels.label_at(level[0])]
    found: dict[Spot, str] = {}
    for level in levels[: own[-1] + 1] if own else ():
        spot = _nearest(labels, level)
        if spot is not None:
            found[spot] = labels.texts[spot]
    return tuple(found.values())


def _nearest(labels: LabelSheet, level: Sequence[Spot]) -> Spot | None:
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


def _covers_line(labels: LabelSheet, home: Spot, level: Sequence[Spot]) -> bool:
    """Tell whether a range merged the other way may still stand over the line."""
    bottom, right = labels.end[home]
    along_rows = len(level) > 1 and level[0][1] == level[1][1]
    return bottom == home[0] if along_rows else right == home[1]
