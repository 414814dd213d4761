"""Three and more cells by integer programming, where scipy is installed."""

from __future__ import annotations

import sys

import pytest

from support.checked import problem_of
from support.filled import as_return, cells_at
from xlreport import load_form
from xlreport.checks._slip import CellChanges, Imbalance, double_changes, is_mended, single_changes
from xlreport.checks._slip_solver import MOST_CELLS, many_changes

FORM = load_form("ogi-2021")
COLUMNS = ("natural_person", "commercial", "research", "public_benefit", "legal_service")


def broken(columns: int, by: int = 3) -> Imbalance:
    """Break the balance of so many columns of table 三, which nothing ties to one another."""
    numbers = {f"requests.received.{column}": by for column in COLUMNS[:columns]}
    numbers |= {f"requests.granted.{column}": 1 for column in COLUMNS[:columns]}
    return problem_of(as_return(FORM, cells_at(FORM, numbers)))


def solve(problem: Imbalance) -> CellChanges:
    pytest.importorskip("scipy.optimize", reason="scipy (the extra `slips`) is not installed")
    return many_changes(problem)


@pytest.mark.parametrize("columns", [3, 4, 5])
def test_the_smallest_set_has_a_cell_for_each_column_and_no_smaller_one_is_there(
    columns: int,
) -> None:
    problem = broken(columns)
    found = solve(problem)
    assert is_mended(problem, found)
    assert set(COLUMNS[:columns]) == {FORM.cells[change.cell].column for change in found}
    assert columns == len(found)
    assert [] == single_changes(problem) + double_changes(problem)


def test_a_number_is_changed_rather_than_a_zero() -> None:
    problem = broken(3)
    values = dict(zip(problem.cells.tolist(), problem.values.tolist(), strict=True))
    assert {1, 3} >= {values[change.cell] for change in solve(problem)}


def test_a_return_that_needs_more_cells_than_a_slip_has_gets_none() -> None:
    blocks = [cell.index for cell in FORM.table("remedies").cells if cell.total]
    numbers = {f"requests.received.{column}": 3 for column in COLUMNS}
    item = as_return(FORM, cells_at(FORM, numbers), typed=dict.fromkeys(blocks, 4))
    assert MOST_CELLS < len(blocks) + len(COLUMNS)
    assert () == solve(problem_of(item))


def test_numbers_too_large_for_the_solver_get_none() -> None:
    assert () == solve(broken(3, by=10**9))


def test_without_scipy_there_is_no_suggestion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    assert () == many_changes(broken(3))


def test_it_agrees_with_the_exact_search_where_one_cell_will_do() -> None:
    assert solve(broken(1)) in single_changes(broken(1))
