"""Error localisation after Fellegi and Holt: the fewest cells whose change lets every rule hold.

The balances of a form are linear, so what one or two cells can mend is read off the matrix of
the rules, exactly and for all cells at once, without trying values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from xlreport.base.finding import Severity
from xlreport.checks.arrays import Flags, Integers, ReturnArrays
from xlreport.form.form import Form
from xlreport.form.measure import LARGEST_VALUE, Kind
from xlreport.reading.one_return import Return

NO_BOUND = 2**60  # beyond every sum of values, and still far from the end of 64 bits


class CellChange(NamedTuple):  # hundreds a return are compared and looked up
    """Is a cell, by index, and the scaled value that would have to stand in it."""

    cell: int
    value: int


CellChanges = tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class Imbalance:
    """Is a return whose balances fail, in terms of the f cells that may be changed.

    `gaps` is left minus right of b balances, which have to lie between `low` and `high`; raising
    a cell by one changes them by its column of `factors` (b × f). A balance that is not
    `demanded` has only blank cells: it is judged as soon as one of them is filled in.
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
        """Tell which balances have to be mended."""
        return self.demanded & ((self.gaps < self.low) | (self.gaps > self.high))

    @property
    def needed(self) -> Integers:
        """Give by how much the gap of each balance has to change at least."""
        return np.clip(self.gaps, self.low, self.high) - self.gaps


@dataclass(frozen=True, slots=True)
class _Rules:
    """Is a form's balances as arrays: b × c factors and flags of cells, bounds, severities."""

    factors: Integers
    touched: Flags
    touched_last: Flags
    low: Integers
    high: Integers
    error: Flags
    warning: Flags


def find_imbalance(item: Return, stack: ReturnArrays, number: int, gaps: Integers) -> Imbalance:
    """Describe what fails in return `number` of the stack; `gaps` is left minus right by balance.

    Every rule of severity error has to hold, and every warning that holds already. Balances with
    an unreadable cell, or without last year's figures where they need them, are left out.
    """
    rules = _rules(stack.form)
    cells, factors, floor = _expansion(stack.form, item.typed_totals)
    outside = (gaps < rules.low) | (gaps > rules.high)
    blank = ~(rules.touched & stack.present[number]).any(axis=1)
    known = ~(rules.touched & stack.unreadable[number]).any(axis=1)
    known &= ~rules.touched_last.any(axis=1) | (
        rules.touched_last & stack.last_present[number]
    ).any(axis=1)
    kept = known & (rules.error | (rules.warning & (~outside | blank)))
    return Imbalance(
        cells=cells,
        values=stack.judged[number, cells],
        floor=floor,
        factors=factors[kept],
        gaps=gaps[kept],
        low=rules.low[kept],
        high=rules.high[kept],
        demanded=~(outside & blank)[kept],
    )


@cache
def _rules(form: Form) -> _Rules:
    size = (len(form.balances), len(form.cells))
    factors = np.zeros(size, dtype=np.int64)
    last = np.zeros(size, dtype=np.bool_)
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
    )


@lru_cache(maxsize=256)
def _expansion(form: Form, typed: frozenset[int]) -> tuple[Integers, Integers, Integers]:
    """Give the cells that may be changed, the balances over them (b × f), and the least values.

    A total that is a formula follows the inputs it is computed from; one that was `typed` is a
    cell of its own.
    """
    spread = np.eye(len(form.cells), dtype=np.int64)
    for index in form.fill_order:
        spread[index] = sum(factor * spread[other] for other, factor in form.fills[index].right)
    own = list(typed)
    spread[own] = np.eye(len(form.cells), dtype=np.int64)[own]
    cells = [cell for cell in form.cells if not cell.total or cell.index in typed]
    free = np.array([cell.index for cell in cells], dtype=np.int64)
    signed = (
        cell.measure.kind is Kind.CHANGE
        or (cell.total and any(factor < 0 for _, factor in form.fills[cell.index].right))
        for cell in cells
    )
    floor = np.array([-LARGEST_VALUE if is_signed else 0 for is_signed in signed], dtype=np.int64)
    return free, (_rules(form).factors @ spread)[:, free], floor


def apply_changes(problem: Imbalance, changes: CellChanges) -> Imbalance:
    """Describe the return as it would be after some changes."""
    places = np.searchsorted(problem.cells, [change.cell for change in changes])
    values = problem.values.copy()
    values[places] = [change.value for change in changes]
    moved = problem.factors @ (values - problem.values)
    filled = (problem.factors[:, places] != 0).any(axis=1)
    demanded = problem.demanded | filled
    return replace(problem, values=values, gaps=problem.gaps + moved, demanded=demanded)


def is_mended(problem: Imbalance, changes: CellChanges) -> bool:
    """Tell whether after some changes every balance holds and no value is below its least."""
    after = apply_changes(problem, changes)
    return not after.failing.any() and bool((after.values >= after.floor).all())


def exchange(problem: Imbalance, changes: CellChanges, place: int) -> list[CellChanges]:
    """List the sets that mend a return as `changes` do, whichever cell stands at `place`."""
    kept = changes[:place] + changes[place + 1 :]
    known = {change.cell for change in kept}
    others = single_changes(apply_changes(problem, kept))
    return [tuple(sorted((*kept, other))) for (other,) in others if other.cell not in known]


def single_changes(problem: Imbalance) -> list[CellChanges]:
    """List every cell that alone can let all balances hold, with its new value.

    Where a balance is an inequality the new value is the one nearest to what was typed.
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
    able &= below.sum() - below == 0  # no other cell stands below its least value
    steps = np.clip(0, least, most)
    places = (able & (steps != 0)).nonzero()[0]
    return _changes(problem, places[None], steps[places][None])


def double_changes(problem: Imbalance) -> list[CellChanges]:
    """List every pair of cells whose change lets all balances hold, where no single cell does.

    Two cells mend a set of equations in one way at most, unless they take part in all of them
    alike: these can share the difference as they like, and one is emptied. A failing inequality
    is taken for an equation: the values are those nearest to what was typed.
    """
    exact = problem.demanded & ((problem.low == problem.high) | problem.failing)
    factors, needed = problem.factors[exact], problem.needed[exact]
    gram = _products(factors.tobytes(), factors.shape)
    aims = factors.T @ needed
    squares = gram.diagonal()
    determinant = squares[:, None] * squares - gram * gram
    scaled = squares * aims[:, None] - gram * aims  # row: this cell's step, column: the other one
    steps = scaled // np.maximum(determinant, 1)
    # What is left of the squared difference. It may run over 64 bits, where 0 is still 0, and
    # whatever else comes out as 0 is refused when the balances are looked at.
    rest = needed @ needed - steps * aims[:, None] - steps.T * aims
    fits = (determinant > 0) & (rest == 0) & (steps != 0) & (steps.T != 0)
    first, second = np.triu(fits, 1).nonzero()
    pairs = [np.stack([first, second])]
    found = [np.stack([steps[first, second], steps[second, first]])]
    alike = _shared(problem, needed @ needed, aims, squares)
    pairs, found = [*pairs, alike[0]], [*found, alike[1]]
    return _holding(problem, np.concatenate(pairs, axis=1), np.concatenate(found, axis=1))


@lru_cache(maxsize=256)
def _products(factors: bytes, shape: tuple[int, int]) -> Integers:
    """Multiply each column of some balances by each; returns of a county share the balances."""
    matrix = np.frombuffer(factors, dtype=np.int64).reshape(shape)
    products: Integers = matrix.T @ matrix
    return products


def _shared(
    problem: Imbalance, needed: np.int64, aims: Integers, squares: Integers
) -> tuple[Integers, Integers]:
    """Pair the cells each of which would do but for its bounds: one is emptied, one has the rest.

    Gives places and steps, each 2 × pairs; `needed` is the squared length of what is needed.
    """
    whole = aims // np.maximum(squares, 1)
    along = ((squares > 0) & (whole * aims == needed)).nonzero()[0]
    first, second = (side.ravel() for side in np.meshgrid(along, along, indexing="ij"))
    step = -problem.values[first]
    # A share of the whole: exact, since all of them are whole multiples of one another.
    rest = whole[second] - whole[second] * step // whole[first]
    return np.stack([first, second]), np.stack([step, rest])


def _holding(problem: Imbalance, pairs: Integers, steps: Integers) -> list[CellChanges]:
    """Keep the pairs (2 × pairs) after whose steps all balances hold; each pair once."""
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


def _changes(problem: Imbalance, places: Integers, steps: Integers) -> list[CellChanges]:
    """List sets of changes, each once, from arrays of as many rows as a set has cells."""
    cells = problem.cells[places].T.tolist()
    values = (problem.values[places] + steps).T.tolist()
    found = (tuple(sorted(map(CellChange, *each))) for each in zip(cells, values, strict=True))
    return list(dict.fromkeys(found))
