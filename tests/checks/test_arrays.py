"""The stack: many returns as arrays, in which missing is told from 0."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from support.filled import all_values, as_return, cells_at, fill_form, find, some
from xlreport.checks.arrays import Floats, column_medians, make_arrays, stack_rows
from xlreport.form.form import Form


def test_rows_become_an_array_and_flags_of_what_is_there() -> None:
    values, present = stack_rows([(1, None, 0), (None, -2, 3)], 3)
    assert [[1, 0, 0], [0, -2, 3]] == values.tolist()
    assert [[True, False, True], [False, True, True]] == present.tolist()
    assert (np.dtype(np.int64), np.dtype(np.bool_)) == (values.dtype, present.dtype)


def test_no_rows_make_arrays_of_the_same_width() -> None:
    values, present = stack_rows([], 5)
    assert ((0, 5), (0, 5)) == (values.shape, present.shape)


def test_the_largest_values_are_kept_exactly() -> None:
    values, _ = stack_rows([(10**12, 10**12 - 1)], 2)
    assert [[10**12, 10**12 - 1]] == values.tolist()


def test_totals_are_stacked_as_typed_and_as_computed(form_2021: Form) -> None:
    total = find(form_2021, "remedies.cases.review_total")
    item = as_return(form_2021, cells_at(form_2021, {}), typed={total: 9})
    stack = make_arrays(form_2021, [item])
    assert (9, 0) == (stack.judged[0, total], stack.values[0, total])


def test_unreadable_cells_and_totals_of_them_are_flagged(form_2021: Form) -> None:
    cell = find(form_2021, "requests.received.research")
    good = as_return(form_2021, fill_form(form_2021, 1))
    bad = as_return(form_2021, fill_form(form_2021, 1), unreadable={cell})
    stack = make_arrays(form_2021, [good, bad])
    total = find(form_2021, "requests.received.total")
    assert [(1, cell), (1, total)] == list(zip(*stack.unreadable.nonzero(), strict=True))
    assert [True, False] == stack.present[:, cell].tolist()


def test_last_year_stands_beside_its_return_and_is_missing_where_unknown(form_2021: Form) -> None:
    items = [as_return(form_2021, fill_form(form_2021, seed)) for seed in (1, 2, 3)]
    before = all_values(form_2021, fill_form(form_2021, 4))
    stack = make_arrays(form_2021, items, [None, before, None])
    assert [False, True, False] == stack.last_present.all(axis=1).tolist()
    assert [False, True, False] == stack.last_present.any(axis=1).tolist()
    assert [value or 0 for value in before] == stack.last[1].tolist()
    assert 0 == stack.last[[0, 2]].sum()


def test_without_a_last_year_all_of_it_is_missing(form_2021: Form) -> None:
    stack = make_arrays(form_2021, [as_return(form_2021, fill_form(form_2021, 1))])
    assert (False, 0) == (bool(stack.last_present.any()), int(stack.last.sum()))


@some
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(0, 8), st.integers(1, 3)),
        elements=st.one_of(st.just(np.nan), st.floats(-1e12, 1e12)),
    )
)
def test_medians_are_those_of_numpy(values: Floats) -> None:
    filled = np.vstack([values, np.full(values.shape[1], 7.0)])  # some value in each column
    assert np.nanmedian(filled, axis=0).tolist() == column_medians(filled).tolist()
