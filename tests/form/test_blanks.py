"""The empty-value policy: when a blank is a zero, when it is missing, when it is a fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.edited import read, typed
from support.filled import as_typed, cells_at, find, some
from support.kinds_form import kinds_form
from xlreport.form.blanks import POLICY, Blanks, policy_of, settle_blanks
from xlreport.form.guidance import guide
from xlreport.form.load import list_forms, load_form
from xlreport.form.meanings import NOT_APPLICABLE
from xlreport.layout._instructions import instruction_blocks
from xlreport.layout.cover import cover_blocks
from xlreport.outgoing.template import build_template

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from xlreport import Form
    from xlreport.office.roster import Department

NOTHING: frozenset[int] = frozenset()


def row(form: Form, table: str, key: str) -> list[int]:
    return [cell.index for cell in form.table(table).cells if cell.row == key and not cell.total]


def inputs(form: Form, table: str) -> list[int]:
    return [cell.index for cell in form.table(table).cells if not cell.total]


def settle(
    form: Form,
    table: str,
    numbers: Mapping[int, int],
    unreadable: frozenset[int] = NOTHING,
    *,
    nil: bool = False,
) -> Blanks:
    values = [numbers.get(index) for index in range(len(form.cells))]
    return settle_blanks(form.table(table), values, unreadable, nil=nil)


@pytest.mark.parametrize("number", [0, 7])
def test_a_blank_in_a_row_that_holds_a_number_is_0(form_2021: Form, number: int) -> None:
    first, *rest = row(form_2021, "requests", "received")
    blanks = settle(form_2021, "requests", {first: number})
    others = [i for i in inputs(form_2021, "requests") if i not in (first, *rest)]
    assert Blanks(tuple(rest), tuple(others)) == blanks


def test_a_total_that_was_typed_is_a_number_of_its_row(form_2021: Form) -> None:
    total = find(form_2021, "requests.granted.total")
    blanks = settle(form_2021, "requests", {total: 3})
    assert tuple(row(form_2021, "requests", "granted")) == blanks.zeros


def test_rows_of_strips_are_told_apart(form_2019: Form) -> None:
    first, *rest = row(form_2019, "proactive", "fees")
    blanks = settle(form_2019, "proactive", {first: 1})
    assert tuple(rest) == blanks.zeros
    assert set(inputs(form_2019, "proactive")) - {first, *rest} == set(blanks.missing)


def test_a_table_without_any_number_is_empty_and_all_of_it_stays_missing(form_2021: Form) -> None:
    expected = Blanks((), tuple(inputs(form_2021, "remedies")), empty=True)
    assert expected == settle(form_2021, "remedies", {})


def test_a_table_full_of_numbers_has_no_blanks(form_2021: Form) -> None:
    full = dict.fromkeys(inputs(form_2021, "requests"), 1)
    assert Blanks((), ()) == settle(form_2021, "requests", full)


def test_a_cell_that_holds_no_number_is_not_blank_and_gives_its_row_none(form_2021: Form) -> None:
    first, *rest = row(form_2021, "requests", "received")
    blanks = settle(form_2021, "requests", {}, frozenset({first}))
    assert not blanks.empty
    assert () == blanks.zeros
    assert set(inputs(form_2021, "requests")) - {first} == set(blanks.missing)
    assert set(rest) < set(blanks.missing)


def test_every_blank_of_a_table_declared_nil_is_0(form_2021: Form) -> None:
    expected = Blanks(tuple(inputs(form_2021, "remedies")), (), declared=True)
    assert expected == settle(form_2021, "remedies", {}, nil=True)


def test_words_contradict_a_nil_declaration_and_are_no_blank(form_2021: Form) -> None:
    first, second, *rest = inputs(form_2021, "requests")
    blanks = settle(form_2021, "requests", {first: 0}, frozenset({second}), nil=True)
    assert Blanks(tuple(rest), (), declared=True, contradiction=(second,)) == blanks


def test_a_number_other_than_0_contradicts_a_nil_declaration(form_2021: Form) -> None:
    first, second, *rest = inputs(form_2021, "requests")
    blanks = settle(form_2021, "requests", {first: 0, second: 5}, nil=True)
    assert Blanks(tuple(rest), (), declared=True, contradiction=(second,)) == blanks


def test_a_blank_in_a_summary_stays_missing_beside_numbers(form_2021: Form) -> None:
    first, *rest = row(form_2021, "requests", "received")
    values = [7 if index == first else None for index in range(len(form_2021.cells))]
    table = form_2021.table("requests")
    blanks = settle_blanks(table, values, NOTHING, nil=False, summary=True)
    assert ((), True) == (blanks.zeros, set(rest) < set(blanks.missing))


@pytest.mark.parametrize("word", ["三件", "2.5", "#REF!", "TRUE", "12%"])
def test_a_clerk_is_told_of_a_word_in_a_table_declared_nil(
    form_2021: Form, department: Department, word: str
) -> None:
    index = find(form_2021, "requests.received.natural_person")
    nil = frozenset({"requests"})
    data = build_template(form_2021, year=2026, department=department, nil=nil)
    item = read(typed(data, form_2021, {index: word}))
    (finding,) = [found for found in item.findings if found.code == "NIL-CONTRADICTED"]
    assert ["D6"] == [cell.cell for cell in finding.cells]
    assert index in item.unreadable


@given(st.data())
@some
def test_every_blank_is_either_0_or_missing_and_nothing_else_is(data: st.DataObject) -> None:
    form = load_form("ogi-2021")
    name = data.draw(st.sampled_from([table.key for table in form.tables]))
    cells = [cell.index for cell in form.table(name).cells]
    numbers = data.draw(st.dictionaries(st.sampled_from(cells), st.integers(-9, 9)))
    unreadable = frozenset(data.draw(st.sets(st.sampled_from(cells)))) - numbers.keys()
    nil = data.draw(st.booleans())
    blanks = settle(form, name, numbers, unreadable, nil=nil)
    blank = set(inputs(form, name)) - numbers.keys() - unreadable
    assert sorted(blank) == sorted(blanks.zeros + blanks.missing)
    # What is 0 now changes nothing for the rest.
    settled = settle(form, name, numbers | dict.fromkeys(blanks.zeros, 0), unreadable, nil=nil)
    assert ((), blanks.missing) == (settled.zeros, settled.missing)


# ---- what is told is what is done ---------------------------------------------------------------


def test_every_token_of_the_policy_becomes_in_a_return_what_the_policy_says(
    form_2021: Form, department: Department
) -> None:
    texts = ["0", None, *NOT_APPLICABLE]
    column = [c.index for c in form_2021.inputs if c.column == "commercial"]
    cells = dict(zip(column[: len(texts)], texts, strict=True))
    zeros = as_typed(form_2021, cells_at(form_2021, {}))
    data = build_template(form_2021, year=2026, department=department, values=zeros)
    item = read(typed(data, form_2021, cells))
    assert {0} == {item.values[index] for index in cells}
    address = {index: item.positions[index].address for index in cells}
    told = {code: set[str]() for code in ("READ-AS", "FORM", "BLANK-ZERO")}
    for finding in item.findings:
        told[finding.code] |= {cell.cell for cell in finding.cells}
    assert {
        "READ-AS": {address[i] for i, text in cells.items() if text == "0"},
        "FORM": {address[i] for i, text in cells.items() if text in NOT_APPLICABLE},
        "BLANK-ZERO": {address[i] for i, text in cells.items() if text != "0"},
    } == told


def test_the_signs_that_the_policy_names_are_read_as_it_says() -> None:
    named = re.findall(r"“(.+?)”", next(blank for blank, _ in POLICY if blank.endswith("等")))
    assert named
    assert set(named) <= set(NOT_APPLICABLE)


@pytest.mark.parametrize("name", [name for name in list_forms() if load_form(name).inputs])
def test_instructions_and_every_prompt_say_what_the_policy_says_of_nothing(name: str) -> None:
    form = load_form(name)
    texts = {block.text for block in instruction_blocks(form)[0]}
    assert {text for line in POLICY for text in line} <= texts
    told = dict(POLICY)["没有数据的格子"]
    for cell in form.inputs:
        guidance = guide(cell)
        assert told in guidance.prompt
        assert told in guidance.stop


def plans(values: Mapping[str, int], *, nil: bool = False) -> Blanks:
    form = kinds_form()
    row = [values.get(cell.row) if cell.table == "plans" else None for cell in form.cells]
    return settle_blanks(form.table("plans"), row, NOTHING, nil=nil)


def cells(*rows: str) -> tuple[int, ...]:
    return tuple(cell.index for cell in kinds_form().table("plans").cells if cell.row in rows)


def test_a_form_file_says_what_a_blank_means() -> None:
    blanks = plans({"budget": 3})
    assert cells("begun") == blanks.silent
    assert cells("planned") == blanks.required
    assert ((), ()) == (blanks.zeros, blanks.missing)


def test_a_table_of_blanks_that_are_asked_for_is_empty() -> None:
    blanks = plans({})
    assert blanks.empty
    assert cells("budget") == blanks.missing


def test_in_a_table_declared_nil_no_date_and_no_text_is_0() -> None:
    form = kinds_form()
    blanks = settle_blanks(form.table("sites"), [None] * len(form.cells), NOTHING, nil=True)
    assert {"visits", "area"} == {form.cells[index].row for index in blanks.zeros}


def test_a_text_or_an_answer_contradicts_a_nil_declaration() -> None:
    form = kinds_form()
    values: list[int | None] = [None] * len(form.cells)
    name, other, media = (
        cell.index
        for cell in form.table("sites").cells
        if (cell.row, cell.column) in {("name", "main"), ("has_media", "main"), ("visits", "main")}
    )
    values[other] = values[media] = 0
    blanks = settle_blanks(form.table("sites"), values, NOTHING, {name}, nil=True)
    assert (name, other) == blanks.contradiction


def test_no_date_and_no_average_is_0_beside_a_number() -> None:
    form = kinds_form()
    table = form.table("sites")
    values = [7 if cell.column == "main" else None for cell in form.cells]
    blanks = settle_blanks(table, values, NOTHING, nil=False)
    rows = {form.cells[index].row for index in blanks.zeros}
    assert rows == {"visits", "area"}


ZERO_FORM = """
id = "zero"
title = "统计表"
from = 2020
blank = "zero"

[[table]]
key     = "figures"
heading = "一、数字"
rows    = "received  收到"
columns = '''
first   一
second  二
'''
"""


def test_a_form_whose_blanks_are_all_0_does_not_say_that_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "zero.toml"
    path.write_text(ZERO_FORM, encoding="utf-8")
    form = load_form(path)
    told = [blank for blank, _ in policy_of(form)]
    assert [
        "没有数据的格子",
        "整张表空着，封面选了“零报送”",
        "填“/”“—”“无”等",
        "标明“空着也按0计”的格子空着",
    ] == told
    assert not any("退回" in block.text for block in cover_blocks(form)[0])
    assert any("退回" in block.text for block in cover_blocks(kinds_form())[0])
    steps = [block.text for block in instruction_blocks(form)[0] if block.text[:2] in ("3.", "4.")]
    assert ["3. 合计", "4. 打开"] == [step[:5] for step in steps]
