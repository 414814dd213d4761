"""A department is found by its code, or else by any of its names, however they are typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from support.departments import HEALTH, unchecked
from xlreport.base.text import comparable
from xlreport.form.check_kind import LEVELS
from xlreport.office import _roster_rows, roster
from xlreport.office.roster import EXAMPLES, Department, Roster, find_department

TOWN = replace(HEALTH, code="0201", name="花马池镇", order=7, level="乡", variants=("城关镇",))
ROSTER = Roster("名录.csv", (HEALTH, TOWN))


@pytest.mark.parametrize(
    ("code", "name", "department"),
    [
        ("HEALTH", "", HEALTH),
        (" health ", "", HEALTH),
        ("０２０１", "", TOWN),
        ("0201", "卫生健康局", TOWN),
        ("unknown", "卫生健康局", HEALTH),
        ("", " 卫生 健康局　", HEALTH),
        ("", "城关镇", TOWN),
        ("", "城关", None),
        ("201", "", None),
        ("unknown", "", None),
        ("", "", None),
        (" ", "　", None),
    ],
)
def test_a_department_is_found_by_code_first_and_else_by_any_of_its_names(
    code: str, name: str, department: Department | None
) -> None:
    assert department == find_department(ROSTER, code=code, name=name)


def test_of_departments_with_the_same_code_or_name_the_first_is_found() -> None:
    twins = unchecked(HEALTH, replace(HEALTH, order=2), replace(TOWN, code="health"))
    assert HEALTH == find_department(twins, code="Health")
    assert HEALTH == find_department(twins, name="卫生健康局")


def test_a_file_is_not_compared_with_every_department(monkeypatch: pytest.MonkeyPatch) -> None:
    many = Roster(
        "名录.csv", tuple(replace(HEALTH, code=f"D{n}", name=f"{n}局") for n in range(99))
    )
    assert many.departments[98] == find_department(many, code="D98")
    asked: list[str] = []

    def listen(text: str) -> str:
        asked.append(text)
        return comparable(text)

    monkeypatch.setattr(roster, "comparable", listen)
    assert many.departments[97] == find_department(many, code="D97", name="97局")
    assert ["D97", "97局"] == asked


@pytest.mark.parametrize("name", ["Ａ（甲）", "a(甲)", "A (甲)", "A\u3000( 甲 )"])
def test_width_blanks_and_case_make_no_other_name(name: str) -> None:
    department = replace(HEALTH, name="A(甲)")
    assert department == find_department(Roster("名录.csv", (department,)), name=name)
    assert "a(甲)" == comparable(name)


def test_the_examples_name_themselves_as_examples() -> None:
    assert ["EXAMPLE-1", "EXAMPLE-2", "EXAMPLE-3"] == [example.code for example in EXAMPLES]
    assert all(department.name.startswith("示例") for department in EXAMPLES)
    assert all("请删除本行" in department.name for department in EXAMPLES)


def test_a_form_file_names_the_levels_that_a_roster_has() -> None:
    assert set(LEVELS) == set(_roster_rows.LEVELS.values())
