"""The few checks that are no linear relation, each a function that a form file switches on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from xlreport.base.finding import Finding, make_finding
from xlreport.checks._text_check import empty_findings, text_findings
from xlreport.checks.arrays import Flags, Integers, ReturnArrays
from xlreport.form.form import Form
from xlreport.form.load import list_forms, load_form
from xlreport.form.measure import Kind, format_value
from xlreport.form.parts import Check
from xlreport.form.rule import NamedCheck
from xlreport.office.roster import LEVELS_MAY_MAKE_REGULATIONS
from xlreport.reading.one_return import Return

_DRIFT = 10  # times; rules.md: 许可, 处罚, 收费 change tenfold or more

IndexedFindings = Iterator[tuple[int, Finding]]


def named_findings(
    returns: Sequence[Return], stack: ReturnArrays, levels: Sequence[str]
) -> IndexedFindings:
    """Yield the findings of the named checks that the form switches on."""
    for check in stack.form.checks:
        run = _CHECKS.get(check.id)
        if run is not None:
            for number, finding in run(check, returns, stack, levels):
                # A form file says how grave its checks are; the catalogue only proposes.
                yield number, replace(finding, rule=check.id.value, severity=check.severity)


def edition_finding(item: Return) -> Finding | None:
    """Say that a return uses the tables of another edition than its year's."""
    if item.form is None or item.year is None or item.form.covers(item.year):
        return None
    check = item.form.check(NamedCheck.EDITION)
    if check is None:
        return None
    right = _edition_for(item.form, item.year)
    facts = {"year": str(item.year), "form": item.form.id, "right": right}
    finding = make_finding("EDITION", **facts)
    return replace(finding, rule=check.id.value, severity=check.severity)


def _edition_for(form: Form, year: int) -> str:
    known = (load_form(name) for name in list_forms())
    fitting = [other.id for other in known if other.title == form.title and other.covers(year)]
    return "、".join(fitting) or "该年度"


def _int(
    _: Check, returns: Sequence[Return], stack: ReturnArrays, __: Sequence[str]
) -> IndexedFindings:
    kinds = {Kind.COUNT}
    yield from _negative("INT", returns, stack, kinds)


def _neg(
    _: Check, returns: Sequence[Return], stack: ReturnArrays, __: Sequence[str]
) -> IndexedFindings:
    kinds = {Kind.MONEY}
    yield from _negative("NEG", returns, stack, kinds)


def _negative(
    code: str, returns: Sequence[Return], stack: ReturnArrays, kinds: set[Kind]
) -> IndexedFindings:
    columns = [cell.index for cell in stack.form.inputs if cell.measure.kind in kinds]
    for number, place in _true((stack.judged < 0)[:, columns]):
        yield number, make_finding(code, returns[number].reference(columns[place]))


def _regulations(
    check: Check, returns: Sequence[Return], stack: ReturnArrays, levels: Sequence[str]
) -> IndexedFindings:
    for number, place in _true(stack.judged[:, list(check.cells)] > 0):
        level = levels[number]
        if level and level not in LEVELS_MAY_MAKE_REGULATIONS:
            cell = returns[number].reference(check.cells[place])
            yield number, make_finding("T2-REG", cell, level=level)


def _items_and_cases(
    check: Check, returns: Sequence[Return], stack: ReturnArrays, _: Sequence[str]
) -> IndexedFindings:
    for balance in check.balances:
        left, right = _side(stack, balance.left), _side(stack, balance.right)
        known = ~stack.unreadable[:, list(balance.cells)].any(axis=1)
        for (number,) in _true(known & (left == right) & (right != 0)):
            item = returns[number]
            # Decisions come first: they are what the message quotes.
            cells = [item.reference(i, "right") for i, _ in balance.right]
            cells += [item.reference(i, "left") for i, _ in balance.left]
            yield number, make_finding("T2-MIX", *cells, place=balance.place)


def _amounts(
    check: Check, returns: Sequence[Return], stack: ReturnArrays, _: Sequence[str]
) -> IndexedFindings:
    projects, amount = check.cells
    both = stack.present[:, projects] & ~stack.unreadable[:, [projects, amount]].any(axis=1)
    both &= stack.present[:, amount]
    unequal = (stack.judged[:, projects] == 0) != (stack.judged[:, amount] == 0)
    for (number,) in _true(both & unequal):
        item = returns[number]
        cells = item.reference(amount), item.reference(projects)
        yield number, make_finding("T2-AMT", *cells, other=cells[1].value or "空白")


def _drift(
    check: Check, returns: Sequence[Return], stack: ReturnArrays, _: Sequence[str]
) -> IndexedFindings:
    for index in check.cells:
        now, last = stack.judged[:, index], stack.last[:, index]
        known = stack.present[:, index] & stack.last_present[:, index] & (now > 0) & (last > 0)
        for (number,) in _true(known & ((now >= _DRIFT * last) | (last >= _DRIFT * now))):
            before = format_value(int(last[number]), stack.form.cells[index].measure)
            yield number, make_finding("Y-DRIFT", returns[number].reference(index), last=before)


def _side(stack: ReturnArrays, terms: Sequence[tuple[int, int]]) -> Integers:
    """Add up one side of a relation for every return."""
    signs = np.array([sign for _, sign in terms], dtype=np.int64)
    sums: Integers = stack.judged[:, [index for index, _ in terms]] @ signs
    return sums


def _true(flags: Flags) -> Iterator[tuple[int, ...]]:
    for place in zip(*flags.nonzero(), strict=True):
        yield tuple(int(number) for number in place)


_Run = Callable[[Check, Sequence[Return], ReturnArrays, Sequence[str]], IndexedFindings]
_CHECKS: Mapping[NamedCheck, _Run] = {
    NamedCheck.INT: _int,
    NamedCheck.NEG: _neg,
    NamedCheck.T2_REG: _regulations,
    NamedCheck.T2_MIX: _items_and_cases,
    NamedCheck.T2_AMT: _amounts,
    NamedCheck.TEXT: text_findings,
    NamedCheck.EMPTY_0: empty_findings,
    NamedCheck.Y_DRIFT: _drift,
}
