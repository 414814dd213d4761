"""The made-up figures: a county of 31 departments in which every relation holds."""

from __future__ import annotations

from collections import Counter

import pytest

from support.filled import all_values, holds
from xlreport import Department, Form, load_form
from xlreport.commands._demo_figures import (
    _DATA,
    COUNTY,
    MARK,
    YEAR,
    demo_departments,
    demo_values,
)
from xlreport.form.measure import Kind

DEPARTMENTS = demo_departments()


def scaled(form: Form, department: Department) -> dict[int, int]:
    """Return the figures as scaled integers."""
    return {
        index: round(float(str(value)) * (1_000_000 if is_money(form, index) else 1))
        for index, value in demo_values(form, department).items()
    }


def is_money(form: Form, index: int) -> bool:
    return form.cells[index].measure.kind is Kind.MONEY


def test_the_county_has_22_departments_8_townships_and_1_street_office() -> None:
    assert {"县直部门": 22, "乡镇": 8, "街道": 1} == Counter(d.kind for d in DEPARTMENTS)
    assert list(range(1, 32)) == [department.order for department in DEPARTMENTS]


def test_codes_and_names_are_each_used_once() -> None:
    assert 31 == len({d.code for d in DEPARTMENTS}) == len({d.name for d in DEPARTMENTS})


def test_the_office_of_the_centre_reports_without_being_counted() -> None:
    assert ["国家税务总局盐池县税务局"] == [d.name for d in DEPARTMENTS if not d.counted]


def test_the_county_and_its_year_say_that_they_are_a_demonstration() -> None:
    assert ("盐池县（演示）", 2026, "演示数据，非真实统计") == (COUNTY, YEAR, MARK)


@pytest.mark.parametrize("name", ["ogi-2019", "ogi-2021"])
@pytest.mark.parametrize("department", DEPARTMENTS, ids=lambda department: department.code)
def test_every_input_has_a_figure_and_every_relation_holds(
    name: str, department: Department
) -> None:
    form = load_form(name)
    inputs = scaled(form, department)
    assert {cell.index for cell in form.inputs} == set(inputs)
    values = all_values(form, inputs)
    judged = [balance for balance in form.balances if not balance.last_cells]
    assert [] == [balance.rule.id for balance in judged if not holds(balance, values)]
    assert 0 <= min(inputs.values())


def test_the_figures_are_the_same_every_time_and_differ_between_departments() -> None:
    form = load_form("ogi-2021")
    first = [demo_values(form, department) for department in DEPARTMENTS]
    assert first == [demo_values(form, department) for department in demo_departments()]
    assert 31 == len({tuple(values.items()) for values in first})


def test_the_figures_look_like_those_of_a_county() -> None:
    form = load_form("ogi-2021")
    sums: Counter[str] = Counter()
    for department in DEPARTMENTS:
        for index, value in scaled(form, department).items():
            cell = form.cells[index]
            sums[cell.table if cell.table != "requests" else cell.column] += value
            sums[cell.row if cell.table != "remedies" else cell.column] += value
    applicants = ("natural_person", "commercial", "legal_service", "other_person")
    assert sorted(applicants, key=sums.__getitem__, reverse=True) == list(applicants)
    assert all(sums[each] for each in ("research", "public_benefit", "proactive", "remedies"))
    assert sums["granted"] > sums["not_held"] > sums["repeated"] > 0
    # A county makes no 规章, and since 2024 nobody sues without a review before.
    assert {0} == {sums[each] for each in ("regulations", "direct_upheld", "direct_corrected")}


def test_every_key_of_the_data_is_one_of_the_form() -> None:
    form = load_form("ogi-2021")
    told = _DATA["applications"]
    rows = {told["received"], told["waiting"], *told["became"]}
    named = {(told["table"], row, column) for row in rows for column in told["from"]}
    named |= {tuple(key.split(".")) for key in (*_DATA["cells"], *_DATA["cases"])}
    assert set() == named - {(cell.table, cell.row, cell.column) for cell in form.inputs}
