"""Unusual figures: far from a department's own years, far from its peers, or most of a total."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import find, some
from support.work import counted
from xlreport.checks.arrays import stack_rows
from xlreport.checks.unusual import Ground, Known, Oddity, by_effect, find_oddities
from xlreport.form.form import Form

LICENCES = "proactive.licences.decisions"
FEES = "proactive.fees.fees_amount"
RECEIVED = "requests.received.natural_person"
WAN = 10**6  # 分

Figures = list[int | None]
STEADY: Figures = [120, 95, 310, 40, 77, 205, 18, 66, 150, 88]


def known(form: Form, name: str, figures: Figures) -> Known:
    """Give departments a figure each in one cell, and 0 in all others."""
    index = find(form, name)
    rows = [[each if i == index else 0 for i in range(len(form.cells))] for each in figures]
    return Known(*stack_rows(rows, len(form.cells)))


def look(form: Form, name: str, now: Figures, *years: Figures) -> list[Oddity]:
    before = [known(form, name, year) for year in years]
    return find_oddities(form, known(form, name, now), before, ["部门"] * len(now))


def said(form: Form, oddities: list[Oddity]) -> list[tuple[int, str, Ground, int, int]]:
    return [(o.number, form.cells[o.cell].key, o.ground, o.value, o.usual) for o in oddities]


@pytest.mark.parametrize("typed", [3100, 31, 3310, 0])
def test_a_figure_many_times_last_years_is_unusual(form_2021: Form, typed: int) -> None:
    now = [*STEADY[:2], typed, *STEADY[3:]]
    expected = [(2, LICENCES, Ground.OWN_YEARS, typed, 310)]
    assert expected == said(form_2021, look(form_2021, LICENCES, now, STEADY))


@pytest.mark.parametrize("typed", [310, 700, 150])
def test_a_figure_that_doubled_or_halved_is_not(form_2021: Form, typed: int) -> None:
    now = [*STEADY[:2], typed, *STEADY[3:]]
    assert [] == look(form_2021, LICENCES, now, STEADY)


@pytest.mark.parametrize(("last", "typed"), [(0, 9), (1, 8), (3, 0), (2, 14)])
def test_chance_alone_changes_small_figures(form_2021: Form, last: int, typed: int) -> None:
    assert [] == look(form_2021, LICENCES, [*STEADY, typed], [*STEADY, last])


def test_where_all_departments_grew_alike_none_is_unusual(form_2021: Form) -> None:
    many = STEADY * 4
    grown: Figures = [8 * (each or 0) for each in many]
    assert [] == look(form_2021, LICENCES, grown, many)
    still = len(many) - 1
    grown[still] = many[still]
    expected = [(still, LICENCES, Ground.OWN_YEARS, 88, 88)]
    assert expected == said(form_2021, look(form_2021, LICENCES, grown, many))


def test_of_several_years_the_median_counts(form_2021: Form) -> None:
    odd_year = [*STEADY[:2], 31, *STEADY[3:]]
    assert [] == look(form_2021, LICENCES, STEADY, odd_year, STEADY, STEADY)
    expected = [(2, LICENCES, Ground.OWN_YEARS, 310, 31)]
    assert expected == said(form_2021, look(form_2021, LICENCES, STEADY, odd_year))


def test_without_earlier_figures_the_peers_count(form_2021: Form) -> None:
    fees: Figures = [(each or 0) * WAN for each in STEADY]
    now = [*fees, 880_000 * WAN]
    found = look(form_2021, FEES, now)
    expected = (10, Ground.PEERS, 880_000 * WAN)
    assert [expected] == [(o.number, o.ground, o.value) for o in found]
    assert 88 * WAN <= found[0].usual <= 95 * WAN


def test_a_large_department_that_always_was_is_not_unusual(form_2021: Form) -> None:
    assert [] == look(form_2021, LICENCES, [*STEADY, 88_000], [*STEADY, 85_000])


def test_peers_are_of_the_same_kind_where_enough_of_them_have_a_figure(form_2021: Form) -> None:
    towns: Figures = [3, 4, 2, 5, 3, 4, 6]
    now = known(form_2021, LICENCES, [*STEADY, *towns, 900])
    kinds = ["部门"] * len(STEADY) + ["乡镇"] * (len(towns) + 1)
    found = find_oddities(form_2021, now, [], kinds)
    assert [(17, Ground.PEERS, 4)] == [(o.number, o.ground, o.usual) for o in found]
    assert [] == find_oddities(form_2021, now, [], ["部门"] * len(kinds))


def test_most_of_the_total_is_unusual_unless_it_was_before(form_2021: Form) -> None:
    small: Figures = [4, 3, 5, 2, 4, 3]
    (found,) = look(form_2021, LICENCES, [*small, 90], [*small, 5])
    assert (6, 90) == (found.number, found.value)
    assert [] == look(form_2021, LICENCES, [*small, 90], [*small, 80])


def test_few_departments_without_earlier_figures_tell_nothing(form_2021: Form) -> None:
    assert [] == look(form_2021, LICENCES, [1, 2, 3, 4, 100_000])


def test_missing_figures_are_neither_unusual_nor_evidence(form_2021: Form) -> None:
    assert [] == look(form_2021, LICENCES, [*STEADY, None], [*STEADY, 400])
    assert [] == look(form_2021, LICENCES, [*STEADY, 40], [*STEADY, None])


def test_totals_and_signed_changes_are_not_looked_at(form_2019: Form) -> None:
    for name in ("requests.received.total", "proactive.licences.items_change"):
        assert [] == look(form_2019, name, [*STEADY, 50_000], [*STEADY, 5])


def test_the_effect_is_the_part_of_the_total_that_would_change(form_2021: Form) -> None:
    now = [*STEADY[:2], 3100, *STEADY[3:]]
    total = sum(each or 0 for each in STEADY)
    (found,) = look(form_2021, LICENCES, now, STEADY)
    assert pytest.approx((3100 - 310) / (total - 310 + 3100)) == found.effect


def test_one_wrong_figure_does_not_hide_the_effect_of_another(form_2021: Form) -> None:
    now: Figures = [(each or 0) * WAN for each in STEADY]
    last = [*now]
    now[0], now[2] = 120 * 10_000 * WAN, 31 * WAN
    first, second = look(form_2021, FEES, now, last)
    assert [0, 2] == [first.number, second.number]
    total = sum(each or 0 for each in STEADY)
    assert pytest.approx((310 - 31) / total) == second.effect


def test_what_is_hardly_unusual_comes_behind_what_surely_is() -> None:
    hardly = Oddity(0, 0, Ground.OWN_YEARS, 30, 10, 3.0, 0.3)
    surely = Oddity(1, 0, Ground.OWN_YEARS, 900, 10, 9.0, 0.1)
    assert [surely, hardly] == sorted([hardly, surely], key=by_effect)


@some
@given(st.lists(st.one_of(st.none(), st.integers(0, 10**12)), min_size=1, max_size=12))
def test_whatever_was_reported_effects_are_parts_of_one(form_2021: Form, now: Figures) -> None:
    last: Figures = [None if each is None else each % 97 for each in now[::-1]]
    for name in (LICENCES, FEES):
        for found in look(form_2021, name, now, last), look(form_2021, name, now):
            assert all(0 <= each.effect <= 1 for each in found)
            assert len(found) == len({(each.number, each.cell) for each in found})


def test_a_province_costs_no_more_calls_than_its_unusual_figures(form_2021: Form) -> None:
    def calls(copies: int) -> int:
        now, last = (known(form_2021, RECEIVED, each * copies) for each in (STEADY, STEADY))
        kinds = ["部门"] * len(now.values)
        return counted(lambda: find_oddities(form_2021, now, [last], kinds))[1].calls

    assert calls(400) < 1.1 * calls(100)
