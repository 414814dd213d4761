"""The reminder: who must still report or correct, ready to be sent."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from support.county import FORM, broken, filling, mixed_county
from support.departments import make_department, unchecked
from support.filled import as_return
from support.settled import settled
from xlreport.base.finding import Severity, make_finding
from xlreport.desk.board import board
from xlreport.desk.reminder import reminder_csv, reminder_text
from xlreport.formats.sources import Source
from xlreport.office.roster import Roster
from xlreport.reading.one_return import Unread
from xlreport.returns.returns import Returns

CALL = "0953-6012345"


def of(code: str, contact: str = CALL) -> Roster:
    return unchecked(replace(make_department(code), contact=contact))


@pytest.fixture(scope="module")
def returns() -> Returns:
    return mixed_county(CALL)


def test_the_text_is_one_sentence_and_a_numbered_line_for_each_who_must_act(
    returns: Returns,
) -> None:
    assert [
        "2021年政府信息公开工作年度报告：请未报送的 2 个单位尽快报送；"
        "请退回修改、数据冲突的 2 个单位更正后重新报送。",
        "",
        "× 未报送（2）",
        f"1. D04局 {CALL}",
        "2. D05局",
        "",
        "× 退回修改（1）",
        "1. D02局：错误 1 处",
        "",
        "× 数据冲突（1）",
        "1. D03局：错误 1 处",
    ] == reminder_text(board(returns)).splitlines()


def test_who_sent_a_file_that_cannot_be_read_is_told_so_rather_than_to_report() -> None:
    departments = tuple(map(make_department, ("D01", "D02", "D03")))
    files = ["D01_D01局_2026.pdf", "收回/D02局.xlsx", "照片.png"]
    unread = [Unread(Source(Path(file)), "", (make_finding("FILE-PDF"),)) for file in files]
    filed = as_return(FORM, filling(1), code="D02")
    returns = settled([*unread, filed], Roster("", departments))
    assert [
        "2021年政府信息公开工作年度报告：请未报送的 1 个单位尽快报送；"
        "请报送件打不开的 1 个单位重新发送。",
        "",
        "× 收到了，但打不开（1）",
        "1. D01局：收到的“D01_D01局_2026.pdf”是 PDF，不是 Excel 工作簿，请重新发送 Excel 报送表",
        "",
        "× 未报送（1）",
        "1. D03局",
    ] == reminder_text(board(returns)).splitlines()
    rows = list(csv.reader(io.StringIO(reminder_csv(board(returns)))))[1:]
    assert ["收到了，但打不开", "未报送"] == [row[3] for row in rows]


def test_a_scan_beside_a_returned_file_is_none_of_its_errors() -> None:
    wrong = as_return(FORM, broken(1), code="D01")
    scan = Unread(Source(Path("收回/D01局.pdf")), "", (make_finding("FILE-PDF"),))
    (line,) = board(settled([wrong, scan], of("D01"))).lines
    assert ["D01局.pdf"] == [each.file.name for each in line.dead]
    assert 1 == len(line.errors)
    assert 2 == sum(point.severity is Severity.ERROR for point in line.points)


def test_the_list_has_the_same_departments_with_their_contacts(returns: Returns) -> None:
    assert [
        ["单位代码", "单位名称", "单位类别", "状态", "错误", "联系方式"],
        ["D04", "D04局", "部门", "未报送", "0", CALL],
        ["D05", "D05局", "部门", "未报送", "0", ""],
        ["D02", "D02局", "部门", "退回修改", "1", ""],
        ["D03", "D03局", "部门", "数据冲突", "1", ""],
    ] == list(csv.reader(io.StringIO(reminder_csv(board(returns)))))


def test_nobody_is_reminded_where_all_is_well() -> None:
    complete = settled([as_return(FORM, filling(1), code="D01")], of("D01"))
    expected = "2021年政府信息公开工作年度报告：所有单位都已报送，没有需要更正的。\n"
    assert expected == reminder_text(board(complete))
    assert 1 == len(reminder_csv(board(complete)).splitlines())


def test_where_nobody_has_reported_the_year_is_not_guessed() -> None:
    nothing = settled([], of("D01"))
    assert [
        "年度报告：请未报送的 1 个单位尽快报送。",
        "",
        "× 未报送（1）",
        f"1. D01局 {CALL}",
    ] == reminder_text(board(nothing)).splitlines()


@pytest.mark.parametrize("contact", ["=1+1", "@SUM(1)", "+A1", "-2+3"])
def test_a_contact_becomes_no_formula_in_the_list(contact: str) -> None:
    (_, row) = csv.reader(io.StringIO(reminder_csv(board(settled([], of("D01", contact))))))
    assert f"'{contact}" == row[-1]


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2J", "\u2028", "\u202e"])
def test_no_contact_breaks_a_line_or_steers_the_terminal(sign: str) -> None:
    text = reminder_text(board(settled([], of("D01", f"张{sign}三"))))
    assert 4 == len(text.splitlines())
    assert all(character.isprintable() for character in text.replace("\n", ""))
