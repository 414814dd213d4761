"""The fewest cells that let every balance hold: exact, by comparison with trying all values."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support.checked import problem_of
from support.enforcement import load_enforcement
from support.filled import Inputs, all_values, as_return, cells_at, fill_form, find, some
from xlreport import Form, Severity, load_form
from xlreport.checks._slip import (
    NO_BOUND,
    CellChange,
    CellChanges,
    Imbalance,
    double_changes,
    exchange,
    is_mended,
    single_changes,
)

FORM = load_form("ogi-2021")
LARGEST = 12  # of the values that are tried


def small(values: list[int], factors: list[list[int]], wanted: list[int]) -> Imbalance:
    """Make a problem of a few cells in equations whose sums should be `wanted`."""
    matrix = np.array(factors, dtype=np.int64)
    count = len(values)
    zeros = np.zeros(len(factors), dtype=np.int64)
    return Imbalance(
        cells=np.arange(count),
        values=np.array(values, dtype=np.int64),
        floor=np.zeros(count, dtype=np.int64),
        factors=matrix,
        gaps=matrix @ np.array(values, dtype=np.int64) - np.array(wanted, dtype=np.int64),
        low=zeros,
        high=zeros,
        demanded=np.ones(len(factors), dtype=np.bool_),
    )


@st.composite
def problems(draw: st.DrawFn) -> Imbalance:
    """Draw three equations over five cells, of which some values are not the right ones."""
    signs = st.lists(st.sampled_from([0, 0, 1, 1, -1, 2]), min_size=5, max_size=5)
    factors = draw(st.lists(signs, min_size=3, max_size=3))
    value = st.integers(0, 4)
    right, typed = (draw(st.lists(value, min_size=5, max_size=5)) for _ in range(2))
    wrong = draw(st.lists(st.booleans(), min_size=5, max_size=5))
    wanted = (np.array(factors) @ np.array(right)).tolist()
    mixed = [t if w else r for r, t, w in zip(right, typed, wrong, strict=True)]
    return small(mixed, factors, wanted)


def tried(problem: Imbalance, cells: tuple[int, ...]) -> list[CellChanges]:
    """Try all values of some cells."""
    old = problem.values
    sets = (
        tuple(CellChange(cell, value) for cell, value in zip(cells, values, strict=True))
        for values in product(range(LARGEST), repeat=len(cells))
        if all(value != old[cell] for cell, value in zip(cells, values, strict=True))
    )
    return [changes for changes in sets if is_mended(problem, changes)]


@given(problems())
@some
def test_single_cells_are_those_that_trying_all_values_finds(problem: Imbalance) -> None:
    assume(problem.failing.any())
    expected = [changes for cell in range(5) for changes in tried(problem, (cell,))]
    assert expected == single_changes(problem)


@given(problems())
@some
def test_pairs_are_those_that_trying_all_values_finds(problem: Imbalance) -> None:
    assume(problem.failing.any() and not single_changes(problem))
    found = double_changes(problem)
    all_tried = {pair: tried(problem, pair) for pair in combinations(range(5), 2)}
    expected = {pair for pair, sets in all_tried.items() if sets}
    assert expected == {(one.cell, other.cell) for one, other in found}
    for changes in found:
        pair = changes[0].cell, changes[1].cell
        assert changes in all_tried[pair]
        # Where more than one pair of values does, one of the two cells is emptied.
        assert len(all_tried[pair]) == 1 or 0 in {change.value for change in changes}


def test_cells_that_share_a_difference_as_they_like_are_emptied_in_turn() -> None:
    problem = small([3, 4], [[1, 1]], [2])
    assert [] != single_changes(small([3, 4], [[1, 1]], [4]))
    assert [] == single_changes(problem)
    expected = [(CellChange(0, 0), CellChange(1, 2)), (CellChange(0, 2), CellChange(1, 0))]
    assert expected == sorted(double_changes(problem))


def test_no_count_falls_below_zero_and_one_that_is_there_has_to_change() -> None:
    assert [(CellChange(1, 0),)] == single_changes(small([3, 4], [[1, 1]], [3]))
    assert [(CellChange(0, 1),)] == single_changes(small([-1, 4, 0], [[1, 1, 1]], [5]))


def test_an_inequality_is_mended_with_the_value_nearest_to_what_was_typed() -> None:
    at_most = replace(small([9, 4], [[1, -1]], [0]), low=np.array([-NO_BOUND]), high=np.array([0]))
    assert [(CellChange(0, 4),), (CellChange(1, 9),)] == single_changes(at_most)


def test_a_balance_of_blank_cells_is_judged_once_one_is_filled_in() -> None:
    problem = small([0, 0, 5], [[1, 0, -1], [0, 1, 0], [1, 1, -1]], [0, 3, 0])
    asleep = replace(problem, demanded=np.array([True, False, True]))
    # The second cell would have to be 3 if it were filled in, and the sum allows only 5 or 0.
    assert [(CellChange(0, 5),), (CellChange(2, 0),)] == single_changes(asleep)
    assert not is_mended(asleep, (CellChange(0, 0), CellChange(1, 5)))


def test_another_cell_can_take_the_place_of_one() -> None:
    problem = small([1, 0, 7, 0], [[1, 1, 0, 0], [0, 0, 1, 1]], [3, 9])
    first = (CellChange(0, 3), CellChange(2, 9))
    assert is_mended(problem, first)
    expected = [(CellChange(0, 3), CellChange(2, 9)), (CellChange(1, 2), CellChange(2, 9))]
    assert expected == exchange(problem, first, 0)


def test_large_amounts_are_told_apart_beyond_64_bits() -> None:
    amount = 10**12 - 7
    problem = small([amount, 5, 0], [[1, -1, 0], [0, 1, -1]], [0, 0])
    assert [(CellChange(1, amount), CellChange(2, amount))] == [
        changes for changes in double_changes(problem) if changes[0].cell == 1
    ]


def totals_of(form: Form, inputs: Inputs) -> dict[int, int]:
    values = all_values(form, inputs)
    return {index: values[index] or 0 for index in form.fills}


@pytest.mark.parametrize("edition", ["ogi-2019", "ogi-2021"])
@pytest.mark.parametrize("seed", range(3))
def test_a_consistent_return_needs_no_change(edition: str, seed: int) -> None:
    form = load_form(edition)
    inputs = fill_form(form, seed)
    for typed in (None, totals_of(form, inputs)):
        assert not problem_of(as_return(form, inputs, typed=typed)).failing.any()


@given(st.integers(0, 2**16), st.data())
@some
def test_with_totals_typed_the_wrong_cell_is_always_found(seed: int, data: st.DataObject) -> None:
    inputs = fill_form(FORM, seed)
    values = all_values(FORM, inputs)
    typed = totals_of(FORM, inputs)
    cells = [cell for cell in FORM.cells if cell.table != "proactive"]
    index = data.draw(st.sampled_from(cells)).index
    wrong = data.draw(st.integers(0, 300).filter(lambda value: value != values[index]))
    side = typed if index in typed else inputs
    item = as_return(
        FORM, inputs | ({} if side is typed else {index: wrong}),
        typed=typed | ({index: wrong} if side is typed else {}),
    )  # fmt: skip
    found = single_changes(problem_of(item))
    assert (CellChange(index, values[index] or 0),) in found
    # Table 三 is a product of rows and columns, so that one cell is the only one that fits.
    assert FORM.cells[index].table != "requests" or 1 == len(found)


def test_formula_totals_follow_and_are_never_suggested() -> None:
    inputs = cells_at(FORM, {"requests.received.research": 2, "requests.granted.research": 1})
    found = single_changes(problem_of(as_return(FORM, inputs)))
    cells = {FORM.cells[change.cell] for (change,) in found}
    assert not any(cell.total for cell in cells)
    assert {"research"} == {cell.column for cell in cells}


def test_rules_with_an_unreadable_cell_are_left_out() -> None:
    inputs = cells_at(FORM, {"requests.received.research": 2, "remedies.cases.review_upheld": 1})
    total = find(FORM, "remedies.cases.review_total")
    unreadable = [find(FORM, "requests.granted.research")]
    item = as_return(FORM, inputs, typed={total: 2}, unreadable=unreadable)
    tables = {FORM.cells[c.cell].table for (c,) in single_changes(problem_of(item))}
    assert {"remedies"} == tables


def last_year(carried: int) -> list[int | None]:
    last: list[int | None] = [None] * len(FORM.cells)
    for column in ("research", "total"):
        last[find(FORM, f"requests.carried_forward.{column}")] = carried
    return last


def test_a_warning_that_held_is_not_broken_and_one_that_failed_may_stay() -> None:
    figures = {"requests.received.research": 4, "requests.granted.research": 6}
    over = find(FORM, "requests.carried_over.research")
    for carried, allowed in ((0, False), (2, True), (5, True)):
        item = as_return(FORM, cells_at(FORM, figures))
        found = single_changes(problem_of(item, last_year(carried)))
        assert allowed == ((CellChange(over, 2),) in found)


def test_only_errors_and_warnings_are_demanded() -> None:
    balances = [b for b in FORM.balances if b.rule.severity is Severity.WARNING]
    item = as_return(FORM, cells_at(FORM, {"proactive.normative_documents.made": 3}))
    problem = problem_of(item)
    assert len(FORM.balances) > len(problem.gaps) >= len(FORM.balances) - len(balances)
    assert not problem.failing.any()


def test_the_worked_example_of_the_module_is_right() -> None:
    problem = Imbalance(
        cells=np.array([0, 1, 2]),
        values=np.array([4, 2, 9]),
        floor=np.array([0, 0, 0]),
        factors=np.array([[1, 1, -1], [1, 0, 0]]),
        gaps=np.array([-3, -1]),
        low=np.array([0, -NO_BOUND]),
        high=np.array([0, 0]),
        demanded=np.array([True, True]),
    )
    assert [(CellChange(1, 5),), (CellChange(2, 6),)] == single_changes(problem)


def test_a_cell_of_a_duty_that_is_not_there_is_never_changed(tmp_path: Path) -> None:
    form = load_enforcement(tmp_path)
    detention = find(form, "penalties.ordinary.detention")
    item = as_return(form, cells_at(form, {}))
    lacking = replace(item, no_duties=frozenset({"detention"}))
    cells = [set(problem_of(each).cells) for each in (item, lacking)]
    assert {detention} == cells[0] - cells[1]
