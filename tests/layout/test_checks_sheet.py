"""The lines of the 检查 sheet: every linear rule once, over the inputs on which it rests."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from support.filled import FORM_NAMES
from support.made_up_form import load_made_up
from xlreport.base.finding import Severity
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import Kind
from xlreport.layout.check_line import BalanceLine, CheckLine, check_lines
from xlreport.layout.checks_sheet import check_blocks
from xlreport.layout.field import FieldKind


def lines_of(form: Form, name: str) -> list[CheckLine]:
    return [line for line in check_lines(form) if line.id == name]


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_balance_has_one_line(name: str) -> None:
    form = load_form(name)
    shown = [line.balance for line in check_lines(form) if isinstance(line, BalanceLine)]
    # Text with a unit is no number to a formula: the reader alone judges what rests on it.
    texts = {cell.index for cell in form.inputs if cell.measure.unit_required}
    assert len(shown) == len(set(map(id, shown)))
    assert {id(b) for b in form.balances if not texts.intersection(b.cells)} == set(map(id, shown))


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_number_is_looked_at_in_one_line_of_its_table(name: str) -> None:
    form = load_form(name)
    counted = Counter(
        i for line in check_lines(form) if not isinstance(line, BalanceLine) for i in line.cells
    )
    expected = [cell.index for cell in form.inputs if not cell.measure.unit_required]
    assert dict.fromkeys(expected, 1) == counted
    for line in check_lines(form):
        if not isinstance(line, BalanceLine):
            assert 1 == len({form.cells[index].table for index in line.cells})
            money = {form.cells[index].measure.kind is Kind.MONEY for index in line.cells}
            assert {line.id == "NEG"} == money


@pytest.mark.parametrize("name", FORM_NAMES)
def test_numbers_come_first_then_errors_then_warnings_and_last_year_at_the_end(name: str) -> None:
    lines = check_lines(load_form(name))
    assert [*range(1, len(lines) + 1)] == [line.number for line in lines]
    order = [(line.last, line.severity.rank) for line in lines]
    assert sorted(order) == order
    numbers = [not isinstance(line, BalanceLine) for line in lines]
    assert sorted(numbers, reverse=True) == numbers


def test_a_rule_that_a_clerk_can_break_stands_before_those_of_computed_totals() -> None:
    errors = [
        line
        for line in check_lines(load_form("ogi-2021"))
        if isinstance(line, BalanceLine) and line.severity is Severity.ERROR
    ]
    fills = [isinstance(line, BalanceLine) and line.balance.rule.fill for line in errors]
    assert sorted(fills) == fills
    assert {True, False} == set(fills)


@pytest.mark.parametrize("name", FORM_NAMES)
def test_a_line_rests_on_inputs_alone_and_turns_the_cells_of_its_rule_red(name: str) -> None:
    form = load_form(name)
    for line in check_lines(form):
        assert not any(form.cells[index].total for index in line.inputs)
        assert len(line.inputs) == len(set(line.inputs)) > 0
        if isinstance(line, BalanceLine):
            assert line.balance.cells == line.cells


def test_a_total_of_totals_rests_on_all_their_inputs(form_2021: Form) -> None:
    line = next(
        line
        for line in lines_of(form_2021, "T3-ID")
        if form_2021.cells[line.cells[0]].column == "total"
    )
    # Four rows of results and the received ones: all inputs of the table.
    expected = {c.index for c in form_2021.inputs if c.table == "requests"}
    assert expected == set(line.inputs)


@pytest.mark.parametrize(
    ("rule", "say", "severity", "place"),
    [
        ("T3-ID", "第一项加第二项之和，等于第三项加第四项之和", "error", "三　自然人（列）"),
        (
            "T3-ROW",
            "总计等于自然人与法人或其他组织各栏之和",
            "error",
            "三　一、本年新收政府信息公开申请数量",
        ),
        ("T2-VALID", "现行有效件数不少于本年制发件数减本年废止件数", "warning", "二　规章"),
        ("Y-CARRY", "上年结转等于上一年度报告的结转下年度继续办理", "warning", "三　自然人（列）"),
        ("INT", "件数为不小于0的整数", "error", "二"),
        ("NEG", "金额不小于0", "error", "二"),
    ],
)
def test_a_line_says_the_rule_in_the_words_of_the_form_and_where_it_stands(
    form_2021: Form, rule: str, say: str, severity: str, place: str
) -> None:
    line = lines_of(form_2021, rule)[0]
    assert (say, severity, place) == (line.sentence, line.severity.value, line.location)


def test_a_place_is_named_by_the_column_where_a_table_has_no_rows(form_2021: Form) -> None:
    found = [line.location for line in lines_of(form_2021, "T4-SUM")]
    assert 3 == len(found) == len(set(found))
    assert "四　行政复议 › 总计" == found[0]


def test_only_lines_that_look_back_are_marked_last() -> None:
    for name in FORM_NAMES:
        marked = {line.id for line in check_lines(load_form(name)) if line.last}
        assert all(rule.startswith("Y-") for rule in marked)


def test_a_rule_across_tables_rests_on_both(tmp_path: Path) -> None:
    form = load_made_up(tmp_path)
    (line,) = lines_of(form, "A-GIFTS")
    assert {"funds", "loans"} == {form.cells[index].table for index in line.inputs}


def test_a_rule_over_text_with_a_unit_has_no_line(tmp_path: Path) -> None:
    rule = (
        '[[rule]]\nid       = "A-GIFTS"',
        '[[rule]]\nid = "A-VALUE"\nmust = "funds.donations.gift_value '
        '<= funds.donations.gift_value"\nsay = "金额"\n\n[[rule]]\nid       = "A-GIFTS"',
    )
    assert [] == lines_of(load_made_up(tmp_path, rule), "A-VALUE")


def test_the_name_of_a_line_is_no_cell() -> None:
    names = [line.name for line in check_lines(load_form("ogi-2021"))]
    assert [f"check_{number}" for number in range(1, len(names) + 1)] == names


def test_lines_are_listed_once(form_2021: Form) -> None:
    assert check_lines(form_2021) is check_lines(form_2021)


def test_only_tables_that_are_filled_in_show_how_much_of_them_is() -> None:
    alone, annex = (
        [b.field.key for b in check_blocks(form)[0] if b.field and b.field.kind is FieldKind.FILLED]
        for form in (load_form("ogi-register"), load_form("ogi-2021", annex="ogi-register"))
    )
    assert [[], ["proactive"]] == [alone, annex]
