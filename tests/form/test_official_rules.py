"""The rules and checks of the official form, in the form files of both editions."""

from __future__ import annotations

import pytest

from xlreport.base.finding import Severity
from xlreport.form.load import load_form

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741 - the letters of the rules


# The rules of the official form, typed from the list of rules: those within one return and those
# across years. EMPTY-0 and the text against the tables look at the narrative and stand in no form
# file. NEG has a half that is linear: 上一年 + 增/减 ≥ 0.
OFFICIAL_RULES = {
    "ogi-2021": {
        "T3-ID": E,
        "T3-SUM": E,
        "T3-ROW": E,
        "T4-SUM": E,
        "INT": E,
        "NEG": E,
        "BLANK": W,
        "FORM": W,
        "EDITION": W,
        "T2-VALID": W,
        "T2-REG": W,
        "T4-DIRECT": I,
        "Y-CARRY": W,
        "Y-VALID": W,
        "TEXT": W,
        "EMPTY-0": W,
        "FEE-TOLD": I,
        "Y-DRIFT": I,
    },
    "ogi-2019": {
        "T3-ID": E,
        "T3-SUM": E,
        "T3-ROW": E,
        "T4-SUM": E,
        "INT": E,
        "NEG": E,
        "NEG-ITEMS": E,
        "BLANK": W,
        "FORM": W,
        "EDITION": W,
        "T2-REG": W,
        "T2-NEW": W,
        "T2-TOT": W,
        "T2-MIX": W,
        "T2-AMT": W,
        "Y-CARRY": W,
        "Y-ITEM": W,
        "TEXT": W,
        "EMPTY-0": W,
        "Y-DRIFT": I,
    },
}


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_every_rule_of_an_edition_is_in_its_form_file_with_its_severity(name: str) -> None:
    form = load_form(name)
    linear = {rule.id: rule.severity for rule in form.rules}
    named = {check.id: check.severity for check in form.checks}
    assert OFFICIAL_RULES[name] == linear | named
    assert not linear.keys() & named.keys()


@pytest.mark.parametrize(
    ("name", "rule", "relations"),
    [
        ("ogi-2021", "T3-ID", ["received + carried_over = total_handled + carried_forward"]),
        (
            "ogi-2021",
            "T3-SUM",
            [
                "total_handled = granted + granted_in_part + refused + not_available"
                " + not_processed + otherwise_handled"
            ],
        ),
        ("ogi-2021", "T3-ROW", ["total = natural_person + legal_person"]),
        ("ogi-2021", "T2-VALID", ["in_force >= made - repealed"]),
        ("ogi-2021", "Y-VALID", ["in_force = last.in_force + made - repealed"]),
        ("ogi-2021", "Y-CARRY", ["carried_over = last.carried_forward"]),
        ("ogi-2019", "T2-NEW", ["published <= made"]),
        ("ogi-2019", "T2-TOT", ["published_total >= published"]),
        ("ogi-2019", "NEG-ITEMS", ["items_last_year + items_change >= 0"]),
        ("ogi-2019", "Y-ITEM", ["items_last_year = last.items_last_year + last.items_change"]),
        (
            "ogi-2019",
            "T4-SUM",
            [
                f"{block}_total = {block}_upheld + {block}_corrected + {block}_other"
                f" + {block}_pending"
                for block in ("review", "direct", "appeal")
            ],
        ),
    ],
)
def test_a_linear_rule_relates_what_the_list_of_rules_says(
    name: str, rule: str, relations: list[str]
) -> None:
    found = next(found for found in load_form(name).rules if found.id == rule)
    assert relations == [relation.text for relation in found.relations]


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_the_identity_is_told_in_the_words_of_the_form(name: str) -> None:
    rule = next(rule for rule in load_form(name).rules if rule.id == "T3-ID")
    assert "第一项加第二项之和，等于第三项加第四项之和" == rule.say


@pytest.mark.parametrize(
    ("name", "check", "expected"),
    [
        (
            "ogi-2021",
            "T2-REG",
            ["regulations.made", "regulations.repealed", "regulations.in_force"],
        ),
        ("ogi-2021", "Y-DRIFT", ["licences.decisions", "penalties.decisions", "fees.fees_amount"]),
        (
            "ogi-2019",
            "T2-REG",
            ["regulations.made", "regulations.published", "regulations.published_total"],
        ),
    ],
)
def test_a_named_check_looks_at_the_cells_of_the_list_of_rules(
    name: str, check: str, expected: list[str]
) -> None:
    form = load_form(name)
    found = next(found for found in form.checks if found.id == check)
    assert expected == [f"{form.cells[i].row}.{form.cells[i].column}" for i in found.cells]


def test_items_and_cases_are_compared_in_the_rows_that_have_both() -> None:
    form = load_form("ogi-2019")
    places = {check.id: [pair.place for pair in check.pairs] for check in form.checks}
    assert ["行政许可", "其他对外管理服务事项", "行政处罚", "行政强制"] == places["T2-MIX"]
    assert ["政府集中采购"] == places["T2-AMT"]
