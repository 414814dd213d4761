"""The command that exports: what it writes, where it says so, and how it ends."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from support.command_line import UNBALANCED, run, write_return
from support.departments import make_department
from support.filled import cells_at
from xlreport import Form, write_roster


@pytest.fixture
def two_returns(tmp_path: Path, form_2021: Form) -> Path:
    """Write the returns of D01 and D02, without a mistake."""
    path = tmp_path / "收回"
    for code in ("D01", "D02"):
        write_return(path, form_2021, code)
    return path


def test_data_and_description_are_written_and_named(
    two_returns: Path, tmp_path: Path, form_2021: Form
) -> None:
    roster, out = tmp_path / "单位名录.csv", tmp_path / "数据.csv"
    write_roster(roster, [make_department(code) for code in ("D01", "D02", "D03")])
    result = run("export", two_returns, "--roster", roster, "--out", out)
    said = f"已生成 {out}，各列的说明见 数据.csv.datapackage.json。\n"
    assert (0, f"{said}文字部分另存为 数据.texts.csv。\n") == (result.exit_code, result.stdout)
    assert "催报 1 个单位：D03局" in result.stderr
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert 2 * len(form_2021.cells) == len(rows)
    package = json.loads((tmp_path / "数据.csv.datapackage.json").read_text(encoding="utf-8"))
    assert ["D01.xlsx", "D02.xlsx"] == [source["title"] for source in package["sources"]]


def test_a_return_with_an_error_is_left_out_and_the_status_is_1(
    two_returns: Path, tmp_path: Path, form_2021: Form
) -> None:
    write_return(two_returns, form_2021, "D02", cells_at(form_2021, UNBALANCED))
    result = run("export", two_returns, "--out", tmp_path / "数据.json")
    assert 1 == result.exit_code
    objects = json.loads((tmp_path / "数据.json").read_text(encoding="utf-8"))
    assert {"D01"} == {item["code"] for item in objects}


def test_nothing_to_export_is_refused_and_nothing_written(tmp_path: Path, form_2021: Form) -> None:
    path = write_return(tmp_path, form_2021, "D01", cells_at(form_2021, UNBALANCED))
    result = run("export", path, "--out", tmp_path / "数据.csv")
    assert (2, "") == (result.exit_code, result.stdout)
    assert "无法完成：没有一份可以导出的报送件" in result.stderr
    assert [path] == list(tmp_path.iterdir())


def test_another_ending_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    result = run("export", tmp_path / "没有", "--out", "数据.xls")
    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("无法完成：数据.xls：看不出要写成什么格式")


@pytest.mark.parametrize("name", ["D01.csv", "D01.csv.datapackage.json"])
def test_neither_data_nor_description_replaces_a_return(two_returns: Path, name: str) -> None:
    # A file of returns may have any name, and is then told what is wrong with it.
    (two_returns / name).write_text("x", encoding="utf-8")
    result = run(
        "export", two_returns / "D01.xlsx", two_returns / name, "--out", two_returns / "D01.csv"
    )
    assert 2 == result.exit_code
    assert "结果不能写在它上面" in result.stderr
    assert "x" == (two_returns / name).read_text(encoding="utf-8")


def test_a_file_that_is_open_in_excel_is_told_before_any_other_is_written(
    two_returns: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, out, opened = tmp_path / "数据.texts.csv", tmp_path / "数据.csv", Path.open
    held.write_bytes(b"old")

    def refuse(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if path == held:
            raise PermissionError(13, "another program has it")
        return opened(path, mode, *rest, **more)

    monkeypatch.setattr(Path, "open", refuse)
    result = run("export", two_returns, "--out", out)
    assert (2, "") == (result.exit_code, result.stdout)
    assert "无法完成：数据.texts.csv 无法写入" in result.stderr
    assert not out.exists()
