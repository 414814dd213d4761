"""Relations are read as they are written: keys, signs, last year, whole numbers, nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.base.finding import Severity
from xlreport.form.rule import (
    Balance,
    EarlierBlock,
    KeyTerm,
    Relation,
    Rule,
    Term,
    parse_relation,
    parse_sum,
)


def test_both_sides_are_sums_of_signed_terms() -> None:
    text = "received + carried_over = total_handled - carried_forward"
    expected = Relation(
        text,
        (KeyTerm(1, ("received",)), KeyTerm(1, ("carried_over",))),
        "=",
        (KeyTerm(1, ("total_handled",)), KeyTerm(-1, ("carried_forward",))),
    )
    assert expected == parse_relation(text)


@pytest.mark.parametrize("operator", ["=", "<=", ">="])
def test_three_operators_are_known(operator: str) -> None:
    assert operator == parse_relation(f"a {operator} b").operator


def test_blanks_may_be_left_out() -> None:
    assert parse_relation("a + b = c").terms == parse_relation("a+b=c").terms


def test_the_first_term_may_have_a_sign() -> None:
    assert (KeyTerm(-1, ("a",)),) == parse_relation("- a >= b").left


def test_a_whole_number_is_a_term_without_a_name() -> None:
    assert (KeyTerm(-1, number=12),) == parse_relation("a = - 12").right


def test_dots_join_the_keys_of_table_row_and_column() -> None:
    assert (KeyTerm(1, ("requests", "received", "total")),) == parse_relation(
        "requests.received.total >= 0"
    ).left


@pytest.mark.parametrize("earlier", [EarlierBlock.LAST, EarlierBlock.LAST_YEAR])
def test_last_and_last_year_name_a_figure_of_an_earlier_report(earlier: EarlierBlock) -> None:
    assert (KeyTerm(1, ("carried_forward",), earlier=earlier),) == parse_relation(
        f"carried_over = {earlier}.carried_forward"
    ).right


def test_the_terms_of_both_sides_are_listed_left_first() -> None:
    assert ["a", "b", "c"] == [term.name[0] for term in parse_relation("a = b + c").terms]


UNREAD = "看不懂；只能用代号、整数、+、-、* 和 =、<=、>=。"
PRODUCT = "中的 * 左边只能是整数，右边只能是代号，如 2 * a；请改写。"
FACTOR = "；只能是1至999的整数。"
BRACKETS = "中不能用括号；请去掉括号，把各项逐一写出。"
NEEDED = "须是两个和式，中间写一个 =、<= 或 >=。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"“”{NEEDED}"),
        ("a + b", f"“a + b”{NEEDED}"),
        ("= a", f"“= a”{NEEDED}"),
        ("a =", f"“a =”{NEEDED}"),
        ("a = b = c", f"“a = b = c”{NEEDED}"),
        ("a + = b", f"“a + = b”{NEEDED}"),
        ("a = b -", f"“a = b -”{NEEDED}"),
        ("a + - b = c", "“a + - b = c”连写了两个正负号；请删去一个。"),
        ("a b = c", "“a b = c”中“b”前面缺少 + 或 -。"),
        ("2 a = c", "“2 a = c”中“a”前面缺少 + 或 -。"),
        ("a < b", f"“a < b”从“< b”起{UNREAD}"),
        ("a = 总计", f"“a = 总计”从“总计”起{UNREAD}"),
        ("a = 1.5", f"“a = 1.5”从“.5”起{UNREAD}"),
        ("a != b", f"“a != b”从“!= b”起{UNREAD}"),
        ("a = b / 2", f"“a = b / 2”从“/ 2”起{UNREAD}"),
        ("a = b * 2", f"“a = b * 2”{PRODUCT}"),
        ("a = b * c", f"“a = b * c”{PRODUCT}"),
        ("a = 2 * 3", f"“a = 2 * 3”{PRODUCT}"),
        ("a = 2 * 3 * b", f"“a = 2 * 3 * b”{PRODUCT}"),
        ("* a = b", f"“* a = b”{PRODUCT}"),
        ("a = 0 * b", f"“a = 0 * b”中的系数 0 不能用{FACTOR}"),
        ("a = 1000 * b", f"“a = 1000 * b”中的系数 1000 不能用{FACTOR}"),
        (f"a = {'9' * 30} * b", f"“a = {'9' * 30} * b”中的系数 {'9' * 20} 不能用{FACTOR}"),
        ("a = 2 * (b + c)", f"“a = 2 * (b + c)”{PRODUCT}"),
        ("a - (b + c) = 0", f"“a - (b + c) = 0”{BRACKETS}"),
        ("a = （b）", f"“a = （b）”{BRACKETS}"),
        ("a = b.", "“b.”写得不对；点的两边都要有代号。"),
        ("a = b..c", "“b..c”写得不对；点的两边都要有代号。"),
        ("a = last", "last 后面须有代号，如 last.carried_forward。"),
        ("1 = 1", "“1 = 1”中没有行或列的代号；请补上。"),
    ],
)
def test_what_is_no_relation_is_refused_with_the_reason(text: str, expected: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(expected)}$"):
        parse_relation(text)


def test_keys_may_be_multiplied_by_a_whole_number() -> None:
    relation = parse_relation("a - 2 * b >= 100*last.c.d - 3")
    assert (KeyTerm(1, ("a",)), KeyTerm(-2, ("b",))) == relation.left
    assert (
        KeyTerm(100, ("c", "d"), earlier=EarlierBlock.LAST),
        KeyTerm(-1, number=3),
    ) == relation.right


def test_a_sum_is_one_side_of_a_relation() -> None:
    assert parse_relation("a + 2 * b.c = 0").left == parse_sum("a + 2 * b.c")
    for text in ("", "  ", "a +", "a = b"):
        with pytest.raises(ValueError, match=r"须是一个和式|看不懂"):
            parse_sum(text)


@given(st.text("ab.12 +-*=<>last()", max_size=30))
def test_any_text_is_a_relation_or_a_value_error(text: str) -> None:
    try:
        as_it_should = all(1 <= abs(term.factor) < 1000 for term in parse_relation(text).terms)
    except ValueError as error:
        as_it_should = str(error) != ""
    assert as_it_should


def test_a_balance_lists_its_cells_left_first_and_last_year_apart() -> None:
    relation = parse_relation("a + b = last.c")
    rule = Rule("R", "t", Severity.ERROR, "说明", (relation,))
    balance = Balance(
        rule, relation, "", (Term(4, 1), Term(2, 1)), (), (), (Term(7, 1),), 0, within=False
    )
    assert ((4, 2), (7,)) == (balance.cells, balance.last_cells)
