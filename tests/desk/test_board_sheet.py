"""The sheet 报送情况: how the collection stands, then every department with whom to call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from support.county import FORM, broken, filling
from support.departments import make_department
from support.filled import as_return, cells_at
from support.settled import settled
from xlreport.base.sign import Sign
from xlreport.desk.board import Board, board
from xlreport.desk.findings_book import as_workbook
from xlreport.office.roster import Roster
from xlreport.returns.returns import Returns

CALL = "张三 0953-6012345"
ROSTER = Roster(
    "",
    (
        make_department("D01"),
        make_department("D02"),
        replace(make_department("D03"), contact=CALL),
        make_department("D04"),
        make_department("D05"),
        make_department("V01", "垂管局", counted=False),
    ),
)


@pytest.fixture(scope="module")
def returns() -> Returns:
    nil = frozenset(table.key for table in FORM.tables)
    items = [
        as_return(FORM, cells_at(FORM, {}), code="D01", nil=nil),
        as_return(FORM, filling(2), code="D02"),
        as_return(FORM, broken(3), code="D04"),
        as_return(FORM, filling(4), code="D05", file="a.xlsx"),
        as_return(FORM, filling(5), code="D05", file="b.xlsx"),
        as_return(FORM, filling(6), code="V01", name="垂管局"),
        as_return(FORM, filling(7), code="Z01", file="=外地.xlsx"),
    ]
    late = replace(items[1], modified="2027-01-18T09:30:00Z")
    return settled([items[0], late, *items[2:]], ROSTER)


@pytest.fixture(scope="module")
def shown(returns: Returns) -> Board:
    now = datetime(2027, 1, 20, 8, 5)
    return board(returns, name="盐池县", deadline=date(2027, 1, 15), now=now)


@pytest.fixture(scope="module")
def sheet(returns: Returns, shown: Board) -> Worksheet:
    found = openpyxl.load_workbook(BytesIO(as_workbook(returns, board=shown))).worksheets[0]
    assert "报送情况" == found.title
    return found


def texts(sheet: Worksheet) -> list[tuple[Any, ...]]:
    rows = sheet.iter_rows(values_only=True)
    return [tuple(cell for cell in row if cell not in (None, "")) for row in rows]


def listed(sheet: Worksheet, *headings: str) -> list[tuple[Any, ...]]:
    rows = list(sheet.iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if row[0] == "单位代码")
    first, *lines = rows[top : top + 7]
    return [tuple(row[first.index(heading)] for heading in headings) for row in lines]


def test_it_begins_with_the_verdict_the_counts_and_what_remains_to_be_done(
    sheet: Worksheet,
) -> None:
    assert [
        ("盐池县2021年政府信息公开工作年度报告　报送情况",),
        ("计入汇总 2／5 个单位　·　截止 2027-01-15　·　审核于 2027-01-20 08:05",),
        ("× 还差 3 个单位", "D03局、D04局、D05局。"),
        ("单位 6 个：通过 2，零报送 1，退回修改 1，数据冲突 1，未报送 1",),
        ("文件 7 个：计入汇总 2，不计入汇总 1，退回修改 1，数据冲突 2，不在名录 1",),
        ("还要做的（4）",),
        ("× 1", f"催报 1 个单位：D03局 {CALL}"),
        ("× 2", "请 1 个单位确认以哪份报送件为准：D05局"),
        ("× 3", "退回 1 个单位更正：D04局"),
        ("! 4", "核对 1 个不在名录的文件：=外地.xlsx"),
    ] == texts(sheet)[:10]


def test_each_department_stands_once_and_first_come_those_that_must_act(sheet: Worksheet) -> None:
    assert [
        ("D03", "× 未报送", CALL, "否", None, None, 5),
        ("D04", "× 退回修改", None, "否", "D04.xlsx", None, None),
        ("D05", "× 数据冲突", None, "否", "a.xlsx\nb.xlsx", None, None),
        ("D01", "○ 零报送", None, "是", "D01.xlsx", None, None),
        ("D02", "√ 通过", None, "是", "D02.xlsx", "2027-01-18 09:30", 3),
        ("V01", "– 通过", None, "不计入", "V01.xlsx（不计入汇总）", None, None),
    ] == listed(sheet, "单位代码", "状态", "联系方式", "计入汇总", "文件", "保存时间", "迟报天数")


def test_the_points_of_a_department_are_counted_and_said(sheet: Worksheet, shown: Board) -> None:
    rows = listed(sheet, "错误", "警告", "要办的事")
    assert [None, 1, 1, None, None, None] == [row[0] for row in rows]
    assert f"× 错误　{shown.lines[3].points[0].message}" == rows[1][2]


def test_files_of_nobody_stand_below_as_text(sheet: Worksheet) -> None:
    *_, band, stray = texts(sheet)
    assert ("看不出是哪个单位的文件（1）",) == band
    assert ("! 不在名录", "=外地.xlsx") == stray[:2]


def test_a_status_has_its_sign_and_the_colours_of_it(sheet: Worksheet) -> None:
    marked = {
        str(cell.value): (cell.fill.fgColor.rgb[2:], cell.font.color.rgb[2:])
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value) in ("× 未报送", "√ 通过", "– 通过") and cell.font.color
    }
    signs = {"× 未报送": Sign.OPEN, "√ 通过": Sign.DONE, "– 通过": Sign.ASIDE}
    assert {text: (sign.paper[1:], sign.ink[1:]) for text, sign in signs.items()} == marked


def test_where_all_is_right_nothing_remains_to_be_done() -> None:
    returns = settled([as_return(FORM, filling(1), code="D01")], Roster("", ROSTER.departments[:1]))
    book = openpyxl.load_workbook(BytesIO(as_workbook(returns)))
    lines = texts(book.worksheets[0])
    assert ("√ 可以汇总", "应计入的单位都已通过审核。") == lines[2]
    assert ("各单位（1）",) == lines[5]


def test_only_the_first_points_of_many_are_said() -> None:
    returns = settled([as_return(FORM, broken(3), code="D04")])
    (line,) = board(returns).lines
    many = replace(line, points=line.points * 8)
    shown = replace(board(returns), lines=(many,))
    sheet = openpyxl.load_workbook(BytesIO(as_workbook(returns, board=shown))).worksheets[0]
    ((said,),) = [tuple(row) for row in listed(sheet, "要办的事")]
    assert (6, "……另有 3 条") == (len(said.split("\n")), said.split("\n")[-1])


def test_more_names_than_a_cell_can_hold_are_counted() -> None:
    names = [f"第{number:03}号{'街道' * 35}办事处" for number in range(500)]
    roster = Roster("", tuple(make_department(f"M{n}", name) for n, name in enumerate(names)))
    lines = texts(openpyxl.load_workbook(BytesIO(as_workbook(settled([], roster)))).worksheets[0])
    assert ("× 还差 500 个单位", f"{'、'.join(names[:10])}等 500 个。") == lines[2]
    assert len(lines) > 500


def test_a_department_of_many_files_shows_the_first_ten() -> None:
    files = [as_return(FORM, filling(1), code="D01", file=f"{n:02}.xlsx") for n in range(12)]
    sheet = openpyxl.load_workbook(BytesIO(as_workbook(settled(files)))).worksheets[0]
    said = next(cell for row in texts(sheet) for cell in row if str(cell).startswith("00.xlsx"))
    assert (11, "……另有 2 个文件") == (len(said.split("\n")), said.split("\n")[-1])
