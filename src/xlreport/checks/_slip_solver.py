"""Changes of three and more cells: the smallest set by integer programming (HiGHS, from scipy).

scipy is an extra (`slips`) and loaded only here: few returns need it, it is as large as all other
dependencies together, and without it only a suggestion is missing.
"""

from __future__ import annotations

import numpy as np

from xlreport.checks._slip import NO_BOUND, CellChange, CellChanges, Imbalance, is_mended

MOST_CELLS = 6  # more wrong cells are not a slip: the whole return has to be looked at
_MOST_NODES = 2000
_LARGEST_STEP = 10**6  # times the solver's tolerance this is less than one


def many_changes(problem: Imbalance) -> CellChanges:
    """Return one smallest set of at most `MOST_CELLS` cells, empty where there is none.

    The search ends after a fixed number of nodes, so every machine returns the same set. The set
    is empty where scipy is not installed, where numbers are too large for its tolerance, and where
    no cell may be changed.
    """
    try:
        from scipy.optimize import Bounds, LinearConstraint, milp
    except ImportError:
        return ()
    used = (problem.factors != 0).any(axis=0).nonzero()[0]
    if not len(used):  # every cell is counted from a list
        return ()
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
    solution = milp(
        # Of equally small sets prefer one that changes no 0: a clerk seldom types 0 for a number.
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
    if solution.status != 0:  # no small set, or none proven to be the smallest
        return ()
    moved = np.rint(solution.x[: len(used)]).astype(np.int64)
    columns = moved.nonzero()[0]
    cells, new = problem.cells[used[columns]], values[columns] + moved[columns]
    changes = tuple(map(CellChange, cells.tolist(), new.tolist()))
    return changes if is_mended(problem, changes) else ()
