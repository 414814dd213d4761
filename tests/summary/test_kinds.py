"""A county's departments answer with every kind of cell: what is added, counted, left blank."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from support.answers import answered, answers_form
from support.county import county
from support.filled import few, find
from support.settled import settled
from xlreport.base.period import Period
from xlreport.form.sums import add_rows, count_answers
from xlreport.summary.partial import consolidate_part, finish_parts, merge_parts

FORM = answers_form()
MOBILE, SATISFIED = find(FORM, "site.mobile.value"), find(FORM, "site.satisfied.value")
RATE = find(FORM, "work.licences.rate")
CODES = ("D01", "D02", "D03")


def test_a_yes_no_of_three_departments_is_counted_and_a_share_computed_anew() -> None:
    figures = {"site.mobile.value": 1, "site.satisfied.value": 5556}
    sizes = ((1, 2), (5, 9), (0, 7))
    items = [
        answered(
            code,
            more=figures | {"work.licences.online": part, "work.licences.total": whole},
        )
        for code, (part, whole) in zip(CODES, sizes, strict=True)
    ]
    summary = county(items)
    assert (None, None) == (summary.values[MOBILE], summary.values[SATISFIED])
    assert "是 3、否 0" == summary.said[MOBILE]
    assert 3333 == summary.values[RATE]  # 6 of 18


def test_the_counts_are_a_frame() -> None:
    items = [answered(code, more={"site.mobile.value": n % 2}) for n, code in enumerate(CODES)]
    answers = county(items).answers
    mobile = answers[(answers["table"] == "site") & (answers["row"] == "mobile")]
    assert {"否": 2, "是": 1} == dict(zip(mobile["answer"], mobile["departments"], strict=True))


@few
@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=5), st.integers(0, 4))
def test_parts_together_give_what_the_county_gives_at_once(seeds: list[int], split: int) -> None:
    items = [answered(f"D{number}", seed) for number, seed in enumerate(seeds)]
    summary = county(items)
    parts = [
        consolidate_part(
            replace(settled(half), period=Period(2026), form=FORM), form=FORM, verify=False
        )
        for half in (items[:split], items[split:])
    ]
    totals = finish_parts(merge_parts(parts), FORM, name="某县")
    assert summary.values == totals.values == add_rows(FORM, [item.values for item in items])
    assert summary.counts == totals.part.counts
    assert summary.counts == count_answers(FORM, [(item.values, {}) for item in items])


def test_the_check_code_is_over_words_and_answers() -> None:
    items = [answered(code, seed) for seed, code in enumerate(CODES)]
    code = county(items).stamp.check_code
    for change in ({"people.this.motto": "别的"}, {"site.opened.value": 1}):
        other = [answered("D01", 0, change), *items[1:]]
        assert code != county(other).stamp.check_code
