"""The rules that a schema holds: of one table, of severity error, and without earlier figures.

A schema is for totals too, and for frames that have no last year; it holds no warnings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from xlreport.base.finding import Severity
from xlreport.form.form import Form, cells_from_zero
from xlreport.form.measure import Kind, Measure
from xlreport.form.rule import Balance


def rules_of(form: Form, key: str) -> Mapping[str, Sequence[Balance]]:
    """Map the id of each rule of a table to its balances."""
    rules: dict[str, list[Balance]] = defaultdict(list)
    for balance in form.balances:
        rule = balance.rule
        holds = not balance.within and not balance.last_cells
        if rule.table == key and rule.severity is Severity.ERROR and holds:
            rules[rule.id].append(balance)
    return rules


def cells_by_floor(form: Form) -> Mapping[str, frozenset[int]]:
    """Map the id of each check that asks numbers not to be below 0 to its cells."""
    return {
        check.id: cells
        for check in form.checks
        if check.severity is Severity.ERROR and (cells := frozenset(cells_from_zero(form, check)))
    }


def never_below_zero(form: Form) -> frozenset[int]:
    """Return the cells that one of these checks is about."""
    return frozenset[int]().union(*cells_by_floor(form).values())


def is_from_zero(measure: Measure) -> bool:
    """Tell whether a column of a list holds no numbers below 0."""
    return measure.kind in (Kind.COUNT, Kind.MONEY)
