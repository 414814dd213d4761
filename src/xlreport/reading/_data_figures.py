"""The figures in the rows of a data sheet, of which a province's summary has a million.

A column is read as the cells of its measure are, but the same figure in it only once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import repeat

from xlreport.base.address import a1
from xlreport.base.errors import InputError
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.measure import Kind, Measure
from xlreport.form.sums import read_counts
from xlreport.form.typed_numbers import read_stored
from xlreport.form.typed_values import read_value
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.layout.data_sheet import FIRST_VALUE_COLUMN

_PLAIN = frozenset({Kind.COUNT, Kind.CHANGE, Kind.MONEY})  # read as a clerk's cells are
_MOST_KNOWN = 1 << 12


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of figures: its measure, and the values of cells that were read in it before.

    Columns of one measure share what is `known`.
    """

    measure: Measure
    known: dict[RawCell | None, int] = field(default_factory=dict)


@lru_cache(maxsize=1 << 4)
def columns_of(form: Form) -> Sequence[DataColumn]:
    """Return the columns of the cells of a form, in order."""
    columns = {measure: DataColumn(measure.stated()) for measure in {c.measure for c in form.cells}}
    return [columns[cell.measure] for cell in form.cells]


def read_figures(
    columns: Sequence[DataColumn], sheet: RawSheet, row: int
) -> tuple[tuple[int | None, ...], dict[int, str]]:
    """Read a row of a data sheet: its values, and the texts that stand in their place.

    Raises `InputError` for what cannot be read.
    """
    places = zip(repeat(row), range(FIRST_VALUE_COLUMN, FIRST_VALUE_COLUMN + len(columns)))
    cells = list(map(sheet.cells.get, places))
    values = [column.known.get(raw) for column, raw in zip(columns, cells, strict=True)]
    said: dict[int, str] = {}
    for index in [index for index, value in enumerate(values) if value is None]:
        raw, column = cells[index], columns[index]
        if raw is None:
            continue
        values[index], text = _read(column.measure, sheet, (row, FIRST_VALUE_COLUMN + index), raw)
        value = values[index]
        if text:
            said[index] = text
        elif value is not None and raw.formula is None and len(column.known) < _MOST_KNOWN:
            column.known[raw] = value
    return tuple(values), said


def _read(
    measure: Measure, sheet: RawSheet, at: tuple[int, int], raw: RawCell
) -> tuple[int | None, str]:
    """Read a cell with content: its value, and the text that stands in its place."""
    if raw.text == NO_DUTY:
        return None, NO_DUTY
    if measure.kind not in _PLAIN and (text := raw.text.strip()):
        value = None if measure.kind is Kind.TEXT else read_figure(raw, measure)
        if value is not None:
            return value, ""
        if measure.kind is not Kind.TEXT and read_counts(text, measure) is None:
            raise data_fault(sheet, *at, f"“{text}”不是这一栏可以填的内容；请改正。")
        return None, text
    reading = read_value(raw.kind, raw.text, raw.shown, measure, raw.display)
    if reading.unreadable or (raw.formula is not None and not raw.text):
        otherwise = f"（显示为“{reading.display.strip()}”）" if reading.display else ""
        seen = f"“{raw.text}”{otherwise}不是能读取的数字" if raw.text else "的公式没有算出的值"
        raise data_fault(sheet, *at, f"{seen}；请改填数字。")
    return reading.value, ""


def read_figure(raw: RawCell, measure: Measure) -> int | None:
    """Read a cell as the data sheet writes it; None where it holds anything else, or nothing."""
    text = raw.text.strip()
    if measure.answers:
        return measure.answers.index(text) if text in measure.answers else None
    if measure.kind is Kind.DATE:
        try:
            return date.fromisoformat(text).toordinal()
        except ValueError:
            return None
    if measure.kind in (Kind.DECIMAL, Kind.PERCENTAGE):
        return read_stored(text, measure) if raw.kind == "number" else None
    return read_value(raw.kind, raw.text, raw.shown, measure, raw.display).value


def text_at(sheet: RawSheet, row: int, column: int) -> str:
    """Return the text of a cell without blanks around it; "" where there is none."""
    raw = sheet.cells.get((row, column))
    return raw.text.strip() if raw else ""


def data_fault(sheet: RawSheet, row: int, column: int, what: str) -> InputError:
    """Make the error about a cell of a data sheet; its sentence begins after the file's name."""
    return InputError(f"的“{sheet.name}”{a1(row, column)} {what}")
