"""Excel formulas of the linear rules: one relation gives the total in the template and elsewhere.

Only functions of Excel 2007 are used, so that WPS and old Excel compute the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlreport._address import a1, a1_range
from xlreport._form import Form
from xlreport._layout import Place
from xlreport._rule import Balance


def total_formula(form: Form, balance: Balance, places: Sequence[Place]) -> str:
    """Give the formula of a total, without its "=": SUM over ranges, rounded where it is money."""
    adds = [places[index] for index, factor in balance.right if factor > 0]
    takes = [places[index] for index, factor in balance.right if factor < 0]
    formula = sum_formula(adds) + "".join(f"-{a1(p.row, p.column)}" for p in takes)
    return rounded(formula, form.cells[balance.left[0][0]].measure.scale)


def rounded(formula: str, scale: int) -> str:
    """Round a formula over money to its scale, since binary fractions do not add up exactly."""
    return f"ROUND({formula},{scale})" if scale else formula


def sum_formula(places: Sequence[Place]) -> str:
    """Give SUM over cells of one sheet, neighbours joined into ranges."""
    ranges = []
    for along in _runs(places):
        first, last = along[0], along[-1]
        ranges.append(a1_range(first.row, first.column, last.row, last.column))
    return f"SUM({','.join(ranges)})"


def _runs(places: Sequence[Place]) -> list[list[Place]]:
    """Split cells into runs of neighbours along one row or one column."""
    runs: list[list[Place]] = []
    step = (0, 0)
    for place in places:
        if runs:
            last = runs[-1][-1]
            this = (place.row - last.row, place.column - last.column)
            if this in ((0, 1), (1, 0)) and (len(runs[-1]) == 1 or this == step):
                runs[-1].append(place)
                step = this
                continue
        runs.append([place])
    return runs


def same_formula(typed: str, expected: str) -> bool:
    """Tell whether a formula read back is the one written, whatever a program made of its look."""
    return _plain(typed) == _plain(expected)


def _plain(formula: str) -> str:
    plain = formula.replace("$", "").replace(" ", "").upper()
    return plain.replace(";", ",").removeprefix("OF:=").removeprefix("=")
