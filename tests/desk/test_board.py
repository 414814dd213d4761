"""The board: how every department and every file stands, and what remains to be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from support.county import FORM, broken, filling, mixed_county
from support.departments import make_department
from support.filled import as_return
from support.settled import settled
from xlreport.base.finding import make_finding
from xlreport.base.sign import Sign
from xlreport.desk.board import Board, board
from xlreport.desk.board_text import say_blank_texts, say_points
from xlreport.desk.file_use import FileUse
from xlreport.formats.sources import Source
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.office.roster import Roster
from xlreport.reading.one_return import Return, Unread
from xlreport.settlement.status import DepartmentStatus, FileStatus

CALL = "0953-6012345"
DEADLINE = date(2027, 1, 15)


@pytest.fixture(scope="module")
def mixed() -> Board:
    return board(mixed_county(CALL), name="盐池县")


def saved(code: str, modified: str, contact: str = "") -> Return:
    item = as_return(FORM, filling(1), code=code)
    return replace(item, modified=modified, contact=contact)


def test_every_file_has_one_use_and_the_numbers_add_up(mixed: Board) -> None:
    assert {FileUse.COUNTED: 1, FileUse.RETURNED: 1, FileStatus.CONFLICTING: 2} == mixed.uses
    assert 4 == len(mixed.files)


def test_a_department_that_is_not_counted_has_a_use_of_its_own() -> None:
    roster = Roster("", (make_department("D01"), make_department("D02", counted=False)))
    shown = board(settled([saved("D01", ""), saved("D02", "")], roster))
    assert {FileUse.COUNTED: 1, FileUse.NOT_COUNTED: 1} == shown.uses
    assert [Sign.DONE, Sign.ASIDE] == [line.sign for line in shown.lines]


def test_the_verdict_counts_the_departments_that_are_lacking(mixed: Board) -> None:
    assert ("还差 4 个单位", False) == (mixed.verdict, mixed.is_ready)
    assert {
        "accepted": 1,
        "returned for correction": 1,
        "conflict": 1,
        "missing": 2,
    } == mixed.counts


def test_a_department_that_is_not_counted_does_not_stop_the_totals() -> None:
    roster = Roster("", (make_department("D01"), make_department("D02", counted=False)))
    shown = board(settled([saved("D01", "")], roster))
    assert ("可以汇总", True, [DepartmentStatus.MISSING]) == (
        shown.verdict,
        shown.is_ready,
        [line.status for line in shown.lines if line.is_open],
    )


def test_a_task_says_how_many_departments_the_verdict_does_not_count() -> None:
    roster = Roster("", (make_department("D01"), make_department("D02", counted=False)))
    shown = board(settled([], roster))
    assert ["催报 2 个单位（其中 1 个不计入汇总）：D01局、D02局"] == [
        task.text for task in shown.tasks
    ]
    assert "还差 1 个单位" == shown.verdict


def test_where_nothing_came_nothing_can_be_added_up() -> None:
    assert "没有可以汇总的报送件" == board(settled([])).verdict


def test_the_tasks_begin_with_what_stops_the_totals(mixed: Board) -> None:
    assert [
        f"催报 2 个单位：D04局 {CALL}、D05局",
        "请 1 个单位确认以哪份报送件为准：D03局",
        "退回 1 个单位更正：D02局",
    ] == [task.text for task in mixed.tasks]


def test_files_of_nobody_are_strays_and_a_task() -> None:
    unread = Unread(Source(Path("照片.png")), "", (make_finding("FILE-PDF"),))
    stranger = as_return(FORM, filling(1), code="Z09", file="外地.xlsx")
    shown = board(
        settled([unread, stranger, saved("D01", "")], Roster("", (make_department("D01"),)))
    )
    assert ["照片.png", "外地.xlsx"] == [stray.file.name for stray in shown.strays]
    assert [
        "弄清 1 个无法读取的文件是哪个单位的，请其重新发送：照片.png",
        "核对 1 个不在名录的文件：外地.xlsx",
    ] == [task.text for task in shown.tasks]


def test_a_form_that_is_not_known_is_asked_of_the_officer_not_of_departments() -> None:
    unknown = (make_finding("FORM-UNKNOWN", form="own"),)
    stamp = Stamp(StampKind.TEMPLATE, "own", "", None, "D01")
    own = Unread(Source(Path("D01.xlsx")), "", unknown, stamp)
    stray = Unread(Source(Path("某单位.xlsx")), "", unknown)
    shown = board(settled([own, stray], Roster("", (make_department("D01"),))))
    ours = "自己编写的，用 xlreport check --form 写明格式文件，重新审核"
    todo = f"{ours}；不是的，请这些单位换用本次下发的报送表"
    assert [f"认不出 2 个文件的报表格式（{todo}）：某单位.xlsx、D01.xlsx"] == [
        task.text for task in shown.tasks
    ]


def test_a_warning_of_an_accepted_department_is_the_last_task() -> None:
    typed = replace(saved("D01", ""), findings=(make_finding("UNPROTECTED", names="三"),))
    shown = board(settled([typed]))
    assert [Sign.DOUBT] == [task.sign for task in shown.tasks]
    assert shown.tasks[0].text.startswith("核实已通过单位的 1 条警告：D01局：")
    several = (*typed.findings, make_finding("READ-PARTLY", format=".xlsb", unseen="公式"))
    shown = board(settled([replace(typed, findings=several)]))
    assert shown.tasks[0].text.startswith("核实已通过单位的 2 条警告，如D01局：")


def test_the_points_are_the_open_errors_and_warnings_of_the_department() -> None:
    lines = board(mixed_county(CALL)).lines
    assert [[], ["T3-ID"], ["CONFLICT"], [], []] == [
        [point.rule or point.code for point in line.points] for line in lines
    ]


def test_what_two_files_differ_in_is_said_once(mixed: Board) -> None:
    (said,) = say_points(mixed.lines[2])
    assert said.count("不同的地方") == 1


def test_the_used_file_is_the_first_and_the_others_say_why_they_are_not() -> None:
    files = [replace(saved("D01", ""), source=Source(Path(f"{n}.xlsx"))) for n in "ab"]
    (line,) = board(settled(files)).lines
    assert [("a.xlsx", ""), ("b.xlsx", "与 a.xlsx 的数据完全相同，只计一次。")] == [
        (file.file.name, file.why) for file in line.files
    ]


def test_the_contact_on_the_cover_is_called_where_the_roster_has_none() -> None:
    known = replace(make_department("D01"), contact=CALL)
    items = [saved(code, "", "马兰 13812345678") for code in ("D01", "D02")]
    lines = board(settled(items, Roster("", (known, make_department("D02"))))).lines
    assert [CALL, "马兰 13812345678"] == [line.contact for line in lines]


def test_days_late_are_those_of_the_first_file_and_of_today_where_none_came() -> None:
    roster = Roster("", tuple(make_department(f"D0{number}") for number in range(1, 5)))
    items = [
        saved("D01", "2027-01-15T23:59:00Z"),
        saved("D02", "2027-01-18T09:00:00Z"),
        replace(saved("D03", "2027-01-20T09:00:00Z"), revision=2),
        replace(saved("D03", "2027-01-14T09:00:00Z"), source=Source(Path("old.xlsx"))),
    ]
    shown = board(settled(items, roster), deadline=DEADLINE, now=datetime(2027, 1, 22, 8))
    assert [0, 3, 0, 7] == [line.days_late for line in shown.lines]
    assert datetime(2027, 1, 20, 9) == shown.lines[2].saved


def test_nobody_is_late_where_the_deadline_or_the_time_is_not_known() -> None:
    roster = Roster("", (make_department("D01"), make_department("D02")))
    returns = settled([saved("D01", "")], roster)
    assert [None, None] == [line.days_late for line in board(returns, deadline=DEADLINE).lines]
    assert [None, None] == [line.days_late for line in board(returns).lines]


def test_a_file_that_states_no_time_has_that_of_the_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "D01.et"
    path.touch()
    item = replace(saved("D01", ""), source=Source(path))
    (line,) = board(settled([item]), now=datetime.now()).lines
    assert line.saved is not None
    assert line.saved.date() == datetime.now().date()
    assert [None] == [line.saved for line in board(settled([item])).lines]


def test_errors_of_a_department_name_its_file_as_returned() -> None:
    (line,) = board(settled([as_return(FORM, broken(2), code="D02")])).lines
    assert [(FileUse.RETURNED, "错误 1 处")] == [(file.use, file.why) for file in line.files]


def test_the_narrative_parts_that_only_others_wrote_are_named_as_in_the_notice() -> None:
    texts = {"overview": "有", "problems": "有"}
    whole, part = (replace(saved(code, ""), texts=texts) for code in ("D01", "D02"))
    part = replace(part, texts=texts | {"problems": " "})
    roster = Roster("", tuple(map(make_department, ("D01", "D02", "D03"))))
    returns = settled([whole, part], roster)
    (notice,) = [each for each in returns.found if each.code == "NARRATIVE-BLANK"]
    heading = "五、存在的主要问题及改进情况"
    assert [(), (heading,), ()] == [line.blank_texts for line in board(returns).lines]
    assert f"没有写：{heading}" == say_blank_texts(board(returns).lines[1])
    assert f"没有写“{heading}”。" == notice.message


def test_a_county_that_collects_tables_alone_misses_no_narrative() -> None:
    (line,) = board(settled([saved("D01", "")])).lines
    assert () == line.blank_texts
