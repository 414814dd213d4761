"""The command for registers says what it counts, fills, takes in, carries on and leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import run
from support.offices_list import FIRST, HEADER, OPEN, as_csv
from xlreport import Department, load_form, read_register, write_return


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("register")


@pytest.fixture(scope="module")
def taken_in(folder: Path) -> Path:
    """Take in a list of an office's own, and say how."""
    (folder / "台账.csv").write_bytes(as_csv())
    path = folder / "登记簿.xlsx"
    result = run("register", folder / "台账.csv", "--year", "2026", "--out", path)
    assert 1 == result.exit_code
    assert f"已生成 {path}，4 条。" in result.stdout
    assert (
        "一、本年新收政府信息公开申请数量：自然人 2、法人或其他组织 › 商业企业 1" in result.stdout
    )
    assert "列　B2“编号”读作“登记编号”。" in result.stderr
    assert "没有读入　K2“备注”：登记簿中没有这一列。" in result.stderr
    assert "词　申请人类型“公民”读作“自然人”，2 处。" in result.stderr
    assert "没有这些列　“行政复议 › 受理日”、“行政复议 › 结果”、" in result.stderr
    assert "第3条｜申请人类型）填写的“法人”不能读取" in result.stderr
    return path


def test_a_later_year_says_how_many_lines_stay_behind(taken_in: Path, folder: Path) -> None:
    refused = run("register", taken_in, "--year", "2027")
    assert 2 == refused.exit_code
    assert "登记簿是 2026 年度的；要转为 2027 年度的，请用 --out 写明新文件。" in refused.stderr
    out = folder / "2027.xlsx"
    result = run("register", taken_in, "--year", "2027", "--out", out)
    assert f"已生成 {out}，2 条；2 条在2027年不再计数，没有转入。" in result.stdout
    assert "上年结转政府信息公开申请数量：自然人 1" in result.stdout


def test_a_return_is_filled_beside_it_and_never_over_a_file(taken_in: Path, folder: Path) -> None:
    path = folder / "报送.xlsx"
    write_return(load_form("ogi-2021"), {}, path, department=Department("D05", "局"), year=2026)
    result = run("register", taken_in, "--into", path)
    assert "156 格。" in result.stdout
    assert (folder / "报送_已填.xlsx").exists()
    assert "登记簿有 2 处错误，由它计数的数字可能不对；改正以后请重新填入。" in result.stdout
    again = run("register", taken_in, "--into", path)
    assert 2 == again.exit_code
    assert "已经存在" in again.stderr


def test_a_filled_return_is_compared_line_by_line(folder: Path) -> None:
    path = folder / "填好.xlsx"
    figures = {"requests.received.natural_person": 5}
    who = Department("D05", "局")
    write_return(load_form("ogi-2021"), figures, path, department=who, year=2026)
    (folder / "两条.csv").write_bytes(as_csv([HEADER, FIRST, OPEN]))
    out = folder / "核对.xlsx"
    result = run("register", folder / "两条.csv", "--year", "2026", "--into", path, "--out", out)
    assert 1 == result.exit_code
    said = "填写的是“5”，登记簿中应为 2（登记编号“2026-001”、“2026-003”）。"
    assert said in result.stderr
    assert "与登记簿不一致的有 3 格。" in result.stdout
    assert "处错误" not in result.stdout


def test_a_copy_without_private_columns_has_no_names(folder: Path, taken_in: Path) -> None:
    out = folder / "上报.xlsx"
    run("register", taken_in, "--without-private", "--out", out)
    assert read_register(out).lines["name"].isna().all()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--without-private",), "须同时用 --out 写明新文件"),
        (("--out", "登记簿2.xlsx"), "登记簿已经是 2026 年度的；--out 须同时写"),
        (("--year", "2027", "--out", "新.csv"), "须以 .xlsx 结尾"),
    ],
)
def test_options_that_say_nothing_together_are_refused(
    options: tuple[str, ...], sentence: str, taken_in: Path
) -> None:
    result = run("register", taken_in, *options)
    assert 2 == result.exit_code
    assert sentence in result.stderr
