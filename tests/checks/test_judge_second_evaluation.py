"""The linear rules evaluated a second time, rule by rule in plain Python."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.checked import NAMES
from support.filled import all_values, as_return, fill_form, some
from xlreport.checks import judge
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import check_returns
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import Values
from xlreport.form.rule import Balance
from xlreport.reading.one_return import Return


def parts_of(form: Form, index: int) -> set[int]:
    """List the inputs that a cell is computed from; an input is its own."""
    if index not in form.fills:
        return {index}
    return {part for other, _ in form.fills[index].right for part in parts_of(form, other)}


def plainly_broken(item: Return, last: Values | None) -> set[tuple[str, str]]:
    """Judge each rule of a return by itself, without arrays: (rule, first cell) where it fails."""
    form = item.form
    before: Values = last or [None] * len(form.cells)

    def side(
        terms: tuple[tuple[int, int], ...], old: tuple[tuple[int, int], ...], figures: Values
    ) -> int:
        now = sum((figures[index] or 0) * factor for index, factor in terms)
        return now + sum((before[index] or 0) * factor for index, factor in old)

    def fails(balance: Balance, figures: Values) -> bool:
        known = any(item.judged[index] is not None for index in balance.cells)
        if balance.last_cells and all(before[index] is None for index in balance.last_cells):
            return False
        if not known or any(parts_of(form, index) & item.unreadable for index in balance.cells):
            return False
        left = side(balance.left, balance.left_last, figures) + balance.constant
        right = side(balance.right, balance.right_last, figures)
        operator = balance.relation.operator
        return {"=": left != right, "<=": left > right, ">=": left < right}[operator]

    def typed_wrong(index: int) -> bool:
        return index in form.fills and item.judged[index] != item.values[index]

    broken = [balance for balance in form.balances if fails(balance, item.judged)]
    computed = {
        id(b) for b in broken if all(i in form.fills and not typed_wrong(i) for i in b.cells)
    }
    found = set()
    for balance in broken:
        first = balance.cells[0]
        told_by_parts = id(balance) in computed and any(
            other.rule.id == balance.rule.id and id(other) not in computed for other in broken
        )
        if balance.rule.fill and typed_wrong(first):
            found.add(("total", item.positions[first].sheet + item.positions[first].address))
        elif fails(balance, item.values) and not told_by_parts:
            found.add(
                (balance.rule.id, item.positions[first].sheet + item.positions[first].address)
            )
    return found


def odd_return(form: Form, seed: int) -> tuple[Return, Values | None]:
    """Make a return with some figures changed, left out or unreadable, and maybe a last year."""
    random = Random(seed)
    inputs = fill_form(form, seed)
    keys = sorted(inputs)
    for index in random.sample(keys, random.choice([0, 1, 3])):
        inputs[index] += random.choice([-10, -1, 1, 2, 100])
    for index in random.sample(keys, random.choice([0, 0, 5, len(keys) // 2])):
        del inputs[index]
    unreadable = random.sample(keys, random.choice([0, 0, 1, 4]))
    values = all_values(form, {i: v for i, v in inputs.items() if i not in unreadable})
    totals = random.sample(sorted(form.fills), random.choice([0, 0, 1, min(3, len(form.fills))]))
    typed = {index: (values[index] or 0) + random.choice([-1, 0, 1]) for index in totals}
    last = all_values(form, fill_form(form, seed + 1)) if random.random() < 0.5 else None
    if last is not None and random.random() < 0.5:
        last = [None if random.random() < 0.5 else value for value in last]
    return as_return(form, inputs, typed=typed, unreadable=unreadable), last


@pytest.mark.parametrize("name", NAMES)
@some
@given(seeds=st.lists(st.integers(0, 2**32), min_size=1, max_size=4))
def test_all_returns_at_once_give_what_each_rule_gives_by_itself(
    name: str, seeds: list[int]
) -> None:
    form = load_form(name)
    items, last = zip(*(odd_return(form, seed) for seed in seeds), strict=True)
    stack = make_arrays(form, items, last)
    rules = {rule.id for rule in form.rules}
    found: list[list[tuple[str, str]]] = [[] for _ in items]
    with pytest.MonkeyPatch.context() as patch:
        # The likeliest slip is no rule, and searching for it takes nearly all of the time.
        patch.setattr(judge, "slip_findings", lambda *_: [])
        findings = list(check_returns(items, stack, ["市"] * len(items)))
    for number, finding in findings:
        if finding.rule in rules:
            kind = "total" if finding.code == "TOTAL-WRONG" else finding.rule
            found[number].append((kind, finding.sheet + finding.cell))
    expected = [sorted(plainly_broken(*pair)) for pair in zip(items, last, strict=True)]
    assert expected == [sorted(each) for each in found]
