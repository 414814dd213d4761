"""Last year's figures, department by department, brought into this year's cells by their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlreport.base.text import one_line
from xlreport.form.form import Form
from xlreport.form.measure import Values
from xlreport.office.roster import Department, Roster
from xlreport.returns.migration import carry, origins


@dataclass(frozen=True, slots=True)
class LastYear:
    """Is the figures of one past year: for each department's code its values in `form`'s cells.

    `names` are the departments' names by code, for those whose code has changed since. `total`
    is the code in `rows` under which a summary's own total stands, empty without a summary.
    `unreadable` are by code the cells that hold no number, with the totals that need them: they
    are missing in `rows`. `left_out` are the files that were not used, each with the reason.
    """

    form: Form
    year: int | None
    rows: Mapping[str, Values]
    names: Mapping[str, str]
    total: str = ""
    unreadable: Mapping[str, frozenset[int]] = field(default_factory=dict)
    left_out: tuple[tuple[str, str], ...] = ()

    __repr__ = one_line(lambda it: f"{it.form.id} {it.year or ''}: {len(it.rows)} departments")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Is the departments that have figures of both years, and who is left out on either side.

    `places` are their numbers in the list that was asked for, `this` and `last` their rows in
    this year's cells. `only_this` and `only_last` name the departments of one year alone; those
    of whom last year's return is not readable throughout are of this year alone, and `doubtful`.
    `unknown` are the cells that a department standing alone lacks so.
    """

    places: tuple[int, ...]
    this: tuple[Values, ...]
    last: tuple[Values, ...]
    only_this: tuple[str, ...]
    only_last: tuple[str, ...]
    doubtful: tuple[str, ...] = ()
    unknown: frozenset[int] = frozenset()


def rows_for(
    last: LastYear, form: Form, departments: Sequence[Department], roster: Roster | None
) -> list[Values | None]:
    """Give each department's figures of last year in this year's cells; None where unknown.

    A department with predecessors gets their sum. Where one of them is unknown, or went into
    several departments so that its figures cannot be told apart, nothing is compared.
    """
    return [_row(last, form, codes) for codes in _sources(last, departments, roster)]


def without_figures(
    last: LastYear, departments: Sequence[Department], roster: Roster | None
) -> list[Department]:
    """List the departments for which `rows_for` gives no figures."""
    sources = _sources(last, departments, roster)
    return [who for who, codes in zip(departments, sources, strict=True) if not codes]


def pair_years(
    last: LastYear,
    form: Form,
    departments: Sequence[Department],
    rows: Sequence[Values],
    roster: Roster | None,
    *,
    alone: bool = False,
) -> Pairs:
    """Pair this year's `rows` with last year's, department by department, as `rows_for` does.

    A total over returns that are not readable throughout would be of some cells only. A return
    that stands `alone` is paired cell by cell.
    """
    sources = _sources(last, departments, roster)
    unknown = [_unknown(last, form, codes) for codes in sources]
    before = [
        None if cells and not alone else _row(last, form, codes)
        for cells, codes in zip(unknown, sources, strict=True)
    ]
    places = [place for place, row in enumerate(before) if row is not None]
    told = {last.total, *(code for codes in sources for code in codes)}
    return Pairs(
        tuple(places),
        tuple(rows[place] for place in places),
        tuple(row for row in before if row is not None),
        tuple(d.name for d, row in zip(departments, before, strict=True) if row is None),
        tuple(last.names.get(code, code) for code in last.rows if code not in told),
        tuple(d.name for d, cells in zip(departments, unknown, strict=True) if cells and not alone),
        frozenset().union(*unknown) if alone else frozenset(),
    )


def _row(last: LastYear, form: Form, codes: Sequence[str]) -> Values | None:
    rows = [
        carry(last.form, form, last.rows[code], last.unreadable.get(code, frozenset()))
        for code in codes
    ]
    if not rows:
        return None
    unknown = _unknown(last, form, codes)
    return [None if i in unknown else value for i, value in enumerate(add_rows(rows))]


def _unknown(last: LastYear, form: Form, codes: Sequence[str]) -> frozenset[int]:
    """Collect the cells of `form` that need one that could not be read."""
    cells = frozenset().union(*(last.unreadable.get(code, frozenset()) for code in codes))
    if not cells:
        return frozenset()
    homes = origins(last.form, form)
    return frozenset(i for i, home in enumerate(homes) if not cells.isdisjoint(home.parts))


def _sources(
    last: LastYear, departments: Sequence[Department], roster: Roster | None
) -> list[list[str]]:
    """List the codes under which each department's figures of last year stand."""
    claims = Counter(code for d in (roster.departments if roster else ()) for code in _codes(d))
    by_name = {name: code for code, name in last.names.items()}
    found = []
    for department in departments:
        codes = [code for code in _codes(department) if code in last.rows]
        if not codes and department.name in by_name:
            codes = [by_name[department.name]]
        split = any(claims[code] > 1 for code in codes)
        partial = any(code not in last.rows for code in department.predecessors)
        found.append([] if split or partial else codes)
    return found


def _codes(department: Department) -> tuple[str, ...]:
    return tuple(dict.fromkeys((department.code, *department.predecessors)))


def add_rows(rows: Sequence[Values]) -> Values:
    """Add rows up cell by cell; a cell without a value in any row stays missing."""
    totals: list[int | None] = []
    for column in zip(*rows, strict=True):
        values = [value for value in column if value is not None]
        totals.append(sum(values) if values else None)
    return totals
