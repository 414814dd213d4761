"""Scaled integers are written in the unit of their measure, and measures have limits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.measures import CHANGE, COUNT, WAN, YUAN, measures, values
from xlreport.base.errors import FormError
from xlreport.form.meanings import Reading
from xlreport.form.measure import (
    LARGEST_TOTAL,
    LARGEST_VALUE,
    Kind,
    Measure,
    format_value,
    to_number,
)
from xlreport.form.typed_values import read_typed, read_value


@given(values, measures)
def test_a_value_survives_being_written_and_read_again(value: int, measure: Measure) -> None:
    text = format_value(value, measure) + (measure.unit if measure.unit_required else "")
    meaning = "stated-unit" if measure.unit_required else "plain"
    assert Reading(value, meaning) == read_typed(text, measure)


@given(values, st.sampled_from([COUNT, CHANGE, YUAN, WAN]))
def test_a_value_survives_a_numeric_cell(value: int, measure: Measure) -> None:
    stored = f"{to_number(value, measure):.17g}"  # as Excel stores it
    assert Reading(value, "plain") == read_value("number", stored, "", measure)


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([YUAN, WAN]))
def test_money_conversions_are_exact(amount: Decimal, measure: Measure) -> None:
    fen = int(amount * 100)
    assert fen == read_typed(f"{amount:f}元", measure).value
    assert fen == read_typed(f"{amount.scaleb(-4):f}万元", measure).value
    assert Fraction(amount) == Fraction(format_value(fen, WAN)) * 10_000


@given(values, measures)
def test_written_values_have_no_exponent_and_no_trailing_zeros(
    value: int, measure: Measure
) -> None:
    text = format_value(value, measure)
    assert set(text) <= set("-0123456789.")
    assert "." not in text or text[-1] not in "0."


def test_values_are_written_in_the_unit_of_the_measure() -> None:
    assert "59237.2449" == format_value(59_237_244_900, WAN)
    assert "3" == format_value(3, COUNT)
    assert "-8" == format_value(-8, CHANGE)
    assert "-0.05" == format_value(-5, YUAN)
    assert "251000" == format_value(25_100_000, YUAN)


def test_a_whole_number_stays_an_int_and_a_part_becomes_the_nearest_float() -> None:
    assert (3, int) == (to_number(300, YUAN), type(to_number(300, YUAN)))
    assert 59237.2449 == to_number(59_237_244_900, WAN)
    assert -0.05 == to_number(-5, YUAN)


def test_the_largest_values_of_the_whole_country_add_up_within_64_bits() -> None:
    assert 240_000 * LARGEST_VALUE < 2**63
    assert 34 * LARGEST_TOTAL < 2**63


def test_a_total_may_be_larger_than_any_figure_of_a_return() -> None:
    assert Reading(None, "too-large") == read_value("number", "99999999999", "", YUAN)
    assert Reading(9_999_999_999_900, "plain") == read_value(
        "number", "99999999999", "", YUAN.stated()
    )
    assert Reading(None, "too-large") == read_value("number", "99999999999999", "", YUAN.stated())


@pytest.mark.parametrize(
    ("kind", "unit", "required"), [(Kind.MONEY, "美元", False), (Kind.COUNT, "件", True)]
)
def test_a_measure_in_which_nothing_could_be_read_is_refused(
    kind: Kind, unit: str, required: bool
) -> None:
    with pytest.raises(FormError, match=unit):
        Measure(kind, unit, unit_required=required)
