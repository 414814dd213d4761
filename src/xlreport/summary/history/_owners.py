"""Whose the figures of a history are: codes decide, then names, then the roster's predecessors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xlreport.base.path import say_indicator
from xlreport.base.period import Period
from xlreport.base.text import comparable
from xlreport.form.measure import format_value
from xlreport.form.sums import add_rows
from xlreport.office.roster import Department, Roster, find_department
from xlreport.summary.history._figures import Gathered
from xlreport.summary.history.history import DepartmentHistory
from xlreport.summary.history.period_figures import PeriodFigures, Provenance

_ORDER = [*Provenance]
"""Which of two files on the same figures is used: what was added up goes before what was sent."""


@dataclass(slots=True)
class _Owner:
    """A department as its latest figures name it, with all its figures."""

    code: str
    department: str
    figures: list[PeriodFigures] = field(default_factory=list)


def own_figures(
    gathered: Gathered, roster: Roster | None, names: Sequence[str]
) -> Iterator[DepartmentHistory]:
    """Yield the county, if its totals are known, and each department with its figures.

    `names` are names of the county besides those on its summaries. What is left out is added to
    `gathered`.
    """
    county, others = _split(gathered, {comparable(name) for name in names})
    if county:
        latest = max(county, key=lambda each: each.period)
        who = _Owner(latest.code, latest.department, county)
        yield _history(who, gathered, is_county=True)
    owners = _in_order(_owners(others, roster), roster)
    gathered.left_out.extend(_likely_the_county(county, owners, roster))
    for owner in owners:
        yield _history(owner, gathered)


def _likely_the_county(
    county: Sequence[PeriodFigures], owners: Sequence[_Owner], roster: Roster | None
) -> Iterator[tuple[str, str]]:
    """Yield who may be the county itself, under a name with more or fewer words than its own.

    Nobody is who is on the roster, or reports to the county.
    """
    names = dict.fromkeys(each.department for each in county)
    for owner in owners:
        published = all(each.provenance is Provenance.PUBLISHED for each in owner.figures)
        listed = roster and find_department(roster, code=owner.code, name=owner.department)
        if not published or listed:
            continue
        for name in names:
            short, long = sorted((comparable(name), comparable(owner.department)), key=len)
            if short and long.startswith(short):
                what = f"没有并入“{name}”的合计；如果是同一个单位，请用参数 names 写明这个名称"
                yield owner.department, what


def _split(gathered: Gathered, names: set[str]) -> tuple[list[PeriodFigures], list[PeriodFigures]]:
    """Split the figures into the county's and all others.

    Summaries of several counties are returns to their city: no departments are known then.
    """
    summaries = [each for each in gathered.figures if each.provenance is Provenance.SUMMARY]
    owners = _owners(summaries, None)
    if len(owners) > 1:
        who = "、".join(owner.department for owner in owners)
        what = f"是 {len(owners)} 个不同单位的汇总表（{who}），各自成行，没有读取其中各单位的数据"
        gathered.left_out.append(("各年的汇总表", what))
        rows, codes = [], set[str]()
    else:
        rows = gathered.rows
        names = names | {comparable(each.department) for each in summaries}
        codes = {comparable(each.code) for each in summaries if each.code}
    county: list[PeriodFigures] = []
    others = [*rows]
    for each in gathered.figures:
        is_county = comparable(each.department) in names or comparable(each.code) in codes
        (county if is_county else others).append(each)
    return county, others


def _owners(figures: Sequence[PeriodFigures], roster: Roster | None) -> list[_Owner]:
    """Join figures of one department, the latest first: by the roster, else by code, else by name.

    A code that changed is followed by the name, unless both codes have figures of one period.
    """
    by_code: dict[str, _Owner] = {}
    by_name: dict[str, _Owner] = {}
    owners: list[_Owner] = []
    for each in sorted(figures, key=lambda figures: figures.period, reverse=True):
        listed = find_department(roster, code=each.code, name=each.department) if roster else None
        code, name = (listed.code, listed.name) if listed else (each.code, each.department)
        owner = by_code.get(comparable(code)) if code else None
        if owner is None:
            owner = by_name.get(comparable(name))
            if owner is not None and _are_two(owner, code, each.period):
                owner = None
        if owner is None:
            owner = _Owner(code, name)
            owners.append(owner)
        owner.code = owner.code or code
        owner.figures.append(each)
        by_name.setdefault(comparable(name), owner)
        if code:
            by_code[comparable(code)] = owner
    return owners


def _are_two(owner: _Owner, code: str, period: Period) -> bool:
    """Tell whether one period has figures under this code and under another of the same name."""
    wanted = comparable(code)
    same = (each for each in owner.figures if each.period == period)
    return any(wanted and each.code and comparable(each.code) != wanted for each in same)


def _in_order(owners: list[_Owner], roster: Roster | None) -> list[_Owner]:
    """Put departments in the roster's order, with the figures of their predecessors."""
    if roster is None:
        return owners
    by_code = {comparable(owner.code): owner for owner in owners if owner.code}
    claims = Counter(comparable(c) for d in roster.departments for c in d.predecessors)
    ordered: list[_Owner] = []
    for department in roster.departments:
        owner = by_code.get(comparable(department.code)) or _Owner(department.code, department.name)
        if all(claims[comparable(code)] == 1 for code in department.predecessors):
            owner.figures += list(_of_predecessors(owner, department, by_code))
        if owner.figures:
            ordered.append(owner)
    return [*ordered, *(owner for owner in owners if owner not in ordered)]


def _of_predecessors(
    owner: _Owner, department: Department, by_code: dict[str, _Owner]
) -> Iterator[PeriodFigures]:
    """Yield the sum of a department's predecessors where all have figures and itself has none."""
    before = [by_code.get(comparable(code)) for code in department.predecessors]
    if not before or None in before:
        return
    by_period: dict[Period, list[PeriodFigures]] = defaultdict(list)
    for each in before:
        chosen = {figures.period: figures for figures in _chosen(each.figures if each else [])}
        for period, figures in chosen.items():
            by_period[period].append(figures)
    own = {figures.period for figures in owner.figures}
    for period, parts in by_period.items():
        form = parts[0].form
        is_whole = len(parts) == len(before) and all(part.form is form for part in parts)
        if period in own or not is_whole:
            continue
        unreadable = frozenset[int]().union(*(part.unreadable for part in parts))
        values = add_rows(form, [part.values for part in parts])
        yield PeriodFigures(
            period=period,
            form=form,
            code=department.code,
            department=department.name,
            values=tuple(None if i in unreadable else value for i, value in enumerate(values)),
            provenance=Provenance.PREDECESSORS,
            file="、".join(part.department for part in parts),
            no_duties=frozenset.intersection(*(part.no_duties for part in parts)),
            unreadable=unreadable,
        )


def _chosen(figures: Sequence[PeriodFigures]) -> list[PeriodFigures]:
    """List the figures that are used, one for each period, the oldest first."""
    ranked = sorted(figures, key=lambda each: _ORDER.index(each.provenance), reverse=True)
    by_period = {each.period: each for each in ranked}
    return [by_period[period] for period in sorted(by_period)]


def _history(owner: _Owner, gathered: Gathered, *, is_county: bool = False) -> DepartmentHistory:
    chosen = _chosen(owner.figures)
    for used in chosen:
        for other in owner.figures:
            if other.period == used.period and other is not used:
                gathered.left_out.extend(_differences(owner, used, other))
    return DepartmentHistory(owner.code, owner.department, tuple(chosen), is_county=is_county)


def _differences(
    owner: _Owner, used: PeriodFigures, other: PeriodFigures
) -> Iterator[tuple[str, str]]:
    """Yield a sentence on two files that state figures of one department and period differently."""
    theirs = other.in_edition(used.form)
    differing = [
        f"{say_indicator(cell.path)}："
        f"{format_value(mine, cell.measure)}与{format_value(value, cell.measure)}"
        for cell, mine, value in zip(used.form.cells, used.values, theirs, strict=True)
        if mine is not None and value is not None and mine != value
    ]
    if differing:
        yield (
            owner.department,
            f"{used.period.spaced}的{used.provenance.chinese}（{used.file}）与{other.provenance.chinese}"
            f"（{other.file}）有 {len(differing)} 格不同，用前者；第一处是 {differing[0]}",
        )
