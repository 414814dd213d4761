"""Locate the lists of a form in a returned workbook: by the labels of their columns alone.

A list whose header stands where it was written is read there. Anywhere else, moved, its columns
swapped or others between them, it is found by the labels of its columns. Nothing is ever read by
position alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from xlreport.base.address import a1, place
from xlreport.base.cell_reference import CellReference
from xlreport.form.form import Form
from xlreport.form.label import is_label
from xlreport.form.open_list import OpenList
from xlreport.form.outline import Label, Outline
from xlreport.form.parts import Part
from xlreport.form.private_columns import list_without_private
from xlreport.formats.cell import RawSheet
from xlreport.formats.workbook import Package
from xlreport.layout.layout import Layout, SheetKind
from xlreport.layout.list_grid import FIRST_COLUMN, HEADER_TOP, first_row, header_blocks
from xlreport.reading._label_sheet import LabelSheet, label_sheets
from xlreport.reading._labels import Match, leaf_spellings, match_part

_HEAD_ROWS = 100  # in which a header may stand
_LEAST_PART = 0.5  # of the columns have to be found, or it is not that list
_ONLY_ROW = Outline((Label("line", "", 0),))


@dataclass(frozen=True, slots=True)
class ListLocation:
    """The location of one list in a workbook.

    - `raw`: the sheet read; None where the list was not found, or found twice (`candidates`).
    - `top`: the row of the first line; `columns`: the column of each of the list's columns, -1
      where it was not found; both are counted from 0.
    - `moved`: the header is not where it was written, or not all of it.
    - `wrong`: labels at the list's own position that differ from the form; `path` is the official
      label, `value` the text read.
    """

    raw: RawSheet | None
    top: int = 0
    columns: tuple[int, ...] = ()
    moved: bool = False
    candidates: tuple[str, ...] = ()
    wrong: tuple[CellReference, ...] = ()

    @property
    def found(self) -> int:
        """Count the columns that were found."""
        return sum(column >= 0 for column in self.columns) if self.raw else 0


def locate_lists(form: Form, package: Package) -> tuple[ListLocation, ...]:
    """Locate every list of a form, in the order of the form."""
    if not form.lists:
        return ()
    locations = [_as_written(form, each, package) for each in form.lists]
    if all(location.raw and not location.wrong for location in locations):
        return tuple(locations)
    heads = label_sheets([head_of(sheet) for sheet in package.sheets])
    by_name = {sheet.name: sheet for sheet in package.sheets}
    return tuple(
        location
        if location.raw and not location.wrong
        else _by_labels(form, each, location, heads, by_name)
        for each, location in zip(form.lists, locations, strict=True)
    )


def lists_relocated(layout: Layout, locations: Sequence[ListLocation]) -> Layout:
    """Return the layout with the sheet of each list named as the sheet where it was found."""
    if not any(location.moved for location in locations):
        return layout
    each = iter(locations)
    sheets = []
    for sheet in layout.sheets:
        raw = next(each).raw if sheet.kind is SheetKind.LIST else None
        sheets.append(sheet if raw is None else replace(sheet, name=raw.name))
    return Layout(layout.form, tuple(sheets))


def head_of(sheet: RawSheet) -> RawSheet:
    """Return the part of a sheet in which a header is searched; a list may have 5,000 lines."""
    cells = {at: cell for at, cell in sheet.cells.items() if at[0] < _HEAD_ROWS}
    return replace(sheet, cells=cells, merges=tuple(m for m in sheet.merges if m.top < _HEAD_ROWS))


def _as_written(form: Form, open_list: OpenList, package: Package) -> ListLocation:
    """Compare a list with the sheet at its own position, also without its private columns."""
    own = _at_own_position(form, open_list, package)
    if not own.wrong or not any(column.private for column in open_list.columns):
        return own
    reported = list_without_private(open_list)
    other = _at_own_position(form, reported, package)
    if other.wrong:
        return own
    places = dict(zip(reported.keys, other.columns, strict=True))
    return replace(other, columns=tuple(places.get(key, -1) for key in open_list.keys))


def _at_own_position(form: Form, open_list: OpenList, package: Package) -> ListLocation:
    """Compare a list with the sheet at its own position; `raw` is None if the sheet is missing."""
    raw = next((raw for raw in package.sheets if raw.name == open_list.sheet), None)
    if raw is None:
        return ListLocation(None)
    return ListLocation(
        raw,
        top=first_row(open_list),
        columns=tuple(range(FIRST_COLUMN, FIRST_COLUMN + len(open_list.columns))),
        wrong=tuple(_wrong_labels(form, open_list, raw)),
    )


def _wrong_labels(form: Form, open_list: OpenList, raw: RawSheet) -> Iterator[CellReference]:
    """Yield the labels that differ from the form at the list's own position."""
    for block in header_blocks(open_list):
        row, column = block.top + HEADER_TOP, block.left
        cell = raw.cells.get((row, column))
        seen = cell.text if cell else ""
        if not is_label(form, block.text, seen):
            yield CellReference(raw.name, a1(row, column), block.text, seen)


def _by_labels(
    form: Form,
    open_list: OpenList,
    unmoved: ListLocation,
    heads: Sequence[LabelSheet],
    sheets: dict[str, RawSheet],
) -> ListLocation:
    """Locate a list by its labels; `unmoved` is the comparison at its own position.

    Two headers of equal size on different sheets are refused: either may be the right one. Of two
    on one sheet the upper one is taken; the other is a header repeated between the lines.
    """
    matches = [
        (head.sheet.name, match) for head in heads for match in match_list(form, open_list, head)
    ]
    most = max((match.size for _, match in matches), default=0)
    best = [(name, match) for name, match in matches if match.size == most]
    names = list(dict.fromkeys(name for name, _ in best))
    if open_list.sheet in names and most == len(open_list.columns):
        names = [open_list.sheet]
    if not names:
        return replace(unmoved, raw=None)
    if len(names) > 1:
        places = tuple(_place(name, match) for name, match in best)
        return replace(unmoved, raw=None, candidates=places, wrong=())
    first = min((m for name, m in best if name == names[0]), key=lambda match: match.rows["line"])
    return _location(open_list, unmoved, sheets[names[0]], first)


def match_list(form: Form, open_list: OpenList, head: LabelSheet) -> list[Match]:
    """Find every header of a list on a sheet that has at least half of its columns."""
    if head.coordinates.keys().isdisjoint(_column_labels(form, open_list.key)):
        return []
    part = Part("", "", open_list.outline, _ONLY_ROW)
    least = len(open_list.columns) * _LEAST_PART
    return [match for match in match_part(form, part, head, [], head.effort) if match.size >= least]


@cache
def _column_labels(form: Form, key: str) -> frozenset[str]:
    """Return the spellings of the lowest labels of a list's columns, private ones among them."""
    outlines = (each.outline for each in form.lists if each.key == key)
    return frozenset().union(*(leaf_spellings(form, outline) for outline in outlines))


def _place(name: str, match: Match) -> str:
    return place(name, a1(*min(match.column_coordinates.values())))


def _location(
    open_list: OpenList, unmoved: ListLocation, raw: RawSheet, match: Match
) -> ListLocation:
    columns = tuple(match.columns.get(key, -1) for key in open_list.keys)
    top = match.rows["line"]
    pairs = zip(columns, unmoved.columns, strict=True) if raw is unmoved.raw else ()
    moved = raw is not unmoved.raw or top != unmoved.top or any(a not in (b, -1) for a, b in pairs)
    return ListLocation(raw, top, columns, moved=moved, wrong=() if moved else unmoved.wrong)
