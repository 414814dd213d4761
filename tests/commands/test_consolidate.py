"""`xlreport consolidate`: the summary it writes, and when it writes none."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from support.command_line import refused, run, write_return
from support.county import filling
from support.filled import all_values, find
from xlreport import Form
from xlreport.summary._second_opinion import Opinion


def test_a_county_is_consolidated_into_a_workbook(
    folder: Path, roster: Path, tmp_path: Path, form_2021: Form
) -> None:
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "盐池县", "--out", out]
    result = run(*args)
    assert 0 == result.exit_code
    assert f"已生成 {out}。合计范围：3／3 个单位\n" == result.stdout
    assert [
        "盐池县2026年政府信息公开工作年度报告：可以汇总",
        "单位 3 个：通过 3",
        "文件 3 个：计入汇总 3；错误 0，警告 0，提示 0",
    ] == result.stderr.splitlines()
    cell = find(form_2021, "requests.received.total")
    total = sum(all_values(form_2021, filling(seed, form_2021))[cell] or 0 for seed in range(3))
    book = openpyxl.load_workbook(out, data_only=True)
    rows = book["三"].iter_rows(values_only=True)
    assert total == next(row[-1] for row in rows if str(row[0]).startswith("一、本年新收"))


def test_what_is_returned_is_left_out_and_the_summary_written_with_status_1(
    wrong: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "汇总.xlsx"
    result = run("consolidate", wrong, "--roster", roster, "--name", "盐池县", "--out", out)
    assert (1, True) == (result.exit_code, out.exists())
    assert result.stdout.endswith("合计范围：2／3 个单位（退回修改1个）\n")


def test_a_return_of_another_edition_stands_as_returned_in_messages_and_summary(
    folder: Path, roster: Path, tmp_path: Path, form_2019: Form
) -> None:
    write_return(folder, form_2019, "D01")
    out = tmp_path / "汇总.xlsx"
    result = run("consolidate", folder, "--roster", roster, "--name", "盐池县", "--out", out)
    assert 1 == result.exit_code
    assert "单位 3 个：通过 2，退回修改 1" in result.stderr.splitlines()
    assert result.stdout.endswith("合计范围：2／3 个单位（退回修改1个）\n")


def test_strict_writes_a_summary_only_where_nothing_is_open(
    folder: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out, "--strict"]
    assert (0, True) == (run(*args).exit_code, out.exists())


def test_strict_refuses_a_missing_department_with_status_1(
    folder: Path, roster: Path, tmp_path: Path
) -> None:
    (folder / "D03.xlsx").unlink()
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out]
    result = run(*args, "--strict")
    assert (1, "", False) == (result.exit_code, result.stdout, out.exists())
    assert [
        "  1. 催报 1 个单位：D03局",
        "无法完成：按 --strict 的要求没有汇总：未报送 1 个单位（D03局）。",
    ] == [line for line in result.stderr.splitlines() if "无法完成" in line or "催报" in line]
    assert 0 == run(*args).exit_code


def test_strict_counts_a_return_of_another_edition_in_both_of_its_lines(
    folder: Path, roster: Path, tmp_path: Path, form_2019: Form
) -> None:
    write_return(folder, form_2019, "D03")
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out, "--strict"]
    lines = run(*args).stderr.splitlines()
    assert "单位 3 个：通过 2，退回修改 1" in lines
    assert "无法完成：按 --strict 的要求没有汇总：退回修改 1 个单位（D03局）。" == lines[-2]
    assert "D03局：报送表是2019年版，本次汇总使用2021年版，没有计入。" == lines[-1]


def test_strict_refuses_an_error_with_status_1_and_an_unreadable_file_with_3(
    wrong: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", wrong, "--roster", roster, "--name", "县", "--out", out, "--strict"]
    assert 1 == run(*args).exit_code
    (wrong / "坏.xlsx").write_bytes(b"not a workbook")
    assert (3, False) == (run(*args).exit_code, out.exists())


def test_nothing_to_add_up_is_refused_with_2_or_where_a_file_is_unreadable_with_3(
    tmp_path: Path, roster: Path
) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", empty, "--roster", roster, "--name", "县", "--out", out]
    result = run(*args)
    assert (2, "") == (result.exit_code, result.stdout)
    assert "中没有报送件" in result.stderr.splitlines()[-1]
    (empty / "坏.xlsx").write_bytes(b"not a workbook")
    assert (3, False) == (run(*args).exit_code, out.exists())


def test_a_conflict_is_settled_by_naming_the_file(
    folder: Path, roster: Path, tmp_path: Path, form_2021: Form
) -> None:
    write_return(folder, form_2021, "D01", name="D01新.xlsx")
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out]
    assert "数据冲突1个" in run(*args).stdout
    settled = run(*args, "--overwrite", "--prefer", "D01=D01新.xlsx")
    assert 0 == settled.exit_code
    assert settled.stdout.endswith("合计范围：3／3 个单位\n")


@pytest.mark.parametrize("text", ["D01", "=D01.xlsx", "D01="])
def test_a_preference_without_code_or_file_is_refused(
    folder: Path, roster: Path, text: str
) -> None:
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", "汇总.xlsx"]
    said = f"--prefer {text}：应写成 代码=文件名，如 D05=D05.xlsx。"
    assert said == refused(run(*args, "--prefer", text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("D99=D01.xlsx", "--prefer D99=D01.xlsx：单位名录中没有代码“D99”。"),
        ("D01=没有.xlsx", "该单位的报送件中没有这个文件（现有：D01.xlsx）。"),
    ],
)
def test_a_preference_that_fits_nothing_is_refused(
    folder: Path, roster: Path, text: str, said: str
) -> None:
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", "汇总.xlsx"]
    assert refused(run(*args, "--prefer", text)).endswith(said)


def test_a_summary_under_another_ending_is_refused_before_anything_is_read(roster: Path) -> None:
    args = ["consolidate", "没有", "--roster", roster, "--name", "县", "--out", "汇总.csv"]
    assert "汇总.csv：汇总表的文件名须以 .xlsx 结尾。" == refused(run(*args))


def test_a_summary_that_cannot_be_written_is_refused(
    folder: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "目录.xlsx"
    out.mkdir()
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out]
    result = run(*args, "--overwrite")
    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.splitlines()[-1].startswith("无法完成：目录.xlsx 无法写入")


def test_no_verify_leaves_the_second_reader_out(
    folder: Path, roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[int] = []

    def look(*_: object) -> Opinion:
        called.append(1)
        return Opinion()

    monkeypatch.setattr("xlreport.summary._second_opinion.second_opinion", look)
    out = tmp_path / "汇总.xlsx"
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out]
    assert (0, 0) == (run(*args, "--no-verify").exit_code, len(called))
    assert (0, 3) == (run(*args, "--overwrite").exit_code, len(called))


def test_a_summary_that_is_there_is_replaced_only_where_that_is_asked_for(
    folder: Path, roster: Path, tmp_path: Path
) -> None:
    out = tmp_path / "汇总.xlsx"
    out.write_bytes("有人填写过".encode())
    args = ["consolidate", folder, "--roster", roster, "--name", "县", "--out", out]
    assert refused(run(*args)).endswith("没有覆盖；请换一个文件名，或加 --overwrite。")
    assert "有人填写过".encode() == out.read_bytes()
    assert 0 == run(*args, "--overwrite").exit_code
