"""Locate the tables of a form in a returned workbook: unmoved, moved, or in part.

First each official label is compared at its own position. If one differs, the table is located by
the label paths of its rows and columns; two possible locations are refused by name, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product

from xlreport.base.address import Area, Coordinate, a1, place
from xlreport.base.cell_reference import CellReference
from xlreport.form.form import Form
from xlreport.form.label import is_label
from xlreport.form.parts import Table
from xlreport.formats.cell import RawSheet
from xlreport.formats.workbook import Package
from xlreport.layout.grid import Role
from xlreport.layout.layout import NOWHERE, Layout, Sheet, SheetKind, lay_form
from xlreport.reading._contested import settle
from xlreport.reading._label_sheet import LabelSheet, label_sheets
from xlreport.reading._tables import TableMatch, is_figure, match_table

_LABELS = {Role.BAND, Role.CORNER, Role.COLUMN_LABEL, Role.ROW_LABEL}
_LEAST_PART = 0.5  # of a table's cells have to be matched, or it is not that table


@dataclass(frozen=True, slots=True)
class TableLocation:
    """The location of one table in a workbook.

    - `sheet`: the sheet of the layout, its value blocks moved to where they were found.
    - `raw`: the sheet read; None where the table was not found, or found twice (`candidates`).
    - `moved`: the table is not at its own position.
    - `wrong`: labels at the table's own position that differ from the form; `path` is the official
      label, `value` the text read.
    - `missing`: value cells that were not found, under the labels in `unmatched`.
    - `displaced`: rows or columns moved apart, so formulas no longer read as written.
    - `unassigned`: figures among the values that belong to no cell.
    - `merged`: positions of merged value cells.
    - `refused`: cells that are not read because of unassigned or merged figures.
    """

    sheet: Sheet
    raw: RawSheet | None
    moved: bool = False
    candidates: tuple[str, ...] = ()
    wrong: tuple[CellReference, ...] = ()
    missing: frozenset[int] = frozenset()
    unmatched: tuple[str, ...] = ()
    displaced: bool = False
    unassigned: tuple[CellReference, ...] = ()
    merged: tuple[CellReference, ...] = ()
    refused: frozenset[int] = frozenset()


def locate(
    layout: Layout, package: Package, sheets: Sequence[LabelSheet] | None = None
) -> list[TableLocation]:
    """Locate every table of a form; `sheets` are the labels of all sheets, if read already."""
    form = layout.form
    tables = [sheet for sheet in layout.sheets if sheet.kind is SheetKind.TABLE]
    locations = [_at_own_position(form, sheet, package) for sheet in tables]
    if all(_is_unmoved(location) for location in locations):
        return locations
    sheets = label_sheets(package.sheets) if sheets is None else sheets
    pairs = list(zip(form.tables, locations, strict=True))
    matches = {
        table.key: _nearly_whole(form, table, sheets)
        for table, location in pairs
        if not _is_unmoved(location)
    }
    matches = settle(form, matches)
    return [
        location if _is_unmoved(location) else _by_labels(form, table, location, matches[table.key])
        for table, location in pairs
    ]


def count_matched(form: Form, locations: Sequence[TableLocation]) -> int:
    """Count the value cells of a form that were matched in a workbook."""
    return sum(
        len(table.cells) - len(location.missing)
        for table, location in zip(form.tables, locations, strict=True)
        if location.raw is not None
    )


def _is_unmoved(location: TableLocation) -> bool:
    return location.raw is not None and not location.wrong


def relocated(layout: Layout, locations: Sequence[TableLocation]) -> Layout:
    """Return the layout with each table at its location."""
    if not any(location.moved or location.missing for location in locations):
        return layout
    tables = iter(locations)
    sheets = (
        next(tables).sheet if sheet.kind is SheetKind.TABLE else sheet for sheet in layout.sheets
    )
    return Layout(layout.form, tuple(sheets))


def _at_own_position(form: Form, sheet: Sheet, package: Package) -> TableLocation:
    """Compare a table with the sheet at its own position; `raw` is None if the sheet is missing."""
    raw = next((raw for raw in package.sheets if raw.name == sheet.name), None)
    if raw is None:
        return TableLocation(sheet, None)
    expected = _expected(form, sheet.name)
    merged = {}
    for merge in raw.merges:
        inside = [] if merge in expected.labels else _values_in(expected, merge)
        if len(inside) > 1 or (inside and merge[:2] not in expected.values):
            merged[merge[:2]] = inside
    unassigned = [each for each in expected.empty if is_figure(raw.cells.get(each))]
    return TableLocation(
        sheet,
        raw,
        wrong=tuple(_wrong_labels(form, sheet, raw)),
        unassigned=tuple(_references(raw, unassigned)),
        merged=tuple(_references(raw, merged)),
        refused=frozenset(index for inside in merged.values() for index in inside),
    )


@dataclass(frozen=True, slots=True)
class _Expected:
    """What a form puts on a table's sheet: value cells, areas of labels, and empty cells."""

    values: Mapping[tuple[int, int], int]
    labels: frozenset[Area]
    empty: tuple[tuple[int, int], ...]


@cache
def _expected(form: Form, name: str) -> _Expected:
    """Collect value cells, areas of labels and empty cells of a table's sheet as it is written.

    Below a table without row labels the next row counts as empty too, because no label would
    tell what a figure there means.
    """
    sheet = next(sheet for sheet in lay_form(form).sheets if sheet.name == name)
    values = [block for block in sheet.blocks if block.cell >= 0]
    taken = {(b.top, b.left) for b in sheet.blocks if b.role is not Role.ABSENT}
    below = 2 if len({block.top for block in values}) == 1 else 1
    rows = range(min(b.top for b in values), max(b.top for b in values) + below)
    columns = range(min(b.left for b in values), max(b.right for b in values) + 1)
    return _Expected(
        {(block.top, block.left): block.cell for block in values},
        frozenset(Area(b.top, b.left, b.bottom, b.right) for b in sheet.blocks if b.cell < 0),
        tuple((r, c) for r in rows for c in columns if (r, c) not in taken),
    )


def _values_in(expected: _Expected, merge: Area) -> list[int]:
    """List the value cells in a merged range; only the content of the first one is visible."""
    top, left, bottom, right = merge
    if (bottom - top + 1) * (right - left + 1) < len(expected.values):
        inside = product(range(top, bottom + 1), range(left, right + 1))
        return [expected.values[each] for each in inside if each in expected.values]
    return [
        index
        for (row, column), index in expected.values.items()
        if top <= row <= bottom and left <= column <= right
    ]


def _references(raw: RawSheet, coordinates: Iterable[tuple[int, int]]) -> Iterator[CellReference]:
    for coordinate in coordinates:
        cell = raw.cells.get(coordinate)
        yield CellReference(raw.name, a1(*coordinate), "", cell.text if cell else "")


def _nearly_whole(form: Form, table: Table, sheets: Sequence[LabelSheet]) -> list[TableMatch]:
    least = len(table.cells) * _LEAST_PART
    return [match for match in match_table(form, table, sheets) if len(match.coordinates) >= least]


def _by_labels(
    form: Form, table: Table, unmoved: TableLocation, matches: Sequence[TableMatch]
) -> TableLocation:
    """Locate a table by its labels; `unmoved` is the comparison at its own position.

    Two copies are refused even if one is whole and the other is not: either may be the right one.
    """
    best = list(matches)
    if len(best) > 1:
        whole = (match for match in best if len(match.coordinates) == len(table.cells))
        best = [match for match in whole if _is_at_own_position(unmoved.sheet, match)] or best
    if not best:
        return replace(unmoved, raw=None)
    if len(best) > 1:
        candidates = tuple(place(match.labels.sheet.name, a1(*match.first)) for match in best)
        return replace(unmoved, raw=None, candidates=candidates, wrong=())
    return _location(form, table, unmoved, best[0])


def _location(form: Form, table: Table, unmoved: TableLocation, match: TableMatch) -> TableLocation:
    raw = match.labels.sheet
    moved = not _is_at_own_position(unmoved.sheet, match)
    missing = frozenset(cell.index for cell in table.cells) - set(match.coordinates)
    return TableLocation(
        _placed(form, unmoved.sheet.name, raw.name, tuple(match.coordinates.items())),
        raw,
        moved=moved,
        wrong=() if moved else unmoved.wrong,
        missing=missing,
        unmatched=match.unmatched,
        displaced=bool(missing) or len(_offsets(unmoved.sheet, match)) > 1,
        unassigned=tuple(_references(raw, match.unassigned)),
        refused=match.uncertain if moved else unmoved.refused,
        merged=() if moved else unmoved.merged,
    )


def _is_at_own_position(sheet: Sheet, match: TableMatch) -> bool:
    """Tell whether all matched cells are where the form puts them."""
    return match.labels.sheet.name == sheet.name and _offsets(sheet, match) == {(0, 0)}


def _offsets(sheet: Sheet, match: TableMatch) -> set[tuple[int, int]]:
    """Collect the distances, in rows and columns, by which matched cells moved."""
    expected = {block.cell: (block.top, block.left) for block in sheet.blocks if block.cell >= 0}
    return {
        (row - expected[index][0], column - expected[index][1])
        for index, (row, column) in match.coordinates.items()
    }


@lru_cache(maxsize=1 << 6)
def _placed(form: Form, own: str, name: str, matched: tuple[tuple[int, Coordinate], ...]) -> Sheet:
    """Move the blocks of values on a table's `own` sheet to where they were matched, or `NOWHERE`.

    Cached, as many returns have the same rows inserted.
    """
    sheet = next(sheet for sheet in lay_form(form).sheets if sheet.name == own)
    coordinates = dict(matched)
    places = [(block, coordinates.get(block.cell, NOWHERE)) for block in sheet.blocks]
    blocks = (
        replace(block, top=row, left=column, bottom=row, right=column) if block.cell >= 0 else block
        for block, (row, column) in places
    )
    return replace(sheet, name=name, blocks=tuple(blocks))


def _wrong_labels(form: Form, sheet: Sheet, raw: RawSheet) -> Iterator[CellReference]:
    """Yield the labels that differ from the form at the table's own position."""
    for block in sheet.blocks:
        if block.role in _LABELS and block.text and not block.last:
            cell = raw.cells.get((block.top, block.left))
            seen = cell.text if cell else ""
            if not is_label(form, block.text, seen):
                yield CellReference(raw.name, a1(block.top, block.left), block.text, seen)
