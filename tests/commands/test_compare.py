"""`xlreport compare`: what it answers, what it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from support.command_line import refused, run
from support.county import write
from support.departments import make_department
from support.two_years import fill, received, summarise
from xlreport import write_roster


@pytest.fixture
def years(tmp_path: Path) -> tuple[Path, Path]:
    return fill(tmp_path, 2026, D01=5, D02=9), fill(tmp_path, 2025, D01=3, D02=4)


def test_the_answer_is_a_table_on_standard_output(years: tuple[Path, Path]) -> None:
    result = run("compare", *years)
    assert (0, "") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("2026年与2025年比较：2 个单位，")
    assert "合计（同口径 2 个单位）" in result.stdout


def test_the_ending_tells_the_format(years: tuple[Path, Path], tmp_path: Path) -> None:
    for ending in ("xlsx", "csv", "json", "txt"):
        out = tmp_path / f"比较.{ending}"
        result = run("compare", *years, "--out", out)
        assert (0, "") == (result.exit_code, result.stdout)
        assert f"已生成 {out}。" in result.stderr
    assert "变化" in openpyxl.load_workbook(tmp_path / "比较.xlsx").sheetnames
    assert (tmp_path / "比较.csv").read_text(encoding="utf-8-sig").startswith("单位代码,")
    assert 2026 == json.loads((tmp_path / "比较.json").read_text(encoding="utf-8"))["year"]
    assert run("compare", *years).stdout == (tmp_path / "比较.txt").read_text(encoding="utf-8-sig")


def test_summaries_are_compared(years: tuple[Path, Path]) -> None:
    result = run("compare", *(summarise(folder) for folder in years))
    assert (0, True) == (result.exit_code, "D02局" in result.stdout)


def test_a_roster_names_predecessors(tmp_path: Path) -> None:
    merged = make_department("D09", "合并局", predecessors=("D01", "D02"))
    write_roster(tmp_path / "名录.csv", [merged])
    last = fill(tmp_path, 2025, D01=3, D02=4)
    this = write(tmp_path / "2026", merged, received(9))
    result = run("compare", this, last, "--roster", tmp_path / "名录.csv")
    assert (0, True) == (result.exit_code, "合并局" in result.stdout.split("\n")[3])


def test_a_file_that_cannot_be_read_ends_with_3_and_is_named(years: tuple[Path, Path]) -> None:
    (years[0] / "空.xlsx").write_bytes(b"")
    result = run("compare", *years)
    assert (3, True) == (result.exit_code, "无法读取：空.xlsx" in result.stderr)


def test_files_of_which_nothing_can_be_compared_end_as_wrong_use(tmp_path: Path) -> None:
    this, last = fill(tmp_path, 2026, D01=5), fill(tmp_path, 2025, D02=5)
    result = run("compare", this, last)
    assert (2, True) == (result.exit_code, "D01局：没有可比的上年数据" in result.stdout)
    assert "无法完成：两个年度没有一个单位对得上，什么也没有比较。\n" == result.stderr


def test_a_wrong_order_an_unknown_ending_and_an_input_as_output_are_refused(
    years: tuple[Path, Path],
) -> None:
    this, last = years
    assert "先写本年、后写上年" in refused(run("compare", last, this))
    assert "看不出要写成什么格式" in refused(run("compare", this, last, "--out", "比较.pdf"))
    assert "结果不能写在它上面" in refused(run("compare", this, last, "--out", this / "D01.xlsx"))


def test_the_help_shows_an_example() -> None:
    said = run("compare", "--help").stdout
    assert "xlreport compare 2026年汇总.xlsx 2025年汇总.xlsx --out 比较.xlsx" in said
