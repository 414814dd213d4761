"""Where the tables stand in a workbook that came back: in their places, elsewhere, or in part.

First every official label is looked for at its own place. Where one is not there, the table is
found by the label paths of its rows and columns; what could be two tables is refused by name,
never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlreport._address import a1
from xlreport._finding import CellReference
from xlreport._form import Form, Table
from xlreport._grid import Block, Role
from xlreport._label import is_label
from xlreport._label_sheet import LabelSheet, read_labels
from xlreport._layout import NOWHERE, Layout, Sheet, SheetKind
from xlreport._package import Package
from xlreport._package import Sheet as RawSheet
from xlreport._table_match import TableMatch, match_table

_LABELS = {Role.BAND, Role.CORNER, Role.COLUMN_LABEL, Role.ROW_LABEL}
_LEAST_PART = 0.5  # of a table's cells must be found for it to be that table at all


@dataclass(frozen=True, slots=True)
class Found:
    """Is where one table was looked for.

    `sheet` is the layout's, with its values where they stand; `raw` is None where the table
    stands nowhere, or in two places, which `rivals` name. `wrong` are labels that are not what
    the form says at the table's own place: `path` is the official label, `value` what stands
    there. `missing` are cells that were not found, under the labels that `lost` names. In a
    `torn` table rows or columns moved apart, so that formulas no longer read as written.
    """

    sheet: Sheet
    raw: RawSheet | None
    moved: bool = False
    rivals: tuple[str, ...] = ()
    wrong: tuple[CellReference, ...] = ()
    missing: frozenset[int] = frozenset()
    lost: tuple[str, ...] = ()
    torn: bool = False


def locate(
    layout: Layout, package: Package, sheets: Sequence[LabelSheet] | None = None
) -> list[Found]:
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


def relocated(layout: Layout, found: Sequence[Found]) -> Layout:
    """Give the layout with the tables where they were found."""
    if not any(place.moved or place.missing for place in found):
        return layout
    tables = iter(found)
    sheets = (
        next(tables).sheet if sheet.kind is SheetKind.TABLE else sheet for sheet in layout.sheets
    )
    return Layout(layout.form, tuple(sheets))


def _at_home(form: Form, sheet: Sheet, package: Package) -> Found:
    """Look for a table at its own place; where its sheet is missing `raw` is None."""
    raw = next((raw for raw in package.sheets if raw.name == sheet.name), None)
    return Found(sheet, raw, wrong=tuple(_wrong_labels(form, sheet, raw)) if raw else ())


def _by_labels(form: Form, table: Table, home: Found, sheets: Sequence[LabelSheet]) -> Found:
    matches = match_table(form, table, sheets)
    most = max((len(match.spots) for match in matches), default=0)
    best = [match for match in matches if len(match.spots) == most]
    if most < len(table.cells) * _LEAST_PART:
        return replace(home, raw=None)
    if len(best) > 1:
        best = [match for match in best if _is_home(home.sheet, match)] or best
    if len(best) > 1:
        rivals = tuple(f"{match.labels.sheet.name}!{a1(*match.first)}" for match in best)
        return replace(home, raw=None, rivals=rivals, wrong=())
    return _found(table, home, best[0])


def _found(table: Table, home: Found, match: TableMatch) -> Found:
    raw = match.labels.sheet
    moved = not _is_home(home.sheet, match)
    missing = frozenset(cell.index for cell in table.cells) - set(match.spots)
    blocks = tuple(
        _placed(block, match) if block.cell >= 0 else block for block in home.sheet.blocks
    )
    return Found(
        replace(home.sheet, name=raw.name, blocks=blocks),
        raw,
        moved=moved,
        wrong=() if moved else home.wrong,
        missing=missing,
        lost=match.lost,
        torn=bool(missing) or len(_offsets(home.sheet, match)) > 1,
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
