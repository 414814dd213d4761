"""Two official forms of one department are held against each other, where both are collected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from support.filled import as_return, cells_at
from xlreport.base.errors import FormError
from xlreport.checks.against import against_findings
from xlreport.form.load import load_form
from xlreport.reading.one_return import Return

ENFORCEMENT, OGI = load_form("enforcement-2021"), load_form("ogi-2021")
NOTHING = (None,) * len(ENFORCEMENT.cells)
RIGHT = {
    "penalties.cases.fine": 293,
    "licensing.licences.granted": 2200,
    "licensing.licences.refused": 5,
    "licensing.licences.revoked": 2,
    "coercion.acts.sealing": 4,
    "coercion.acts.court": 9,
}
PROACTIVE = {
    "proactive.penalties.decisions": 293,
    "proactive.licences.decisions": 2207,
    "proactive.coercive_measures.decisions": 4,
}


def enforcement(**numbers: int) -> Return:
    changed = {name.replace("__", "."): number for name, number in numbers.items()}
    return as_return(ENFORCEMENT, cells_at(ENFORCEMENT, RIGHT | changed), file="执法.xlsx")


def ogi(**numbers: int) -> Return:
    changed = {name.replace("__", "."): number for name, number in numbers.items()}
    return as_return(OGI, cells_at(OGI, PROACTIVE | changed), file="公开.xlsx")


def test_equal_numbers_give_no_finding() -> None:
    assert [] == list(against_findings(enforcement(), ogi()))
    assert [] == list(against_findings(ogi(), enforcement()))


@pytest.mark.parametrize(
    ("name", "rule", "left", "right", "cells"),
    [
        ("penalties__cases__fine", "X-PEN", "1", "293", 1),
        ("licensing__licences__granted", "X-LIC", "8", "2207", 3),
        ("coercion__acts__sealing", "X-COE", "1", "4", 2),
    ],
)
def test_a_difference_is_a_warning_in_whichever_return_is_checked(
    name: str, rule: str, left: str, right: str, cells: int
) -> None:
    changed = enforcement(**{name: 1})
    (here,) = against_findings(changed, ogi())
    (there,) = against_findings(ogi(), changed)
    assert (rule, "warning", right) == (here.rule, here.severity, here.expected)
    assert (left, right) == (here.facts["left"], here.facts["right"])
    assert (cells, 1) == (len(here.cells), len(there.cells))
    assert "公开.xlsx）的 表二 " in here.message
    assert "执法.xlsx）的 表" in there.message


@pytest.mark.parametrize(
    "change",
    [
        lambda item: replace(item, unreadable=frozenset({1})),
        lambda item: replace(item, judged=NOTHING, values=NOTHING),
    ],
    ids=["unreadable", "blank"],
)
def test_what_is_not_known_is_not_held_against_anything(change: Callable[[Return], Return]) -> None:
    wrong = change(enforcement(penalties__cases__fine=1))
    assert "X-PEN" not in {finding.rule for finding in against_findings(wrong, ogi())}


def test_as_an_annex_the_rules_are_rules_like_any_other() -> None:
    both = load_form("ogi-2021", annex="enforcement-2021")
    bound = {balance.rule.id for balance in both.balances}
    assert {"X-PEN", "X-LIC", "X-COE"} <= bound
    assert () == both.cross_balances


RULE = """
[[rule]]
id = "X"
against = {against}
must = "{must}"
say = "相等"
"""
FORM = """
id = "made-up"
title = "登记表"
from = 2026

[[table]]
key = "licences"
heading = "一、许可"
columns = "number  数量"
rows = "all  许可"
"""


@pytest.mark.parametrize(
    ("against", "must", "expected"),
    [
        ('["ogi-1999"]', "licences.all.number = proactive.licences.decisions", "没有“ogi-1999”"),
        ('["ogi-2021"]', "licences.all.number = proactive.nothing.decisions", "没有这样的单元格"),
        ('["ogi-2021"]', "licences.all.number = proactive.fees.fees_amount", "单位不同"),
        ('["ogi-2021"]', "licences.all.number <= 7", "没有“ogi-2021”的单元格"),
        (
            '["ogi-2021"]',
            "licences.all.number = last.proactive.licences.decisions",
            "只能用本期的数",
        ),
        ('["made-up"]', "licences.all.number = licences.all.number", "就是本报表"),
    ],
)
def test_a_rule_against_what_is_not_there_is_refused(
    tmp_path: Path, against: str, must: str, expected: str
) -> None:
    path = tmp_path / "made-up.toml"
    path.write_text(FORM + RULE.format(against=against, must=must), encoding="utf-8")
    with pytest.raises(FormError, match=expected):
        load_form(path)
