"""Slips planted in hundreds of returns are pointed at as often as the documentation says."""

from __future__ import annotations

from slips import KINDS, RETURNS, SEED, plant_many, score, table


def test_with_typed_totals_nearly_every_slip_is_found_and_mostly_first() -> None:
    result = score([each for _, each in plant_many(SEED, totals_typed=True)])
    assert RETURNS == result.planted
    assert 0.99 <= result.among_all / result.broken
    assert 0.95 <= result.first / result.broken


def test_with_computed_totals_most_slips_that_break_a_rule_are_among_the_first_three() -> None:
    result = score([each for _, each in plant_many(SEED, totals_typed=False)])
    assert RETURNS == result.planted
    assert 0.75 <= result.among_three / result.broken
    assert 0.55 <= result.first / result.broken


def test_the_same_slips_are_planted_every_time() -> None:
    first, second = (plant_many(7, totals_typed=True, returns=20) for _ in range(2))
    assert [each.right for _, each in first] == [each.right for _, each in second]


def test_the_figures_are_printed_as_a_table() -> None:
    lines = table(1, returns=12)
    assert all(line.startswith("|") and line.endswith("|") for line in lines)
    assert set(KINDS) < {line.split("|")[1].strip() for line in lines}
