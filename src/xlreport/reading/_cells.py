"""The value cells of one table: typed texts, their readings, and the state of the totals."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from xlreport.base.cell_reference import CellReference
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form, with_dependents
from xlreport.form.meanings import Reading
from xlreport.form.measure import Kind, Measure
from xlreport.form.parts import Cell, Table
from xlreport.form.sums import read_counts
from xlreport.form.totals import fill_totals
from xlreport.form.typed_numbers import read_stored
from xlreport.form.typed_values import read_value
from xlreport.formats.cell import RawCell
from xlreport.layout.formulas import computed_formula, same_formula, total_formulas
from xlreport.layout.layout import NOWHERE, Position, lay_form

_LOST = "#REF!"
_DAYS_OF_THIS_CENTURY = 36_526, 73_051  # as a spreadsheet counts them
_BLANK = RawCell("text", "", None, "")


class TakenEntry(NamedTuple):
    """What was read of one cell: its reference, its measure, and the reading.

    `cell` is the index of a cell of the form, or -1 for a cell in a line of a list.
    """

    reference: CellReference
    measure: Measure
    reading: Reading
    cell: int = -1


@dataclass(slots=True)
class TableCells:
    """The content of a table's value cells, by cell index.

    - `typed`: values typed (None for a blank and for what is not taken); `words`: texts typed
      into cells of kind text;
    - `seen`: the text of every filled cell; `readings`: values read differently from the text;
    - `cached`: saved results of totals; `intact`: totals with the formula as written; `changed`:
      totals with another formula; `broken`: totals whose formula lost a cell; `failed`: totals
      whose formula stands, with an error for a result; `blank_totals`: emptied totals;
    - `texts`: cells whose number is stored as text, over which SUM passes;
    - `computed`: inputs with a formula; `lost`: inputs with a formula but without a saved result;
    - `counts`: of a summary, how many departments gave each answer.
    """

    typed: dict[int, int | None] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    seen: dict[int, str] = field(default_factory=dict)
    readings: dict[int, Reading] = field(default_factory=dict)
    cached: dict[int, int | None] = field(default_factory=dict)
    intact: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    texts: set[int] = field(default_factory=set)
    blank_totals: list[int] = field(default_factory=list)
    computed: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    counts: dict[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def unreadable(self) -> frozenset[int]:
        """List the cells whose content is not taken."""
        wrong = {index for index, reading in self.readings.items() if reading.unreadable}
        return frozenset(wrong.union(self.lost))


def read_table(
    form: Form,
    table: Table,
    raw: Mapping[tuple[int, int], RawCell],
    positions: Sequence[Position],
    *,
    summary: bool,
    displaced: bool = False,
    refused: Container[int] = frozenset(),
) -> TableCells:
    """Read the value cells of a table from the cells of a sheet; a summary states its units itself.

    Cells without a position and cells in `refused` are skipped; the formulas of a `displaced` table
    are not compared.
    """
    cells = TableCells()
    for cell in table.cells:
        position = positions[cell.index]
        if (position.row, position.column) == NOWHERE or cell.index in refused:
            continue
        value = raw.get((position.row, position.column), _BLANK)
        is_total = cell.total and not (summary and cell.index in form.count_of)
        if summary and not cell.measure.adds and not cell.total:
            _read_counts(cell, value, cells)
        elif is_total and value.formula is not None:
            _read_total(form, cell, value, None if displaced else positions, cells)
        elif value.formula is not None and not value.text:
            cells.typed[cell.index] = None
            cells.lost.append(cell.index)
        else:
            if value.formula is not None:
                cells.computed.append(cell.index)
            measure = cell.measure.stated() if summary else cell.measure
            _read_typed(cell, measure, value, cells)
    return cells


def _read_counts(cell: Cell, value: RawCell, cells: TableCells) -> None:
    """Read a cell of a summary that has no sum: it is blank, or says how many gave each answer."""
    cells.typed[cell.index] = None
    text = value.text.strip()
    counts = read_counts(text, cell.measure)
    if text:
        cells.seen[cell.index] = text
    if counts is not None:
        cells.counts[cell.index] = counts
    elif text and text != NO_DUTY:
        cells.readings[cell.index] = Reading(None, "word")


def _read_typed(cell: Cell, measure: Measure, value: RawCell, cells: TableCells) -> None:
    """Read a value that was typed into an input or over a total."""
    reading = read_value(value.kind, value.text, value.shown, measure, value.display)
    cells.typed[cell.index] = reading.value
    seen = value.text
    if reading.words:
        cells.words[cell.index] = reading.words
    if reading.meaning == "date" and (date := _typed_date(value)):
        seen, reading = date, replace(reading, display="")
    elif value.display.strip() and _is_known_as_shown(value, measure):
        seen, reading = value.display.strip(), replace(reading, display="")
    if seen:
        cells.seen[cell.index] = seen
    if value.kind == "text" and reading.value is not None and measure.is_number:
        cells.texts.add(cell.index)
    if cell.total and reading.value is None and not reading.unreadable:
        cells.blank_totals.append(cell.index)
    if reading.meaning not in ("plain", "blank", "stated-unit"):
        cells.readings[cell.index] = reading


def _is_known_as_shown(value: RawCell, measure: Measure) -> bool:
    """Tell whether a person knows a number by what its cell shows: 55.56%, not 0.5556."""
    is_percentage = measure.kind is Kind.PERCENTAGE and "%" in value.display
    return value.kind == "number" and (is_percentage or not measure.is_number)


def _typed_date(value: RawCell) -> str:
    """Return the date that a person typed into a cell, as it is shown; empty if it was a number.

    Nobody types the number that stands for a day of this century, but 119 under a date's format.
    """
    if value.kind == "text":  # in ISO form
        return value.text.removesuffix("T00:00:00")
    days = float(value.text) if value.kind == "number" else 0
    first, end = _DAYS_OF_THIS_CENTURY
    return value.display.strip() if first <= days < end else ""


def _read_total(
    form: Form, cell: Cell, value: RawCell, positions: Sequence[Position] | None, cells: TableCells
) -> None:
    """Sort a total that is a formula; its value is recomputed whatever its saved result is."""
    cells.typed[cell.index] = None
    cells.seen[cell.index] = value.text
    same = (
        not value.formula
        or positions is None
        or cell.index in form.count_of  # its references follow the list wherever it is moved
        or same_formula(value.formula, _expected_formula(form, cell, positions))
    )
    lost = value.text == _LOST or _LOST in (value.formula or "")
    if lost or value.kind == "error":
        (cells.failed if same and not lost else cells.broken).append(cell.index)
        return
    (cells.intact if same else cells.changed).append(cell.index)
    if value.text:
        cells.cached[cell.index] = read_stored(value.text, cell.measure)


def _expected_formula(form: Form, cell: Cell, positions: Sequence[Position]) -> str:
    layout = lay_form(form)
    if positions is layout.positions:
        return total_formulas(layout)[cell.index]
    return computed_formula(form, cell.index, positions)


def clear_computed_totals(form: Form, cells: TableCells, skipped: frozenset[int]) -> None:
    """Clear each total that may be a formula's result, in a format whose formulas are not read.

    A total that equals the sum of its parts counts as computed. One that differs counts as typed:
    a stale formula and a slip of the hand look the same. One with an unreadable or `skipped` part
    cannot be compared and is cleared.
    """
    values = [None if cell.total else cells.typed.get(cell.index) for cell in form.cells]
    fill_totals(form, values)
    inputs = (i for i in cells.unreadable | skipped if not form.cells[i].total)
    unknown = with_dependents(form, inputs)
    for index in (*form.fill_order, *form.share_of):
        is_unknown = index in unknown
        if is_unknown:
            cells.readings.pop(index, None)
        if index in cells.typed and (is_unknown or cells.typed[index] == (values[index] or 0)):
            cells.typed[index] = None


def clear_explained_totals(form: Form, cells: TableCells) -> None:
    """Clear each typed total that is the sum of its parts without those stored as text.

    SUM passes over text, so such a total is what a program computed, and no slip of the hand. It
    is computed anew like a formula, and the finding about the text tells why it was another.
    """
    computed = (*form.fill_order, *form.share_of) if cells.texts else ()
    typed = [index for index in computed if cells.typed.get(index) is not None]
    if not typed:
        return
    whole, summed = _totals(form, cells, frozenset()), _totals(form, cells, cells.texts)
    for index in typed:
        value = cells.typed[index]
        if value == (summed[index] or 0) and value != (whole[index] or 0):
            cells.typed[index] = None


def _totals(form: Form, cells: TableCells, without: Container[int]) -> list[int | None]:
    """Return the values of a table with its totals computed anew `without` some of the parts."""
    values = [
        None if cell.total or cell.index in without else cells.typed.get(cell.index)
        for cell in form.cells
    ]
    fill_totals(form, values)
    return values
