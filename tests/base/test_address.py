"""A1 addresses are for people; the library counts from 0."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string

from xlreport.base.address import a1, a1_range, column_name, quoted


@pytest.mark.parametrize(
    ("column", "expected"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_columns_are_lettered_as_in_excel(column: int, expected: str) -> None:
    assert expected == column_name(column)


@given(st.integers(0, 16_383))
def test_openpyxl_reads_every_column_name_back(column: int) -> None:
    assert column + 1 == column_index_from_string(column_name(column))


def test_an_address_counts_rows_from_one() -> None:
    assert ("G12", "$G$12") == (a1(11, 6), a1(11, 6, absolute=True))


def test_a_range_of_one_cell_is_an_address() -> None:
    assert ("B2", "B2:D9") == (a1_range(1, 1, 1, 1), a1_range(1, 1, 8, 3))


def test_an_absolute_range_has_four_signs() -> None:
    assert "$B$2:$D$9" == a1_range(1, 1, 8, 3, absolute=True)


def test_a_quote_in_a_sheets_name_is_doubled() -> None:
    assert "'it''s'" == quoted("it's")
