"""The likeliest slip as a finding: a suggestion what to look at first, never applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from xlreport.base.finding import Finding, Severity, make_finding
from xlreport.base.path import last_label, say_path
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

_SEARCHED = 2  # cells up to which every set is found
_ORDER = ("最可能：", "其次：", "再次：")
_MOST_ALIKE = 5  # sets of changes that are equally likely, of which some are worth naming
_LONGEST_LABEL = 14  # of a row, where two cells are named in one breath


def slip_findings(
    returns: Sequence[Return], arrays: ReturnArrays, gaps: Integers, failed: Flags
) -> Iterator[tuple[int, Finding]]:
    """Yield a finding for each return that breaks a rule of severity error, if a change repairs it.

    `gaps` (left minus right) and `failed` are by return and balance.
    """
    severities = (balance.rule.severity for balance in arrays.form.balances)
    errors = np.array([severity is Severity.ERROR for severity in severities], dtype=np.bool_)
    for number in np.flatnonzero((failed & errors).any(axis=1)).tolist():
        likely = likeliest_slips(returns[number], arrays, number, gaps[number])
        if likely:
            yield number, _finding(returns[number], likely)


def likeliest_slips(
    item: Return, arrays: ReturnArrays, number: int, gaps: Integers
) -> list[Likely]:
    """List the smallest sets of cells whose change satisfies all rules, the likeliest first.

    `gaps` is left minus right by balance for return `number` of the arrays. Where three or more
    cells have to change, only one set and those that differ from it in a single cell are listed.
    """
    problem = find_imbalance(item, arrays, number, gaps)
    last = [
        value if present else None
        for value, present in zip(
            arrays.last[number].tolist(), arrays.last_present[number].tolist(), strict=True
        )
    ]
    candidates = single_changes(problem) or double_changes(problem)
    return rank_changes(item, last, candidates or _many(problem, item, last))


def _many(problem: Imbalance, item: Return, last: Sequence[int | None]) -> list[CellChanges]:
    """Start from one smallest set and replace each cell in turn by the likeliest one."""
    best = many_changes(problem)
    candidates = {best: None} if best else {}
    for index in [change.cell for change in best]:
        position = next(i for i, change in enumerate(best) if change.cell == index)
        others = exchange(problem, best, position)
        candidates.update(dict.fromkeys(others))
        best = rank_changes(item, last, [best, *others])[0].changes
    return list(candidates)


def _finding(item: Return, likely: Sequence[Likely]) -> Finding:
    """Make the finding: the likeliest changes, or how many there are where none stands out."""
    first = likely[0].changes
    alike = sum(each.surprise == likely[0].surprise for each in likely)
    if alike > _MOST_ALIKE:
        least = "" if len(first) <= _SEARCHED else "至少"
        facts = {"number": str(len(first)), "least": least, "alike": str(alike)}
        return replace(make_finding("SLIP", **facts), entry="SLIPS-ALIKE")
    texts = [order + _text(item, each) for order, each in zip(_ORDER, likely, strict=False)]
    hidden = len(likely) - len(texts)
    # Sets of up to two cells are all listed; of larger sets there may be more.
    others = f"{'' if len(first) <= _SEARCHED else '至少'}{hidden}"
    finding = make_finding(
        "SLIP",
        *(item.reference(change.cell) for change in first),
        number=str(len(first)),
        first=texts[0],
        second=f"；{texts[1]}" if len(texts) > 1 else "",
        third=f"；{texts[2]}" if len(texts) > 2 else "",
        hidden=f"；另有{others}种可能" if hidden else "",
        choices=f"{'' if len(first) <= _SEARCHED else 'at least '}{len(likely)}",
    )
    return replace(finding, expected="、".join(_value(item, c.cell, c.value) for c in first))


def _text(item: Return, likely: Likely) -> str:
    """Put one set of changes into words: which cells, old and new values, which slip."""
    changes = [
        f"{_where(item, change.cell, len(likely.changes))}"
        f"把 {_value(item, change.cell, item.judged[change.cell])}"
        f" 改为 {_value(item, change.cell, change.value)}"
        for change in likely.changes
    ]
    words = f"（{likely.words}）" if likely.words and len(changes) <= _SEARCHED else ""
    return "，".join(changes) + words


def _where(item: Return, index: int, cells: int) -> str:
    """Name a cell by its address and its official labels; shorten them where many are named."""
    cell, position = item.form.cells[index], item.positions[index]
    row = last_label(cell.row_path)
    column = last_label(cell.column_path) if row else cell.column_path
    if cells > 1 and len(row) > _LONGEST_LABEL:
        row = f"{row[:_LONGEST_LABEL]}…"
    labels = say_path(row, column)
    labels = f"“{labels}”" if cells <= _SEARCHED else " "
    return f"{position.place}{labels}"


def _value(item: Return, index: int, value: int | None) -> str:
    if index not in item.seen and not value:
        return "空白"
    return format_value(value or 0, item.form.cells[index].measure)
