"""A rule with a number of its own holds for a department, not for the sum of several."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from support.departments import number_departments
from support.filled import as_return, as_typed, cells_at
from support.made_up_form import load_made_up
from support.settled import settled
from xlreport import consolidate, read_returns, write_summary
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.outgoing.template import build_template

# Science may be read a hundred times more than novels: as a warning, as an error, and bare.
RULES = {
    "warning": [],
    "error": [
        (
            '"science.total <= novels.total + 100"\nseverity = "warning"',
            '"science.total <= novels.total + 100"',
        )
    ],
    "bare": [("science.total <= novels.total + 100", "science.total <= 100")],
    "at least": [("science.total <= novels.total + 100", "novels.total >= science.total - 100")],
}
READ_160 = {"loans.science.adults": 160}


@pytest.fixture(params=RULES)
def form(request: pytest.FixtureRequest, tmp_path: Path) -> Form:
    return load_made_up(tmp_path, *RULES[request.param])


def rules_of(form: Form, *, summary: bool, **more: int) -> list[str]:
    item = as_return(form, cells_at(form, {**READ_160, **more}))
    if summary:
        item = replace(
            item, stamp=Stamp(StampKind.SUMMARY, form.id, form.digest, Period(2020), "D01")
        )
    return [found.rule for found in settled([item]).found if found.code != "SLIP"]


def test_a_department_is_judged_by_it(form: Form) -> None:
    assert ["L-SCIENCE"] == rules_of(form, summary=False)


def test_a_summary_is_not(form: Form) -> None:
    assert [] == rules_of(form, summary=True)


def test_a_summary_is_judged_by_all_other_rules(form: Form) -> None:
    more = {"funds.donations.gifts": 999, "funds.donations.gift_value": 1}
    assert ["A-GIFTS"] == rules_of(form, summary=True, **more)


def test_the_next_level_takes_a_summary_of_right_returns(form: Form, tmp_path: Path) -> None:
    roster = number_departments(2)
    values = as_typed(form, cells_at(form, {"loans.science.adults": 80}))
    (tmp_path / "收回").mkdir()
    for department in roster.departments:
        data = build_template(form, year=2026, department=department, values=values)
        (tmp_path / "收回" / f"{department.code}.xlsx").write_bytes(data)
    returns = read_returns(tmp_path / "收回", roster=roster, forms=[form])
    book = write_summary(consolidate(returns, name="县", code="X"), tmp_path / "汇总.xlsx")
    next_level = read_returns(book, forms=[form])
    assert [] == [finding.message for finding in next_level.found]
    assert 160 == next_level["loans"].loc[("X", "县", "science"), "adults"]
