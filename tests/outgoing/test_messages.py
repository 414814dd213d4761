"""Messages: what each department still has to do, ready to be sent, and who was told before."""

from __future__ import annotations

import csv
import email
import email.policy
import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from support.county import FORM, broken, filling, mixed_county
from support.departments import make_department
from support.filled import as_return
from support.settled import settled
from xlreport.base.errors import InputError
from xlreport.base.finding import Severity, make_finding
from xlreport.desk.board import Board, board
from xlreport.formats.sources import Source
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.office.reminder_log import read_reminder_log
from xlreport.office.roster import Roster
from xlreport.outgoing.message_files import LIST_NAME, LOG_NAME, write_messages
from xlreport.outgoing.messages import make_messages
from xlreport.reading.one_return import Unread
from xlreport.settlement.status import DepartmentStatus, FileStatus

NOW = datetime(2027, 1, 25, 9, 0)
OFFICE = "县政务公开办 李敏 0953-6012345"


def board_of(call: str = "wang@example.gov.cn", now: datetime = NOW) -> Board:
    return board(mixed_county(call), deadline=date(2027, 1, 20), now=now)


def texts(of: Board, **more: bool) -> dict[str, str]:
    messages = make_messages(of, contact=OFFICE, **more)
    return {message.department.code: message.text for message in messages}


def test_each_department_that_must_act_is_told_what_until_when_and_whom_to_ask() -> None:
    found = texts(board_of())
    assert ["D04", "D05", "D02", "D03"] == list(found)
    assert [
        "D04局：您好！",
        "我们还没有收到贵单位的2021年政府信息公开工作年度报告。请按下发的报送表填写，没有发生的填"
        " 0，填好后发给我们。报送表找不到的，请告诉我们。",
        "报送截止日期是2027年1月20日，已经超过 5 天，请尽快办理。",
        f"有疑问请联系：{OFFICE}。",
    ] == found["D04"].splitlines()
    assert "请在2027年1月20日前办理。" in texts(board_of(now=datetime(2027, 1, 20, 17)))["D04"]


def test_a_returned_department_reads_its_errors_and_which_file_to_correct() -> None:
    plain, with_copy = texts(board_of())["D02"], texts(board_of(), copies=True)["D02"]
    assert "有 1 处需要更正：\n1. " in plain
    assert "请在原文件上更正，不要另建表格，改好后重新报送。" in plain
    assert (
        "请在随附的退回件“D02_D02局_2021_政府信息公开工作年度报告_退回件2.xlsx”上更正" in with_copy
    )


def test_at_most_five_errors_are_told_and_the_others_counted() -> None:
    of = board_of()
    lines = list(of.lines)
    (at,) = (n for n, line in enumerate(lines) if line.status is DepartmentStatus.RETURNED)
    warning = make_finding("FORM")
    filing = lines[at].filing
    assert filing.used is not None
    used = replace(filing.used, findings=filing.used.findings * 8)
    lines[at] = replace(
        lines[at],
        filing=replace(filing, used=used),
        points=(replace(warning, severity=Severity.WARNING),),
    )
    text = texts(replace(of, lines=tuple(lines)))["D02"]
    assert ["1", "2", "3", "4", "5"] == [t[0] for t in text.splitlines() if t[1:2] == "."]
    assert "还有 3 处，更正时请一并核对。" in text
    assert "另有 1 处请核实：有错就改；“检查”表页有这一项而数字无误的，" in text


def test_who_filled_in_the_template_of_another_is_told_so_rather_than_that_nothing_came() -> None:
    filed = as_return(FORM, filling(1), code="D01")
    astray = replace(filed, source=Source(Path("D02局_2026.xlsx")))
    roster = Roster("", tuple(map(make_department, ("D01", "D02", "D03"))))
    told = {
        each.department.code: each.text for each in make_messages(board(settled([astray], roster)))
    }
    assert "“D02局_2026.xlsx”用的是“D01局”的报送表。\n是贵单位填的，请在贵单位自己的" in told["D02"]
    assert "报送表。\n" not in told["D03"]


def test_who_sent_what_cannot_be_opened_is_told_so_rather_than_to_report() -> None:
    unread = Unread(Source(Path("D01局.pdf")), "", (make_finding("FILE-PDF"),))
    filed = as_return(FORM, filling(1), code="D02")
    departments = tuple(map(make_department, ("D01", "D02")))
    (message,) = make_messages(board(settled([unread, filed], Roster("", departments))))
    assert ("收到了，但打不开", "打不开：D01局.pdf") == (message.status, message.what)
    assert "我们收到了“D01局.pdf”，但打不开：文件是 PDF" in message.text
    assert "请重新发送填好的 Excel 报送表" in message.text


def test_who_sent_a_form_that_is_not_known_is_asked_for_the_one_that_was_handed_out() -> None:
    stamp = Stamp(StampKind.TEMPLATE, "own", "", None, "D01")
    unread = Unread(
        Source(Path("D01.xlsx")), "", (make_finding("FORM-UNKNOWN", form="own"),), stamp
    )
    (message,) = make_messages(board(settled([unread], Roster("", (make_department("D01"),)))))
    assert "不是本次下发的报送表：D01.xlsx" == message.what
    assert "我们收到了“D01.xlsx”，但不是本次下发的报送表。\n请在本次下发的" in message.text


def test_a_scan_beside_a_returned_file_is_none_of_its_errors() -> None:
    scan = Unread(Source(Path("D01局签字页.pdf")), "", (make_finding("FILE-PDF"),))
    filed = as_return(FORM, broken(2), code="D01")
    roster = Roster("", (make_department("D01"),))
    (message,) = make_messages(board(settled([filed, scan], roster)), copies=True)
    assert "有 1 处需要更正：\n1. 表三" in message.text
    assert "另外，“D01局签字页.pdf”打不开：是扫描件的不用重发" in message.text
    assert ("退回修改", "错误 1 处：表三 D6") == (message.status, message.what)
    assert message.copy


def test_who_sent_only_a_file_that_is_set_aside_is_told_so() -> None:
    of = board_of()
    (at,) = (n for n, line in enumerate(of.lines) if line.department.code == "D01")
    line = of.lines[at]
    filing = replace(line.filing, used=None, status=DepartmentStatus.MISSING)
    ignored = replace(line.files[0], use=FileStatus.IGNORED)
    line = replace(line, filing=filing, files=(ignored,))
    lines = (*of.lines[:at], line, *of.lines[at + 1 :])
    assert "未报送" == line.word
    assert "”，但没有采用。\n请重新报送" in texts(replace(of, lines=lines))["D01"]


def test_a_conflict_asks_which_file_holds_and_names_what_differs() -> None:
    text = texts(board_of())["D03"]
    assert "我们收到了 2 份，数字不同，都还没有采用：\n1. “" in text
    assert "不同的地方（" in text
    assert "请告诉我们以哪一份为准" in text
    assert "--prefer" not in text


def test_a_board_without_a_roster_reminds_nobody() -> None:
    with pytest.raises(InputError, match="单位名录"):
        make_messages(board(settled([as_return(FORM, filling(1), code="D02")])))


def test_a_folder_holds_texts_drafts_the_list_and_the_log(tmp_path: Path) -> None:
    of = board_of()
    written = write_messages(of, tmp_path, contact=OFFICE)
    names = {f"{code}_{code}局_催办" for code in ("D02", "D03", "D04", "D05")}
    drafts = {f"{name}.{ending}" for name in names for ending in ("txt", "eml")}
    assert {*drafts, LIST_NAME, LOG_NAME} == {path.name for path in tmp_path.iterdir()}
    assert "D04_D04局_催办.txt" == written[0].name
    draft = email.message_from_bytes(
        (tmp_path / "D04_D04局_催办.eml").read_bytes(), policy=email.policy.default
    )
    assert ("1", "wang@example.gov.cn") == (draft["X-Unsent"], draft["To"])
    assert "2021年政府信息公开工作年度报告：请尽快报送（D04局）" == draft["Subject"]
    body = draft.get_body()
    assert body is not None
    expected = written[0].read_text(encoding="utf-8-sig")
    assert expected.split() == body.get_content().split()


@pytest.mark.parametrize(
    ("contact", "addresses"),
    [
        ("王：a.b@c.cn、d@e.gov.cn；0953-1", "a.b@c.cn, d@e.gov.cn"),
        ("a..b@c.cn .a@b.cn a.@b.cn a@b.cn@c.cn", None),
    ],
)
def test_a_draft_goes_to_addresses_that_mail_programs_take(
    contact: str, addresses: str | None, tmp_path: Path
) -> None:
    write_messages(board_of(contact), tmp_path)
    data = (tmp_path / "D04_D04局_催办.eml").read_bytes()
    draft = email.message_from_bytes(data, policy=email.policy.default)
    assert addresses == draft["To"]


def test_the_list_tells_who_was_told_before_and_a_second_run_the_same_day_adds_nothing(
    tmp_path: Path,
) -> None:
    def told(folder: Path) -> list[str]:
        text = (folder / LIST_NAME).read_text(encoding="utf-8-sig")
        return [row["已催"] for row in csv.DictReader(io.StringIO(text))]

    log = tmp_path / "办公" / "催办记录.csv"
    write_messages(board_of(), tmp_path, log=log)
    assert ["", "", "", ""] == told(tmp_path)
    write_messages(board_of(), tmp_path, log=log)
    assert 4 == len(read_reminder_log(log).entries)
    assert ["1 次，最近 2027-01-25"] * 4 == told(tmp_path)
    write_messages(board_of(now=datetime(2027, 1, 26)), tmp_path, log=log)
    assert 8 == len(read_reminder_log(log).entries)


def test_the_message_of_a_department_that_has_reported_since_is_removed(tmp_path: Path) -> None:
    of = board_of()
    own = tmp_path / "我的笔记.txt"
    write_messages(of, tmp_path)
    own.write_text("", encoding="utf-8")
    lines = [
        replace(each, filing=replace(each.filing, status=DepartmentStatus.ACCEPTED))
        if each.department.code == "D04"
        else each
        for each in of.lines
    ]
    write_messages(replace(of, lines=tuple(lines)), tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left.isdisjoint({"D04_D04局_催办.txt", "D04_D04局_催办.eml"})
    assert {"D05_D05局_催办.txt", own.name} <= left


def test_a_draft_has_the_annotated_copy_in_it(tmp_path: Path) -> None:
    copies = tmp_path / "退回"
    copies.mkdir()
    name = "D02_D02局_2021_政府信息公开工作年度报告_退回件2.xlsx"
    (copies / name).write_bytes(b"PK")
    write_messages(board_of(), tmp_path / "催办", copies=copies)
    data = (tmp_path / "催办" / "D02_D02局_催办.eml").read_bytes()
    (attached,) = email.message_from_bytes(data, policy=email.policy.default).iter_attachments()
    assert (name, b"PK") == (attached.get_filename(), attached.get_content())
