"""Measure what a return costs beside reading it, among few and among many."""

from __future__ import annotations

import time
from collections.abc import Sequence

from figures import Cost
from measure import alone, peak
from national import made_up
from offices import roster, settle

from xlreport import consolidate

SIZES = (60, 600, 6_000, 60_000)


def cost(count: int) -> Cost:
    """Check, settle and add up so many returns made in memory, in one process."""
    own = roster(count)
    settle(list(made_up(own.departments[:20], 0)), own)  # warm: schemas, layout
    rounds = max(1, 600 // count)  # a short time is measured often enough to mean something
    items = list(made_up(own.departments, 1))
    start = time.process_time()
    for _ in range(rounds):
        returns = settle(items, own)
    middle = time.process_time()
    for _ in range(rounds):
        consolidate(returns, name="某省", verify=False)
    end = time.process_time()
    each = 1000 / rounds / count
    return Cost(count, (middle - start) * each, (end - middle) * each, peak())


def run_costs(sizes: Sequence[int]) -> tuple[Cost, ...]:
    """Measure each size in a process of its own."""
    return tuple(alone(cost, size) for size in sizes)
