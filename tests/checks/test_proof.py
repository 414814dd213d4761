"""The proof without frames: on whatever a return may hold, it refuses what pandera refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.answers import answered, answers_form
from support.both_proofs import by_pandera, in_order
from support.filled import as_return, fill_form
from support.purchases import purchases_form
from xlreport.checks.arrays import make_arrays
from xlreport.checks.proof import schema_findings
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import Kind
from xlreport.form.open_list import Lines
from xlreport.reading.one_return import Return

PURCHASES = purchases_form()
fewer = settings(max_examples=8, derandomize=True)  # pandera takes its time


def proved(form: Form, items: list[Return]) -> list[tuple[int, str, str]]:
    """Prove returns in both ways, of which nothing is known to be wrong; give the findings."""
    found = in_order([*schema_findings(items, make_arrays(form, items), ())])
    assert in_order(by_pandera(form, items, ())) == found
    return found


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-register"])
@fewer
@given(data=st.data())
def test_any_numbers_are_refused_alike(name: str, data: st.DataObject) -> None:
    form = load_form(name)
    items = []
    for number in range(3):
        item = as_return(form, fill_form(form, number), code=f"D{number}")
        judged = [*item.judged]
        for cell in data.draw(st.lists(st.sampled_from(form.cells), max_size=3)):
            judged[cell.index] = data.draw(st.none() | st.integers(-3, 9))
        items.append(replace(item, judged=tuple(judged)))
    proved(form, items)


def test_a_number_too_few_is_refused_with_its_rules() -> None:
    form = load_form("ogi-2021")
    item = as_return(form, fill_form(form, 1))
    judged = [*item.judged]
    judged[form.index["requests", "received", "total"]] = -1
    assert [(1, "requests")] == [
        (number, about)
        for number, about, message in proved(form, [item, replace(item, judged=tuple(judged))])
        if "T3-ID、T3-ROW" in message
    ]


@fewer
@given(data=st.data())
def test_values_of_all_kinds_are_refused_alike(data: st.DataObject) -> None:
    form = answers_form()
    item = answered("D01", 1)
    judged, words = [*item.judged], dict(item.words)
    for cell in data.draw(st.lists(st.sampled_from(form.cells), max_size=4)):
        if cell.measure.kind is Kind.TEXT:
            words[cell.index] = data.draw(st.sampled_from(["", "第1号", "x", "12"]))
        elif cell.measure.kind not in (Kind.CHOICE, Kind.DATE, Kind.YES_NO):
            judged[cell.index] = data.draw(st.integers(-3, 9))
    proved(form, [item, replace(item, judged=tuple(judged), words=words)])


def test_a_text_that_is_no_value_of_its_kind_is_refused_in_each_cell() -> None:
    form, item = answers_form(), answered("D01", 1)
    items = [item]
    for row in ("code", "kind", "mobile", "opened", "satisfied", "visits"):
        cell = form.index["site", row, "value"]
        judged = [None if index == cell else value for index, value in enumerate(item.judged)]
        items.append(replace(item, judged=tuple(judged), words={**item.words, cell: "x"}))
    sentence = "“二、网站情况”没有通过数据审核（KIND）。"
    assert [(number, "site", sentence) for number in range(1, 7)] == proved(form, items)


LINE = ("2026-001", "空调", 739680, 12500000, 0, 1, 3)


@fewer
@given(
    lines=st.lists(
        st.builds(
            lambda code, name, day, price, choice: (code, name, day, price, choice, None, None),
            st.sampled_from([None, "2026-001", "2026-002", "1"]),
            st.sampled_from([None, "空调"]),
            st.none() | st.integers(700_000, 740_000),
            st.none() | st.integers(-2, 9),
            st.none() | st.integers(0, 1),
        ),
        max_size=4,
    )
)
def test_lines_of_lists_are_refused_alike(lines: list[tuple[str | int | None, ...]]) -> None:
    columns, rows = tuple(range(1, 8)), tuple(range(4, 4 + len(lines)))
    own = Lines("二", columns, rows, tuple(lines))
    first = replace(as_return(PURCHASES, {}, code="D0"), lists={"purchases": own})
    right = Lines("二", columns, (4,), (LINE,))
    second = replace(first, code="D1", lists={"purchases": right})
    assert 1 not in {number for number, _, _ in proved(PURCHASES, [first, second])}
