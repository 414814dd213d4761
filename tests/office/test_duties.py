"""The roster says which duties a department does not have, in the words of the form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from support.departments import make_department
from support.enforcement import load_enforcement
from xlreport.base.errors import RosterError
from xlreport.form.load import load_form
from xlreport.office.duties import duties_without, refuse_unknown_duties
from xlreport.office.roster import Roster
from xlreport.office.roster_file import read_roster, write_roster

CITY = replace(make_department("D1", "城管局"), no_duties=("行政 拘留", "COERCION"))


def test_a_duty_is_listed_by_name_or_key(tmp_path: Path) -> None:
    form = load_enforcement(tmp_path)
    assert frozenset({"detention", "coercion"}) == duties_without(form, CITY)


def test_an_unknown_duty_is_refused_with_those_that_may_be_written(tmp_path: Path) -> None:
    form = load_enforcement(tmp_path)
    roster = Roster("名录.csv", (replace(CITY, no_duties=("拘押",)),))
    expected = (
        "单位名录“名录.csv”中，“城管局”的“无此项职责”写有“拘押”，报表中没有这项职责；"
        "可以写 行政拘留、行政强制，写几项时用顿号分开。"
    )
    with pytest.raises(RosterError) as caught:
        refuse_unknown_duties(roster, [form, load_form("ogi-2021")])
    assert expected == str(caught.value)


def test_a_form_without_duties_passes_over_the_column() -> None:
    refuse_unknown_duties(Roster("名录.csv", (CITY,)), [load_form("ogi-2021")])
    assert frozenset() == duties_without(load_form("ogi-2021"), CITY)


def test_the_column_is_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_text(
        "单位代码,单位名称,无此项职责\nD1,城管局,行政拘留、行政强制\nD2,公安局,\n", "utf-8"
    )
    roster = read_roster(path)
    assert [("行政拘留", "行政强制"), ()] == [each.no_duties for each in roster.departments]
    write_roster(tmp_path / "又一份.csv", roster.departments)
    assert roster.departments == read_roster(tmp_path / "又一份.csv").departments
