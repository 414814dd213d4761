"""The advice to a return of another year fits how the year came into it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from support.filled import as_return, cells_at
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.reading.one_return import Return
from xlreport.settlement._wrong_period import period_finding

OLD, NEW = load_form("ogi-2019"), load_form("ogi-2021")


def filed(form: Form, year: int, *, issued: bool) -> Return:
    stamp = Stamp(
        StampKind.TEMPLATE, form.id, form.digest, Period(year) if issued else None, "D01", 1
    )
    return replace(as_return(form, cells_at(form, {}), year=year), stamp=stamp)


def advice(item: Return) -> str:
    found = period_finding(item, Period(2026))
    assert found is not None
    assert found.code == "WRONG-YEAR"
    return found.advice


def test_a_year_that_was_typed_may_be_a_slip() -> None:
    assert (
        "请核对封面的报告年度：写错的，改为 2026；没有写错的，请填报 2026 年度的数。"
    ) == advice(filed(NEW, 2025, issued=False))


@pytest.mark.parametrize("form", [OLD, NEW])
def test_a_workbook_issued_for_last_year_may_hold_this_year_s_figures(form: Form) -> None:
    told = advice(filed(form, 2025, issued=True))
    assert told.startswith("这份报送表是为 2025 年度下发的。请在 2026 年度的报送表上填写后报送；")
    assert told.endswith("可以请汇总人员改换报告年度。")


def test_the_right_year_needs_no_advice() -> None:
    assert period_finding(filed(NEW, 2026, issued=True), Period(2026)) is None
