"""`xlreport check --waivers`: warnings that a county lets stand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from support.command_line import refused, run, write_return
from support.filled import cells_at
from xlreport import Form


def waivers_file(folder: Path, *lines: str) -> Path:
    """Write a county's file of waivers."""
    path = folder / "核准.csv"
    path.write_text("\n".join(["规则,单位代码,年度,理由,批准人,有效期至", *lines]), "utf-8")
    return path


@pytest.fixture
def regulations(folder: Path, form_2021: Form) -> Path:
    """Let D01 report a 规章, which a county's office cannot make."""
    inputs = cells_at(form_2021, {"proactive.regulations.in_force": 1})
    write_return(folder, form_2021, "D01", inputs)
    return folder


def test_a_waived_warning_is_listed_but_neither_counted_nor_sent_back(
    regulations: Path, roster: Path, tmp_path: Path
) -> None:
    waivers = waivers_file(tmp_path, "T2-REG,D01,2026,代行市级职权,李四,")
    args = "check", regulations, "--roster", roster
    assert "警告 1，" in run(*args).stdout.splitlines()[-1]
    result = run(*args, "--waivers", waivers, "--annotate", tmp_path / "退回")
    assert (0, "已在 " in result.stderr) == (result.exit_code, True)
    assert "警告 0，提示 1" in result.stdout.splitlines()[-1]
    assert "（已由 李四 核准：代行市级职权）" in result.stdout
    assert not list(tmp_path.glob("退回/*"))
    content = json.loads(run(*args, "--waivers", waivers, "--format", "json").stdout)
    (finding,) = content["findings"]
    said = "已由 李四 核准：代行市级职权"
    assert ("info", "", said) == tuple(finding[name] for name in ("severity", "answer", "waiver"))
    assert {"accepted"} == {each["status"] for each in content["departments"]}
    _, row = csv.reader(io.StringIO(run(*args, "--waivers", waivers, "--format", "csv").stdout))
    assert said in row


def test_a_waiver_that_fits_nothing_is_told_on_standard_error(
    folder: Path, roster: Path, tmp_path: Path
) -> None:
    waivers = waivers_file(tmp_path, "T2-REG,D0l,,代管,李四,", "BLANK,,2025,旧,李四,")
    result = run("check", folder, "--roster", roster, "--waivers", waivers, "--format", "json")
    said = "核准.csv 第 2 行没有用上：单位代码“D0l”没有“T2-REG”的警告。\n"
    assert (0, said) == (result.exit_code, result.stderr)
    assert [] == json.loads(result.stdout)["findings"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T3-ID,,,属实,李四,", "第 2 行：“T3-ID”是错误；错误不能核准，只能更正。"),
        ("没有,,,属实,李四,", "第 2 行：“没有”不是可以核准的规则；"),
        ("T2-REG,,,,李四,", "第 2 行：“理由”是空的；请填写。"),
    ],
)
def test_a_waiver_that_cannot_be_is_refused(
    folder: Path, tmp_path: Path, line: str, said: str
) -> None:
    assert said in refused(run("check", folder, "--waivers", waivers_file(tmp_path, line)))


def test_the_summary_prints_waivers_and_accepts_the_department(
    regulations: Path, roster: Path, tmp_path: Path
) -> None:
    waivers = waivers_file(tmp_path, "T2-REG,D01,,代行市级职权,李四,9999-12-31")
    out = tmp_path / "汇总.xlsx"
    result = run(
        *("consolidate", regulations, "--roster", roster, "--name", "盐池县"),
        *("--out", out, "--waivers", waivers),
    )
    assert 0 == result.exit_code
    assert "通过 3" in result.stderr
    sheet = openpyxl.load_workbook(out)["审核问题"]
    texts = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "已由 李四 核准：代行市级职权（至 9999-12-31）" in texts
