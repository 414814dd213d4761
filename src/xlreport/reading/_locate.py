"""Locate the tables of a form in a returned workbook: unmoved, moved, or in part.

First each official label is compared at its own position. If one differs, the table is located by
the label paths of its rows and columns; two possible locations are refused by name, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product

from xlreport.base.address import Area, a1, place
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
from xlreport.reading._strip import is_figure
from xlreport.reading._tables import Copy, TableMatch, match_table

_LABELS = {Role.BAND, Role.CORNER, Role.COLUMN_LABEL, Role.ROW_LABEL}
_MOST_KEPT = 64  # ways in which tables moved
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
    raws = {raw.name: raw for raw in reversed(package.sheets)}
    tables = [
        (table, sheet, raws.get(sheet.name))
        for table, sheet in zip(form.tables, _table_sheets(layout), strict=True)
    ]
    moved = [t for t, sheet, raw in tables if raw is None or any(_wrong_labels(form, sheet, raw))]
    if moved and sheets is None:
        sheets = label_sheets(package.sheets)
    matches = settle(form, {t.key: _nearly_whole(form, t, sheets or ()) for t in moved})
    return [
        _by_labels(form, table, sheet, raw, matches[table.key])
        if table.key in matches
        else _at_own_position(form, sheet, raw)
        for table, sheet, raw in tables
    ]


def _table_sheets(layout: Layout) -> list[Sheet]:
    return [sheet for sheet in layout.sheets if sheet.kind is SheetKind.TABLE]


def count_matched(form: Form, locations: Sequence[TableLocation]) -> int:
    """Count the value cells of a form that were matched in a workbook."""
    return sum(
        len(table.cells) - len(location.missing)
        for table, location in zip(form.tables, locations, strict=True)
        if location.raw is not None
    )


def relocated(layout: Layout, locations: Sequence[TableLocation]) -> Layout:
    """Return the layout with each table at its location."""
    if not any(location.moved or location.missing for location in locations):
        return layout
    return _with_tables(layout, tuple(location.sheet for location in locations))


@lru_cache(maxsize=_MOST_KEPT)
def _with_tables(layout: Layout, tables: tuple[Sheet, ...]) -> Layout:
    """Return the layout with other sheets for its tables, one layout for all returns alike."""
    each = iter(tables)
    sheets = (next(each) if sheet.kind is SheetKind.TABLE else sheet for sheet in layout.sheets)
    return Layout(layout.form, tuple(sheets))


def _at_own_position(form: Form, sheet: Sheet, raw: RawSheet | None) -> TableLocation:
    """Compare a table with the sheet at its own position; `raw` is None if the sheet is missing."""
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
    form: Form,
    table: Table,
    sheet: Sheet,
    raw: RawSheet | None,
    matches: Sequence[TableMatch],
) -> TableLocation:
    """Locate a table by its labels, which differ from the form on `raw`, its own sheet.

    Two copies are refused even if one is whole and the other is not: either may be the right one.
    """
    best = list(matches)
    if len(best) > 1:
        whole = (match for match in best if len(match.coordinates) == len(table.cells))
        best = [match for match in whole if _is_at_own_position(form, sheet, match)] or best
    if len(best) == 1:
        return _location(form, table, sheet, raw, best[0])
    unmoved = _at_own_position(form, sheet, raw)
    if not best:
        return replace(unmoved, raw=None)
    candidates = tuple(place(match.labels.sheet.name, a1(*match.first)) for match in best)
    return replace(unmoved, raw=None, candidates=candidates, wrong=())


def _location(
    form: Form, table: Table, sheet: Sheet, own: RawSheet | None, match: TableMatch
) -> TableLocation:
    """Return the location of a table at its one match."""
    raw, copy = match.labels.sheet, match.copy
    missing = frozenset(cell.index for cell in table.cells).difference(copy.coordinates)
    location = TableLocation(
        _placed(form, sheet.name, raw.name, copy),
        raw,
        moved=True,
        missing=missing,
        unmatched=copy.unmatched,
        displaced=bool(missing) or len(_offsets(form, sheet.name, copy)) > 1,
        unassigned=tuple(_references(raw, match.unassigned)),
        refused=match.uncertain,
    )
    if not _is_at_own_position(form, sheet, match):
        return location
    unmoved = _at_own_position(form, sheet, own)
    return replace(
        location,
        moved=False,
        wrong=unmoved.wrong,
        merged=unmoved.merged,
        refused=unmoved.refused,
    )


def _is_at_own_position(form: Form, sheet: Sheet, match: TableMatch) -> bool:
    """Tell whether all matched cells are where the form puts them."""
    is_own = match.labels.sheet.name == sheet.name
    return is_own and _offsets(form, sheet.name, match.copy) == {(0, 0)}


@lru_cache(maxsize=_MOST_KEPT)
def _offsets(form: Form, own: str, copy: Copy) -> frozenset[tuple[int, int]]:
    """Collect the distances, in rows and columns, by which matched cells moved."""
    return frozenset(
        (copy.coordinates[index][0] - row, copy.coordinates[index][1] - column)
        for (row, column), index in _expected(form, own).values.items()
        if index in copy.coordinates
    )


@lru_cache(maxsize=_MOST_KEPT)
def _placed(form: Form, own: str, name: str, copy: Copy) -> Sheet:
    """Move the blocks of values on a table's `own` sheet to where they were matched, or `NOWHERE`.

    Cached, as many returns have the same rows inserted.
    """
    sheet = next(sheet for sheet in lay_form(form).sheets if sheet.name == own)
    places = [(block, copy.coordinates.get(block.cell, NOWHERE)) for block in sheet.blocks]
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
