"""Checks that are not linear relations; a form file switches each of them on by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from xlreport.base.finding import Finding, make_finding
from xlreport.checks._text_check import empty_findings, text_findings
from xlreport.checks.arrays import Flags, Integers, ReturnArrays
from xlreport.form.measure import Kind, format_value
from xlreport.form.parts import Check
from xlreport.form.rule import NamedCheck, Terms
from xlreport.office.roster import LEVELS_MAY_MAKE_REGULATIONS
from xlreport.reading.one_return import Return

_DRIFT = 10  # times: licences, penalties and fees (许可, 处罚, 收费) that change tenfold or more

IndexedFindings = Iterator[tuple[int, Finding]]


def named_findings(
    returns: Sequence[Return], arrays: ReturnArrays, levels: Sequence[str]
) -> IndexedFindings:
    """Yield the findings of the named checks that the form switches on."""
    for check in arrays.form.checks:
        run = _CHECKS.get(check.id)
        if run is not None:
            for number, finding in run(check, returns, arrays, levels):
                # The form file sets the severity of its checks; the catalogue's is a default.
                yield number, replace(finding, rule=check.id.value, severity=check.severity)


def _int(
    _: Check, returns: Sequence[Return], arrays: ReturnArrays, __: Sequence[str]
) -> IndexedFindings:
    """Yield a finding for each count below 0."""
    yield from _negative("INT", returns, arrays, Kind.COUNT)


def _neg(
    _: Check, returns: Sequence[Return], arrays: ReturnArrays, __: Sequence[str]
) -> IndexedFindings:
    """Yield a finding for each amount of money below 0."""
    yield from _negative("NEG", returns, arrays, Kind.MONEY)


def _negative(
    code: str, returns: Sequence[Return], arrays: ReturnArrays, kind: Kind
) -> IndexedFindings:
    columns = [cell.index for cell in arrays.form.inputs if cell.measure.kind is kind]
    for number, column in _true((arrays.judged < 0)[:, columns]):
        yield number, make_finding(code, returns[number].reference(columns[column]))


def _regulations(
    check: Check, returns: Sequence[Return], arrays: ReturnArrays, levels: Sequence[str]
) -> IndexedFindings:
    """Yield a finding for regulations of a department whose level may not make any."""
    for number, column in _true(arrays.judged[:, list(check.cells)] > 0):
        level = levels[number]
        if level and level not in LEVELS_MAY_MAKE_REGULATIONS:
            cell = returns[number].reference(check.cells[column])
            yield number, make_finding("T2-REG", cell, level=level)


def _items_and_cases(
    check: Check, returns: Sequence[Return], arrays: ReturnArrays, _: Sequence[str]
) -> IndexedFindings:
    """Yield a finding where items and cases are equal: most likely cases were counted as items."""
    for balance in check.balances:
        left, right = _side(arrays, balance.left), _side(arrays, balance.right)
        readable = ~arrays.unreadable[:, list(balance.cells)].any(axis=1)
        for (number,) in _true(readable & (left == right) & (right != 0)):
            item = returns[number]
            # The message quotes the decisions, so they come first.
            cells = [item.reference(term.cell, "right") for term in balance.right]
            cells += [item.reference(term.cell, "left") for term in balance.left]
            yield number, make_finding("T2-MIX", *cells, place=balance.place)


def _amounts(
    check: Check, returns: Sequence[Return], arrays: ReturnArrays, _: Sequence[str]
) -> IndexedFindings:
    """Yield a finding where only one of projects and amount is 0."""
    projects, amount = check.cells
    both = arrays.present[:, projects] & ~arrays.unreadable[:, [projects, amount]].any(axis=1)
    both &= arrays.present[:, amount]
    unequal = (arrays.judged[:, projects] == 0) != (arrays.judged[:, amount] == 0)
    for (number,) in _true(both & unequal):
        item = returns[number]
        cells = item.reference(amount), item.reference(projects)
        yield number, make_finding("T2-AMT", *cells, other=cells[1].value or "空白")


def _drift(
    check: Check, returns: Sequence[Return], arrays: ReturnArrays, _: Sequence[str]
) -> IndexedFindings:
    """Yield a finding for each cell that changed tenfold or more since last year."""
    for index in check.cells:
        now, last = arrays.judged[:, index], arrays.last[:, index]
        both = arrays.present[:, index] & arrays.last_present[:, index] & (now > 0) & (last > 0)
        for (number,) in _true(both & ((now >= _DRIFT * last) | (last >= _DRIFT * now))):
            before = format_value(int(last[number]), arrays.form.cells[index].measure)
            yield number, make_finding("Y-DRIFT", returns[number].reference(index), last=before)


def _side(arrays: ReturnArrays, terms: Terms) -> Integers:
    """Add up one side of a relation for every return."""
    signs = np.array([term.factor for term in terms], dtype=np.int64)
    sums: Integers = arrays.judged[:, [term.cell for term in terms]] @ signs
    return sums


def _true(flags: Flags) -> Iterator[tuple[int, ...]]:
    """Yield the indexes of the flags that are set: a number for each axis."""
    for indexes in zip(*flags.nonzero(), strict=True):
        yield tuple(int(index) for index in indexes)


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
