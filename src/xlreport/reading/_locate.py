"""Where the tables stand in a workbook that came back: in their places, elsewhere, or in part.

First every official label is looked for at its own place. Where one is not there, the table is
found by the label paths of its rows and columns; what could be two tables is refused by name,
never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from xlreport.base.address import Area, a1
from xlreport.base.finding import CellReference
from xlreport.form.form import Form
from xlreport.form.label import is_label
from xlreport.form.parts import Table
from xlreport.formats.cell import RawSheet
from xlreport.formats.workbook import Package
from xlreport.layout.grid import Block, Role
from xlreport.layout.layout import NOWHERE, Layout, Sheet, SheetKind, lay_form
from xlreport.reading._labels import LabelSheet, read_labels
from xlreport.reading._tables import TableMatch, is_figure, match_table

_LABELS = {Role.BAND, Role.CORNER, Role.COLUMN_LABEL, Role.ROW_LABEL}
_LEAST_PART = 0.5  # of a table's cells must be found for it to be that table at all


@dataclass(frozen=True, slots=True)
class TableLocation:
    """Is where one table was looked for.

    `sheet` is the layout's, with its values where they stand; `raw` is None where the table
    stands nowhere, or in two places, which `rivals` name. `wrong` are labels that are not what
    the form says at the table's own place: `path` is the official label, `value` what stands
    there. `missing` are cells that were not found, under the labels that `lost` names. In a
    `torn` table rows or columns moved apart, so that formulas no longer read as written.
    `strays` are figures among the values that belong to no cell, `merged` places where value
    cells were merged; the cells in `refused` are therefore not read.
    """

    sheet: Sheet
    raw: RawSheet | None
    moved: bool = False
    rivals: tuple[str, ...] = ()
    wrong: tuple[CellReference, ...] = ()
    missing: frozenset[int] = frozenset()
    lost: tuple[str, ...] = ()
    torn: bool = False
    strays: tuple[CellReference, ...] = ()
    merged: tuple[CellReference, ...] = ()
    refused: frozenset[int] = frozenset()


def locate(
    layout: Layout, package: Package, sheets: Sequence[LabelSheet] | None = None
) -> list[TableLocation]:
    """Find every table of a form; `sheets` are the labels of all sheets if they are known."""
    tables = [sheet for sheet in layout.sheets if sheet.kind is SheetKind.TABLE]
    found = [_at_home(layout.form, sheet, package) for sheet in tables]
    if all(place.raw is not None and not place.wrong for place in found):
        return found
    sheets = label_sheets(package) if sheets is None else sheets
    return [
        place
        if place.raw is not None and not place.wrong
        else _by_labels(layout.form, table, place, sheets)
        for table, place in zip(layout.form.tables, found, strict=True)
    ]


def label_sheets(package: Package) -> list[LabelSheet]:
    """Take the labels of every sheet of a workbook."""
    return [read_labels(sheet) for sheet in package.sheets]


def relocated(layout: Layout, found: Sequence[TableLocation]) -> Layout:
    """Give the layout with the tables where they were found."""
    if not any(place.moved or place.missing for place in found):
        return layout
    tables = iter(found)
    sheets = (
        next(tables).sheet if sheet.kind is SheetKind.TABLE else sheet for sheet in layout.sheets
    )
    return Layout(layout.form, tuple(sheets))


def _at_home(form: Form, sheet: Sheet, package: Package) -> TableLocation:
    """Look for a table at its own place; where its sheet is missing `raw` is None."""
    raw = next((raw for raw in package.sheets if raw.name == sheet.name), None)
    if raw is None:
        return TableLocation(sheet, None)
    ground = _ground(form, sheet.name)
    merged = {}
    for merge in raw.merges:
        inside = [] if merge in ground.labels else _values_in(ground, merge)
        if len(inside) > 1 or (inside and merge[:2] not in ground.values):
            merged[merge[:2]] = inside
    strays = [spot for spot in ground.empty if is_figure(raw.cells.get(spot))]
    return TableLocation(
        sheet,
        raw,
        wrong=tuple(_wrong_labels(form, sheet, raw)),
        strays=tuple(_references(raw, strays)),
        merged=tuple(_references(raw, merged)),
        refused=frozenset(index for inside in merged.values() for index in inside),
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """Is what stands where on a table's own sheet: values, merged labels, and nothing at all."""

    values: Mapping[tuple[int, int], int]
    labels: frozenset[Area]
    empty: tuple[tuple[int, int], ...]


@cache
def _ground(form: Form, name: str) -> _Ground:
    """Survey the sheet of a table as it is written.

    The row below the values counts as empty where the table has no row labels: nothing else
    would say whose a figure there is.
    """
    sheet = next(sheet for sheet in lay_form(form).sheets if sheet.name == name)
    values = [block for block in sheet.blocks if block.cell >= 0]
    taken = {(block.top, block.left) for block in sheet.blocks}
    below = 2 if len({block.top for block in values}) == 1 else 1
    rows = range(min(b.top for b in values), max(b.top for b in values) + below)
    columns = range(min(b.left for b in values), max(b.right for b in values) + 1)
    return _Ground(
        {(block.top, block.left): block.cell for block in values},
        frozenset(Area(b.top, b.left, b.bottom, b.right) for b in sheet.blocks if b.cell < 0),
        tuple((r, c) for r in rows for c in columns if (r, c) not in taken),
    )


def _values_in(ground: _Ground, merge: Area) -> list[int]:
    """List the value cells in a merged range: nobody sees what all but its first one hold."""
    top, left, bottom, right = merge
    return [
        index
        for (row, column), index in ground.values.items()
        if top <= row <= bottom and left <= column <= right
    ]


def _references(raw: RawSheet, spots: Iterable[tuple[int, int]]) -> Iterator[CellReference]:
    for spot in spots:
        cell = raw.cells.get(spot)
        yield CellReference(raw.name, a1(*spot), "", cell.text if cell else "")


def _by_labels(
    form: Form, table: Table, home: TableLocation, sheets: Sequence[LabelSheet]
) -> TableLocation:
    # Nobody can say which of two is meant, though one be whole and the other not.
    least = len(table.cells) * _LEAST_PART
    best = [match for match in match_table(form, table, sheets) if len(match.spots) >= least]
    if len(best) > 1:
        whole = (match for match in best if len(match.spots) == len(table.cells))
        best = [match for match in whole if _is_home(home.sheet, match)] or best
    if not best:
        return replace(home, raw=None)
    if len(best) > 1:
        rivals = tuple(f"{match.labels.sheet.name}!{a1(*match.first)}" for match in best)
        return replace(home, raw=None, rivals=rivals, wrong=())
    return _found(table, home, best[0])


def _found(table: Table, home: TableLocation, match: TableMatch) -> TableLocation:
    raw = match.labels.sheet
    moved = not _is_home(home.sheet, match)
    missing = frozenset(cell.index for cell in table.cells) - set(match.spots)
    blocks = tuple(
        _placed(block, match) if block.cell >= 0 else block for block in home.sheet.blocks
    )
    return TableLocation(
        replace(home.sheet, name=raw.name, blocks=blocks),
        raw,
        moved=moved,
        wrong=() if moved else home.wrong,
        missing=missing,
        lost=match.lost,
        torn=bool(missing) or len(_offsets(home.sheet, match)) > 1,
        strays=tuple(_references(raw, match.strays)),
        refused=match.doubtful if moved else home.refused,
        merged=() if moved else home.merged,
    )


def _is_home(sheet: Sheet, match: TableMatch) -> bool:
    """Tell whether all that was found stands where the form has it."""
    return match.labels.sheet.name == sheet.name and _offsets(sheet, match) == {(0, 0)}


def _offsets(sheet: Sheet, match: TableMatch) -> set[tuple[int, int]]:
    """Collect by how many rows and columns the values that were found have moved."""
    own = {block.cell: (block.top, block.left) for block in sheet.blocks if block.cell >= 0}
    return {
        (row - own[index][0], column - own[index][1])
        for index, (row, column) in match.spots.items()
    }


def _placed(block: Block, match: TableMatch) -> Block:
    """Copy the block of a value to where it was found, or to nowhere."""
    row, column = match.spots.get(block.cell, NOWHERE)
    return replace(block, top=row, left=column, bottom=row, right=column)


def _wrong_labels(form: Form, sheet: Sheet, raw: RawSheet) -> Iterator[CellReference]:
    for block in sheet.blocks:
        if block.role in _LABELS and block.text and not block.last:
            cell = raw.cells.get((block.top, block.left))
            seen = cell.text if cell else ""
            if not is_label(form, block.text, seen):
                yield CellReference(raw.name, a1(block.top, block.left), block.text, seen)
