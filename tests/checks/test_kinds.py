"""The general kinds of checks on a form that exists nowhere: what is found, and in whose words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from support.checked import found_in, last_year
from support.filled import as_return, cells_at, find
from support.made_up_form import load_made_up
from xlreport.base.finding import Finding, Severity
from xlreport.checks.schema import table_schema
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.layout.check_line import check_lines
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.returns.packing import pack, unpack_return

CHECK = (
    'id       = "T2-AMT"\nseverity = "warning"\n'
    'pairs    = [["funds.donations.gifts", "funds.donations.gift_value"]]'
)
SAY = "有捐赠就有写明单位的金额。"
BOOKS = 'cells = ["loans.books"]'
ANSWERS = (
    'units         = { staff_before = "人", staff_change = "人" }',
    'units = { staff_before = "人" }\nkinds = { staff_change = "yes_no" }',
)
CHANGE = ('change        = ["staff_change"]\n', "")
STAFF = ("staff_before + staff_change >= 0", "staff_before >= 0")
FUNDS = 'table = "funds"\nevery = "row"\n'


def load(folder: Path, kind: str, lines: str, *changes: tuple[str, str]) -> Form:
    text = f'id = "X"\nkind = "{kind}"\nseverity = "info"\n{lines}'
    return load_made_up(folder, (CHECK, text), *changes)


def of_x(form: Form, numbers: Mapping[str, int], **more: object) -> list[Finding]:
    level, last = str(more.get("level", "市")), more.get("last")
    cells = {find(form, name): value for name, value in numbers.items()}
    item = as_return(form, cells_at(form, {}) | cells)
    earlier = last_year(form, last) if isinstance(last, dict) else None
    return [f for f in found_in(item, earlier, level, rules_only=False) if f.rule == "X"]


def test_a_finding_has_the_id_the_severity_the_sentence_and_the_advice_of_its_check(
    tmp_path: Path,
) -> None:
    form = load(
        tmp_path, "level", 'cells = ["loans.books"]\nlevels = ["乡"]\nadvice = "请问馆长。"'
    )
    (finding,) = of_x(form, {"loans.novels.adults": 3}, level="县")[:1]
    assert ("X", "X", Severity.INFO) == (finding.code, finding.rule, finding.severity)
    said = "填写的是“3”，但本单位是县级：有捐赠就有写明单位的金额。"
    assert finding.message.endswith(said)
    assert "请问馆长。" == finding.advice
    assert [] == of_x(form, {"loans.novels.adults": 3}, level="乡")


def test_a_finding_keeps_its_words_when_it_is_packed(tmp_path: Path) -> None:
    form = load(tmp_path, "level", 'cells = ["loans.books"]')
    (finding,) = of_x(form, {"loans.novels.adults": 3}, level="县")[:1]
    item = replace(as_return(form, cells_at(form, {})), findings=(finding,))
    (same,) = unpack_return(pack(item), item.source, Library((form,))).findings
    assert (finding.code, finding.message, finding.advice) == (same.code, same.message, same.advice)


def test_two_sums_that_are_the_same_are_named_by_their_labels(tmp_path: Path) -> None:
    form = load(
        tmp_path,
        "not_equal",
        'table = "loans"\nevery = "column"\nmust = "2 * novels - science != digital"',
    )
    numbers = {"loans.novels.adults": 5, "loans.science.adults": 3, "loans.digital.adults": 7}
    (finding,) = [f for f in of_x(form, numbers) if f.facts["place"] == "“成年人”的"]
    said = "“成年人”的“小说”的2倍减“科普”正好等于“电子资源”（都是 7，表一 D8）：" + SAY
    assert said == finding.message
    assert ["right", "left", "left"] == [cell.side for cell in finding.cells]


@pytest.mark.parametrize(
    ("gifts", "value", "said"),
    [
        (3, 0, "“受赠图书”的“件数”是“3”，而“金额”是“0”（表二 C13）：有捐赠就有写明单位的金额。"),
        (
            0,
            250,
            "“受赠图书”的“件数”是“0”，而“金额”是“2.5”（表二 C13）：有捐赠就有写明单位的金额。",
        ),
        (0, 0, ""),
        (3, 250, ""),
    ],
)
def test_of_a_pair_one_that_is_alone_is_found(
    gifts: int, value: int, said: str, tmp_path: Path
) -> None:
    form = load(
        tmp_path,
        "both_or_neither",
        f'{FUNDS}pairs = [["gifts", "gift_value"], ["staff_before", "staff_change"]]',
    )
    numbers = {
        "funds.donations.gifts": gifts,
        "funds.donations.gift_value": value,
    }
    assert [said] * bool(said) == [finding.message for finding in of_x(form, numbers)]
    found = of_x(form, {"funds.librarians.staff_before": 3})
    assert ["“馆员”的“上年人数”是“3”，而“本年增/减”是“0”（表二 C10）"] == [
        f.message.partition("：")[0] for f in found
    ]


def test_what_a_condition_implies_is_asked_where_it_holds(tmp_path: Path) -> None:
    form = load(
        tmp_path,
        "implies",
        'table = "funds"\nwhen = "purchases.spent > 0"\n'
        'then = ["donations.gifts > 0", "librarians = filled"]',
    )
    (finding, *_) = of_x(form, {"funds.purchases.spent": 10_000_000})
    said = "“二 › 购书 › 支出金额（单位：万元）”是“10”，而“二 › 受赠图书 › 件数”是“0”（表二 B13）"
    assert said == finding.message.partition("：有")[0]
    assert [] == of_x(form, {})


def test_an_answer_implies_blanks_within_a_return_only(tmp_path: Path) -> None:
    form = load(
        tmp_path,
        "implies",
        f'{FUNDS}when = "staff_change = no"\nthen = "staff_before = blank"',
        ANSWERS,
        CHANGE,
        STAFF,
    )
    (finding,) = of_x(form, {"funds.librarians.staff_before": 3})
    assert (
        "“馆员”的“本年增/减”是“否”，而“上年人数”填有内容（表二 B10）"
        == finding.message.partition("：")[0]
    )
    assert [] == of_x(
        form, {"funds.librarians.staff_before": 3, "funds.librarians.staff_change": 1}
    )
    item = as_return(form, cells_at(form, {"funds.librarians.staff_before": 3}))
    summary = replace(item, stamp=Stamp(StampKind.SUMMARY, form.id, form.digest, None, "D04"))
    assert [] == [f for f in found_in(summary, rules_only=False) if f.rule == "X"]


@pytest.mark.parametrize(("now", "expected"), [(29, 0), (30, 1), (4, 0), (3, 1)])
def test_how_many_times_over_is_said_by_the_form(now: int, expected: int, tmp_path: Path) -> None:
    form = load(tmp_path, "drift", 'cells = ["loans.novels.adults"]\nfactor = 3')
    found = of_x(form, {"loans.novels.adults": now}, last={"loans.novels.adults": 10})
    assert ["上年为“10”，不符合“有捐赠就有写明单位的金额”。"] * expected == [
        finding.message.partition("，")[2] for finding in found
    ]


def test_numbers_below_zero_are_judged_by_the_check_of_their_cell(tmp_path: Path) -> None:
    form = load(tmp_path, "whole", 'cells = ["loans.novels"]')
    item = as_return(
        form,
        cells_at(
            form,
            {"loans.novels.adults": -2, "loans.digital.adults": -1, "funds.purchases.spent": -1},
        ),
    )
    found = found_in(item, rules_only=False)
    assert {("X", "info"), ("INT", "error"), ("NEG", "error")} <= {
        (f.code, f.severity) for f in found
    }
    lines = [
        (line.id, line.sheet, line.severity)
        for line in check_lines(form)
        if not hasattr(line, "balance")
    ]
    assert {
        ("INT", "一", "error"),
        ("X", "一", "info"),
        ("INT", "二", "error"),
        ("NEG", "二", "error"),
    } == set(lines)
    schema = table_schema(form, "loans")
    names = {check.name for column in schema.columns.values() for check in column.checks}
    assert {"INT", "PLACE"} == names  # a schema holds errors only
