"""Totals and shares of a form, computed from the cells that give them."""

from __future__ import annotations

from collections.abc import Sequence

from xlreport.form.form import Form
from xlreport.form.rule import Terms


def fill_totals(form: Form, values: list[int | None]) -> None:
    """Compute every total and share of `values` (scaled integers by cell index) and store it there.

    A missing cell counts as 0, as in SUM; a total of missing cells only is missing, and so is a
    share of nothing.
    """
    for index in form.fill_order:
        values[index] = _sum(form.fills[index].right, values)
    fill_shares(form, values)


def fill_shares(form: Form, values: list[int | None]) -> None:
    """Compute every share of `values` as `fill_totals` does, and leave the totals as they are."""
    for share in form.shares:
        part, whole = _sum(share.numerator, values), _sum(share.denominator, values)
        scale = 10 ** form.cells[share.cell].measure.scale
        values[share.cell] = _rounded_quotient((part or 0) * scale, whole) if whole else None


def _sum(terms: Terms, values: Sequence[int | None]) -> int | None:
    total = None
    for term in terms:
        value = values[term.cell]
        if value is not None:
            total = (total or 0) + value * term.factor
    return total


def _rounded_quotient(part: int, whole: int) -> int:
    """Divide and round half away from zero, as ROUND does."""
    size = (2 * abs(part) + abs(whole)) // (2 * abs(whole))
    return size if (part < 0) == (whole < 0) else -size
