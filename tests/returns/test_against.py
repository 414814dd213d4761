"""Two official forms of the same departments are collected, and held against each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command_line import run
from support.departments import make_department
from support.filled import as_typed, cells_at
from xlreport import read_returns
from xlreport.base.errors import InputError
from xlreport.form.load import load_form
from xlreport.office.roster import Roster
from xlreport.outgoing.template import build_template

FORMS = {name: load_form(name) for name in ("enforcement-2021", "ogi-2021")}
CELLS = {
    "enforcement-2021": "penalties.cases.fine",
    "ogi-2021": "proactive.penalties.decisions",
}
ROSTER = Roster("名录.csv", (make_department("D01"), make_department("D02")))


def write(folder: Path, form: str, code: str, number: int, year: int = 2026) -> Path:
    """Write a return whose figures are 0 but for the number of penalties."""
    cells = as_typed(FORMS[form], cells_at(FORMS[form], {CELLS[form]: number}))
    who = next(each for each in ROSTER.departments if each.code == code)
    folder.mkdir(exist_ok=True)
    path = folder / f"{code}-{form}-{year}.xlsx"
    path.write_bytes(build_template(FORMS[form], year=year, department=who, values=cells))
    return path


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Write the returns of two departments, of which the second says 8 here and 9 there."""
    here, there = tmp_path / "执法", tmp_path / "公开"
    for code, mine, theirs in (("D01", 7, 7), ("D02", 8, 9)):
        write(here, "enforcement-2021", code, mine)
        write(there, "ogi-2021", code, theirs)
    return here, there


def test_the_department_that_differs_is_warned(folders: tuple[Path, Path]) -> None:
    here, there = folders
    returns = read_returns(here, roster=ROSTER, against=there)
    expected = [("X-PEN", "D02局", "表一 J5", "9")]
    found = [f for f in returns.found if f.code == "AGAINST"]
    assert expected == [(f.rule, f.department, f.place, f.expected) for f in found]


def test_without_the_other_form_nothing_is_said(folders: tuple[Path, Path]) -> None:
    here, _ = folders
    assert "AGAINST" not in {finding.code for finding in read_returns(here, roster=ROSTER).found}


def test_returns_of_another_year_are_not_held_against_this_one(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    here, there = folders
    earlier = tmp_path / "上年"
    for code in ("D01", "D02"):
        write(earlier, "ogi-2021", code, 5, year=2025)
    with pytest.raises(InputError, match="对照的报表是 2025 年度的，本次是 2026 年度的"):
        read_returns(here, roster=ROSTER, against=earlier)
    write(there, "ogi-2021", "D02", 5, year=2025)
    found = read_returns(here, roster=ROSTER, against=there).found
    assert ["9"] == [each.expected for each in found if each.code == "AGAINST"]


def test_returns_of_a_form_without_a_rule_between_are_refused(folders: tuple[Path, Path]) -> None:
    with pytest.raises(InputError, match="对照的《行政执法统计年报》与本次的报表之间没有核对关系"):
        read_returns(folders[0], roster=ROSTER, against=folders[0])


def test_a_folder_without_returns_is_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(InputError, match="对照的报表中没有能采用的报送件"):
        read_returns(folders[0], roster=ROSTER, against=tmp_path / "空")


def test_the_command_says_it_too(folders: tuple[Path, Path]) -> None:
    here, there = folders
    result = run("check", here, "--against", there, "--format", "json")
    findings = json.loads(result.stdout)["findings"]
    assert ["X-PEN"] == [each["rule"] for each in findings if each["code"] == "AGAINST"]


def test_the_rules_between_two_forms_are_listed_like_figures_of_a_second_source(
    folders: tuple[Path, Path],
) -> None:
    here, there = folders
    returns = read_returns(here, roster=ROSTER, against=there)
    shown = [
        (match.department.code, match.reported, match.given, match.result.value)
        for match in returns.matches
        if match.given
    ]
    assert [("D01", 7, 7, "equal"), ("D02", 8, 9, "different")] == shown
    assert {f"《{FORMS['ogi-2021'].title}》"} == {match.source for match in returns.matches}
