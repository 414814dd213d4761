"""The notes of a summary: what it rests on can be checked by whoever has the files."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlreport
from support.county import D01, D02, FORM, consistent, county, filling, write
from support.departments import make_department
from support.filled import as_return, find
from xlreport.layout.check_line import check_lines
from xlreport.office.roster import Roster
from xlreport.office.waivers import Waiver
from xlreport.returns.received import read_returns
from xlreport.summary import _second_opinion
from xlreport.summary._second_opinion import Opinion
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import Summary, consolidate


def notes_of(summary: Summary) -> Worksheet:
    sheet = openpyxl.load_workbook(BytesIO(build_summary(summary)))["说明"]
    assert isinstance(sheet, Worksheet)
    return sheet


def rows_of(summary: Summary) -> list[tuple[Any, ...]]:
    return [
        tuple(value for value in row if value is not None)
        for row in notes_of(summary).iter_rows(values_only=True)
    ]


def below(rows: list[tuple[Any, ...]], heading: str) -> list[tuple[Any, ...]]:
    """Give the rows below a band whose text begins so, down to the next band."""
    start = next(n for n, row in enumerate(rows) if str(row[0]).startswith(heading))
    rest = rows[start + 1 :]
    ends = [n for n, row in enumerate(rest) if len(row) == 1]
    return rest[: ends[0]] if ends else rest


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of returns: one with things to read otherwise, one sent twice."""
    place = tmp_path_factory.mktemp("收回")
    typed = {find(FORM, "proactive.licences.decisions"): "3件"}
    write(place, D01, {**consistent(1), **typed})
    write(place, D02, consistent(2))
    write(place, D02, consistent(5), name="另一份.xlsx")
    return place


@pytest.fixture(scope="module")
def summary(folder: Path) -> Summary:
    roster = Roster("名录.csv", (D01, D02))
    returns = read_returns(folder, roster=roster, prefer={"D02": "另一份.xlsx"})
    return consolidate(returns, name="某县", code="X")


def test_every_file_stands_with_the_sha256_of_its_bytes(summary: Summary, folder: Path) -> None:
    first, *files = below(rows_of(summary), "收到的文件（3 个）")
    assert ("封面所写单位", "文件", "状态", "修订", "保存时间", "SHA-256") == first
    assert {(row[1], row[2], row[-1]) for row in files} == {
        (path.name, status, hashlib.sha256(path.read_bytes()).hexdigest())
        for path, status in (
            (folder / "D01.xlsx", "已采用"),
            (folder / "D02.xlsx", "已被取代"),
            (folder / "另一份.xlsx", "已采用"),
        )
    }


def test_the_files_can_be_filtered(summary: Summary) -> None:
    sheet = notes_of(summary)
    (row,) = (cell.row for cell in sheet["F"] if cell.value == "SHA-256")
    assert f"A{row}:F{row + 3}" == sheet.auto_filter.ref


def test_form_library_and_scope_are_named(summary: Summary) -> None:
    facts = dict(row for row in rows_of(summary) if len(row) == 2)
    assert {
        "汇总单位和年度": "某县（代码 X），2026年",
        "报表格式": f"{FORM.title}（{FORM.notice}），格式编号 {FORM.id}",
        "格式文件的 SHA-256": FORM.digest,
        "生成工具": f"xlreport {xlreport.__version__}",
        "合计范围": "合计范围：2／2 个单位",
    }.items() <= facts.items()


def test_what_was_read_otherwise_than_typed_is_counted_by_department(summary: Summary) -> None:
    assert [("D01局", "D01.xlsx", "写法须核对 1 处")] == below(rows_of(summary), "与填写的样子不同")


def test_where_nothing_was_read_otherwise_it_says_so() -> None:
    rows = rows_of(county([as_return(FORM, filling(1))]))
    start = next(n for n, row in enumerate(rows) if str(row[0]).startswith("与填写的样子不同"))
    assert ("没有",) == rows[start + 1]


def test_the_officers_choice_between_two_files_is_told(summary: Summary) -> None:
    decided = below(rows_of(summary), "汇总人员的决定")
    assert {("D02局", "另一份.xlsx"), ("D02局", "D02.xlsx")} == {row[:2] for row in decided}
    assert all("汇总人员指定" in row[2] for row in decided)


def test_nothing_is_said_of_decisions_where_there_were_none() -> None:
    rows = rows_of(county([as_return(FORM, filling(1))]))
    said = {str(row[0])[:6] for row in rows}
    assert not {"汇总人员的决", "填报单位的核"} & said


def test_what_the_county_has_approved_is_told_with_who_why_and_until_when() -> None:
    plain = county([as_return(FORM, filling(1), code="D01")])
    one = Waiver("T2-REG", "D01", 2021, "市级授权", "李四", date(2027, 1, 31), 2, times=3)
    everyone = Waiver("Y-DRIFT", "", None, "机构改革", "李四", None, 3, times=1)
    returns = replace(plain.returns, waivers=(one, everyone))
    told = below(rows_of(replace(plain, returns=returns)), "汇总人员的决定和核准")
    assert [
        ("D01局", "规则 T2-REG", "已由 李四 核准：市级授权（至 2027-01-31），用于 3 处"),
        ("全部单位", "规则 Y-DRIFT", "已由 李四 核准：机构改革，用于 1 处"),
    ] == told


def test_what_a_department_explains_is_told_as_it_was_written() -> None:
    line = check_lines(FORM)[4]
    text = "=已核实 <&> “确无”"
    item = replace(as_return(FORM, filling(1), code="D01"), explanations={line.name: text})
    told = below(rows_of(county([item])), "填报单位的核实说明")
    assert [("D01局", f"{line.sentence}（{line.location}）", text)] == told


def test_the_longest_text_of_a_cell_makes_no_row_higher_than_excel_takes() -> None:
    line = check_lines(FORM)[4]
    item = replace(as_return(FORM, filling(1)), explanations={line.name: "核" * 30_000})
    sheet = notes_of(county([item]))
    assert max(dimension.height or 0 for dimension in sheet.row_dimensions.values()) <= 409
    assert "核" * 30_000 in {cell.value for cell in sheet["C"]}


def test_it_is_printed_as_wide_as_the_page(summary: Summary) -> None:
    setup = notes_of(summary).page_setup
    assert (9, "landscape", 0) == (setup.paperSize, setup.orientation, setup.fitToHeight)


def test_a_file_read_by_one_reader_alone_is_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_opinion = Opinion(refusal="打不开")
    monkeypatch.setattr(_second_opinion, "second_opinion", lambda *_: no_opinion)
    roster = Roster("", (D01, make_department("D09")))
    once = consolidate(read_returns(folder / "D01.xlsx", roster=roster), name="某县")
    facts = dict(row for row in rows_of(once) if len(row) == 2)
    assert facts["只读一遍的文件"].startswith("1 个")
