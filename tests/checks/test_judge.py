"""The linear rules: each fires where it is broken and says where, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.checked import FORM_2021, FORMS, NAMES, SUPPLEMENT, found_in, sides
from support.filled import (
    all_values,
    as_return,
    cells_at,
    fill_form,
    fillings,
    find,
    input_factors,
    some,
)
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import check_returns, judge
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.rule import Balance, Term, parse_relation
from xlreport.layout.layout import lay_form

# A failing example shows its arguments: the name of a form is a word, a form is thousands.
each_name = pytest.mark.parametrize("name", NAMES)


each_form = pytest.mark.parametrize("form", FORMS, ids=NAMES)


RESULTS = " ".join(f"表三 {{0}}{row}" for row in range(8, 29))


# Form, rule, severity, the slip, both sides as they stand on the sheets, expected, difference.
# All other inputs are 0. The addresses are typed from the official tables.
BROKEN = [
    (
        *("ogi-2021", "T3-ID", "error"),
        {"requests.received.natural_person": 12, "requests.granted.natural_person": 11},
        *("表三 D6 表三 D7", "表三 D29 表三 D30", "11", "1"),
    ),
    (
        *("ogi-2021", "T3-ID", "error"),
        {"requests.carried_forward.other_person": 4},
        *("表三 I6 表三 I7", "表三 I29 表三 I30", "4", "-4"),
    ),
    (
        *("ogi-2021", "T2-VALID", "warning"),
        {"proactive.normative_documents.made": 5, "proactive.normative_documents.repealed": 1},
        *("表二 D6", "表二 B6 表二 C6", "4", "-4"),
    ),
    (
        *("ogi-2019", "T3-ID", "error"),
        {"requests.carried_over.natural_person": 2},
        *("表三 D6 表三 D7", "表三 D27 表三 D28", "0", "2"),
    ),
    (
        *("ogi-2019", "T2-NEW", "warning"),
        {
            "proactive.regulations.made": 1,
            "proactive.regulations.published": 3,
            "proactive.regulations.published_total": 3,
        },
        *("表二 C5", "表二 B5", "1", "2"),
    ),
    (
        *("ogi-2019", "T2-TOT", "warning"),
        {
            "proactive.normative_documents.made": 3,
            "proactive.normative_documents.published": 3,
            "proactive.normative_documents.published_total": 1,
        },
        *("表二 D6", "表二 C6", "3", "-2"),
    ),
    (
        *("ogi-2019", "NEG-ITEMS", "error"),
        {"proactive.licences.items_last_year": 3, "proactive.licences.items_change": -4},
        *("表二 B9 表二 C9", "", "0", "-1"),
    ),
    (
        *("ogi-supplement", "S2-ORIGINAL", "error"),
        {"supplement.official_account.posts": 3, "supplement.official_account.original_posts": 5},
        *("附表 C12", "附表 B12", "3", "2"),
    ),
    (
        *("ogi-supplement", "S3-ADOPTED", "error"),
        {"supplement.newsletter.adopted_briefs": 1},
        *("附表 C15", "附表 B15", "0", "1"),
    ),
    (
        *("ogi-supplement", "S4-VISITORS", "warning"),
        {"supplement.open_house.open_days": 2},
        *("附表 C18", "附表 B18", "2", "-2"),
    ),
]


@pytest.mark.parametrize(
    ("name", "rule", "severity", "slip", "left", "right", "expected", "difference"),
    BROKEN,
    ids=[f"{case[0]} {case[1]}" for case in BROKEN],
)
def test_a_broken_rule_is_found_with_all_cells_of_both_sides(
    name: str,
    rule: str,
    severity: str,
    slip: dict[str, int],
    left: str,
    right: str,
    expected: str,
    difference: str,
) -> None:
    form = load_form(name)
    found = found_in(as_return(form, cells_at(form, slip)))
    said = [(f.rule, f.code, f.severity, *sides(f), f.expected, f.difference) for f in found]
    assert [(rule, "RULE", severity, left, right, expected, difference)] == said


# A total that somebody typed over its formula, in 2021's and the annex's tables.
TYPED = [
    (
        "ogi-2021",
        "T3-SUM",
        {"requests.received.natural_person": 3, "requests.granted.natural_person": 3},
        "requests.total_handled.natural_person",
        4,
        ("表三 D29", RESULTS.format("D")),
        ("3", "1"),
    ),
    (
        "ogi-2021",
        "T3-ROW",
        {"requests.received.research": 2, "requests.granted.research": 2},
        "requests.received.total",
        0,
        ("表三 J6", "表三 D6 表三 E6 表三 F6 表三 G6 表三 H6 表三 I6"),
        ("2", "-2"),
    ),
    (
        "ogi-2021",
        "T4-SUM",
        {"remedies.cases.appeal_pending": 7},
        "remedies.cases.appeal_total",
        8,
        ("表四 O6", "表四 K6 表四 L6 表四 M6 表四 N6"),
        ("7", "1"),
    ),
    (
        "ogi-supplement",
        "S1-SUM",
        {"supplement.benefits.duties": 1},
        "supplement.all_duties.duties",
        2,
        ("附表 B9", "附表 B5 附表 B6 附表 B7 附表 B8"),
        ("1", "1"),
    ),
]


@pytest.mark.parametrize(
    ("name", "rule", "figures", "total", "number", "wanted", "expected"),
    TYPED,
    ids=[case[1] for case in TYPED],
)
def test_a_total_typed_wrong_is_found_with_its_parts(
    name: str,
    rule: str,
    figures: dict[str, int],
    total: str,
    number: int,
    wanted: tuple[str, str],
    expected: tuple[str, str],
) -> None:
    form = load_form(name)
    item = as_return(form, cells_at(form, figures), typed={find(form, total): number})
    said = [(f.rule, f.code, *sides(f), f.seen, f.expected, f.difference) for f in found_in(item)]
    assert [(rule, "TOTAL-WRONG", *wanted, str(number), *expected)] == said


def test_the_sentence_of_a_balance_names_place_rule_sides_and_difference() -> None:
    slip = {"requests.received.natural_person": 12, "requests.granted.natural_person": 11}
    (finding,) = found_in(as_return(FORM_2021, cells_at(FORM_2021, slip)))
    expected = (
        "表三“自然人”一列不符合“第一项加第二项之和，等于第三项加第四项之和”："
        "左边 12，右边 11，相差 1（表三 D6）。"
    )
    assert expected == finding.message


def test_cells_of_a_finding_show_path_and_value() -> None:
    slip = {"requests.received.natural_person": 12, "requests.granted.natural_person": 11}
    (finding,) = found_in(as_return(FORM_2021, cells_at(FORM_2021, slip)))
    expected = [
        ("三 › 一、本年新收政府信息公开申请数量 › 自然人", "12"),
        ("三 › 二、上年结转政府信息公开申请数量 › 自然人", "0"),
        ("三 › （七）总计 › 自然人", "11"),
        ("三 › 四、结转下年度继续办理 › 自然人", "0"),
    ]
    assert expected == [(cell.path, cell.value) for cell in finding.cells]


def linear(form: Form) -> list[Balance]:
    return [b for b in form.balances if not b.rule.fill and not b.last_cells]


def addresses(form: Form, terms: Sequence[tuple[int, int]]) -> str:
    places = lay_form(form).positions
    return " ".join(places[i].place for i, _ in terms)


@each_form
def test_every_rule_is_found_at_every_place_where_it_stands(form: Form) -> None:
    for number, balance in enumerate(linear(form)):
        inputs = fill_form(form, number)
        factors = input_factors(form, balance)
        # Far enough up on the greater side (or on either side of an equation) to break the rule.
        sign = -1 if balance.relation.operator == ">=" else 1
        grow = next((i for i, factor in factors.items() if factor == sign), None)
        if grow is None:  # a + b >= 0 is broken by lowering
            inputs[next(iter(factors))] -= 1000
        else:
            inputs[grow] += 1000
        found = [f for f in found_in(as_return(form, inputs)) if f.rule == balance.rule.id]
        wanted = addresses(form, balance.left), addresses(form, balance.right)
        fills = form.fills
        if all(index in fills for index in balance.cells):
            # A balance over computed totals is told by that of its parts.
            assert wanted not in [sides(finding) for finding in found]
            assert found
        else:
            match = [finding for finding in found if sides(finding) == wanted]
            assert [balance.rule.severity] == [finding.severity for finding in match]


@each_form
def test_every_total_typed_wrong_is_found_once_and_alone(form: Form) -> None:
    places = lay_form(form).positions
    for number, total in enumerate(form.fills):
        inputs = fill_form(form, number)
        right = all_values(form, inputs)[total] or 0
        item = as_return(form, inputs, typed={total: right + 1})
        said = [(f.code, f.sheet, f.cell, f.seen, f.expected) for f in found_in(item)]
        at = places[total].sheet, places[total].address
        assert [("TOTAL-WRONG", *at, str(right + 1), str(right))] == said


@each_name
@some
@given(data=st.data())
def test_nothing_is_found_in_a_consistent_return(name: str, data: st.DataObject) -> None:
    form = load_form(name)
    inputs = data.draw(fillings(form, largest=data.draw(st.sampled_from([0, 3, 10**6]))))
    assert [] == found_in(as_return(form, inputs))


def test_a_total_that_was_typed_right_is_not_found() -> None:
    inputs = fill_form(FORM_2021, 1)
    values = all_values(FORM_2021, inputs)
    typed = {index: values[index] or 0 for index in FORM_2021.fills}
    assert [] == found_in(as_return(FORM_2021, inputs, typed=typed))


def test_a_balance_broken_in_two_columns_is_not_said_again_of_their_total() -> None:
    slip = {"requests.received.natural_person": 1, "requests.received.research": 1}
    found = found_in(as_return(FORM_2021, cells_at(FORM_2021, slip)))
    assert [("T3-ID", "D6"), ("T3-ID", "F6")] == [(f.rule, f.cell) for f in found]


def test_a_wrong_total_does_not_hide_a_balance_that_its_parts_break() -> None:
    slip = {"requests.received.natural_person": 5, "requests.granted.natural_person": 3}
    typed = {find(FORM_2021, "requests.total_handled.natural_person"): 5}
    found = found_in(as_return(FORM_2021, cells_at(FORM_2021, slip), typed=typed))
    # By the typed total the column holds; by its computed total the whole table does not.
    expected = [("T3-SUM", "TOTAL-WRONG", "D29"), ("T3-ID", "RULE", "J6")]
    assert sorted(expected) == sorted((f.rule, f.code, f.cell) for f in found)


def test_a_rule_all_of_whose_cells_are_missing_is_not_judged() -> None:
    assert [] == found_in(as_return(FORM_2021, {}))


def test_missing_cells_count_as_zero_beside_one_that_is_there() -> None:
    inputs = cells_at(FORM_2021, {"requests.received.natural_person": 4}, rest=None)
    (finding,) = found_in(as_return(FORM_2021, inputs))
    assert ("T3-ID", "0", "4") == (finding.rule, finding.expected, finding.difference)
    assert ["4", "", "0", ""] == [cell.value for cell in finding.cells]


@pytest.mark.parametrize(
    "name", ["requests.received.natural_person", "requests.carried_over.natural_person"]
)
def test_a_rule_with_an_unreadable_cell_is_not_judged(name: str) -> None:
    slip = {"requests.received.natural_person": 12, "requests.granted.natural_person": 11}
    cell = find(FORM_2021, name)
    inputs = cells_at(FORM_2021, slip)
    item = as_return(FORM_2021, inputs, unreadable={cell})
    assert [] == found_in(item)


def test_a_balance_over_a_total_with_an_unreadable_part_is_not_judged() -> None:
    slip = {"requests.received.natural_person": 12, "requests.granted.natural_person": 11}
    part = find(FORM_2021, "requests.repeated.natural_person")
    total = find(FORM_2021, "requests.total_handled.natural_person")
    item = as_return(FORM_2021, cells_at(FORM_2021, slip), unreadable={part}, typed={total: 12})
    assert [] == found_in(item)


def test_findings_bear_the_number_of_their_return() -> None:
    good = as_return(FORM_2021, cells_at(FORM_2021, {}))
    bad = as_return(FORM_2021, cells_at(FORM_2021, {"requests.received.natural_person": 1}))
    worse = as_return(FORM_2021, cells_at(FORM_2021, {"proactive.fees.fees_amount": -1}))
    returns = [good, bad, good, worse]
    stack = make_arrays(FORM_2021, returns)
    found = check_returns(returns, stack, ["县"] * 4)
    expected = [(1, "RULE", "T3-ID"), (1, "SLIP", ""), (3, "NEG", "NEG")]
    assert expected == [(number, finding.code, finding.rule) for number, finding in found]


def test_a_whole_number_of_a_relation_is_said_with_the_right_side() -> None:
    rule = next(rule for rule in SUPPLEMENT.rules if rule.id == "S3-ADOPTED")
    left, right = (
        find(SUPPLEMENT, f"supplement.newsletter.{column}")
        for column in ("adopted_briefs", "briefs")
    )
    relation = parse_relation("adopted_briefs <= briefs + 100")
    balance = Balance(
        rule, relation, "", (Term(left, 1),), (Term(right, 1),), (), (), -100, within=True
    )
    items = [as_return(SUPPLEMENT, {left: over, right: 7}) for over in (107, 108)]
    stack = make_arrays(SUPPLEMENT, items)
    verdicts = judge([balance], stack, stack.judged)
    assert [[107], [107]] == verdicts.right.tolist()
    assert [[False], [True]] == verdicts.failed.tolist()
