"""Rules are read strictly: what they say, where, how grave, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from support.kept_faults import read_entries
from xlreport.base.errors import FormError
from xlreport.base.finding import Severity
from xlreport.base.period import PeriodKind
from xlreport.form._read_rules import read_rule
from xlreport.form.rule import Every, Rule

RULE: dict[str, Any] = {"id": "R", "say": "甲等于乙", "must": "a = b"}


def rules(*raw: dict[str, Any], table: str = "t") -> list[Rule]:
    given = {"table": table, "period": PeriodKind.YEAR}
    return read_entries({"rule": list(raw)}, "rule", read_rule, **given)


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
