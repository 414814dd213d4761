"""Rules and named checks are read strictly: what they say, where, how grave, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from support.kept_faults import read_entries
from xlreport.base.errors import FormError
from xlreport.base.finding import Severity
from xlreport.base.period import PeriodKind
from xlreport.form._read_rules import read_check, read_rule
from xlreport.form.form import Form
from xlreport.form.rule import Every, NamedCheck, Rule

RULE: dict[str, Any] = {"id": "R", "say": "甲等于乙", "must": "a = b"}


def rules(*raw: dict[str, Any], table: str = "t") -> list[Rule]:
    given = {"table": table, "period": PeriodKind.YEAR}
    return read_entries({"rule": list(raw)}, "rule", read_rule, **given)


def checks(form: Form, *raw: dict[str, Any]) -> list[Any]:
    return read_entries({"check": list(raw)}, "check", read_check, tables=form.tables)


def test_a_rule_is_an_error_that_stands_once_unless_it_says_otherwise() -> None:
    (rule,) = rules(RULE)
    assert ("R", "t", Severity.ERROR, "甲等于乙", Every.NOWHERE, False) == (
        *(rule.id, rule.table, rule.severity),
        *(rule.say, rule.every, rule.fill),
    )
    assert ["a = b"] == [relation.text for relation in rule.relations]


def test_a_rule_says_its_axis_its_severity_and_that_it_is_a_total() -> None:
    raw = {
        **RULE,
        "every": "column",
        "severity": "warning",
        "fill": True,
        "must": ["a = b", "c = d"],
    }
    (rule,) = rules(raw)
    assert (Every.COLUMN, Severity.WARNING, True) == (rule.every, rule.severity, rule.fill)
    assert ["a = b", "c = d"] == [relation.text for relation in rule.relations]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"must": "a b"}, "a.toml，[[rule]] R → must：“a b”中“b”前面缺少"),
        (
            {"must": "a ≤ b"},
            "a.toml，[[rule]] R → must：“a ≤ b”从“≤ b”起看不懂",
        ),
        ({"must": ["a = b", ""]}, "a.toml，[[rule]] R → must：应是一段文字"),
        ({"must": 3}, "a.toml，[[rule]] R → must：应是一段文字"),
        ({"every": "cell"}, "a.toml，[[rule]] R → every：“cell”不能用"),
        ({"severity": "grave"}, "a.toml，[[rule]] R → severity：“grave”不能用"),
        ({"fill": "yes"}, "a.toml，[[rule]] R → fill：“fill”应是"),
        ({"fill": 1}, "a.toml，[[rule]] R → fill：“fill”应是"),
        ({"when": "a = b"}, "a.toml，[[rule]] R → when：没有“when”"),
    ],
)
def test_a_slip_in_a_rule_is_told_with_its_place(change: dict[str, Any], said: str) -> None:
    with pytest.raises(FormError) as error:
        rules({**RULE, **change})
    assert str(error.value).startswith(said)


@pytest.mark.parametrize("field", ["id", "say", "must"])
def test_a_rule_needs_an_id_a_sentence_and_a_relation(field: str) -> None:
    raw = {name: value for name, value in RULE.items() if name != field}
    with pytest.raises(FormError) as error:
        rules(RULE, raw)
    assert str(error.value).endswith(f"：缺少字段“{field}”；请补上。")


def test_a_rule_across_tables_has_no_axis() -> None:
    with pytest.raises(FormError) as error:
        rules({**RULE, "every": "row"}, table="")
    expected = "a.toml，[[rule]] R → every：every 只能用于一张表；请写在 [[table.rule]] 中。"
    assert expected == str(error.value)


CHECK: dict[str, Any] = {"id": "T2-REG", "severity": "warning", "say": "无权制定规章"}


def test_a_named_check_is_switched_on_with_its_cells(form_2021: Form) -> None:
    (check,) = checks(form_2021, {**CHECK, "cells": ["proactive.regulations"]})
    expected = tuple(c.index for c in form_2021.cells if c.row == "regulations")
    assert (NamedCheck.T2_REG, Severity.WARNING, "无权制定规章", expected, ()) == (
        *(check.id, check.severity, check.say),
        *(check.cells, check.balances),
    )


def test_a_relation_of_a_named_check_is_applied_in_every_row_that_has_it(form_2021: Form) -> None:
    raw = {**CHECK, "id": "T2-MIX", "table": "proactive", "must": "in_force = made"}
    (check,) = checks(form_2021, raw)
    assert ["规章", "行政规范性文件"] == [balance.place for balance in check.balances]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "T9"}, "a.toml，[[check]] T9 → id：“T9”不能用；只能是 INT、NEG、"),
        ({"severity": ""}, "a.toml，[[check]] T2-REG → severity：“”不能用；只能是 "),
        ({"cells": ["proactive.rules"]}, "a.toml，[[check]] T2-REG → cells：“proactive.rules”"),
        ({"cells": []}, "a.toml，[[check]] T2-REG → cells：应是一段文字"),
        ({"cells": "proactive"}, "a.toml，[[check]] T2-REG → cells：“cells”应是"),
        ({"must": "a = b"}, "a.toml，[[check]] T2-REG：must 和 table 必须一起写"),
        ({"table": "proactive"}, "a.toml，[[check]] T2-REG：must 和 table 必须一起写"),
        (
            {"id": "T2-MIX", "table": "t", "must": "a = b"},
            "a.toml，[[check]] T2-MIX → table：没有“t”这张表",
        ),
        (
            {"id": "T2-MIX", "table": "proactive", "must": "a"},
            "a.toml，[[check]] T2-MIX → must：“a”须是两个和式",
        ),
    ],
)
def test_a_slip_in_a_check_is_told_with_its_place(
    form_2021: Form, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(FormError) as error:
        checks(form_2021, {**CHECK, **change})
    assert str(error.value).startswith(said)


def test_a_form_without_rules_and_checks_has_none(form_2021: Form) -> None:
    assert ([], []) == (rules(), checks(form_2021))
