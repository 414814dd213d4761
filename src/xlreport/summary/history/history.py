"""The history: the figures of any number of periods, by the keys that mean the same in all of them.

Figures of two editions are one line where their cells have the same keys. What cannot be compared
is kept apart and said: a cell that an edition lacks, a total that leaves departments out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from xlreport.base.errors import InputError
from xlreport.base.period import Period, period_fields
from xlreport.base.public import public
from xlreport.base.text import comparable, one_line
from xlreport.form.form import Form
from xlreport.form.measure import to_number
from xlreport.past.last_year import LastYear
from xlreport.summary.history.period_figures import Indicator, PeriodFigures

if TYPE_CHECKING:
    import pandas as pd


@public
@dataclass(frozen=True, slots=True)
class DepartmentHistory:
    """All periods of one department, or of the county as a whole, the oldest first.

    Code and name are the latest ones. `is_county` tells that these are the county's totals.
    """

    code: str
    department: str
    figures: tuple[PeriodFigures, ...]
    is_county: bool = False

    __repr__ = one_line(
        lambda it: f"{it.code} {it.department}: {', '.join(str(f.period) for f in it.figures)}"
    )

    def at(self, period: Period) -> PeriodFigures | None:
        """Return the figures of a period, None where there are none."""
        return next((each for each in self.figures if each.period == period), None)


@public
@dataclass(frozen=True, eq=False)
class History:
    """The figures of several periods of one form.

    `form` is the newest edition among them. `departments` begin with the county, where its totals
    are known. `left_out` are files and departments whose figures are not used, and figures that
    two files state differently, each with a sentence in Chinese. `unreadable` are the files among
    them that could not be read, `unproved` summaries without a check code.
    """

    form: Form
    departments: tuple[DepartmentHistory, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    unreadable: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()

    __repr__ = one_line(
        lambda it: (
            f"{it.form.id} {', '.join(map(str, it.periods))}: {len(it.departments)} departments"
        )
    )

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """All periods of which there are figures, the oldest first."""
        return tuple(sorted({f.period for who in self.departments for f in who.figures}))

    @cached_property
    def span(self) -> tuple[Period, ...]:
        """All periods from the first to the last, those without figures as well.

        Only those with figures where they are of several kinds, or too many are missing.
        """
        first, period = self.periods[0], self.periods[-1]
        if len({each.kind for each in self.periods}) > 1:
            return self.periods
        found = [period]
        while period > first and len(found) < _MOST_PERIODS:
            period = period.previous()
            found.append(period)
        return self.periods if period > first else tuple(reversed(found))

    @cached_property
    def county(self) -> DepartmentHistory | None:
        """The county's totals, None where they are unknown."""
        return next((who for who in self.departments if who.is_county), None)

    def department(self, name: str) -> DepartmentHistory:
        """Return the history of a department by its code or name.

        Raises `InputError` for one that has no figures.
        """
        wanted = comparable(name)
        for who in self.departments:
            if wanted in (comparable(who.code), comparable(who.department)):
                return who
        raise InputError(f"历年数据中没有“{name}”；单位代码和名称见 history.frame()。")

    def editions(self, period: Period) -> tuple[Form, ...]:
        """List the editions of a period's figures, the newest first."""
        found = {f.form for who in self.departments for f in who.figures if f.period == period}
        return tuple(sorted(found, key=_age, reverse=True))

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators that are numbers: those of the newest edition, then those only older have.

        A cell that newer editions divide is one of them: its value there is their sum.
        """
        forms = {f.form for who in self.departments for f in who.figures}
        return _indicators(tuple(sorted(forms, key=_age, reverse=True)))

    @property
    def headline(self) -> tuple[Indicator, ...]:
        """The main figures of the newest edition."""
        return tuple(Indicator(self.form, self.form.cells[i]) for i in self.form.headline)

    def before(self, period: Period) -> LastYear:
        """Return the figures of one period by department, in the cells of the newest edition."""
        found = [
            (_code(who), who.department, who.is_county, figures)
            for who in self.departments
            if (figures := who.at(period)) is not None
        ]
        form = self.form
        unreadable = {code: each.unreadable_in(form) for code, _, _, each in found}
        return LastYear(
            form=form,
            period=period,
            rows={code: each.in_edition(form) for code, _, _, each in found},
            names={code: name for code, name, _, _ in found},
            total=next((code for code, _, is_county, _ in found if is_county), ""),
            no_duties={code: each.no_duties for code, _, _, each in found if each.no_duties},
            unreadable={code: cells for code, cells in unreadable.items() if cells},
            word=period.title,
        )

    def frame(self) -> pd.DataFrame:
        """Return all figures as a frame, a line for each period, department and indicator.

        Its columns are year (and period, where the form is not yearly), department_code,
        department, is_county, form (the edition of the file), provenance, counted and expected (the
        departments that a summary covers), table, row, column, unit, value in that unit, and
        missing, the reason where there is no value (see `Gap`).
        """
        import pandas as pd

        columns = [*period_fields(self.periods[0]), *_OWN_COLUMNS] if self.periods else _OWN_COLUMNS
        frame = pd.DataFrame(self._lines(), columns=[*columns])
        types = {"counted": "Int64", "expected": "Int64", "value": "Float64"}
        return frame.astype(types | dict.fromkeys(_KEY_COLUMNS, "category"))

    def _lines(self) -> Iterator[tuple[object, ...]]:
        for who in self.departments:
            for figures in who.figures:
                head = (
                    *period_fields(figures.period).values(),
                    *(who.code, who.department, who.is_county),
                    *(figures.form.id, figures.provenance.value),
                    *(figures.counted, figures.expected),
                )
                found = figures.all_of(self.indicators)
                for each, (value, gap) in zip(self.indicators, found, strict=True):
                    cell = each.cell
                    number = None if value is None else to_number(value, cell.measure)
                    keys = (cell.table, cell.row, cell.column, cell.measure.unit)
                    yield (*head, *keys, number, gap and gap.value)


_MOST_PERIODS = 60  # of a form that is reported by months, five years
_OWN_COLUMNS = (
    *("department_code", "department", "is_county", "form", "provenance", "counted", "expected"),
    *("table", "row", "column", "unit", "value", "missing"),
)
_KEY_COLUMNS = ("department_code", "department", "form", "provenance", "table", "row", "column")


def _age(form: Form) -> tuple[int, str]:
    return form.first_year, form.id


def _code(who: DepartmentHistory) -> str:
    return who.code or who.department


@cache
def _indicators(forms: tuple[Form, ...]) -> tuple[Indicator, ...]:
    """List the cells that are numbers, each in the newest form that has it."""
    found: dict[tuple[str, str, str], Indicator] = {}
    for form in forms:
        for cell in form.cells:
            if cell.measure.is_number:
                found.setdefault((cell.table, cell.row, cell.column), Indicator(form, cell))
    return tuple(found.values())
