"""The value cells of one table: what was typed, what it means, what became of the totals."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from xlreport.form.form import Form
from xlreport.form.measure import Measure
from xlreport.form.parts import Cell, Table
from xlreport.form.values import Reading, read_value
from xlreport.formats.cell import RawCell
from xlreport.layout.formulas import same_formula, total_formula, total_formulas
from xlreport.layout.layout import NOWHERE, Position, lay_form

_BLANK = RawCell("text", "", None, "")


@dataclass(slots=True)
class TableCells:
    """Collects what stands in the value cells of a table, all by cell index.

    `typed` holds numbers that were typed (None for a blank and for whatever is no number),
    `seen` the text of every filled cell, `readings` what was read otherwise than typed.
    Of the totals, `intact` are formulas as written, `changed` other formulas, `broken` errors.
    `computed` are inputs filled by a formula of the clerk's.
    """

    typed: dict[int, int | None] = field(default_factory=dict)
    seen: dict[int, str] = field(default_factory=dict)
    readings: dict[int, Reading] = field(default_factory=dict)
    cached: dict[int, int | None] = field(default_factory=dict)
    intact: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    blank_totals: list[int] = field(default_factory=list)
    computed: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)

    @property
    def unreadable(self) -> frozenset[int]:
        """List the cells that hold something which is no number."""
        wrong = {index for index, reading in self.readings.items() if reading.unreadable}
        return frozenset(wrong.union(self.lost))


def read_table(
    form: Form,
    table: Table,
    raw: Mapping[tuple[int, int], RawCell],
    places: Sequence[Position],
    *,
    summary: bool,
    torn: bool = False,
    refused: Container[int] = frozenset(),
) -> TableCells:
    """Read the value cells of a table from a sheet's cells; a summary states its units itself.

    Cells that stand nowhere, and those in `refused`, are passed over; in a `torn` table formulas
    are not compared.
    """
    found = TableCells()
    for cell in table.cells:
        place = places[cell.index]
        if (place.row, place.column) == NOWHERE or cell.index in refused:
            continue
        value = raw.get((place.row, place.column), _BLANK)
        if cell.total and value.formula is not None:
            _read_total(form, cell, value, None if torn else places, found)
        elif value.formula is not None and not value.text:
            found.typed[cell.index] = None
            found.lost.append(cell.index)
        else:
            if value.formula is not None:
                found.computed.append(cell.index)
            measure = cell.measure.stated() if summary else cell.measure
            _read_typed(cell, measure, value, found)
    return found


def _read_typed(cell: Cell, measure: Measure, value: RawCell, found: TableCells) -> None:
    reading = read_value(value.kind, value.text, value.shown, measure)
    found.typed[cell.index] = reading.value
    if value.text:
        found.seen[cell.index] = value.text
    if cell.total and reading.value is None and not reading.unreadable:
        found.blank_totals.append(cell.index)
    if reading.meaning not in ("plain", "blank", "stated-unit"):
        found.readings[cell.index] = reading


def _read_total(
    form: Form, cell: Cell, value: RawCell, places: Sequence[Position] | None, found: TableCells
) -> None:
    """Sort a total that is a formula: it is recomputed whatever its cached value says."""
    found.typed[cell.index] = None
    found.seen[cell.index] = value.text
    if value.kind == "error" or "#REF!" in (value.formula or ""):
        found.broken.append(cell.index)
        return
    same = (
        not value.formula
        or places is None
        or same_formula(value.formula, _expected_formula(form, cell, places))
    )
    (found.intact if same else found.changed).append(cell.index)
    if value.text:
        found.cached[cell.index] = read_value(value.kind, value.text, "", cell.measure).value


def _expected_formula(form: Form, cell: Cell, places: Sequence[Position]) -> str:
    layout = lay_form(form)
    if places is layout.positions:
        return total_formulas(layout)[cell.index]
    return total_formula(form, form.fills[cell.index], places)
