"""Error localisation after Fellegi and Holt: the fewest cells whose change satisfies every rule.

The balances of a form are linear, so the changes of one or two cells that repair a return follow
from the matrix of the rules, exactly and for all cells at once, without trying values.

A worked example. Cells are a, b and their typed total t; the balances are a + b = t and a <= 5:

    cells     a   b   t        typed 4, 2, 9
    factors   1   1  -1        balance 0: gap 4 + 2 - 9 = -3, has to be 0
              1   0   0        balance 1: gap 4 - 5   = -1, has to be at most 0

Balance 0 needs a change of +3. One cell can do it alone if its column of factors reaches every
failing balance and breaks no other: a would need +3, but then balance 1 is at +2, so a is out; b
needs +3 (5); t needs -3 (6). `single_changes` returns (b, 5) and (t, 6).

Two cells are needed where the failing balances share no column. Let A be the columns of two cells
and n what the balances need; the steps s solve A s = n. The normal equations (AᵀA) s = Aᵀ n are a
2 × 2 system, whose determinant is 0 if the columns are dependent. A solution counts only if
|n|² - s · (Aᵀ n) is 0, that is if A s is exactly n. `gram` is AᵀA for all cells at once:
two entries of its diagonal and one beside it are the system of a pair.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from xlreport.base.finding import Severity
from xlreport.checks.arrays import Flags, Integers, ReturnArrays
from xlreport.form.duties import cells_without
from xlreport.form.form import Form
from xlreport.form.measure import LARGEST_VALUE, Kind
from xlreport.reading.one_return import Return

NO_BOUND = 2**60  # beyond every sum of values, and still far from the end of 64 bits


class CellChange(NamedTuple):  # hundreds a return are compared and looked up
    """A cell, by index, and the scaled value that it would have to hold."""

    cell: int
    value: int


CellChanges = tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A return whose balances fail, in terms of the f cells that may be changed.

    `gaps` is left minus right of b balances and has to lie between `low` and `high`. Raising a
    cell by one changes the gaps by its column of `factors` (b × f). `floor` is the least value of
    each cell. A balance that is not `demanded` has only blank cells; it is judged as soon as one
    of them is filled in.
    """

    cells: Integers
    values: Integers
    floor: Integers
    factors: Integers
    gaps: Integers
    low: Integers
    high: Integers
    demanded: Flags

    @property
    def failing(self) -> Flags:
        """Tell which balances fail."""
        return self.demanded & ((self.gaps < self.low) | (self.gaps > self.high))

    @property
    def needed(self) -> Integers:
        """Return the least change of each gap that satisfies its balance."""
        return np.clip(self.gaps, self.low, self.high) - self.gaps


@dataclass(frozen=True, slots=True)
class _Rules:
    """The balances of a form as arrays: b × c factors and flags of cells, bounds, severities.

    `touched_last` (b × the width of a row of earlier figures) flags the earlier figures in them.
    """

    factors: Integers
    touched: Flags
    touched_last: Flags
    low: Integers
    high: Integers
    error: Flags
    warning: Flags
    within: Flags


def find_imbalance(item: Return, arrays: ReturnArrays, number: int, gaps: Integers) -> Imbalance:
    """Describe what fails in return `number` of the arrays; `gaps` is left minus right by balance.

    Every rule of severity error has to hold, and so has every warning that holds already. Balances
    with an unreadable cell, with earlier figures missing, or that a summary need not satisfy, are
    left out.
    """
    rules = _rules(arrays.form)
    without = cells_without(arrays.form, item.no_duties)
    cells, factors, floor = _expansion(arrays.form, item.typed_totals, without)
    outside = (gaps < rules.low) | (gaps > rules.high)
    blank = ~(rules.touched & arrays.present[number]).any(axis=1)
    judgeable = ~(rules.touched & arrays.unreadable[number]).any(axis=1)
    judgeable &= ~rules.touched_last.any(axis=1) | (
        rules.touched_last & arrays.last_present[number]
    ).any(axis=1)
    judgeable &= ~(rules.within & arrays.summed[number])
    used = judgeable & (rules.error | (rules.warning & (~outside | blank)))
    return Imbalance(
        cells=cells,
        values=arrays.judged[number, cells],
        floor=floor,
        factors=factors[used],
        gaps=gaps[used],
        low=rules.low[used],
        high=rules.high[used],
        demanded=~(outside & blank)[used],
    )


@cache
def _rules(form: Form) -> _Rules:
    size = (len(form.balances), len(form.cells))
    factors = np.zeros(size, dtype=np.int64)
    last = np.zeros((size[0], form.earlier_width), dtype=np.bool_)
    for row, balance in enumerate(form.balances):
        for sign, terms in ((1, balance.left), (-1, balance.right)):
            for index, factor in terms:
                factors[row, index] += sign * factor
        last[row, list(balance.last_cells)] = True
    operators = [balance.relation.operator for balance in form.balances]
    severities = [balance.rule.severity for balance in form.balances]
    return _Rules(
        factors,
        factors != 0,
        last,
        np.array([-NO_BOUND if sign == "<=" else 0 for sign in operators], dtype=np.int64),
        np.array([NO_BOUND if sign == ">=" else 0 for sign in operators], dtype=np.int64),
        np.array([severity is Severity.ERROR for severity in severities], dtype=np.bool_),
        np.array([severity is Severity.WARNING for severity in severities], dtype=np.bool_),
        np.array([balance.within for balance in form.balances], dtype=np.bool_),
    )


@lru_cache(maxsize=256)
def _expansion(
    form: Form, typed: frozenset[int], without: frozenset[int]
) -> tuple[Integers, Integers, Integers]:
    """Return the cells that may be changed, the balances over them (b × f), and the least values.

    A total that is a formula follows its inputs; a `typed` total is a cell of its own. Cells
    `without` a duty of the department are never changed. Row i of
    `spread` (c × c) writes cell i as a sum of cells that may be changed.
    """
    spread = np.eye(len(form.cells), dtype=np.int64)
    for index in form.fill_order:
        spread[index] = sum(term.factor * spread[term.cell] for term in form.fills[index].right)
    typed_totals = list(typed)
    spread[typed_totals] = np.eye(len(form.cells), dtype=np.int64)[typed_totals]
    cells = [
        cell
        for cell in form.cells
        if (not cell.total or cell.index in typed) and cell.index not in without
    ]
    free = np.array([cell.index for cell in cells], dtype=np.int64)
    signed = (cell.measure.kind is Kind.CHANGE or _subtracts(form, cell.index) for cell in cells)
    floor = np.array([-LARGEST_VALUE if is_signed else 0 for is_signed in signed], dtype=np.int64)
    return free, (_rules(form).factors @ spread)[:, free], floor


def apply_changes(problem: Imbalance, changes: CellChanges) -> Imbalance:
    """Describe the return after some changes."""
    columns = np.searchsorted(problem.cells, [change.cell for change in changes])
    values = problem.values.copy()
    values[columns] = [change.value for change in changes]
    moved = problem.factors @ (values - problem.values)
    filled = (problem.factors[:, columns] != 0).any(axis=1)
    demanded = problem.demanded | filled
    return replace(problem, values=values, gaps=problem.gaps + moved, demanded=demanded)


def is_mended(problem: Imbalance, changes: CellChanges) -> bool:
    """Tell whether some changes satisfy every balance and leave no value below its floor."""
    after = apply_changes(problem, changes)
    return not after.failing.any() and bool((after.values >= after.floor).all())


def exchange(problem: Imbalance, changes: CellChanges, position: int) -> list[CellChanges]:
    """List the sets that repair a return and differ from `changes` in the cell at `position`."""
    others = changes[:position] + changes[position + 1 :]
    changed = {change.cell for change in others}
    singles = single_changes(apply_changes(problem, others))
    return [tuple(sorted((*others, new))) for (new,) in singles if new.cell not in changed]


def single_changes(problem: Imbalance) -> list[CellChanges]:
    """List every cell that alone can satisfy all balances, with its new value.

    Each balance allows a cell a range of steps; a cell works where the ranges of all balances
    overlap. Of an inequality's range the step nearest to 0 is taken.
    """
    touched = problem.factors != 0
    below = problem.values < problem.floor
    sign, size = np.sign(problem.factors), np.where(touched, np.abs(problem.factors), 1)
    up, down = (problem.high - problem.gaps)[:, None], (problem.low - problem.gaps)[:, None]
    least = -(-np.where(sign > 0, down, -up) // size)
    most = np.where(sign > 0, up, -down) // size
    least = np.where(touched, least, -NO_BOUND).max(axis=0, initial=-NO_BOUND)
    most = np.where(touched, most, NO_BOUND).min(axis=0, initial=NO_BOUND)
    least = np.maximum(least, problem.floor - problem.values)
    most = np.minimum(most, LARGEST_VALUE - problem.values)
    able = (least <= most) & ~(problem.failing[:, None] & ~touched).any(axis=0)
    able &= below.sum() - below == 0  # no other cell is below its floor
    steps = np.clip(0, least, most)
    columns = (able & (steps != 0)).nonzero()[0]
    return _changes(problem, columns[None], steps[columns][None])


def double_changes(problem: Imbalance) -> list[CellChanges]:
    """List every pair of cells whose change satisfies all balances, where no single cell does.

    Two cells with independent columns satisfy a set of equations in at most one way (see the
    worked example above). Two cells with parallel columns can share the difference in any way;
    of these the pairs that empty one cell are listed. A failing inequality counts as an equation:
    the values are those nearest to the typed ones.
    """
    exact = problem.demanded & ((problem.low == problem.high) | problem.failing)
    factors, needed = problem.factors[exact], problem.needed[exact]
    gram = _products(factors.tobytes(), factors.shape)
    aims = factors.T @ needed
    squares = gram.diagonal()
    determinant = squares[:, None] * squares - gram * gram
    scaled = squares * aims[:, None] - gram * aims  # Cramer's rule; row: this cell
    steps = scaled // np.maximum(determinant, 1)
    # The squared difference that remains. It may overflow 64 bits; a true 0 stays 0, and a false 0
    # is refused by `_holding`, which evaluates the balances.
    rest = needed @ needed - steps * aims[:, None] - steps.T * aims
    fits = (determinant > 0) & (rest == 0) & (steps != 0) & (steps.T != 0)
    first, second = np.triu(fits, 1).nonzero()
    pairs = [np.stack([first, second])]
    pair_steps = [np.stack([steps[first, second], steps[second, first]])]
    parallel, parallel_steps = _parallel(problem, needed @ needed, aims, squares)
    return _holding(
        problem,
        np.concatenate([*pairs, parallel], axis=1),
        np.concatenate([*pair_steps, parallel_steps], axis=1),
    )


@lru_cache(maxsize=256)
def _products(factors: bytes, shape: tuple[int, int]) -> Integers:
    """Multiply each column of factors by each other; returns of a county share the result."""
    matrix = np.frombuffer(factors, dtype=np.int64).reshape(shape)
    products: Integers = matrix.T @ matrix
    return products


def _parallel(
    problem: Imbalance, needed: np.int64, aims: Integers, squares: Integers
) -> tuple[Integers, Integers]:
    """Pair the cells whose columns are parallel to the need: one is emptied, one takes the rest.

    Each of them alone would satisfy the balances but for its bounds. Return columns and steps,
    each 2 × pairs; `needed` is the squared length of the need.
    """
    whole = aims // np.maximum(squares, 1)
    along = ((squares > 0) & (whole * aims == needed)).nonzero()[0]
    first, second = (side.ravel() for side in np.meshgrid(along, along, indexing="ij"))
    step = -problem.values[first]
    # The division is exact: the steps are whole multiples of one another.
    rest = whole[second] - whole[second] * step // whole[first]
    return np.stack([first, second]), np.stack([step, rest])


def _holding(problem: Imbalance, pairs: Integers, steps: Integers) -> list[CellChanges]:
    """Keep the pairs (2 × pairs) whose steps satisfy all balances; each pair once."""
    distinct = (pairs[0] != pairs[1]) & (steps != 0).all(axis=0)
    pairs, steps = pairs[:, distinct], steps[:, distinct]
    values = problem.values[pairs] + steps
    allowed = ((values >= problem.floor[pairs]) & (values <= LARGEST_VALUE)).all(axis=0)
    below = problem.values < problem.floor
    allowed &= below[pairs].sum(axis=0) == below.sum()
    pairs, steps = pairs[:, allowed], steps[:, allowed]
    first, second = (problem.factors[:, pairs[side]] * steps[side] for side in (0, 1))
    gaps = problem.gaps[:, None] + first + second
    inside = (gaps >= problem.low[:, None]) & (gaps <= problem.high[:, None])
    judged = problem.demanded[:, None] | (problem.factors[:, pairs] != 0).any(axis=1)
    good = (inside | ~judged).all(axis=0).nonzero()[0]
    return _changes(problem, pairs[:, good], steps[:, good])


def _changes(problem: Imbalance, columns: Integers, steps: Integers) -> list[CellChanges]:
    """List sets of changes, each once, from arrays with a row for each cell of a set."""
    cells = problem.cells[columns].T.tolist()
    values = (problem.values[columns] + steps).T.tolist()
    sets = (tuple(sorted(map(CellChange, *each))) for each in zip(cells, values, strict=True))
    return list(dict.fromkeys(sets))


def _subtracts(form: Form, index: int) -> bool:
    """Tell whether a cell is a total from which something is taken, so that it may be below 0."""
    return index in form.fills and any(term.factor < 0 for term in form.fills[index].right)
