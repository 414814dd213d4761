"""Judge the linear rules over all returns at once, and make the findings.

Every rule is evaluated on arrays of all returns of a form; only failures are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from xlreport.base.address import sheet_title
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, Severity, make_finding
from xlreport.base.path import join_path, split_path
from xlreport.checks._slip_finding import slip_findings
from xlreport.checks.arrays import Flags, Integers, ReturnArrays
from xlreport.checks.nonlinear import check_findings
from xlreport.form.measure import format_value
from xlreport.form.rule import Balance, Every, Terms
from xlreport.reading.one_return import Return

_EXPLAIN = "；数字确实无误的不用改，在“检查”表页对应一行的“核实说明”中写明原因（已写明的不用再写）"


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Both sides of b balances for n returns (n × b, scaled), and where one is judged and fails."""

    left: Integers
    right: Integers
    judged: Flags
    failed: Flags


def judge(balances: Sequence[Balance], arrays: ReturnArrays, figures: Integers) -> Verdicts:
    """Judge every balance for every return by `figures`: the arrays' `judged` or `values`.

    A missing cell counts as 0, as in SUM. A balance is not judged where all its cells are missing,
    where one is unreadable, or where it needs earlier figures and they are missing. One that holds
    within a return only is not judged in summaries.
    """
    now, earlier = np.ascontiguousarray(figures.T), np.ascontiguousarray(arrays.last.T)
    lefts, rights = (np.zeros((len(balances), len(figures)), dtype=np.int64) for _ in range(2))
    judged = np.zeros(lefts.shape, dtype=np.bool_)
    for number, balance in enumerate(balances):
        _add(lefts[number], now, balance.left)
        _add(lefts[number], earlier, balance.left_last)
        _add(rights[number], now, balance.right)
        _add(rights[number], earlier, balance.right_last)
        # The constant moves to the right side, with which the left side is compared.
        rights[number] -= balance.constant
        judged[number] = arrays.present[:, list(balance.cells)].any(axis=1)
        judged[number] &= ~arrays.unreadable[:, list(balance.cells)].any(axis=1)
        if balance.within:
            judged[number] &= ~arrays.summed
        if balance.last_cells:
            judged[number] &= arrays.last_present[:, list(balance.last_cells)].any(axis=1)
    lefts, rights, judged = lefts.T, rights.T, judged.T
    failed = judged & _violated(balances, lefts - rights)
    return Verdicts(lefts, rights, judged, failed)


def _add(sums: Integers, cells: Integers, terms: Terms) -> None:
    """Add the terms of one side to `sums`; a row of `cells` is one cell of all returns."""
    for index, factor in terms:
        sums += factor * cells[index]


def _violated(balances: Sequence[Balance], differences: Integers) -> Flags:
    """Tell where left minus right (n × b) breaks the balance's operator."""
    equal = np.array([balance.relation.operator == "=" for balance in balances], dtype=np.bool_)
    at_most = np.array([balance.relation.operator == "<=" for balance in balances], dtype=np.bool_)
    return np.where(equal, differences != 0, np.where(at_most, differences > 0, differences < 0))


def check_returns(
    returns: Sequence[Return], arrays: ReturnArrays, levels: Sequence[str]
) -> Iterator[tuple[int, Finding]]:
    """Yield the findings of all rules and checks, each with the number of its return.

    `levels` are the levels of the departments by the roster, "" where unknown.
    """
    balances = arrays.form.balances
    verdicts = judge(balances, arrays, arrays.judged)
    # A balance that holds with recomputed totals fails only because a total was typed wrong; the
    # finding about that total reports it.
    same = arrays.values is arrays.judged
    recomputed = verdicts if same else judge(balances, arrays, arrays.values)
    reported_totals: set[tuple[int, int]] = set()  # of a row or of a column, each reported once
    for number, column in zip(*verdicts.failed.nonzero(), strict=True):
        item, balance = returns[number], balances[column]
        if _is_typed_total(item, balance):
            total = int(number), balance.cells[0]
            if total in reported_totals:
                continue
            reported_totals.add(total)
        elif not recomputed.failed[number, column]:
            continue
        others = [balances[other] for other in verdicts.failed[number].nonzero()[0]]
        if not _follows(item, balance, others):
            left, right = int(verdicts.left[number, column]), int(verdicts.right[number, column])
            yield int(number), _rule_finding(item, balance, left, right, arrays.last[number])
    yield from slip_findings(returns, arrays, verdicts.left - verdicts.right, verdicts.failed)
    yield from check_findings(returns, arrays, levels)


def _follows(item: Return, balance: Balance, failed: Sequence[Balance]) -> bool:
    """Tell whether a failure over computed totals repeats one of the same rule over inputs."""
    return _is_computed(item, balance) and any(
        other.rule is balance.rule and not _is_computed(item, other) for other in failed
    )


def _is_computed(item: Return, balance: Balance) -> bool:
    """Tell whether all cells of a balance are totals that nobody typed over."""
    fills = item.form.fills
    return all(i in fills and item.judged[i] == item.values[i] for i in balance.cells)


def _is_typed_total(item: Return, balance: Balance) -> bool:
    """Tell whether a balance computes a total that was typed and differs from its parts."""
    if not balance.rule.fill:
        return False
    total = balance.left[0].cell
    return item.judged[total] != item.values[total]


def _rule_finding(item: Return, balance: Balance, left: int, right: int, last: Integers) -> Finding:
    """Make the finding about a failed balance, with all cells of both sides and their contents."""
    measure = item.form.cells[balance.cells[0]].measure
    cells: list[CellReference] = []
    for side, terms, last_terms in (
        ("left", balance.left, balance.left_last),
        ("right", balance.right, balance.right_last),
    ):
        cells += [_reference(item, term.cell, side) for term in terms]
        for term in last_terms:
            cell = item.form.earlier_cell(term.cell)
            path = join_path(item.form.earlier_word(term.cell), cell.path)
            value = format_value(int(last[term.cell]), measure)
            cells.append(CellReference("", "", path, value, side))
    every = {Every.COLUMN: "一列", Every.ROW: "一行"}.get(balance.rule.every, "")
    table = item.form.cells[balance.cells[0]].path
    table = sheet_title(split_path(table)[0])
    finding = make_finding(
        "TOTAL-WRONG" if _is_typed_total(item, balance) else "RULE",
        *cells,
        place=f"{table}“{balance.place}”{every}" if balance.place else table,
        say=balance.rule.say,
        left=format_value(left, measure),
        right=format_value(right, measure),
        rule=balance.rule.id,
        explain="" if balance.rule.severity is Severity.ERROR else _EXPLAIN,
    )
    return replace(
        finding,
        severity=balance.rule.severity,
        rule=balance.rule.id,
        expected=format_value(right, measure),
        difference=format_value(left - right, measure),
    )


def _reference(item: Return, index: int, side: str) -> CellReference:
    """Refer to a cell; a blank cell that counts as 0, or a computed total, shows its value."""
    value = item.judged[index]
    shown = item.seen.get(index, "")
    if item.form.cells[index].total and value is not None and index not in item.blank_totals:
        shown = format_value(value, item.form.cells[index].measure)
    return item.reference(index, side, shown)
