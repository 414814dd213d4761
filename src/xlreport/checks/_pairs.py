"""Checks of pairs of sums: not equal, both or neither, and one condition that implies another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from xlreport.base.finding import Finding, make_finding
from xlreport.base.path import last_label
from xlreport.checks.arrays import Flags, Integers, ReturnArrays, indexes_of
from xlreport.form.measure import format_value
from xlreport.form.parts import Check, Pair, Wanted
from xlreport.form.rule import Terms
from xlreport.reading.one_return import Return

_NAMED = 3  # cells of a sum; of more the first is named, and the others counted
_WORDS = {Wanted.BLANK: "填有内容", Wanted.FILLED: "没有填写"}

IndexedFindings = Iterator[tuple[int, Finding]]


def equal_findings(
    check: Check, returns: Sequence[Return], arrays: ReturnArrays
) -> IndexedFindings:
    """Yield a finding for each pair of sums that are the same and not 0."""
    for pair in check.pairs:
        left, right = _sum(arrays, pair.left), _sum(arrays, pair.right)
        for (number,) in indexes_of(_readable(arrays, pair) & (left == right) & (right != 0)):
            yield number, _finding("NOT-EQUAL", returns[number], pair)


def lone_findings(check: Check, returns: Sequence[Return], arrays: ReturnArrays) -> IndexedFindings:
    """Yield a finding for each pair of sums of which only one is 0."""
    for pair in check.pairs:
        both = _present(arrays, pair.left) & _present(arrays, pair.right) & _readable(arrays, pair)
        unequal = (_sum(arrays, pair.left) == 0) != (_sum(arrays, pair.right) == 0)
        for (number,) in indexes_of(both & unequal):
            yield number, _finding("PAIR", returns[number], pair)


def implied_findings(
    check: Check, returns: Sequence[Return], arrays: ReturnArrays
) -> IndexedFindings:
    """Yield a finding for each return that satisfies the first condition and not the second."""
    for pair in check.pairs:
        given = _holds(pair.left, pair.when, returns, arrays)
        missed = _fails(pair.right, pair.then, returns, arrays)
        for (number,) in indexes_of(given & missed & _readable(arrays, pair)):
            yield number, _finding("PAIR", returns[number], pair)


def _sum(arrays: ReturnArrays, terms: Terms) -> Integers:
    """Add up one side of a pair for every return."""
    factors = np.array([term.factor for term in terms], dtype=np.int64)
    sums: Integers = arrays.judged[:, [term.cell for term in terms]] @ factors
    return sums


def _present(arrays: ReturnArrays, terms: Terms) -> Flags:
    present: Flags = np.asarray(arrays.present[:, [term.cell for term in terms]].any(axis=1))
    return present


def _readable(arrays: ReturnArrays, pair: Pair) -> Flags:
    """Tell for which returns a pair can be judged: no cell is unreadable, nor a sum without use."""
    readable: Flags = np.logical_not(arrays.unreadable[:, list(pair.cells)].any(axis=1))
    return readable & ~(arrays.summed & pair.within)


def _holds(terms: Terms, wanted: Wanted, returns: Sequence[Return], arrays: ReturnArrays) -> Flags:
    """Tell where a condition is known to hold."""
    if wanted in (Wanted.BLANK, Wanted.FILLED):
        return np.logical_not(_unlike(terms, wanted, returns).any(axis=1))
    present, sums = _present(arrays, terms), _sum(arrays, terms)
    return present & (sums > 0 if wanted in (Wanted.ABOVE_ZERO, Wanted.YES) else sums == 0)


def _fails(terms: Terms, wanted: Wanted, returns: Sequence[Return], arrays: ReturnArrays) -> Flags:
    """Tell where a condition is known to fail; a figure or answer that is missing is no failure."""
    if wanted in (Wanted.BLANK, Wanted.FILLED):
        missed: Flags = np.asarray(_unlike(terms, wanted, returns).any(axis=1))
        return missed
    return _present(arrays, terms) & ~_holds(terms, wanted, returns, arrays)


def _unlike(terms: Terms, wanted: Wanted, returns: Sequence[Return]) -> Flags:
    """Return the cells (n × terms) that hold something, or that hold nothing, as is not wanted."""
    holding = [[_holds_something(item, term.cell, wanted) for term in terms] for item in returns]
    flags = np.array(holding, dtype=np.bool_).reshape(len(returns), len(terms))
    return flags if wanted is Wanted.BLANK else ~flags


def _holds_something(item: Return, index: int, wanted: Wanted) -> bool:
    """Tell whether a cell is filled; where a blank is wanted, 0 and 否 are as good."""
    if index in item.words:
        return True
    if wanted is Wanted.BLANK:
        return bool(item.judged[index])
    return index in item.seen and item.judged[index] is not None


def _finding(code: str, item: Return, pair: Pair) -> Finding:
    """Make the finding about a pair; the right side is the likelier to be wrong, so it is first."""
    wrong = pair.right
    if pair.then in _WORDS:
        wrong = tuple(t for t in wrong if _unlike((t,), pair.then, [item]).any())
    cells = [item.reference(term.cell, "right") for term in wrong]
    cells += [item.reference(term.cell, "left") for term in pair.left]
    facts = {
        "place": f"“{pair.place}”的" if pair.place else "",
        "left": _described(item, pair, pair.left, pair.when),
        "right": _described(item, pair, wrong, pair.then),
    }
    if code == "NOT-EQUAL":
        facts["left"], facts["right"] = (_name(item, pair, t) for t in (pair.left, pair.right))
        facts["value"] = _shown(item, pair.right)
    return make_finding(code, *cells, **facts)


def _described(item: Return, pair: Pair, terms: Terms, wanted: Wanted) -> str:
    """Say what a side of a pair holds."""
    name = _name(item, pair, terms)
    return f"{name}{_WORDS[wanted]}" if wanted in _WORDS else f"{name}是“{_shown(item, terms)}”"


def _name(item: Return, pair: Pair, terms: Terms) -> str:
    """Name a sum by the labels of its cells, such as “上一年项目数量”加“本年增/减”."""
    labels = [f"“{_label(item, pair, term.cell)}”" for term in terms]
    if len(terms) > _NAMED:
        return f"{labels[0]}等{len(terms)}格"
    text = ""
    for term, label in zip(terms, labels, strict=True):
        sign = "减" if term.factor < 0 else "加" if text else ""
        text += sign + label + (f"的{abs(term.factor)}倍" if abs(term.factor) > 1 else "")
    return text


def _label(item: Return, pair: Pair, index: int) -> str:
    """Return what distinguishes a cell in the row or column of a pair; else its whole path."""
    cell = item.form.cells[index]
    if pair.place and len({item.form.cells[i].row for i in pair.cells}) == 1:
        return last_label(cell.column_path)
    if pair.place:
        return last_label(cell.row_path) or cell.path
    return cell.path


def _shown(item: Return, terms: Terms) -> str:
    """Return the sum of a side as a person reads it."""
    measure = item.form.cells[terms[0].cell].measure
    if all(item.judged[term.cell] is None for term in terms):
        return "空白"
    return format_value(sum(t.factor * (item.judged[t.cell] or 0) for t in terms), measure)
