"""Earlier figures, department by department, brought into the cells of a form by their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.form.form import Form
from xlreport.form.measure import Values
from xlreport.form.sums import add_rows
from xlreport.office.roster import Department, Roster
from xlreport.past.migration import carry, origins


@public
@dataclass(frozen=True, slots=True)
class LastYear:
    """The figures of one earlier period: for each department's code its values in `form`'s cells.

    `names` are the departments' names by code, for those whose code has changed since. `total`
    is the code in `rows` of a summary's own total, empty without a summary, and `uncounted` are
    those of departments that it does not add up. `no_duties` are by code the keys of the duties
    that the department did not have. `unreadable` are by code the cells that hold no number, with
    the totals that need them: they are missing in `rows`. `texts` are by code the narrative parts
    of returns and published reports, by key. `left_out` are the files not used, each with the
    reason, `unproved` the summaries without a check code. `word` is what a clerk calls the period.
    """

    form: Form
    period: Period | None
    rows: Mapping[str, Values]
    names: Mapping[str, str]
    total: str = ""
    no_duties: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unreadable: Mapping[str, frozenset[int]] = field(default_factory=dict)
    left_out: tuple[tuple[str, str], ...] = ()
    unproved: tuple[str, ...] = ()
    word: str = "上年"
    uncounted: frozenset[str] = frozenset()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    __repr__ = one_line(lambda it: f"{it.form.id} {it.period or ''}: {len(it.rows)} departments")

    @property
    def year(self) -> int | None:
        """Return the year of the period."""
        return self.period.year if self.period else None

    @property
    def covered(self) -> int:
        """Count the departments that the summary's own total covers."""
        return len(self.rows.keys() - self.uncounted - {self.total})


@public
@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier figures that reports are compared with: of the period before, and of a year ago.

    Of a yearly form the two are one object, and `older` are the years before, the latest first:
    they tell what is usual, no rule is about them.
    """

    last: LastYear | None
    last_year: LastYear | None
    older: tuple[LastYear, ...] = ()

    __repr__ = one_line(lambda it: " ".join(f"{each.form.id} {each.period}" for each in it.given))

    @property
    def given(self) -> tuple[LastYear, ...]:
        """List the figures that there are, each once; those of a year ago come first."""
        before = None if self.last == self.last_year else self.last
        return tuple(figures for figures in (self.last_year, before) if figures is not None)


@dataclass(frozen=True, slots=True)
class Figures:
    """One department's figures of this year, by the form's cells, and the duties it lacks."""

    department: Department
    values: Values
    no_duties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """One department's figures of both years, by this year's cells.

    `number` is the index of its figures in the list that was paired. `lost` and `gained` are the
    keys of the duties that it had last year alone, and this year alone.
    """

    number: int
    department: Department
    this: Values
    last: Values
    lost: frozenset[str] = frozenset()
    gained: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pairs:
    """The departments that have figures of both years, and the names of all others.

    `only_this` and `only_last` name the departments of one year alone. A department whose last
    return has unreadable cells is in `only_this` and in `doubtful`, unless it is compared alone:
    then `unknown` are the cells that are not compared.
    """

    pairs: tuple[Pair, ...]
    only_this: tuple[str, ...]
    only_last: tuple[str, ...]
    doubtful: tuple[str, ...] = ()
    unknown: frozenset[int] = frozenset()


def rows_for(
    last: LastYear, form: Form, departments: Sequence[Department], roster: Roster | None
) -> list[Values | None]:
    """List each department's earlier figures in the cells of `form`; None where unknown.

    A department with predecessors gets their sum, and nothing in the cells that are not added up.
    It gets no figures where a predecessor's are missing, or where a predecessor was split among
    several departments.
    """
    return [_row(last, form, codes) for codes in _sources(last, departments, roster)]


def earlier_rows(
    earlier: Earlier | None,
    form: Form,
    period: Period | None,
    departments: Sequence[Department],
    roster: Roster | None,
) -> list[Values | None]:
    """List each department's row of earlier figures for a report of `period`.

    A row has the blocks of `form.earlier`. It is None where nothing is known.
    """
    last = _rows_of(earlier.last if earlier else None, form, departments, roster)
    if form.period.is_year:
        return last
    year_ago = _rows_of(earlier.last_year if earlier else None, form, departments, roster)
    restarts = _restarts(form, period)
    return [
        _joined(form, one, two, restarts=restarts) for one, two in zip(last, year_ago, strict=True)
    ]


def _restarts(form: Form, period: Period | None) -> bool:
    """Tell whether a report is the first of a year and has rules that restart with the year."""
    if period is None or period.kind is not form.period or not period.begins_year:
        return False
    return any(balance.rule.within_year for balance in form.balances)


def _rows_of(
    figures: LastYear | None, form: Form, departments: Sequence[Department], roster: Roster | None
) -> list[Values | None]:
    return rows_for(figures, form, departments, roster) if figures else [None] * len(departments)


def _joined(
    form: Form, last: Values | None, year_ago: Values | None, *, restarts: bool
) -> Values | None:
    if last is None and year_ago is None and not restarts:
        return None
    missing: Values = [None] * len(form.cells)
    within = [0] * len(form.cells) if restarts else last or missing
    return [*(last or missing), *(year_ago or missing), *within]


def texts_for(
    last: LastYear, departments: Sequence[Department], roster: Roster | None
) -> list[Mapping[str, str]]:
    """List each department's narrative parts of the earlier report, by key.

    There are none where the department has several predecessors, or where nobody read them.
    """
    sources = _sources(last, departments, roster)
    return [last.texts.get(codes[0], {}) if len(codes) == 1 else {} for codes in sources]


def without_figures(
    last: LastYear, departments: Sequence[Department], roster: Roster | None
) -> list[Department]:
    """List the departments for which `rows_for` gives no figures."""
    sources = _sources(last, departments, roster)
    return [who for who, codes in zip(departments, sources, strict=True) if not codes]


def pair_years(
    last: LastYear,
    form: Form,
    figures: Sequence[Figures],
    roster: Roster | None,
    *,
    alone: bool = False,
) -> Pairs:
    """Pair this year's figures with last year's, department by department, as `rows_for` does.

    A department whose last return has unreadable cells is not paired, since totals would cover
    it in some cells only. A return that stands `alone` is paired cell by cell.
    """
    departments = [each.department for each in figures]
    sources = _sources(last, departments, roster)
    pairs: list[Pair] = []
    only_this: list[str] = []
    doubtful: list[str] = []
    unknown: set[int] = set()
    for number, (each, codes) in enumerate(zip(figures, sources, strict=True)):
        cells = _unknown(last, form, codes)
        row = None if cells and not alone else _row(last, form, codes)
        if row is None:
            only_this.append(each.department.name)
        else:
            before = _lacking(last, codes)
            pairs.append(
                Pair(
                    number,
                    each.department,
                    this=each.values,
                    last=row,
                    lost=each.no_duties - before,
                    gained=before - each.no_duties,
                )
            )
            unknown |= cells
        if cells and not alone:
            doubtful.append(each.department.name)
    paired = {last.total, *last.uncounted, *(code for codes in sources for code in codes)}
    return Pairs(
        pairs=tuple(pairs),
        only_this=tuple(only_this),
        only_last=tuple(last.names.get(code, code) for code in last.rows if code not in paired),
        doubtful=tuple(doubtful),
        unknown=frozenset(unknown),
    )


def _row(last: LastYear, form: Form, codes: Sequence[str]) -> Values | None:
    rows = [
        carry(last.form, form, last.rows[code], last.unreadable.get(code, frozenset()))
        for code in codes
    ]
    if not rows:
        return None
    unknown = _unknown(last, form, codes)
    row = rows[0] if len(rows) == 1 else add_rows(form, rows)
    return [None if i in unknown else value for i, value in enumerate(row)]


def _lacking(last: LastYear, codes: Sequence[str]) -> frozenset[str]:
    """Collect the duties that none of a department's predecessors had."""
    lacking = [last.no_duties.get(code, frozenset()) for code in codes]
    return frozenset.intersection(*lacking) if lacking else frozenset()


def _unknown(last: LastYear, form: Form, codes: Sequence[str]) -> frozenset[int]:
    """Collect the cells of `form` whose value comes from an unreadable cell of last year."""
    cells = frozenset().union(*(last.unreadable.get(code, frozenset()) for code in codes))
    if not cells:
        return frozenset()
    sources = origins(last.form, form)
    return frozenset(i for i, origin in enumerate(sources) if not cells.isdisjoint(origin.parts))


def _sources(
    last: LastYear, departments: Sequence[Department], roster: Roster | None
) -> list[list[str]]:
    """List for each department the codes whose figures of last year are its own.

    There are none where several claim the same code, and where a department without figures of
    its own lacks those of a predecessor. Without a roster the departments are all that there are.
    """
    listed = {d.code: d for d in (roster.departments if roster else departments)}
    by_name = {name: code for code, name in last.names.items()}
    claims = Counter(code for d in listed.values() for code in _codes(last, d, listed, by_name))
    sources = []
    for department in departments:
        codes = _codes(last, department, listed, by_name)
        split = any(claims[code] > 1 for code in codes)
        sources.append([] if split else codes)
    return sources


def _codes(
    last: LastYear,
    department: Department,
    listed: Mapping[str, Department],
    by_name: Mapping[str, str],
) -> list[str]:
    """List the codes of last year whose figures a department may claim.

    Of one that has figures of its own, a predecessor which reports for itself this year lost
    nothing to it since, and one without figures was part of it already.
    """
    before = [code for code in dict.fromkeys(department.predecessors) if code in last.rows]
    if department.code in last.rows:
        taken_in = [code for code in before if code not in listed and code != department.code]
        return [department.code, *taken_in]
    if not before:
        own = by_name.get(department.name, "")
        return [own] if own and own not in listed else []
    return before if set(department.predecessors) <= last.rows.keys() else []
