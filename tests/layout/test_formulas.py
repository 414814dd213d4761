"""A total's formula is the rule that fills it, in the few functions that every program has."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from support.made_up_form import load_made_up
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.formulas import rounded, same_formula, sum_formula, total_formula
from xlreport.layout.layout import Position, lay_form


def formula(form: Form, *key: str) -> str:
    table, row, column = key
    index = form.index[table, row, column]
    return total_formula(form, form.fills[index], lay_form(form).positions)


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ("ogi-2021", ("requests", "received", "total"), "SUM(D6:I6)"),
        ("ogi-2021", ("requests", "total_handled", "natural_person"), "SUM(D8:D28)"),
        ("ogi-2021", ("requests", "total_handled", "total"), "SUM(J8:J28)"),
        ("ogi-2021", ("requests", "carried_forward", "total"), "SUM(D30:I30)"),
        ("ogi-2019", ("requests", "total_handled", "other_person"), "SUM(I8:I26)"),
        ("ogi-2021", ("remedies", "cases", "review_total"), "SUM(A6:D6)"),
        ("ogi-2021", ("remedies", "cases", "appeal_total"), "SUM(K6:N6)"),
    ],
)
def test_an_official_total_is_a_sum_over_one_range(
    name: str, key: tuple[str, str, str], expected: str
) -> None:
    assert expected == formula(load_form(name), *key)


def test_a_total_of_money_is_rounded_to_its_scale(tmp_path: Path) -> None:
    expected = "ROUND(SUM(B5:B6),6)"
    assert expected == formula(load_made_up(tmp_path), "funds", "spending", "spent")


def test_what_a_rule_subtracts_is_subtracted(tmp_path: Path) -> None:
    change = ('must  = "total = adults + children"', 'must  = "total = adults - children"')
    form = load_made_up(tmp_path, change)
    assert "SUM(D5)-E5" == formula(form, "loans", "novels", "total")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([(0, 0)], "SUM(A1)"),
        ([(0, 0), (0, 1), (0, 2)], "SUM(A1:C1)"),
        ([(0, 0), (1, 0)], "SUM(A1:A2)"),
        ([(0, 0), (0, 2)], "SUM(A1,C1)"),
        ([(0, 0), (0, 1), (1, 1)], "SUM(A1:B1,B2)"),
        ([(0, 0), (0, 1), (1, 0), (1, 1)], "SUM(A1:B2)"),
        ([(0, 0), (1, 0), (2, 1), (3, 1)], "SUM(A1:A2,B3:B4)"),
        ([(0, 0), (2, 0)], "SUM(A1,A3)"),
        ([(0, 1), (0, 0)], "SUM(A1:B1)"),
        ([(1, 0), (0, 2), (0, 0)], "SUM(A1:A2,C1)"),
        ([(0, 0), (0, 0)], "SUM(A1,A1)"),
    ],
)
def test_neighbours_are_joined_into_rectangles_in_reading_order(
    cells: list[tuple[int, int]], expected: str
) -> None:
    assert expected == sum_formula([Position("三", row, column) for row, column in cells])


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12))
def test_the_ranges_hold_each_cell_as_often_as_it_was_given(cells: list[tuple[int, int]]) -> None:
    text = sum_formula([Position("三", row, column) for row, column in cells])
    found = []
    for part in text.removeprefix("SUM(").removesuffix(")").split(","):
        left, top, right, bottom = (number or 0 for number in range_boundaries(part))
        found += [(r - 1, c - 1) for r in range(top, bottom + 1) for c in range(left, right + 1)]
    assert sorted(cells) == sorted(found)


def test_a_count_is_not_rounded() -> None:
    assert ("SUM(A1)", "ROUND(SUM(A1),2)") == (rounded("SUM(A1)", 0), rounded("SUM(A1)", 2))


@pytest.mark.parametrize(
    "typed",
    ["SUM(D6:I6)", "=SUM(D6:I6)", "=sum($D$6:$I$6)", "= SUM( D6:I6 )", "of:=SUM(D6:I6)"],
)
def test_what_programs_make_of_a_formula_is_the_same_formula(typed: str) -> None:
    assert same_formula(typed, "SUM(D6:I6)")


@pytest.mark.parametrize("typed", ["SUM(D6:H6)", "SUM(D6:I6)+1", "D6", ""])
def test_a_changed_formula_is_another(typed: str) -> None:
    assert not same_formula(typed, "SUM(D6:I6)")


def test_semicolons_between_ranges_are_commas() -> None:
    assert same_formula("=SUM(A1;C1)", "SUM(A1,C1)")
