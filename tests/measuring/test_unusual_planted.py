"""Slips planted in counties stand among the first ten as often as the documentation says."""

from __future__ import annotations

from random import Random

import pytest
from unusual import DEPARTMENTS, SEED, SLIPS, County, make_county, measure, table

COUNTIES = 8


@pytest.fixture(scope="module")
def counties() -> list[County]:
    random = Random(SEED)
    return [make_county(random) for _ in range(COUNTIES)]


def test_with_last_year_most_slips_are_among_the_first_ten(counties: list[County]) -> None:
    scores, first_false, false = measure(counties, last=True)
    assert COUNTIES == scores["元 for 万元"].first
    assert 0.65 <= sum(each.first for each in scores.values()) / (COUNTIES * len(SLIPS))
    assert first_false <= false <= 6


def test_without_it_yuan_for_wan_is_found_and_little_else_is_said(counties: list[County]) -> None:
    scores, first_false, false = measure(counties, last=False)
    assert 0.6 * COUNTIES <= scores["元 for 万元"].first
    assert first_false <= false <= 3


def test_a_county_has_a_slip_of_each_kind_in_departments_of_their_own(
    counties: list[County],
) -> None:
    for county in counties:
        assert DEPARTMENTS == len(county.this) == len(county.last)
        assert [*SLIPS] == [slip.kind for slip in county.slips]
        assert len(SLIPS) == len({slip.number for slip in county.slips})


def test_the_figures_are_printed_as_a_table() -> None:
    *lines, _, note = table(1, counties=1)
    assert set(SLIPS) < {line.split("|")[1].strip() for line in lines}
    assert "6640 figures of 40 departments" in note
