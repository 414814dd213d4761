"""The figure code changes with the figures, whatever a clerk confuses; a blank counts as 0."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.figure_code import code_of, figure_cells, figure_formula, has_figure_code

FORMS = ["ogi-2021", "ogi-2019", "enforcement-2021", "ogi-register", "ogi-2021+ogi-supplement"]


def code(form: Form, values: Mapping[int, int]) -> str:
    cells = figure_cells(form)
    numbers = {i: v / 10 ** cells[i].places if cells[i].places else v for i, v in values.items()}
    return code_of(sum(cells[index].share(number) for index, number in numbers.items()))


def test_the_code_of_figures_never_changes() -> None:
    # It stands on paper: another code for the same figures would deny what was signed.
    form = load_form("ogi-2021")
    values = {index: number for number, index in enumerate(figure_cells(form))}
    assert ("000-0000", "821-4092") == (code(form, {}), code(form, values))


@pytest.mark.parametrize("name", FORMS)
def test_inputs_and_counted_cells_have_a_code_and_no_two_the_same_weight(name: str) -> None:
    form = load_form(name)
    cells = figure_cells(form)
    expected = [c.index for c in form.cells if not c.total or c.index in form.count_of]
    assert expected == list(cells)
    assert len(cells) == len({cell.weight for cell in cells.values()})


@some
@given(st.data(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_cells_swapped_change_the_code(data: st.DataObject, one: int, other: int) -> None:
    form = load_form("ogi-2021")
    first, second = data.draw(
        st.lists(st.sampled_from(list(figure_cells(form))), min_size=2, max_size=2, unique=True)
    )
    was, swapped = code(form, {first: one, second: other}), code(form, {first: other, second: one})
    assert (one == other) == (was == swapped)


@pytest.mark.parametrize("number", [12, 1_908, 34_560, 251_000])
def test_two_digits_swapped_change_the_code(number: int) -> None:
    form = load_form("ogi-2021")
    digits = str(number)
    for first, second in combinations(range(len(digits)), 2):
        swapped = list(digits)
        swapped[first], swapped[second] = digits[second], digits[first]
        for index in figure_cells(form):
            same = digits[first] == digits[second]
            assert same == (
                code(form, {index: number}) == code(form, {index: int("".join(swapped))})
            )


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_cases_moved_so_that_every_total_stands_change_the_code(name: str) -> None:
    form = load_form(name)
    cells = [form.cells[index] for index in figure_cells(form)]
    requests = [cell for cell in cells if cell.table == "requests"]
    rows = list(dict.fromkeys(cell.row for cell in requests))
    columns = list(dict.fromkeys(cell.column for cell in requests))
    at = {(cell.row, cell.column): cell.index for cell in requests}
    nothing = code(form, {})
    for above, below in combinations(rows, 2):
        for left, right in combinations(columns, 2):
            moved = {at[above, left]: 1, at[above, right]: -1}
            moved |= {at[below, left]: -1, at[below, right]: 1}
            assert nothing != code(form, moved)


@pytest.mark.parametrize("typed", ["251000元", "25.1万元", "25万元", "25万", "25", "250000元"])
def test_an_amount_typed_with_its_unit_counts_as_it_is_written(typed: str) -> None:
    form = load_form("ogi-2019")
    (amount,) = (cell for cell in figure_cells(form).values() if cell.is_text)
    others = {"251000元", "25.1万元", "25万元", "25万", "25", "250000元", "152000元", ""} - {typed}
    assert amount.share_of_text(typed) not in {amount.share_of_text(each) for each in others}
    assert 0 == amount.share_of_text("") == amount.share_of_text("0") == amount.share(0)
    assert amount.share(25) == amount.share_of_text("25")


def test_a_text_in_any_other_cell_counts_as_nought() -> None:
    form = load_form("ogi-2021")
    assert {0} == {cell.share_of_text("12") for cell in figure_cells(form).values()}


def test_figures_that_floating_point_does_not_hold_have_no_code() -> None:
    form = load_form("ogi-2021")
    count = next(cell for cell in figure_cells(form).values() if not cell.places)
    assert "" == code_of(count.share(10**15))
    amount = next(cell for cell in figure_cells(form).values() if cell.places)
    assert "" == code_of(amount.share(1e300))


def test_no_formula_is_longer_than_excel_takes_and_a_form_that_needs_one_has_none() -> None:
    form = load_form("ogi-2021")
    assert has_figure_code(form)
    assert figure_formula(form).startswith("TEXT(MOD(MOD(ROUND(SUM")
    assert len(figure_formula(load_form("ogi-2019"))) < 8_192
