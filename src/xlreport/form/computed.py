"""What a computed cell is made of: the parts of a total, the denominator of a share."""

from __future__ import annotations

from collections.abc import Iterable

from xlreport.form.parts import Share
from xlreport.form.rule import Balance


def parts_of_computed(
    balances: Iterable[Balance], shares: Iterable[Share]
) -> dict[int, tuple[int, ...]]:
    """Map each computed cell to the cells without which it has no value, by index.

    They are all parts of a total, and the denominator of a share.
    """
    parts: dict[int, tuple[int, ...]] = {}
    for balance in balances:
        if balance.rule.fill:
            parts.setdefault(balance.left[0].cell, balance.cells[1:])
    return parts | {s.cell: tuple(t.cell for t in s.denominator) for s in shares}
