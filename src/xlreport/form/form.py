"""The form (报表格式): one edition of one official form, as the whole library sees it.

All of it is read from one form file (`form/load.py`). No other module of the library names a
label, a row or a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from importlib import import_module

from xlreport.base.period import Period, PeriodKind
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.form.check_kind import CheckKind
from xlreport.form.counts import Count
from xlreport.form.measure import Kind
from xlreport.form.open_list import OpenList
from xlreport.form.parts import (
    Cell,
    Chart,
    Check,
    Duty,
    IndicatorMeaning,
    Narrative,
    Section,
    Share,
    Table,
    Text,
)
from xlreport.form.rule import Balance, CrossBalance, EarlierBlock, Rule, Terms

_REST = -1  # stands for every cell that no check of a kind names


@public
@dataclass(frozen=True, eq=False)
class Form:
    """One edition of one official form; forms are compared by identity.

    `digest` identifies the content of its form file (or files, with an annex), `revised_digests`
    earlier contents with the same cells; `last_year` is None for an edition in force, `period` is
    how often it is reported. `headline` lists the cells that a summary shows first. `sections` are
    in the order of the form file, those of an annex behind. `shown` are the keys of tables of
    another form, counted by a register that stands alone. `explanations` may be chosen as 核实说明.
    """

    id: str
    title: str
    notice: str
    first_year: int
    last_year: int | None
    period: PeriodKind
    tables: tuple[Table, ...]
    texts: tuple[Text, ...]
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]
    balances: tuple[Balance, ...]
    shares: tuple[Share, ...]
    cross_balances: tuple[CrossBalance, ...]
    checks: tuple[Check, ...]
    variants: Mapping[str, tuple[str, ...]]
    meanings: tuple[IndicatorMeaning, ...]
    mistakes: tuple[str, ...]
    digest: str
    revised_digests: frozenset[str]
    headline: tuple[int, ...]
    charts: tuple[Chart, ...]
    narrative: Narrative
    duties: tuple[Duty, ...] = ()
    lists: tuple[OpenList, ...] = ()
    counts: tuple[Count, ...] = ()
    shown: frozenset[str] = frozenset()
    explanations: Mapping[str, str] = field(default_factory=dict)

    __repr__ = one_line(
        lambda it: (
            f"{it.id} {it.first_year}–{it.last_year or ''}: "
            f"{len(it.tables)} tables, {len(it.inputs)} inputs"
        )
    )

    @property
    def edition(self) -> str:
        """The name of the edition, 2021年版, by the first year that it is for."""
        return f"{self.first_year}年版"

    @property
    def name(self) -> str:
        """The title with the edition: 政府信息公开工作年度报告（2021年版）."""
        return f"{self.title}（{self.edition}）"

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All value cells of all tables, in official order."""
        return tuple(cell for table in self.tables for cell in table.cells)

    @cached_property
    def inputs(self) -> tuple[Cell, ...]:
        """The cells that a clerk fills in."""
        return tuple(cell for cell in self.cells if not cell.total)

    @cached_property
    def filled_tables(self) -> tuple[Table, ...]:
        """The tables that a clerk fills in; all of the others is computed or counted."""
        return tuple(table for table in self.tables if not all(c.total for c in table.cells))

    @cached_property
    def given(self) -> tuple[Cell, ...]:
        """The cells that no other cell gives: inputs, and those that are counted from a list."""
        return tuple(c for c in self.cells if not c.total or c.index in self.count_of)

    @cached_property
    def totals(self) -> tuple[Cell, ...]:
        """The cells that are computed: totals and shares."""
        return tuple(cell for cell in self.cells if cell.total)

    @cached_property
    def index(self) -> Mapping[tuple[str, str, str], int]:
        """The cells' indexes by (table, row, column)."""
        return {(cell.table, cell.row, cell.column): cell.index for cell in self.cells}

    @cached_property
    def meaning_of(self) -> Mapping[int, str]:
        """The meaning of cells, by index, where the form file explains them."""
        return {index: meaning.text for meaning in self.meanings for index in meaning.cells}

    @cached_property
    def fills(self) -> Mapping[int, Balance]:
        """The balance that computes each total, by cell index: the first in the form file."""
        fills: dict[int, Balance] = {}
        for balance in self.balances:
            if balance.rule.fill:
                fills.setdefault(balance.left[0].cell, balance)
        return fills

    @cached_property
    def fill_order(self) -> tuple[int, ...]:
        """The totals, by cell index, each after the totals it is computed from."""
        order: dict[int, None] = {}

        def visit(index: int) -> None:
            for other in self.fills[index].cells[1:]:
                if other in self.fills and other not in order:
                    visit(other)
            order[index] = None

        for index in self.fills:
            if index not in order:
                visit(index)
        return tuple(order)

    @cached_property
    def count_of(self) -> Mapping[int, Count]:
        """The count that fills a cell, by cell index."""
        return {count.cell: count for count in self.counts if count.fill}

    @cached_property
    def share_of(self) -> Mapping[int, Share]:
        """The share that computes a cell, by cell index."""
        return {share.cell: share for share in self.shares}

    @cached_property
    def not_added(self) -> tuple[Cell, ...]:
        """The cells that have no sum over departments, and are no share of sums either."""
        return tuple(
            cell for cell in self.cells if not cell.measure.adds and cell.index not in self.share_of
        )

    def terms_of(self, index: int) -> Terms:
        """Return the terms from which a total or a share is computed; none for an input."""
        if index in self.share_of:
            return self.share_of[index].numerator + self.share_of[index].denominator
        return self.fills[index].right if index in self.fills else ()

    @cached_property
    def has_texts(self) -> bool:
        """Whether any cell holds something else than a number."""
        return not all(cell.measure.is_number for cell in self.cells)

    @cached_property
    def standing(self) -> Mapping[str, str]:
        """The standing sentence of narrative parts, by key, where they have one."""
        return {text.key: text.standing for text in self.texts if text.standing}

    @property
    def opening(self) -> str:
        """The key of the text that opens the report and has no printed heading, or ""."""
        return next((text.key for text in self.texts if not text.printed), "")

    def covers(self, year: int) -> bool:
        """Tell whether this edition is the official one for reports of `year`."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def has(self, period: Period) -> bool:
        """Tell whether this edition is the official one for reports of `period`."""
        return period.kind is self.period and self.covers(period.year)

    @property
    def earlier(self) -> tuple[EarlierBlock, ...]:
        """The blocks of a row of earlier figures, each with a value for each cell."""
        return tuple(EarlierBlock)[: 1 if self.period.is_year else 3]

    @property
    def earlier_width(self) -> int:
        """The number of values in a row of earlier figures."""
        return len(self.earlier) * len(self.cells)

    def earlier_cell(self, index: int) -> Cell:
        """Return the cell whose earlier figure has this index in a row of earlier figures."""
        return self.cells[index % len(self.cells)]

    def earlier_word(self, index: int) -> str:
        """Return what a clerk calls the report from which that figure is: 上年, 上期, 上年同期."""
        block = self.earlier[index // len(self.cells)]
        is_year_ago = block is EarlierBlock.LAST_YEAR
        return self.period.same_last_year if is_year_ago else self.period.last

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the tables, then those of the lists, in official order."""
        return (*(table.key for table in self.tables), *(each.key for each in self.lists))

    def table(self, key: str) -> Table:
        """Return a table by its key; raises `KeyError` that lists the form's tables."""
        for table in self.tables:
            if table.key == key:
                return table
        if self.open_list(key):
            raise KeyError(f"{key!r} is a list of {self.id}, not a table: call open_list")
        raise KeyError(f"{self.id} has no table {key!r}; it has {self.keys}")

    def cell(self, key: str) -> Cell:
        """Return a cell by its key, such as requests.received.total; raises `KeyError`."""
        parts = key.split(".")
        index = self.index.get((parts[0], parts[1], parts[2])) if len(parts) == 3 else None
        if index is None:
            near = "".join(get_close_matches(key, [cell.key for cell in self.cells], 1))
            meant = f"; did you mean {near}?" if near else ""
            raise KeyError(f"{self.id} has no cell {key!r}{meant}")
        return self.cells[index]

    def address(self, key: str) -> tuple[str, str]:
        """Return the sheet and the A1 address of a cell in templates, by its key.

        A return may have its tables elsewhere: its findings say where. Raises `KeyError`.
        """
        # The layout is a package above; users look for the address here all the same.
        lay_form = import_module("xlreport.layout.layout").lay_form
        position = lay_form(self).positions[self.cell(key).index]
        return position.sheet, position.address

    def open_list(self, key: str) -> OpenList | None:
        """Return a list by its key; None where the form has no such list."""
        return next((each for each in self.lists if each.key == key), None)

    def check_of(self, kind: CheckKind, index: int = _REST) -> Check:
        """Return the check of a kind by cell that a cell, by its index, belongs to.

        It is the one that is about the rest for any other number, as for a cell of a list.
        """
        checks = self._checks_by_kind[kind]
        return checks[index] if index in checks else checks[_REST]

    @cached_property
    def _checks_by_kind(self) -> Mapping[CheckKind, Mapping[int, Check]]:
        """The first check of each kind that names a cell, and the one about the rest."""
        by_kind: dict[CheckKind, dict[int, Check]] = {kind: {} for kind in CheckKind}
        for check in self.checks:
            for index in (_REST,) if check.rest else check.cells:
                by_kind[check.kind].setdefault(index, check)
        return by_kind


def with_dependents(form: Form, cells: Iterable[int]) -> set[int]:
    """Return cells by index, and every total computed from one of them, or from such a total.

    Where a cell is unknown its dependents are unknown, too.
    """
    result = set(cells)
    for index in form.fill_order if result else ():
        if not result.isdisjoint(term.cell for term in form.fills[index].right):
            result.add(index)
    for share in form.shares if result else ():
        if not result.isdisjoint(term.cell for term in share.numerator + share.denominator):
            result.add(share.cell)
    return result


def cells_from_zero(form: Form, check: Check) -> frozenset[int]:
    """Return the cells, by index, that a check asks not to be below 0; a change may be."""
    if check.kind not in (CheckKind.WHOLE, CheckKind.NOT_NEGATIVE):
        return frozenset()
    return frozenset(i for i in check.cells if form.cells[i].measure.kind is not Kind.CHANGE)


def told_apart(*forms: Form) -> tuple[str, ...]:
    """Return the names of the editions of one title, with the id where two have the same name."""
    editions = [form.edition for form in forms]
    return tuple(
        form.edition if editions.count(form.edition) == 1 else f"{form.edition}（{form.id}）"
        for form in forms
    )
