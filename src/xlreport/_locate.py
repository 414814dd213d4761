"""Where the tables stand in a workbook that came back: in their places, moved as a whole, or not.

A table counts as found only where every official label stands; what could be one of two
tables is refused by name, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from xlreport._address import a1
from xlreport._finding import CellReference
from xlreport._form import Form
from xlreport._grid import Block, Role
from xlreport._label import is_label
from xlreport._layout import Layout, Sheet, SheetKind
from xlreport._package import Package
from xlreport._package import Sheet as RawSheet

_LABELS = {Role.BAND, Role.CORNER, Role.COLUMN_LABEL, Role.ROW_LABEL}
_MOST_CELLS = 20_000  # of one sheet are looked through for a table's first label


@dataclass(frozen=True, slots=True)
class Found:
    """Is where one table was looked for.

    `sheet` is the layout's, moved to where the table stands; `raw` is None where it stands
    nowhere, or in two places, which `rivals` name. `wrong` are the labels that are not what the
    form says at the table's own place: `path` is the official label, `value` what stands there.
    """

    sheet: Sheet
    raw: RawSheet | None
    moved: bool = False
    rivals: tuple[str, ...] = ()
    wrong: tuple[CellReference, ...] = ()


def locate(layout: Layout, package: Package) -> list[Found]:
    """Find every table of a form: at its own place first, else anywhere as a whole."""
    tables = [sheet for sheet in layout.sheets if sheet.kind is SheetKind.TABLE]
    return [_locate_table(layout.form, sheet, package) for sheet in tables]


def relocated(layout: Layout, found: list[Found]) -> Layout:
    """Give the layout with the tables where they were found."""
    if not any(place.moved for place in found):
        return layout
    tables = iter(found)
    sheets = (
        next(tables).sheet if sheet.kind is SheetKind.TABLE else sheet for sheet in layout.sheets
    )
    return Layout(layout.form, tuple(sheets))


def _locate_table(form: Form, sheet: Sheet, package: Package) -> Found:
    labels = [block for block in sheet.blocks if _is_label(block)]
    own = next((raw for raw in package.sheets if raw.name == sheet.name), None)
    wrong = tuple(_wrong_labels(form, labels, own, 0, 0)) if own else ()
    if own is not None and not wrong:
        return Found(sheet, own)
    places = list(_places(form, labels, package))
    if len(places) == 1:
        raw, rows, columns = places[0]
        blocks = tuple(block.moved(rows, columns) for block in sheet.blocks)
        return Found(replace(sheet, name=raw.name, blocks=blocks), raw, moved=True)
    first = labels[0]
    rivals = (f"{raw.name}!{a1(first.top + r, first.left + c)}" for raw, r, c in places)
    return Found(sheet, None, rivals=tuple(rivals), wrong=wrong)


def _is_label(block: Block) -> bool:
    return block.role in _LABELS and bool(block.text) and not block.last


def _places(
    form: Form, labels: list[Block], package: Package
) -> Iterator[tuple[RawSheet, int, int]]:
    """Yield each sheet and offset (rows, columns) at which all labels stand."""
    first = labels[0]
    for raw in package.sheets:
        for (row, column), cell in islice(raw.cells.items(), _MOST_CELLS):
            if cell.kind == "text" and is_label(form, first.text, cell.text):
                rows, columns = row - first.top, column - first.left
                if not any(_wrong_labels(form, labels, raw, rows, columns)):
                    yield raw, rows, columns


def _wrong_labels(
    form: Form, labels: list[Block], raw: RawSheet, rows: int, columns: int
) -> Iterator[CellReference]:
    for block in labels:
        place = block.top + rows, block.left + columns
        cell = raw.cells.get(place)
        seen = cell.text if cell else ""
        if not is_label(form, block.text, seen):
            yield CellReference(raw.name, a1(*place), block.text, seen)
