"""`xlreport history`: what it answers, what it writes, and how it ends."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from support.command_line import refused, run
from support.two_years import fill


# openpyxl reads no sparklines, and says so.
@pytest.mark.filterwarnings("ignore:Sparkline Group extension")
def test_the_years_stand_on_standard_output_or_in_a_file(tmp_path: Path) -> None:
    years = [fill(tmp_path, year, D01=year - 2020) for year in (2023, 2025)]
    shown = run("history", *years)
    assert (0, "") == (shown.exit_code, shown.stderr)
    assert shown.stdout.startswith("D01局历年数据（2023年至2025年）")
    out = tmp_path / "历年.xlsx"
    written = run("history", *years, "--out", out)
    assert (0, "") == (written.exit_code, written.stdout)
    assert f"已生成 {out}。" in written.stderr
    sheets = ["逐年", "全部指标", "不可比", "走势数据"]
    assert sheets == openpyxl.load_workbook(out).sheetnames


def test_what_is_left_out_is_said_and_gives_the_status(tmp_path: Path) -> None:
    folder = fill(tmp_path, 2025, D01=3)
    (folder / "说明.txt").write_text("无", "utf-8")
    result = run("history", folder, "--out", tmp_path / "历年.csv")
    assert 3 == result.exit_code
    assert "说明.txt：无法读取" in result.stderr


def test_an_impossible_ending_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    result = run("history", tmp_path / "没有", "--out", "历年.doc")
    assert "看不出要写成什么格式" in refused(result)
