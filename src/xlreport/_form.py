"""The form (报表格式): one edition of one official form, as the whole library sees it.

Everything here is derived from one form file (`_form_file.py`); nothing else in the library
knows a label, a row or a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from xlreport._chart import Chart
from xlreport._finding import Severity
from xlreport._narrative import Narrative
from xlreport._one_line import one_line
from xlreport._outline import Outline
from xlreport._rule import Balance, NamedCheck, Relation, Rule
from xlreport._values import Measure

if TYPE_CHECKING:
    import pandera.pandas as pa


@dataclass(frozen=True, slots=True)
class Part:
    """Is one strip of a table: its own columns and rows below a band (empty where none)."""

    band: str
    corner: str
    columns: Outline
    rows: Outline


@dataclass(frozen=True, slots=True)
class Cell:
    """Is one value cell of a form; `index` is its place in official order, from 0.

    `total` cells are computed by a rule marked `fill`; all others are inputs. `path` names the
    cell to a person: table, row labels, column labels.
    """

    index: int
    table: str
    row: str
    column: str
    measure: Measure
    total: bool
    row_path: str
    column_path: str
    path: str


@dataclass(frozen=True, slots=True)
class Table:
    """Is one official table: one sheet, one frame, one schema, one nil declaration."""

    key: str
    heading: str
    sheet: str
    parts: tuple[Part, ...]
    cells: tuple[Cell, ...]

    __repr__ = one_line(lambda it: f"{it.key}: {len(it.cells)} cells")

    @property
    def row_keys(self) -> tuple[str, ...]:
        """List the rows that hold values, in official order."""
        return tuple(dict.fromkeys(cell.row for cell in self.cells))

    @property
    def column_keys(self) -> tuple[str, ...]:
        """List the columns that hold values, in official order, each once."""
        return tuple(dict.fromkeys(cell.column for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Text:
    """Is one narrative part: heading, what it must contain, and a standing sentence if any."""

    key: str
    heading: str
    say: str
    standing: str


@dataclass(frozen=True, slots=True)
class Check:
    """Is a named check as a form file switches it on: severity, sentence and its cells."""

    id: NamedCheck
    severity: Severity
    say: str
    cells: tuple[int, ...] = ()
    balances: tuple[Balance, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """Is what an indicator means, for the cells it is about (by index)."""

    cells: tuple[int, ...]
    text: str


@dataclass(frozen=True, eq=False)
class Form:
    """Is one edition of one official form, complete; two forms are the same if loaded once.

    `digest` identifies the content of its form file (or files, with an annex); `last_year` is
    None for an edition in force. `headline` are the cells that stand first in the summary.
    """

    id: str
    title: str
    notice: str
    first_year: int
    last_year: int | None
    tables: tuple[Table, ...]
    texts: tuple[Text, ...]
    rules: tuple[Rule, ...]
    balances: tuple[Balance, ...]
    checks: tuple[Check, ...]
    variants: Mapping[str, tuple[str, ...]]
    meanings: tuple[Meaning, ...]
    mistakes: tuple[str, ...]
    digest: str
    headline: tuple[int, ...]
    charts: tuple[Chart, ...]
    narrative: Narrative

    __repr__ = one_line(
        lambda it: (
            f"{it.id} {it.first_year}–{it.last_year or ''}: "
            f"{len(it.tables)} tables, {len(it.inputs)} inputs"
        )
    )

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """List all value cells of all tables, in official order."""
        return tuple(cell for table in self.tables for cell in table.cells)

    @cached_property
    def inputs(self) -> tuple[Cell, ...]:
        """List the cells that a clerk fills in."""
        return tuple(cell for cell in self.cells if not cell.total)

    @cached_property
    def index(self) -> Mapping[tuple[str, str, str], int]:
        """Map (table, row, column) to the cell's index."""
        return {(cell.table, cell.row, cell.column): cell.index for cell in self.cells}

    @cached_property
    def meaning_of(self) -> Mapping[int, str]:
        """Map the cells of which the form file says what they mean to that sentence."""
        return {index: meaning.text for meaning in self.meanings for index in meaning.cells}

    @cached_property
    def fills(self) -> Mapping[int, Balance]:
        """Map each total cell to the relation that computes it, the first in the form file."""
        found: dict[int, Balance] = {}
        for balance in self.balances:
            if balance.rule.fill:
                found.setdefault(balance.left[0][0], balance)
        return found

    @cached_property
    def fill_order(self) -> tuple[int, ...]:
        """Order the total cells so that each comes after those it is computed from."""
        order: dict[int, None] = {}

        def place(index: int) -> None:
            for other in self.fills[index].cells[1:]:
                if other in self.fills and other not in order:
                    place(other)
            order[index] = None

        for index in self.fills:
            if index not in order:
                place(index)
        return tuple(order)

    def covers(self, year: int) -> bool:
        """Tell whether this edition is the official one for reports of `year`."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def table(self, key: str) -> Table:
        """Find a table by its key; raises `KeyError` naming the keys there are."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(f"{self.id} has no table {key!r}; it has {[t.key for t in self.tables]}")

    def check(self, name: NamedCheck) -> Check | None:
        """Find a named check, or None where the form file does not switch it on."""
        return next((check for check in self.checks if check.id is name), None)

    def schema(self, key: str) -> pa.DataFrameSchema:
        """Build the pandera schema of table `key`, for a frame (department, row) × columns.

        The table of one department or of a summary, rows × columns, is validated by it too.
        Raises `KeyError` for a table that the form does not have.
        """
        # The one import that points upward: `form.schema(…)` is where a programmer looks for it.
        from xlreport._schema import table_schema

        return table_schema(self, key)


def fill_totals(form: Form, values: list[int | None]) -> None:
    """Compute every total of `values` (scaled integers by cell index) in place.

    A missing part counts as 0, as in SUM; a total all of whose parts are missing stays missing.
    """
    for index in form.fill_order:
        total = None
        for other, factor in form.fills[index].right:
            value = values[other]
            if value is not None:
                total = (total or 0) + value * factor
        values[index] = total


__all__ = ["Cell", "Check", "Form", "Part", "Relation", "Table", "Text", "fill_totals"]
