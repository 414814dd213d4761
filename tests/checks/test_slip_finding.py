"""The likeliest slip as a clerk reads it."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

import xlreport
from support.departments import make_department
from support.filled import all_values, as_return, as_typed, cells_at, fill_form, find
from support.work import counted
from xlreport import Finding, Severity, load_form
from xlreport.checks import _slip
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import check_returns
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return

FORM = load_form("ogi-2021")


MANY = {"state_secret": 15, "prohibited_by_law": 17, "endangers_security": 14, "third_party": 12}


def slips(*items: Return) -> list[tuple[int, Finding]]:
    stack = make_arrays(items[0].form, items)
    found = check_returns(items, stack, ["县"] * len(items))
    return [(number, finding) for number, finding in found if finding.code == "SLIP"]


def slip_of(numbers: dict[str, int], typed: dict[str, int] | None = None) -> Finding:
    totals = {find(FORM, name): value for name, value in (typed or {}).items()}
    ((_, finding),) = slips(as_return(FORM, cells_at(FORM, numbers), typed=totals))
    return finding


def test_the_three_likeliest_are_said_and_the_others_counted() -> None:
    numbers = {"received": 21, "granted": 7, "granted_in_part": 3, "state_secret": 2}
    finding = slip_of({f"requests.{row}.natural_person": n for row, n in numbers.items()})
    assert (
        "推测的笔误：改动 1 个单元格就能使勾稽关系成立。"
        "最可能：表三 D6“一、本年新收政府信息公开申请数量｜自然人”把 21 改为 12（两个数字颠倒）；"
        "其次：表三 D8“（一）予以公开｜自然人”把 7 改为 16；"
        "再次：表三 D9“（二）部分公开（区分处理的，只计这一情形，不计其他情形）｜自然人”"
        "把 3 改为 12；"
        "另有20种可能。仅供参考，数字没有改动。"
    ) == finding.message
    assert "这只是推测，请与原始台账、登记核对后再决定改哪一处。" == finding.advice
    assert (Severity.INFO, "21", "12") == (finding.severity, finding.seen, finding.expected)
    assert ["D6"] == [cell.cell for cell in finding.cells]


def test_of_more_than_five_equally_likely_changes_only_the_number_is_said() -> None:
    numbers = {"received": 90, "granted": 11, "granted_in_part": 13} | MANY
    finding = slip_of({f"requests.{row}.natural_person": n for row, n in numbers.items()})
    assert (
        "推测的笔误：改动 1 个单元格就能使勾稽关系成立，但有 7 种改法同样可能，看不出错在哪一处。"
    ) == finding.message
    assert ((), "") == (finding.cells, finding.expected)


def test_two_cells_are_named_together_with_both_values() -> None:
    numbers = {"received.research": 7, "granted.public_benefit": 7, "granted.research": 0}
    finding = slip_of({f"requests.{name}": n for name, n in numbers.items()})
    assert "改动 2 个单元格就能使勾稽关系成立。" in finding.message
    assert (
        "最可能：表三 F6“一、本年新收政府信息公开申请…｜科研机构”把 7 改为 0，"
        "表三 G6“一、本年新收政府信息公开申请…｜社会公益组织”把 0 改为 7（数字填错了单元格）"
    ) == finding.facts["first"]
    assert (
        "；其次：表三 F8“（一）予以公开｜科研机构”把 0 改为 7，"
        "表三 G8“（一）予以公开｜社会公益组织”把 7 改为 0（数字填错了单元格）"
    ) == finding.facts["second"]
    assert (["F6", "G6"], "0、7") == ([c.cell for c in finding.cells], finding.expected)


def test_a_block_without_row_labels_is_named_by_all_its_column_labels() -> None:
    finding = slip_of({"remedies.cases.direct_upheld": 12}, {"remedies.cases.direct_total": 21})
    assert "“行政诉讼｜未经复议直接起诉｜总计”把 21 改为 12（两个数字颠倒）" in finding.message


def test_a_blank_cell_is_called_one() -> None:
    inputs = cells_at(FORM, {"requests.received.research": 4})
    del inputs[find(FORM, "requests.granted.research")]
    ((_, finding),) = slips(as_return(FORM, inputs))
    assert "表三 F8“（一）予以公开｜科研机构”把 空白 改为 4（漏填）" in finding.message
    assert ("", "4") == (finding.seen, finding.expected)


def test_three_cells_are_named_by_their_addresses_and_others_are_not_counted_to_the_end() -> None:
    pytest.importorskip("scipy.optimize", reason="scipy (the extra `slips`) is not installed")
    columns = ("natural_person", "commercial", "research")
    numbers = {f"requests.received.{column}": 12 for column in columns}
    numbers |= {f"requests.granted.{column}": 21 for column in columns}
    finding = slip_of(numbers)
    assert finding.facts["first"].startswith("最可能：表三 D")
    assert 3 == finding.facts["first"].count("把")
    assert "；另有至少" in finding.message
    assert all(value in {"12", "21"} for value in finding.expected.split("、"))


def test_the_longest_labels_and_numbers_fit_into_the_sentence() -> None:
    numbers = {"received.research": 10**6, "not_corrected.public_benefit": 10**6}
    finding = slip_of({f"requests.{name}": n for name, n in numbers.items()})
    assert "…；" not in finding.message
    assert max(len(finding.facts[name].lstrip("；")) for name in ("first", "second")) <= 120


def test_only_returns_with_a_failing_error_rule_get_one() -> None:
    good = as_return(FORM, fill_form(FORM, 1))
    bad = as_return(FORM, cells_at(FORM, {"requests.received.research": 4}))
    warned = as_return(FORM, cells_at(FORM, {"proactive.normative_documents.made": 3}))
    negative = as_return(FORM, cells_at(FORM, {"proactive.fees.fees_amount": -1}))
    assert [1] == [number for number, _ in slips(good, bad, warned, negative)]


def test_where_nothing_small_helps_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    columns = ("natural_person", "commercial", "research")
    numbers = {f"requests.received.{column}": 12 for column in columns}
    assert [] == slips(as_return(FORM, cells_at(FORM, numbers)))


def test_a_failing_return_costs_few_calls_and_no_matrix_of_its_own() -> None:
    items = []
    for seed in range(40):
        inputs = fill_form(FORM, seed)
        values = all_values(FORM, inputs)
        inputs[find(FORM, "requests.received.research")] += 9
        if seed % 2:  # two cells have to change
            inputs[find(FORM, "requests.received.commercial")] += 4
        totals = {index: values[index] or 0 for index in FORM.fills} if seed % 4 > 1 else {}
        items.append(as_return(FORM, inputs, typed=totals))
    slips(*items)  # the matrices of the form are made once
    made = (_slip._expansion.cache_info().misses, _slip._products.cache_info().misses)
    found, work = counted(partial(slips, *items))
    assert len(items) == len(found)
    assert 10_000 > work.calls / len(items)  # it is 4,983, where all cells are compared at once
    assert made == (_slip._expansion.cache_info().misses, _slip._products.cache_info().misses)


def test_a_workbook_with_a_typed_total_is_told_which_cell_is_wrong(tmp_path: Path) -> None:
    inputs = cells_at(FORM, {"requests.received.research": 12, "requests.granted.research": 12})
    totals = {find(FORM, "requests.received.total"): 21}
    data = build_template(
        FORM, year=2026, department=make_department("D01"), values=as_typed(FORM, inputs | totals)
    )
    (tmp_path / "a.xlsx").write_bytes(data)
    found = xlreport.read_returns(tmp_path).found
    codes = [finding.code for finding in found if finding.severity is Severity.INFO]
    assert "SLIP" == codes[-1]
    slip = next(finding for finding in found if finding.code == "SLIP")
    assert ("J6", "21", "12") == (slip.cell, slip.seen, slip.expected)
    assert "另有" not in slip.message
