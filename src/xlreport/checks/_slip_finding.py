"""The likeliest slip as a finding: what to look at first, never applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from xlreport.base.finding import Finding, Severity, make_finding
from xlreport.checks._slip import (
    CellChanges,
    Imbalance,
    double_changes,
    exchange,
    find_imbalance,
    single_changes,
)
from xlreport.checks._slip_rank import Likely, rank_changes
from xlreport.checks._slip_solver import many_changes
from xlreport.checks.arrays import Flags, Integers, ReturnArrays
from xlreport.form.measure import format_value
from xlreport.reading.one_return import Return

_SHOWN = 3
_SEARCHED = 2  # cells up to which every set is found
_ORDER = ("最可能：", "其次：", "再次：")
_LONGEST_LABEL = 14  # of a row, where two cells are named in one breath


def slip_findings(
    returns: Sequence[Return], stack: ReturnArrays, gaps: Integers, failed: Flags
) -> Iterator[tuple[int, Finding]]:
    """Yield one finding for each return of which a rule of severity error fails, if any helps.

    `gaps` (left minus right) and `failed` are by return and balance of the stack's form.
    """
    severities = (balance.rule.severity for balance in stack.form.balances)
    errors = np.array([severity is Severity.ERROR for severity in severities], dtype=np.bool_)
    for number in np.flatnonzero((failed & errors).any(axis=1)).tolist():
        likely = likeliest_slips(returns[number], stack, number, gaps[number])
        if likely:
            yield number, _finding(returns[number], likely)


def likeliest_slips(item: Return, stack: ReturnArrays, number: int, gaps: Integers) -> list[Likely]:
    """List the smallest sets of cells whose change lets all rules hold, the likeliest first.

    `gaps` is left minus right by balance for return `number` of the stack. Where three or more
    cells have to change, the sets that differ from the likeliest one found in a single cell.
    """
    problem = find_imbalance(item, stack, number, gaps)
    last = [
        value if present else None
        for value, present in zip(
            stack.last[number].tolist(), stack.last_present[number].tolist(), strict=True
        )
    ]
    found = single_changes(problem) or double_changes(problem)
    return rank_changes(item, last, found or _many(problem, item, last))


def _many(problem: Imbalance, item: Return, last: Sequence[int | None]) -> list[CellChanges]:
    """Start from one smallest set and put the likeliest cell at each place in turn."""
    best = many_changes(problem)
    found = {best: None} if best else {}
    for index in [change.cell for change in best]:
        place = next(place for place, change in enumerate(best) if change.cell == index)
        others = exchange(problem, best, place)
        found.update(dict.fromkeys(others))
        best = rank_changes(item, last, [best, *others])[0].changes
    return list(found)


def _finding(item: Return, likely: Sequence[Likely]) -> Finding:
    first = likely[0].changes
    said = [_ORDER[place] + _said(item, each) for place, each in enumerate(likely[:_SHOWN])]
    hidden = len(likely) - len(said)
    # Up to two cells are searched to the end; beyond that there are sets that nobody has seen.
    others = f"{'' if len(first) <= _SEARCHED else '至少'}{hidden}"
    finding = make_finding(
        "SLIP",
        *(item.reference(change.cell) for change in first),
        number=str(len(first)),
        first=said[0],
        second=f"；{said[1]}" if len(said) > 1 else "",
        third=f"；{said[2]}" if len(said) > 2 else "",
        hidden=f"；另有{others}种可能" if hidden else "",
        choices=f"{'' if len(first) <= _SEARCHED else 'at least '}{len(likely)}",
    )
    return replace(finding, expected="、".join(_value(item, c.cell, c.value) for c in first))


def _said(item: Return, likely: Likely) -> str:
    """Put one set of changes into words: where, what stands there, what would, which slip."""
    changes = [
        f"{_where(item, change.cell, len(likely.changes))}"
        f"把 {_value(item, change.cell, item.judged[change.cell])}"
        f" 改为 {_value(item, change.cell, change.value)}"
        for change in likely.changes
    ]
    words = f"（{likely.words}）" if likely.words and len(changes) <= _SEARCHED else ""
    return "，".join(changes) + words


def _where(item: Return, index: int, cells: int) -> str:
    """Name a cell by its address and its official labels, the shorter the more are named."""
    assert item.form is not None  # only returns of a form are judged
    cell, place = item.form.cells[index], item.places[index]
    row = cell.row_path.rpartition(" › ")[2]
    column = cell.column_path.rpartition(" › ")[2] if row else cell.column_path
    if cells > 1 and len(row) > _LONGEST_LABEL:
        row = f"{row[:_LONGEST_LABEL]}…"
    labels = f"“{' › '.join(filter(None, (row, column)))}”" if cells <= _SEARCHED else " "
    return f"{place.sheet}!{place.address}{labels}"


def _value(item: Return, index: int, value: int | None) -> str:
    assert item.form is not None  # only returns of a form are judged
    if index not in item.seen and not value:
        return "空白"
    return format_value(value or 0, item.form.cells[index].measure)
