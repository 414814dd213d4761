"""The figures of one department of one period, as a history has them, and what they lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.form.duties import cells_without
from xlreport.form.form import Form
from xlreport.form.measure import Measure, Values
from xlreport.form.parts import Cell
from xlreport.past.migration import carry, origins


@public
class Provenance(StrEnum):
    """Where the figures of a period come from."""

    SUMMARY = "summary"
    SUMMARY_ROW = "row of a summary"
    RETURN = "return"
    PUBLISHED = "published report"
    PREDECESSORS = "predecessors"

    @property
    def chinese(self) -> str:
        """The word for an officer."""
        return _ORIGINS[self]


_ORIGINS = {
    Provenance.SUMMARY: "汇总表",
    Provenance.SUMMARY_ROW: "汇总表分单位数据",
    Provenance.RETURN: "报送件",
    Provenance.PUBLISHED: "公开报告",
    Provenance.PREDECESSORS: "前身之和",
}


@public
class Gap(StrEnum):
    """Why a period has no value of an indicator."""

    NO_CELL = "not in this edition"
    NO_DUTY = "no duty"
    UNREADABLE = "unreadable"
    BLANK = "blank"

    @property
    def chinese(self) -> str:
        """The word for an officer."""
        return _GAPS[self]


_GAPS = {
    Gap.NO_CELL: "无对应指标",
    Gap.NO_DUTY: "无此项职责",
    Gap.UNREADABLE: "读不出数字",
    Gap.BLANK: "未填",
}


@public
@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a history: a cell of the newest edition that has it, with its keys and measure.

    `form` is that edition. The value in another edition is that of the cells with its keys.
    """

    form: Form
    cell: Cell

    __repr__ = one_line(lambda it: f"{it.form.id}: {it.cell.path}")

    @property
    def measure(self) -> Measure:
        """The kind and unit of its values."""
        return self.cell.measure


@public
@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The figures of one department, or of the county, of one period, in the edition of its file.

    `values` are scaled integers by the cells of `form`, None where missing; `unreadable` are the
    cells that hold no number, with the totals that need them, and `no_duties` the keys of the
    duties that the department did not have. `file` names where they come from. `counted` and
    `expected` tell of a summary how many of how many departments it covers; None where unknown.
    """

    period: Period
    form: Form
    code: str
    department: str
    values: tuple[int | None, ...]
    provenance: Provenance
    file: str
    no_duties: frozenset[str] = frozenset()
    unreadable: frozenset[int] = frozenset()
    counted: int | None = None
    expected: int | None = None

    __repr__ = one_line(lambda it: f"{it.period} {it.form.id} {it.department}: {it.file}")

    @property
    def is_partial(self) -> bool:
        """Tell whether they are totals that leave departments out, or may leave some out."""
        if self.provenance is not Provenance.SUMMARY:
            return False
        return self.counted is None or self.counted != self.expected

    def of(self, indicator: Indicator) -> int | None:
        """Return the value of an indicator, a scaled integer by its measure; None if missing."""
        return self.all_of([indicator])[0][0]

    def gap(self, indicator: Indicator) -> Gap | None:
        """Return why an indicator has no value here; None where it has one."""
        return self.all_of([indicator])[0][1]

    def all_of(self, indicators: Sequence[Indicator]) -> list[tuple[int | None, Gap | None]]:
        """List for each indicator its value, and the reason where it has none."""
        forms = {each.form for each in indicators}
        rows = {form: self.in_edition(form) for form in forms}
        lost = {form: self.unreadable_in(form) for form in forms}
        sources = {form: origins(self.form, form) for form in forms}
        without = cells_without(self.form, self.no_duties)
        found: list[tuple[int | None, Gap | None]] = []
        for each in indicators:
            form, index = each.form, each.cell.index
            value, parts = rows[form][index], sources[form][index].parts
            if not parts:
                found.append((None, Gap.NO_CELL))
            elif index in lost[form]:
                found.append((None, Gap.UNREADABLE))
            elif value is None:
                found.append((None, Gap.NO_DUTY if without.issuperset(parts) else Gap.BLANK))
            else:
                found.append((value, None))
        return found

    def in_edition(self, form: Form) -> Values:
        """Return the values by the cells of another edition; a cell without an origin is missing.

        A sum over an unreadable cell is missing, too.
        """
        lost = self.unreadable_in(form)
        row = carry(self.form, form, self.values, self.unreadable)
        return [None if index in lost else value for index, value in enumerate(row)]

    def unreadable_in(self, form: Form) -> frozenset[int]:
        """Return the cells of another edition whose value comes from an unreadable cell."""
        if not self.unreadable or form is self.form:
            return self.unreadable
        sources = enumerate(origins(self.form, form))
        return frozenset(i for i, source in sources if not self.unreadable.isdisjoint(source.parts))
