"""`xlreport check`: exit statuses, wrong use, and every format of its answer."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from support.command_line import YEAR, refused, run, write_return
from support.departments import make_department
from support.edited import filled_template
from support.filled import find
from xlreport import Form


def test_clean_returns_end_with_0_even_where_somebody_is_missing(
    folder: Path, roster: Path
) -> None:
    (folder / "D03.xlsx").unlink()
    result = run("check", folder, "--roster", roster)
    assert (0, "") == (result.exit_code, result.stderr)
    assert "  1. 催报 1 个单位：D03局" in result.stdout.splitlines()


def test_a_warning_ends_with_0(folder: Path, form_2021: Form) -> None:
    cell = find(form_2021, "proactive.coercive_measures.decisions")
    write_return(folder, form_2021, "D01", values={cell: "3件"})
    result = run("check", folder)
    assert "警告 1，" in result.stdout.splitlines()[-1]
    assert 0 == result.exit_code


def test_an_error_in_a_return_ends_with_1(wrong: Path) -> None:
    result = run("check", wrong)
    assert (1, "") == (result.exit_code, result.stderr)
    assert "\n■ D01局　D01.xlsx\n  × 错误　" in result.stdout


def test_a_file_that_cannot_be_read_ends_with_3_and_the_others_are_checked(wrong: Path) -> None:
    (wrong / "坏.xlsx").write_bytes(b"not a workbook")
    result = run("check", wrong)
    assert 3 == result.exit_code
    assert "■ D01局　D01.xlsx" in result.stdout
    assert result.stdout.endswith(
        "文件 4 个：计入汇总 2，退回修改 1，无法读取 1；错误 2，警告 0，提示 1\n"
    )


def test_a_folder_an_archive_and_a_file_can_be_named_together(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "乡镇.zip"
    with zipfile.ZipFile(archive, "w") as pack:
        pack.write(folder / "D03.xlsx", "D03.xlsx")
    (folder / "D03.xlsx").unlink()
    single = (folder / "D02.xlsx").rename(tmp_path / "D02.xlsx")
    result = run("check", folder, archive, single)
    assert 0 == result.exit_code
    assert (
        [
            "单位 3 个：通过 3",
            "文件 3 个：计入汇总 3；错误 0，警告 0，提示 0",
        ]
    ) == result.stdout.splitlines()[-2:]


def test_an_empty_folder_says_that_nothing_is_there(tmp_path: Path) -> None:
    said = refused(run("check", tmp_path))
    assert f"{tmp_path} 中没有报送件，请核对文件夹是否正确。" == said


def test_another_year_than_the_one_asked_for_is_an_error(folder: Path) -> None:
    assert 1 == run("check", folder, "--year", "2025").exit_code
    assert 0 == run("check", folder, "--year", "2026").exit_code


def test_a_path_that_is_not_there_is_refused() -> None:
    assert "找不到文件或文件夹：没有" == refused(run("check", "没有"))


@pytest.mark.parametrize("option", ["--roster", "--last-year", "--waivers"])
def test_an_option_that_names_no_file_is_refused(folder: Path, option: str) -> None:
    assert "没有" in refused(run("check", folder, option, "没有.csv"))


@pytest.mark.parametrize(
    "args",
    [
        ["--format", "xlsx"],
        ["--format", "csv", "--out", "a.xlsx"],
        ["--format", "xlsx", "--out", "a.csv"],
    ],
)
def test_a_workbook_needs_a_file_that_ends_in_xlsx_and_nothing_else_may(
    folder: Path, args: list[str]
) -> None:
    said = "--format 是 xlsx 的，--out 须写明以 .xlsx 结尾的文件名，其他格式则不能。"
    assert said == refused(run("check", folder, *args))


@pytest.mark.parametrize("name", ["文件夹", "文件/a.txt"])
def test_an_output_that_cannot_be_written_is_refused(
    folder: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "文件").touch()
    said = refused(run("check", folder, "--out", tmp_path / name))
    assert said.startswith(f"{Path(name).name} 无法写入")
    assert ["文件夹"] == [path.name for path in tmp_path.glob("*文件夹*")]


RETURN_FIELDS = [
    *("file", "department", "code", "form", "year", "revision", "status", "sha256", "figure_code")
]
KEYS = ("table", "row", "column", "line")
FINDING_FIELDS = [
    *("code", "severity", "department", "file", "sheet", "cell", "path", "seen", "expected"),
    *("difference", "message", "advice", "rule", "form", "year", "answer", "waiver"),
    *("replaced", "department_code", *KEYS, "answer_code", "cells"),
]


def test_json_on_standard_output_has_the_stable_fields_and_nothing_else(
    wrong: Path, roster: Path
) -> None:
    (wrong / "D03.xlsx").unlink()
    result = run("check", wrong, "--roster", roster, "--format", "json")
    content = json.loads(result.stdout)
    assert (1, "") == (result.exit_code, result.stderr)
    assert ["summary", "returns", "departments", "findings", "unusual", "board"] == list(content)
    assert {tuple(RETURN_FIELDS)} == {tuple(item) for item in content["returns"]}
    assert {tuple(FINDING_FIELDS)} == {tuple(item) for item in content["findings"]}
    assert [
        "returned for correction",
        "accepted",
        "missing",
    ] == [each["status"] for each in content["departments"]]
    finding = content["findings"][0]
    assert (
        "error",
        "D01局",
        "T3-ID",
        "三",
    ) == tuple(finding[name] for name in ("severity", "department", "rule", "sheet"))
    first = finding["cells"][0]
    assert ["sheet", "cell", "path", "side", "value", *KEYS] == list(first)
    assert [finding[name] for name in ("sheet", "cell", "path", "seen")] == [
        first[name] for name in ("sheet", "cell", "path", "value")
    ]


def test_csv_in_a_file_is_what_excel_opens_and_messages_go_to_standard_error(
    wrong: Path, tmp_path: Path
) -> None:
    out = tmp_path / "审核结果.csv"
    result = run("check", wrong, "--format", "csv", "--out", out)
    assert (1, "") == (result.exit_code, result.stdout)
    counts = "文件 3 个：计入汇总 2，退回修改 1；错误 1，警告 0，提示 1"
    assert counts == result.stderr.splitlines()[-1]
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert ["程度", "单位", "文件"] == rows[0][:3]
    whose = ["D01局", "D01.xlsx"]
    assert [["错误", *whose], ["提示", *whose]] == [row[:3] for row in rows[1:]]


@pytest.mark.parametrize("shape", ["text", "json", "csv"])
def test_what_is_shown_and_what_is_written_is_the_same(
    wrong: Path, tmp_path: Path, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlreport.cli.clock.now", lambda: datetime(2027, 1, 18, 9, 30))
    shown = run("check", wrong, "--format", shape).stdout
    run("check", wrong, "--format", shape, "--out", tmp_path / "a.txt")
    assert shown == (tmp_path / "a.txt").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("name", ["a.xlsx", "a.JSON", "a.csv", "a.txt"])
def test_without_a_format_the_ending_of_the_file_decides(
    wrong: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / name
    assert 1 == run("check", wrong, "--out", out).exit_code
    signs = {"a.xlsx": b"PK", "a.JSON": b"{", "a.csv": "\ufeff程度".encode()}
    assert out.read_bytes().startswith(signs.get(name, "\ufeff错误".encode()))


def test_a_workbook_of_findings_can_be_opened(wrong: Path, tmp_path: Path) -> None:
    out = tmp_path / "审核结果.xlsx"
    run("check", wrong, "--format", "xlsx", "--out", out)
    sheet = openpyxl.load_workbook(out)["审核问题"]
    assert ["× 错误", "D01局"] == [cell.value for cell in sheet[3]][:2]


def test_annotated_copies_are_written_beside_an_answer_that_stays_json(
    wrong: Path, tmp_path: Path
) -> None:
    copies = tmp_path / "退回"
    result = run("check", wrong, "--format", "json", "--annotate", copies)
    assert f"已在 {copies} 生成 1 份退回件。\n" == result.stderr
    assert ["RULE", "SLIP"] == [f["code"] for f in json.loads(result.stdout)["findings"]]
    (copy,) = copies.iterdir()
    assert copy.name.startswith("D01")
    again = run("check", copy, "--format", "json")
    assert [("D01", 2)] == [(r["code"], r["revision"]) for r in json.loads(again.stdout)["returns"]]


def test_a_year_that_most_returns_are_not_for_is_told_once(folder: Path, roster: Path) -> None:
    told = f"多数报送件是 {YEAR} 年度的，而 --year 写的是 {YEAR - 1}；请核对年度是否写错。"
    args = ["check", folder, "--roster", roster, "--year"]
    assert 1 == run(*args, YEAR - 1).stderr.splitlines().count(told)
    assert "多数报送件" not in run(*args, YEAR).stderr


def test_last_years_summary_is_compared_with(folder: Path, roster: Path, tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    run("consolidate", folder, "--roster", roster, "--name", "县", "--out", out)
    said = refused(run("check", folder, "--roster", roster, "--last-year", out))
    assert "上年数据是 2026 年度的；本次是 2026 年度，应为 2025 年度的。" == said


def test_last_years_figures_of_others_are_said_to_be_compared_with_nothing(
    folder: Path, roster: Path, tmp_path: Path, form_2021: Form
) -> None:
    data = filled_template(form_2021, make_department("X99"), year=YEAR - 1)
    (tmp_path / "上年.xlsx").write_bytes(data)
    args = ["--roster", roster, "--last-year", tmp_path / "上年.xlsx"]
    assert "上年数据：3 个单位都没有上年数据" in run("check", folder, *args).stderr
