"""The linear rules across two years: last year's figures and what follows from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.checked import FORM_2019, FORM_2021, found_in, last_year, sides
from support.filled import Inputs, all_values, as_return, cells_at, fill_form, fillings, find, some
from xlreport.base.finding import Severity
from xlreport.form.form import Form


def test_carried_over_differs_from_what_was_carried_forward() -> None:
    now = {"requests.carried_over.research": 2, "requests.granted.research": 2}
    last = last_year(FORM_2021, {"requests.carried_forward.research": 3})
    (finding,) = found_in(as_return(FORM_2021, cells_at(FORM_2021, now)), last)
    assert ("Y-CARRY", Severity.WARNING) == (finding.rule, finding.severity)
    assert ("表三 F7", "上年") == sides(finding)
    assert ("3", "-1") == (finding.expected, finding.difference)
    path = "上年 › 三 › 四、结转下年度继续办理 › 法人或其他组织 › 科研机构"
    assert [("2", ""), ("3", path)] == [
        (cell.value, "" if cell.cell else cell.path) for cell in finding.cells
    ]


def test_a_warning_may_be_explained_and_an_error_must_be_mended() -> None:
    now = {"requests.carried_over.research": 2, "requests.granted.research": 1}
    last = last_year(FORM_2021, {"requests.carried_forward.research": 3})
    advice = {
        finding.rule: finding.advice
        for finding in found_in(as_return(FORM_2021, cells_at(FORM_2021, now)), last)
    }
    assert "核实说明" in advice["Y-CARRY"]
    assert "核实说明" not in advice["T3-ID"]


def test_valid_documents_do_not_follow_from_last_year() -> None:
    row = "proactive.normative_documents"
    now = {f"{row}.made": 6, f"{row}.repealed": 1, f"{row}.in_force": 32}
    last = last_year(FORM_2021, {f"{row}.in_force": 28})
    (finding,) = found_in(as_return(FORM_2021, cells_at(FORM_2021, now)), last)
    assert ("Y-VALID", Severity.WARNING) == (finding.rule, finding.severity)
    assert ("表二 D6", "表二 B6 表二 C6 上年") == sides(finding)
    assert ("33", "-1") == (finding.expected, finding.difference)


def test_items_of_last_year_are_not_those_of_its_report() -> None:
    row = "proactive.licences"
    last = last_year(FORM_2019, {f"{row}.items_last_year": 10, f"{row}.items_change": -4})
    now = cells_at(FORM_2019, {f"{row}.items_last_year": 7})
    (finding,) = found_in(as_return(FORM_2019, now), last)
    assert ("Y-ITEM", Severity.WARNING, "表二 B9") == (
        finding.rule,
        finding.severity,
        sides(finding)[0],
    )
    assert ("6", "1") == (finding.expected, finding.difference)


@pytest.mark.parametrize("form", [FORM_2021, FORM_2019], ids=["ogi-2021", "ogi-2019"])
def test_nothing_is_compared_with_a_year_that_is_unknown(form: Form) -> None:
    item = as_return(form, fill_form(form, 5))
    assert [] == found_in(item, None)
    assert [] == found_in(item, [None] * len(form.cells))


@some
@given(before=fillings(FORM_2021), seed=st.integers(0, 10**6))
def test_nothing_is_found_where_two_years_fit(before: Inputs, seed: int) -> None:
    last = all_values(FORM_2021, before)
    fixed: Inputs = {}
    for cell in FORM_2021.inputs:
        if cell.row == "carried_over":
            fixed[cell.index] = (
                last[find(FORM_2021, f"requests.carried_forward.{cell.column}")] or 0
            )
    for row in ("regulations", "normative_documents"):
        made, in_force = (find(FORM_2021, f"proactive.{row}.{k}") for k in ("made", "in_force"))
        fixed |= {made: 3, made + 1: 2, in_force: (last[in_force] or 0) + 1}
    inputs = fill_form(FORM_2021, seed, fixed=fixed)
    assert [] == found_in(as_return(FORM_2021, inputs), last)
