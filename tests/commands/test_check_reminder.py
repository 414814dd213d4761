"""`xlreport check --remind`: who has not reported, with whom to call."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from support.command_line import UNBALANCED, run, write_return
from support.departments import make_department
from support.filled import cells_at
from xlreport import Form, write_roster

CALL = "0953-6012345"


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    path = tmp_path / "单位名录.csv"
    departments = [make_department(code) for code in ("D01", "D02")]
    write_roster(path, [*departments, replace(make_department("D03"), contact=CALL)])
    return path


@pytest.fixture
def one_wrong(tmp_path: Path, form_2021: Form) -> Path:
    """Write the returns of D01, without a mistake, and of D02, of which a balance does not hold."""
    path = tmp_path / "收回"
    write_return(path, form_2021, "D01")
    write_return(path, form_2021, "D02", cells_at(form_2021, UNBALANCED))
    return path


def test_the_files_of_last_year_that_are_not_used_are_told(
    one_wrong: Path, contacts: Path, tmp_path: Path, form_2021: Form
) -> None:
    last = tmp_path / "上年"
    write_return(last, form_2021, "D01", year=2025)
    write_return(last, form_2021, "D02", year=2023)
    result = run("check", one_wrong, "--roster", contacts, "--last-year", last, "--format", "json")
    said = (
        "上年数据中的 D02.xlsx 没有使用：是 2023 年度的，不是 2025 年度的（只用于审核重点）。\n"
        "上年数据：3 个单位中有 1 个有上年数据；没有的：D02局、D03局。\n"
    )
    assert (1, said) == (result.exit_code, result.stderr)


def test_a_reminder_as_text_is_ready_to_be_sent(
    one_wrong: Path, contacts: Path, tmp_path: Path
) -> None:
    out = tmp_path / "催报.txt"
    result = run("check", one_wrong, "--roster", contacts, "--remind", out, "--format", "json")
    assert (1, f"已生成催报名单 {out}。\n") == (result.exit_code, result.stderr)
    assert result.stdout.startswith("{")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [
        "2026年政府信息公开工作年度报告：请未报送的 1 个单位尽快报送；"
        "请退回修改、数据冲突的 1 个单位更正后重新报送。",
        *("", "× 未报送（1）", f"1. D03局 {CALL}"),
        *("", "× 退回修改（1）", "1. D02局：错误 1 处"),
    ] == out.read_text(encoding="utf-8-sig").splitlines()


def test_a_folder_gets_a_message_for_each_and_the_log_stands_beside_the_decisions(
    one_wrong: Path, contacts: Path, tmp_path: Path
) -> None:
    out, desk = tmp_path / "催办", tmp_path / "办公" / "处理意见.csv"
    run("decisions", one_wrong, "--roster", contacts, "--out", desk)
    options = ("--remind", out, "--contact", "李敏", "--deadline", "2027-01-20")
    result = run("check", one_wrong, "--roster", contacts, "--decisions", desk, *options)
    log = desk.with_name("催办记录.csv")
    assert (
        f"已在 {out} 生成 2 个单位的催办短信和邮件草稿，名单是 催报名单.csv；"
        f"已记入 {log}，没有发出的，请删去那一行。\n"
    ) in result.stderr
    assert ["D02", "D03"] == sorted(path.name[:3] for path in out.glob("*.txt"))
    assert 3 == len(log.read_text(encoding="utf-8-sig").splitlines())
    (told,) = out.glob("D03*.txt")
    assert "2027年1月20日" in told.read_text(encoding="utf-8-sig")


def test_a_reminder_as_a_list_opens_in_excel(
    one_wrong: Path, contacts: Path, tmp_path: Path
) -> None:
    out = tmp_path / "催报.CSV"
    run("check", one_wrong, "--roster", contacts, "--remind", out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(row["单位代码"], row["状态"], row["联系方式"]) for row in rows]
    assert [("D03", "未报送", CALL), ("D02", "退回修改", "")] == found


def test_who_is_missing_is_told_with_whom_to_call(one_wrong: Path, contacts: Path) -> None:
    assert (
        f"  1. 催报 1 个单位：D03局 {CALL}"
        in run("check", one_wrong, "--roster", contacts).stdout.splitlines()
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--remind", "催报.txt"], "--roster"),
        (["--remind", "催报.docx", "--roster", "名录.csv"], ".txt 或 .csv"),
        (["--remind", "催办"], "--roster"),
    ],
)
def test_a_reminder_that_cannot_be_made_is_refused_before_anything_is_read(
    options: list[str], told: str
) -> None:
    result = run("check", "没有这个文件夹", *options)
    assert (2, "") == (result.exit_code, result.stdout)
    assert told in result.stderr


def test_a_reminder_never_replaces_a_return(one_wrong: Path, contacts: Path) -> None:
    target = one_wrong / "D01.xlsx"
    other = one_wrong / "D01.csv"
    other.write_bytes(target.read_bytes())
    result = run("check", one_wrong, other, "--roster", contacts, "--remind", other)
    assert (2, True) == (result.exit_code, "结果不能写在它上面" in result.stderr)
    assert target.read_bytes() == other.read_bytes()


def test_a_return_that_no_summary_would_take_in_is_to_be_corrected(
    one_wrong: Path, contacts: Path, tmp_path: Path, form_2019: Form
) -> None:
    write_return(one_wrong, form_2019, "D03", year=2020)
    out = tmp_path / "催报.txt"
    run("check", one_wrong, "--roster", contacts, "--remind", out)
    assert f"D03局 {CALL}：错误 2 处" in out.read_text(encoding="utf-8-sig")


def test_a_log_that_was_begun_among_the_messages_goes_on_there_with_decisions(
    one_wrong: Path, contacts: Path, tmp_path: Path
) -> None:
    decisions = tmp_path / "处理意见.csv"
    asked = ("check", one_wrong, "--roster", contacts, "--remind", tmp_path / "催办")
    run(*asked)
    run("decisions", one_wrong, "--roster", contacts, "--out", decisions)
    run(*asked, "--decisions", decisions)
    told = (tmp_path / "催办" / "催报名单.csv").read_text("utf-8-sig").splitlines()[1:]
    assert ["1 次", "1 次"] == [line.split(",")[6].split("，")[0] for line in told]
    assert not (tmp_path / "催办记录.csv").exists()


def test_copies_that_cannot_be_written_keep_neither_messages_nor_findings_back(
    one_wrong: Path, contacts: Path, tmp_path: Path
) -> None:
    (tmp_path / "退回").write_bytes(b"a file")
    out, told = tmp_path / "审核结果.xlsx", tmp_path / "催办"
    where = ("--annotate", tmp_path / "退回", "--remind", told, "--out", out)
    result = run("check", one_wrong, "--roster", contacts, *where)
    assert 2 == result.exit_code
    assert "同名的文件占了文件夹的位置" in result.stderr.splitlines()[-1]
    assert out.exists()
    assert (told / "催报名单.csv").exists()


def test_messages_that_cannot_be_replaced_are_named_after_all_others(
    one_wrong: Path, contacts: Path, tmp_path: Path
) -> None:
    told = tmp_path / "催办"
    for code in ("D01", "D02"):  # D01 has reported since, D02 has not
        (told / f"{code}_{code}局_催办.txt").mkdir(parents=True)
    result = run("check", one_wrong, "--roster", contacts, "--remind", told)
    assert (2, True) == (result.exit_code, "有 2 个文件没有写入，其余的已经写好" in result.stderr)
    assert "D01_D01局_催办.txt 已不需要，但删除不了" in result.stderr
    assert (told / "催办记录.csv").exists()
