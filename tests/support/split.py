"""Published figures split at random over departments, each of which satisfies every rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from xlreport.form.form import Form
from xlreport.form.rule import Balance

Inputs = dict[int, int]


def split_figures(form: Form, values: Sequence[int | None], parts: int, seed: int) -> list[Inputs]:
    """Split the inputs of a report into those of departments that add up to it.

    What a rule balances is dealt out in pairs, one case of the left side with one of the right,
    so that each department's figures balance; a figure that only has to cover another goes with
    it. Everything else is dealt out at random.
    """
    random = Random(seed)
    left = {cell.index: values[cell.index] or 0 for cell in form.inputs}
    dealt: list[Counter[int]] = [Counter() for _ in range(parts)]
    for balance in form.balances:
        if not balance.rule.fill and not balance.last_cells:
            for pair in _pairs(form, balance, left, random):
                department = random.randrange(parts)
                for index in pair:
                    dealt[department][index] += 1
                    left[index] -= 1
    for index, rest in left.items():
        for part, share in zip(dealt, _shares(rest, parts, random), strict=True):
            part[index] += share
    return [{cell.index: part[cell.index] for cell in form.inputs} for part in dealt]


def _pairs(form: Form, balance: Balance, left: Inputs, random: Random) -> Iterator[tuple[int, ...]]:
    """Pair the cases on both sides of a rule; those already dealt out are no longer there."""
    sides: tuple[list[int], list[int]] = ([], [])
    terms = [(i, f) for i, f in balance.left] + [(i, -f) for i, f in balance.right]
    for index, factor in terms:
        for own in _inputs(form, index):
            sides[factor < 0].extend([own] * left[own])
    for side in sides:
        random.shuffle(side)
    # Of `a >= b` all of b is paired with as much of a; what is left of a is dealt out alone.
    yield from zip(*sides, strict=balance.relation.operator == "=")


def _inputs(form: Form, index: int) -> list[int]:
    """List the inputs whose sum a cell is; an input is its own."""
    if index not in form.fills:
        return [index]
    return [own for part, _ in form.fills[index].right for own in _inputs(form, part)]


def _shares(total: int, parts: int, random: Random) -> list[int]:
    """Cut a figure into shares, some of them 0."""
    cuts = sorted(random.randint(0, total) for _ in range(parts - 1))
    return [end - start for start, end in zip([0, *cuts], [*cuts, total], strict=True)]
