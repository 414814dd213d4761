"""The comparison of two forms of one department: rules between the cells of one and the other.

The same office reports the same decisions in two official forms, due on the same day. Where both
are collected, the rules that a form file writes `against` another form are judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import eq, ge, le

from xlreport.base.finding import CellReference, Finding, make_finding
from xlreport.form.form import Form, with_dependents
from xlreport.form.measure import format_value
from xlreport.form.rule import Balance, CrossBalance, Terms
from xlreport.reading.one_return import Return

_HOLDS = {"=": eq, "<=": le, ">=": ge}


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two returns of one department; the cells of `owner`, whose form has the rules, come first."""

    owner: Return
    own: int
    other: Return

    def cell(self, index: int) -> tuple[Return, int]:
        """Return the return that a cell of a rule is in, and its index there."""
        return (self.owner, index) if index < self.own else (self.other, index - self.own)

    def value(self, index: int) -> int | None:
        """Return the value of a cell of a rule, None where it is missing."""
        item, number = self.cell(index)
        return item.values[number]


def are_bound(form: Form, other: Form) -> bool:
    """Tell whether a rule of one of two forms is about cells of the other."""
    pairs = ((form, other), (other, form))
    return any(
        cross.other in partner.id.split("+")
        for owner, partner in pairs
        for cross in owner.cross_balances
    )


def against_findings(item: Return, other: Return) -> Iterator[Finding]:
    """Yield the findings about `item` by the rules between its form and that of `other`.

    A missing cell counts as 0; a rule is not judged where all cells of one form are missing, or
    where one is unreadable.
    """
    for owner, partner in ((item, other), (other, item)):
        for cross in owner.form.cross_balances:
            if cross.other in partner.form.id.split("+"):
                pair = _Pair(owner, cross.own, partner)
                if _is_judged(pair, cross.balance.cells):
                    yield from _judge(pair, cross, item)


def _is_judged(pair: _Pair, cells: Sequence[int]) -> bool:
    for each in (pair.owner, pair.other):
        indexes = [number for item, number in map(pair.cell, cells) if item is each]
        unknown = with_dependents(each.form, each.unreadable)
        if not unknown.isdisjoint(indexes) or all(each.values[i] is None for i in indexes):
            return False
    return True


def _judge(pair: _Pair, cross: CrossBalance, item: Return) -> Iterator[Finding]:
    balance = cross.balance
    left = _add(pair, balance.left)
    right = _add(pair, balance.right) - balance.constant
    if _HOLDS[balance.relation.operator](left, right):
        return
    measure = pair.owner.form.cells[balance.left[0].cell].measure
    partner = pair.other if item is pair.owner else pair.owner
    finding = make_finding(
        "AGAINST",
        *_references(pair, balance, item),
        say=balance.rule.say,
        left=format_value(left, measure),
        right=format_value(right, measure),
        title=partner.form.title,
        other_file=partner.file,
        other_cells="；".join(map(_named, _references(pair, balance, partner))),
    )
    yield replace(
        finding,
        severity=balance.rule.severity,
        rule=balance.rule.id,
        expected=format_value(right, measure),
        difference=format_value(left - right, measure),
    )


def _add(pair: _Pair, terms: Terms) -> int:
    return sum((pair.value(term.cell) or 0) * term.factor for term in terms)


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
    return f"{cell.sheet}!{cell.cell} 是 {cell.value}"
