"""The command that exports: what it writes, where it says so, and how it ends."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from support.command_line import write_return
from support.office_roster import make_department
from xlreport import Form, write_roster
from xlreport.commands.main import main


def run(*args: object) -> Result:
    result = CliRunner().invoke(main, ["export", *map(str, args)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path, form_2021: Form) -> Path:
    """Write the returns of D01 and D02, without a mistake."""
    path = tmp_path / "收回"
    path.mkdir()
    for code in ("D01", "D02"):
        write_return(path, form_2021, code)
    return path


def test_data_and_description_are_written_and_named(
    folder: Path, tmp_path: Path, form_2021: Form
) -> None:
    roster, out = tmp_path / "单位名录.csv", tmp_path / "数据.csv"
    write_roster(roster, [make_department(code) for code in ("D01", "D02", "D03")])
    result = run(folder, "--roster", roster, "--out", out)
    assert (0, f"已生成 {out}，各列的说明见 数据.csv.datapackage.json。\n") == (
        result.exit_code,
        result.stdout,
    )
    assert "未报送：D03局" in result.stderr
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert 2 * len(form_2021.cells) == len(rows)
    package = json.loads((tmp_path / "数据.csv.datapackage.json").read_text(encoding="utf-8"))
    assert ["D01.xlsx", "D02.xlsx"] == [source["title"] for source in package["sources"]]


def test_a_return_with_an_error_is_left_out_and_the_status_is_1(
    folder: Path, tmp_path: Path, form_2021: Form
) -> None:
    write_return(folder, form_2021, "D02", received=1)
    result = run(folder, "--out", tmp_path / "数据.json")
    assert 1 == result.exit_code
    objects = json.loads((tmp_path / "数据.json").read_text(encoding="utf-8"))
    assert {"D01"} == {item["code"] for item in objects}


def test_nothing_to_export_is_refused_and_nothing_written(tmp_path: Path, form_2021: Form) -> None:
    path = write_return(tmp_path, form_2021, "D01", received=1)
    result = run(path, "--out", tmp_path / "数据.csv")
    assert (2, "") == (result.exit_code, result.stdout)
    assert "无法完成：没有一份可以导出的报送件" in result.stderr
    assert [path] == list(tmp_path.iterdir())


def test_another_ending_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    result = run(tmp_path / "没有", "--out", "数据.xls")
    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("无法完成：数据.xls：看不出要写成什么格式")


@pytest.mark.parametrize("name", ["D01.csv", "D01.csv.datapackage.json"])
def test_neither_data_nor_description_replaces_a_return(folder: Path, name: str) -> None:
    # A file of returns may have any name, and is then told what is wrong with it.
    (folder / name).write_text("x", encoding="utf-8")
    result = run(folder / "D01.xlsx", folder / name, "--out", folder / "D01.csv")
    assert 2 == result.exit_code
    assert "结果不能写在它上面" in result.stderr
    assert "x" == (folder / name).read_text(encoding="utf-8")
