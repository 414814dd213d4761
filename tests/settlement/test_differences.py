"""What differs between two returns: the cells with their addresses, and what else counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import as_return, cells_at, fill_form, find, some
from support.purchases import purchases_form
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.open_list import Lines
from xlreport.reading.one_return import Return
from xlreport.settlement.differences import differences, figures_of

FORM = load_form("ogi-2021")
CELL = find(FORM, "requests.received.natural_person")
PERSONS = "requests.received.natural_person"


def filed(received: int = 7, **named: Any) -> Return:
    return as_return(FORM, cells_at(FORM, {PERSONS: received}), year=2026, **named)


def test_one_cell_is_named_with_both_values_and_totals_follow() -> None:
    what = differences(filed(7), filed(8))
    assert ((CELL,), 165) == (what.cells, what.same)
    assert ("表三 D6 7→8", "其余165格相同") == (what.changes(what.new), what.rest)


def test_of_many_cells_five_are_named() -> None:
    what = differences(filed(), as_return(FORM, fill_form(FORM, 3, largest=99), year=2026))
    text = what.changes(what.new)
    assert 5 == text.count("→")
    assert text.endswith(f"等{len(what.cells)}格")


def test_long_contents_are_cut_and_named_as_far_as_a_sentence_goes() -> None:
    cells = [cell.index for cell in FORM.inputs[:5]]
    item = filed(unreadable=cells)
    long = replace(item, seen={**item.seen, **dict.fromkeys(cells, "约三十余件，其中" * 9)})
    text = differences(item, long).changes(long)
    assert "若干→约三十余件，其中约三十余件，…" in text
    assert text.endswith("等5格")
    assert 120 > len(text)


def test_a_typed_total_is_named_where_it_is_not_what_its_parts_give() -> None:
    total = find(FORM, "requests.received.total")
    what = differences(filed(typed={total: 7}), filed(typed={total: 9}))
    assert ((total,), "表三 J6 7→9") == (what.cells, what.changes(what.new))


def test_a_blank_is_not_a_0() -> None:
    inputs = cells_at(FORM, {PERSONS: 7})
    blank = as_return(FORM, {i: v for i, v in inputs.items() if i != FORM.inputs[0].index})
    what = differences(blank, replace(filed(), period=blank.period))
    assert "表二 B5 空白→0" == what.changes(what.new)


def test_only_the_cells_that_are_asked_for_are_named() -> None:
    granted = as_return(FORM, cells_at(FORM, {PERSONS: 8, "remedies.cases.review_upheld": 2}))
    what = differences(replace(filed(), period=granted.period), granted)
    assert 2 == len(what.cells)
    assert "表三 D6 7→8" == what.changes(what.new, [CELL])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"nil": frozenset({"remedies"})}, "零报送的声明（四）"),
        ({"period": None}, "报告年度（2026年度→空白）"),
        ({"texts": {"overview": "本年……"}}, ""),
        ({"explanations": {"T3-ID": "属实"}}, ""),
    ],
)
def test_what_else_counts_is_named_and_what_is_only_read_does_not_count(
    changed: dict[str, Any], said: str
) -> None:
    what = differences(filed(), replace(filed(), **changed))
    assert (bool(said), "各格数字相同") == (bool(what), what.rest)
    assert (said or what.texts[0]) == what.changes(what.new)


def test_lists_say_how_many_lines_are_equal() -> None:
    form = purchases_form()
    open_list = form.lists[0]
    one, two, three = (
        tuple(text if number == 0 else None for number in range(len(open_list.columns)))
        for text in ("甲", "乙", "丙")
    )
    items = [
        replace(
            as_return(form, {}),
            lists={open_list.key: Lines("", (), tuple(range(len(entries))), entries)},
        )
        for entries in ((one, two), (two, three, one))
    ]
    what = differences(*items)
    expected = f"台账“{open_list.sheet}”（2条→3条，其中2条相同）"
    assert (True, expected) == (bool(what), what.changes(items[0]))


def test_of_two_editions_only_that_is_said(form_2019: Form) -> None:
    what = differences(as_return(form_2019, {}), filed())
    expected = ("报表版本（2019年版→2021年版）", "两份的报表版本不同，没有逐格比较")
    assert expected == (what.changes(what.new), what.rest)


@some
@given(seeds=st.tuples(st.integers(0, 3), st.integers(0, 3)), typed=st.integers(0, 2))
def test_two_returns_are_the_same_exactly_where_nothing_differs(
    seeds: tuple[int, int], typed: int
) -> None:
    total = find(FORM, "requests.received.total")
    old, new = (as_return(FORM, fill_form(FORM, seed), year=2026) for seed in seeds)
    if typed:
        new = replace(
            new, judged=tuple(typed if i == total else v for i, v in enumerate(new.judged))
        )
    what = differences(old, new)
    assert (figures_of(old) != figures_of(new)) == bool(what)
    assert len(FORM.inputs) == what.same + sum(not FORM.cells[i].total for i in what.cells)
