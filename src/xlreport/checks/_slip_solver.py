"""Three and more cells: the smallest set by integer programming, with HiGHS as scipy brings it.

scipy is an extra (`slips`) and loaded only here: few returns need it, it weighs as much as all
else together, and without it nothing is lost but a suggestion.
"""

from __future__ import annotations

import numpy as np

from xlreport.checks._slip import NO_BOUND, CellChange, CellChanges, Imbalance, is_mended

MOST_CELLS = 6  # more are no slip: somebody has to look at the whole return again
_MOST_NODES = 2000
_LARGEST_STEP = 10**6  # the tolerance of the solver times this is still less than one


def many_changes(problem: Imbalance) -> CellChanges:
    """Give one smallest set of at most `MOST_CELLS` cells, empty where none is found.

    The search ends after a fixed number of nodes, so that it gives the same on every machine.
    Gives nothing where scipy is not installed, or numbers are too large to be told apart.
    """
    try:
        from scipy.optimize import Bounds, LinearConstraint, milp
    except ImportError:
        return ()
    used = (problem.factors != 0).any(axis=0).nonzero()[0]
    values, floor = problem.values[used], problem.floor[used]
    largest = int(
        np.abs(problem.needed[problem.failing]).sum() + np.maximum(floor - values, 0).sum()
    )
    if largest > _LARGEST_STEP:
        return ()
    least, most = np.maximum(floor - values, -largest), np.full(len(used), largest)
    steps, chosen = np.eye(len(used)), np.zeros((len(used), len(used)))
    rows = problem.demanded
    balances = problem.factors[rows][:, used]
    low, high = problem.low[rows] - problem.gaps[rows], problem.high[rows] - problem.gaps[rows]
    found = milp(
        # Of equally small sets one that changes no 0: a clerk seldom types 0 for a number.
        np.concatenate([np.zeros(len(used)), np.where(values == 0, 1 + 0.5 / MOST_CELLS, 1)]),
        integrality=np.ones(2 * len(used)),
        bounds=Bounds(
            np.concatenate([least, np.zeros(len(used))]), np.concatenate([most, np.ones(len(used))])
        ),
        constraints=[
            LinearConstraint(
                np.hstack([balances, np.zeros_like(balances)]),
                np.where(low <= -NO_BOUND // 2, -np.inf, low),
                np.where(high >= NO_BOUND // 2, np.inf, high),
            ),
            LinearConstraint(np.hstack([steps, -np.diag(most)]), -np.inf, 0),
            LinearConstraint(np.hstack([steps, np.diag(np.maximum(-least, 0))]), 0, np.inf),
            LinearConstraint(np.hstack([chosen[0], np.ones(len(used))]), 0, MOST_CELLS),
        ],
        options={"node_limit": _MOST_NODES, "mip_rel_gap": 0},
    )
    if found.status != 0:  # no small set, or none proven to be the smallest
        return ()
    moved = np.rint(found.x[: len(used)]).astype(np.int64)
    places = moved.nonzero()[0]
    cells, new = problem.cells[used[places]], values[places] + moved[places]
    changes = tuple(map(CellChange, cells.tolist(), new.tolist()))
    return changes if is_mended(problem, changes) else ()
