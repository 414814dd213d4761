"""A department that owes two reports sends two forms; they are no conflict."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import run
from support.departments import make_department
from support.filled import as_typed, cells_at
from xlreport import annotate, consolidate, load_form, read_returns, write_templates
from xlreport.base.errors import InputError
from xlreport.form.load import list_forms
from xlreport.office.roster import Roster
from xlreport.office.roster_file import write_roster
from xlreport.outgoing.template import build_template
from xlreport.settlement.collected import related_forms
from xlreport.settlement.status import DepartmentStatus, FileStatus

OPEN, ENFORCED = load_form("ogi-2021"), load_form("enforcement-2021")
ROSTER = Roster("名录.csv", (make_department("D01"), make_department("D02")))
BOTH = "政府信息公开工作年度报告（2021年版，2 份）"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write returns of both forms by the first department, and of one by the second."""
    path = tmp_path_factory.mktemp("收回")
    for form, code in ((OPEN, "D01"), (ENFORCED, "D01"), (OPEN, "D02")):
        who = next(each for each in ROSTER.departments if each.code == code)
        cells = as_typed(form, cells_at(form, {}))
        data = build_template(form, year=2026, department=who, values=cells)
        (path / f"{code}-{form.id}.xlsx").write_bytes(data)
    return path


def test_editions_are_related_and_other_forms_are_not() -> None:
    forms = {name: load_form(name) for name in list_forms()}
    related = related_forms(OPEN, forms.values())
    assert {forms["ogi-2019"], forms["ogi-2021"]} == related
    both = load_form("ogi-2021", annex="enforcement-2021")
    assert {both, OPEN, ENFORCED} == related_forms(OPEN, [ENFORCED, both, OPEN])


def test_two_forms_of_a_department_are_both_used(folder: Path) -> None:
    returns = read_returns(folder, roster=ROSTER)
    statuses = {file.name: file.status for file in returns.settlement.files}
    assert {FileStatus.USED} == set(statuses.values())
    assert returns.form is OPEN
    assert "CONFLICT" not in {finding.code for finding in returns.found}
    assert "S-EDITION" not in {finding.code for finding in returns.found}


def test_the_form_that_is_named_is_the_one_collected(folder: Path) -> None:
    returns = read_returns(folder, roster=ROSTER, forms=[ENFORCED])
    assert [DepartmentStatus.MISSING] == [
        filing.status for filing in returns.settlement.filings if filing.department.code == "D02"
    ]
    summary = consolidate(returns, name="盐池县", verify=False)
    assert (ENFORCED, ["D01"]) == (summary.form, [f.department.code for f in summary.counted])


def test_forms_of_a_folder_are_not_added_up_before_one_is_named(folder: Path) -> None:
    with pytest.raises(InputError, match=r"几种报表：.*请用参数 forms 写明 ogi-2021 或 enforce"):
        consolidate(read_returns(folder, roster=ROSTER), name="盐池县")
    named = read_returns(folder, roster=ROSTER, forms=[OPEN])
    assert 2 == len(consolidate(named, name="盐池县", verify=False).counted)


def test_the_commands_say_which_forms_there_are(folder: Path, tmp_path: Path) -> None:
    roster = tmp_path / "名录.csv"
    write_roster(roster, ROSTER.departments)
    said = run("check", folder, "--roster", roster).stderr
    assert BOTH in said
    assert "看其他的请加 --form enforcement-2021" in said
    args = ("consolidate", folder, "--roster", roster, "--name", "县", "--out", tmp_path / "a.xlsx")
    mixed = run(*args, "--no-verify")
    assert 2 == mixed.exit_code
    assert "一次只汇总一种，请用 --form 写明 ogi-2021 或 enforcement-2021" in mixed.stderr
    assert "合计范围：1／2 个单位" in run(*args, "--no-verify", "--form", "enforcement-2021").stdout


def test_templates_and_copies_of_two_forms_stand_in_one_folder(tmp_path: Path) -> None:
    paths = [
        path
        for form in (OPEN, ENFORCED)
        for path in write_templates(form, ROSTER, year=2026, folder=tmp_path / "发放")
    ]
    assert (4, 4) == (len(set(paths)), len(list((tmp_path / "发放").iterdir())))
    copies = [
        copy
        for form in (OPEN, ENFORCED)
        for copy in annotate(
            read_returns(tmp_path / "发放", roster=ROSTER, forms=[form]), tmp_path / "退回"
        )
    ]
    assert (4, 4) == (len(set(copies)), len(list((tmp_path / "退回").iterdir())))
