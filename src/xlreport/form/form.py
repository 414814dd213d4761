"""The form (报表格式): one edition of one official form, as the whole library sees it.

Everything here is derived from one form file (`_form_file.py`); nothing else in the library
knows a label, a row or a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from xlreport.base.text import one_line
from xlreport.form.parts import Cell, Chart, Check, IndicatorMeaning, Narrative, Table, Text
from xlreport.form.rule import Balance, NamedCheck, Rule

if TYPE_CHECKING:
    pass


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
    meanings: tuple[IndicatorMeaning, ...]
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
                found.setdefault(balance.left[0].cell, balance)
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

    @cached_property
    def standing(self) -> Mapping[str, str]:
        """Map narrative parts, by key, to the standing sentence that they begin with."""
        return {text.key: text.standing for text in self.texts if text.standing}

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


def fill_totals(form: Form, values: list[int | None]) -> None:
    """Compute every total of `values` (scaled integers by cell index) in place.

    A missing part counts as 0, as in SUM; a total all of whose parts are missing stays missing.
    """
    for index in form.fill_order:
        total = None
        for term in form.fills[index].right:
            value = values[term.cell]
            if value is not None:
                total = (total or 0) + value * term.factor
        values[index] = total
