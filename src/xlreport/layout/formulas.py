"""Excel formulas of the linear rules: one relation gives the total in the template and elsewhere.

Only functions of Excel 2007 are used, so that WPS and old Excel compute the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from xlreport.base.address import a1, a1_range, quoted
from xlreport.form.form import Form
from xlreport.form.rule import Balance
from xlreport.layout.layout import Layout, Position


@cache
def total_formulas(layout: Layout) -> Mapping[int, str]:
    """Give the formula of every total as it stands in the layout, by cell index."""
    form = layout.form
    return {i: total_formula(form, balance, layout.places) for i, balance in form.fills.items()}


def total_formula(form: Form, balance: Balance, places: Sequence[Position]) -> str:
    """Give the formula of a total, without its "=": SUM over ranges, rounded where it is money."""
    adds = [places[term.cell] for term in balance.right if term.factor > 0]
    takes = [places[term.cell] for term in balance.right if term.factor < 0]
    formula = sum_formula(adds) + "".join(f"-{a1(p.row, p.column)}" for p in takes)
    return rounded(formula, form.cells[balance.left[0].cell].measure.scale)


def rounded(formula: str, scale: int) -> str:
    """Round a formula over money to its scale, since binary fractions do not add up exactly."""
    return f"ROUND({formula},{scale})" if scale else formula


def sum_formula(places: Sequence[Position]) -> str:
    """Give SUM over cells of one sheet, neighbours joined into rectangles."""
    return f"SUM({','.join(a1_range(*area) for area in rectangles(places))})"


def rectangles(places: Iterable[Position]) -> list[tuple[int, int, int, int]]:
    """Join cells of one sheet into rectangles (top, left, bottom, right), in reading order."""
    rows: dict[int, list[int]] = {}
    for place in places:
        rows.setdefault(place.row, []).append(place.column)
    joined: list[tuple[int, int, int, int]] = []
    for row, columns in sorted(rows.items()):
        for left, right in _spans(sorted(columns)):
            above = next((a for a in joined if a[1:] == (left, row - 1, right)), None)
            if above is None:
                joined.append((row, left, row, right))
            else:
                joined[joined.index(above)] = (above[0], left, row, right)
    return joined


def _spans(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Join neighbouring columns into spans."""
    spans: list[tuple[int, int]] = []
    for column in columns:
        if spans and spans[-1][1] == column - 1:
            spans[-1] = (spans[-1][0], column)
        else:
            spans.append((column, column))
    return spans


def same_formula(typed: str, expected: str) -> bool:
    """Tell whether a formula read back is the one written, whatever a program made of its look."""
    return _plain(typed) == _plain(expected)


def _plain(formula: str) -> str:
    plain = formula.replace("$", "").replace(" ", "").upper()
    return plain.replace(";", ",").removeprefix("OF:=").removeprefix("=")


def reference(place: Position) -> str:
    """Refer to a cell of another sheet."""
    return f"{quoted(place.sheet)}!{a1(place.row, place.column, absolute=True)}"
