"""The comparison of two forms of one department: rules between the cells of one and the other.

The same office reports the same decisions in two official forms, due on the same day. Where both
are collected, the rules that a form file writes `against` another form are judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.checks.arrays import ReturnArrays, make_arrays
from xlreport.checks.judge import judge
from xlreport.form.form import Form
from xlreport.form.measure import Measure, format_value
from xlreport.form.rule import Balance, CrossBalance
from xlreport.reading.one_return import Return


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two returns of one department; the cells of `owner`, whose form has the rules, come first."""

    owner: Return
    own: int
    other: Return

    def cell(self, index: int) -> tuple[Return, int]:
        """Return the return that a cell of a rule is in, and its index there."""
        return (self.owner, index) if index < self.own else (self.other, index - self.own)


def are_bound(form: Form, other: Form) -> bool:
    """Tell whether a rule of one of two forms is about cells of the other."""
    pairs = ((form, other), (other, form))
    return any(
        cross.other in partner.id.split("+")
        for owner, partner in pairs
        for cross in owner.cross_balances
    )


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """A rule between two forms as judged for one department.

    `left` and `right` are the sums of its sides, as values of `measure`. `is_left` tells whether
    the left side begins in the form of the return that the match was asked for.
    """

    pair: _Pair
    balance: Balance
    left: int
    right: int
    measure: Measure
    is_left: bool
    has_failed: bool


def match_rules(item: Return, other: Return) -> Iterator[RuleMatch]:
    """Yield every rule between the forms of two returns of a department that can be judged.

    A missing cell counts as 0; a rule is not judged where all cells of one form are missing, or
    where one is unreadable.
    """
    for owner, partner in ((item, other), (other, item)):
        for cross in owner.form.cross_balances:
            if cross.other in partner.form.id.split("+"):
                yield from _judge(_Pair(owner, cross.own, partner), cross, item)


def against_findings(item: Return, other: Return) -> Iterator[Finding]:
    """Yield the findings about `item` by the rules between its form and that of `other`."""
    for match in match_rules(item, other):
        if match.has_failed:
            yield _finding(match, item, other)


def _judge(pair: _Pair, cross: CrossBalance, item: Return) -> Iterator[RuleMatch]:
    balance, arrays = cross.balance, _join(pair)
    has_value = [[bool(arrays.present[0, i]) for i in side] for side in _by_form(pair, balance)]
    verdicts = judge([balance], arrays, arrays.values)
    if not all(map(any, has_value)) or not verdicts.judged[0, 0]:
        return
    holder, number = pair.cell(balance.cells[0])
    yield RuleMatch(
        pair,
        balance,
        int(verdicts.left[0, 0]),
        int(verdicts.right[0, 0]),
        holder.form.cells[number].measure,
        is_left=holder is item,
        has_failed=bool(verdicts.failed[0, 0]),
    )


def _finding(match: RuleMatch, item: Return, other: Return) -> Finding:
    pair, balance = match.pair, match.balance
    left, right = format_value(match.left, match.measure), format_value(match.right, match.measure)
    finding = make_finding(
        "AGAINST",
        *_references(pair, balance, item),
        say=balance.rule.say,
        left=left,
        right=right,
        title=other.form.title,
        other_file=other.file,
        other_cells="；".join(map(_named, _references(pair, balance, other))),
    )
    return replace(
        finding,
        severity=balance.rule.severity,
        rule=balance.rule.id,
        expected=right,
        difference=format_value(match.left - match.right, match.measure),
    )


def _by_form(pair: _Pair, balance: Balance) -> tuple[list[int], list[int]]:
    """Part the cells of a rule by the form they belong to."""
    cells = balance.cells
    return [i for i in cells if i < pair.own], [i for i in cells if i >= pair.own]


def _join(pair: _Pair) -> ReturnArrays:
    """Put the arrays of both returns side by side, in the order in which a rule counts cells."""
    owner, other = (make_arrays(item.form, [item]) for item in (pair.owner, pair.other))
    return ReturnArrays(
        pair.owner.form,
        judged=np.hstack([owner.judged[:, : pair.own], other.judged]),
        values=np.hstack([owner.values[:, : pair.own], other.values]),
        present=np.hstack([owner.present[:, : pair.own], other.present]),
        unreadable=np.hstack([owner.unreadable[:, : pair.own], other.unreadable]),
        last=owner.last,
        last_present=owner.last_present,
        summed=owner.summed | other.summed,
    )


def _references(pair: _Pair, balance: Balance, item: Return) -> list[CellReference]:
    """Refer to the cells of a rule that are in `item`, those of the left side first."""
    references = []
    for side, terms in (("left", balance.left), ("right", balance.right)):
        for term in terms:
            holder, number = pair.cell(term.cell)
            if holder is item:
                value = item.values[number]
                measure = item.form.cells[number].measure
                shown = "空白" if value is None else format_value(value, measure)
                references.append(item.reference(number, side, shown))
    return references


def _named(cell: CellReference) -> str:
    return f"{cell.place} 是 {cell.value}"
