"""The list of departments of a summary: the open ones first, with whom to call."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from support.county import FORM, broken, county, filling
from support.departments import make_department
from support.filled import as_return, cells_at
from xlreport.office.roster import Roster
from xlreport.office.theme import default_theme
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import Summary

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
HEADINGS = ("单位代码", "状态", "联系方式", "计入汇总", "采用的文件", "错误", "警告", "提示")


@pytest.fixture(scope="module")
def summary() -> Summary:
    nil = frozenset(table.key for table in FORM.tables)
    return county(
        [
            as_return(FORM, cells_at(FORM, {}), code="D01", nil=nil),
            as_return(FORM, filling(2), code="D02"),
            as_return(FORM, broken(3), code="D04"),
            as_return(FORM, filling(4), code="D05", file="a.xlsx"),
            as_return(FORM, filling(5), code="D05", file="b.xlsx"),
            as_return(FORM, filling(6), code="V01", name="垂管局"),
        ],
        ROSTER,
    )


@pytest.fixture(scope="module")
def sheet(summary: Summary) -> Worksheet:
    found = openpyxl.load_workbook(BytesIO(build_summary(summary)))["报送情况"]
    assert isinstance(found, Worksheet)
    return found


def listed(sheet: Worksheet, *headings: str) -> list[tuple[Any, ...]]:
    first, *rows = sheet.iter_rows(min_row=3, values_only=True)
    return [tuple(row[first.index(heading)] for heading in headings) for row in rows]


def test_each_department_stands_once_the_missing_first_then_who_must_correct(
    sheet: Worksheet,
) -> None:
    assert [
        ("D03", "未报送", CALL, "否", None),
        ("D05", "数据冲突", None, "否", None),
        ("D04", "退回修改", None, "否", "D04.xlsx"),
        ("D01", "零报送", None, "是", "D01.xlsx"),
        ("D02", "通过", None, "是", "D02.xlsx"),
        ("V01", "通过", None, "不计入", "V01.xlsx"),
    ] == listed(sheet, *HEADINGS[:5])


def test_findings_are_counted_by_department(summary: Summary, sheet: Worksheet) -> None:
    for code, errors, warnings, notices in listed(sheet, "单位代码", "错误", "警告", "提示"):
        own = [f.severity.value for f in summary.returns.found if f.department == f"{code}局"]
        if code != "V01":
            assert [own.count(s) for s in ("error", "warning", "info")] == [
                errors,
                warnings,
                notices,
            ]
    assert 2 == listed(sheet, "错误")[1][0]


def test_a_line_counts_how_many_stand_how(sheet: Worksheet) -> None:
    assert "报送情况　合计范围：2／5 个单位" == sheet["A1"].value
    expected = "单位 6 个：未报送 1，数据冲突 1，退回修改 1，零报送 1，通过 2"
    assert f"{expected}；其中 1 个按名录不计入汇总" == sheet["A2"].value


def test_what_is_open_is_marked_and_not_by_colour_alone(sheet: Worksheet) -> None:
    alarm = default_theme().colour("alarm")[1:]
    marked = [cell for cell in sheet["D"][3:] if cell.fill.fgColor.rgb[2:] == alarm]
    assert ["未报送", "数据冲突", "退回修改"] == [cell.value for cell in marked]
    assert all(cell.font.b for cell in marked)
