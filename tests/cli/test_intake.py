"""Options as a command takes them, and the exit status of what was read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from support.departments import make_department
from support.filled import as_return, cells_at
from support.made_up_form import load_made_up
from support.settled import settled
from xlreport import Form, FormError, InputError, write_roster
from xlreport.cli.exit_status import status_of as status_of_returns
from xlreport.cli.intake import Intake, load_forms, preferences, read_intake, refuse_overwriting
from xlreport.formats.sources import Source
from xlreport.reading.one_return import Return, Unread


def status_of(*items: Unread | Return) -> int:
    return status_of_returns(settled(list(items)))


def test_preferences_are_codes_and_files_and_a_file_may_hold_the_sign() -> None:
    assert {"D05": "a=b.xlsx", "X01": "c.xlsx"} == preferences(["D05=a=b.xlsx", "X01=c.xlsx"])


@pytest.mark.parametrize("text", ["", "D05", "=a.xlsx", "D05="])
def test_a_preference_that_lacks_a_side_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=f"--prefer {text}：应写成 代码=文件名"):
        preferences(["D01=a.xlsx", text])


def test_the_exit_status_is_the_highest_that_applies(form_2021: Form) -> None:
    clean = as_return(form_2021, cells_at(form_2021, {}), code="D01")
    numbers = {"requests.received.natural_person": 1}
    wrong = as_return(form_2021, cells_at(form_2021, numbers), code="D02")
    unreadable = Unread(Source(Path("坏.xlsx")), "")
    assert 0 == status_of()
    assert 0 == status_of(clean)
    assert 1 == status_of(clean, wrong)
    assert 3 == status_of(clean, unreadable)
    assert 3 == status_of(clean, wrong, unreadable)


def test_errors_of_a_file_that_was_replaced_ask_for_nothing(form_2021: Form) -> None:
    numbers = {"requests.received.natural_person": 1}
    first = as_return(form_2021, cells_at(form_2021, numbers), code="D01")
    second = replace(as_return(form_2021, cells_at(form_2021, {}), code="D01"), revision=2)
    assert (1, 0) == (status_of(first), status_of(first, second))


def test_what_a_command_names_is_handed_on(tmp_path: Path) -> None:
    write_roster(tmp_path / "名录.csv", [make_department("D01")])
    returns = read_intake(Intake(paths=(tmp_path,), roster_file=tmp_path / "名录.csv", year=2026))
    assert (2026, ["D01"]) == (
        returns.year,
        [f.department.code for f in returns.settlement.filings],
    )


def test_a_result_is_never_written_over_a_return(tmp_path: Path) -> None:
    (tmp_path / "D01.xlsx").write_bytes(b"")
    with pytest.raises(InputError, match="结果不能写在它上面"):
        refuse_overwriting([tmp_path], out=tmp_path / "D01.xlsx")
    refuse_overwriting([tmp_path / "D01.xlsx"], out=tmp_path / "汇总.xlsx")


def test_a_result_is_never_written_among_the_returns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="下次会被当作报送件"):
        refuse_overwriting([tmp_path], out=tmp_path / "乡镇" / "汇总.xlsx")
    refuse_overwriting([tmp_path], out=tmp_path.parent / "汇总.xlsx")


@pytest.mark.parametrize("year", [26, 2007, 2101, 20260])
def test_a_year_that_no_report_is_for_is_refused(tmp_path: Path, year: int) -> None:
    with pytest.raises(InputError, match=f"年度 {year} 不对"):
        read_intake(Intake(paths=(tmp_path,), year=year))


def test_a_folder_without_a_return_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="中没有报送件"):
        read_intake(Intake(paths=(tmp_path,)))


def test_an_archive_without_a_return_is_told(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "收回.zip", "w") as archive:
        archive.writestr("__MACOSX/._D01.xlsx", b"")
    returns = read_intake(Intake(paths=(tmp_path / "收回.zip",)))
    assert ["压缩包里没有文件，没有当作报送件读取。"] == [f.message for f in returns.found]


def test_copies_are_never_written_among_the_returns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="退回件不能写在报送件所在的"):
        refuse_overwriting([tmp_path], copies=tmp_path / "退回")
    refuse_overwriting([tmp_path], copies=tmp_path.parent / "退回")


ANNEX = """id = "meetings"
title = "会议"
from = 2021
[[table]]
key = "meetings"
heading = "附表九、会议"
corner = "项目"
columns = "held 场次"
rows = "own 本单位"
"""
ABOVE = """
[[rule]]
id   = "M-REQ"
must = "{name}.own.held <= requests.received.total"
say  = "会议不多于申请"
"""


def test_a_form_file_is_known_by_itself_and_as_an_annex(tmp_path: Path) -> None:
    form = load_made_up(tmp_path)
    file = tmp_path / "附表.toml"
    file.write_text(ANNEX, encoding="utf-8")
    ids = [form.id for form in load_forms([str(tmp_path / "made-up.toml"), str(file)])]
    assert [form.id, "meetings"] == ids[:2]
    assert {"ogi-2019+meetings", "ogi-2021+meetings", f"{form.id}+meetings"} < set(ids)
    assert len(ids) == len(set(ids))


def test_an_annex_about_the_cells_of_its_form_is_loaded_behind_it(tmp_path: Path) -> None:
    file = tmp_path / "附表.toml"
    file.write_text(ANNEX + ABOVE.format(name="meetings"), encoding="utf-8")
    forms = ("ogi-2019", "ogi-2021", "ogi-register")  # a register shows the tables it counts
    assert {f"{each}+meetings" for each in forms} == {f.id for f in load_forms([str(file)])}
    file.write_text(ANNEX + ABOVE.format(name="meeting"), encoding="utf-8")
    with pytest.raises(FormError, match="M-REQ → must"):
        load_forms([str(file)])
