"""The result of a check in each of its shapes; nothing in a return can break the shape."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from support.county import FORM, filling
from support.departments import make_department
from support.filled import as_return, cells_at, find
from support.settled import returns_in, settled
from xlreport import Form, Returns, Roster, Severity
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, catalogue, make_finding
from xlreport.desk.board import board
from xlreport.desk.findings_book import as_workbook
from xlreport.desk.findings_report import (
    AS_TEXT,
    HEADINGS,
    as_csv,
    as_json,
    as_text,
    finding_lines,
    status_lines,
)
from xlreport.formats.sources import Source
from xlreport.reading.one_return import Unread
from xlreport.returns.received import check_and_settle

ROSTER = Roster("", (make_department("D01"), make_department("D02"), make_department("D03")))


@pytest.fixture
def returns(form_2021: Form) -> Returns:
    """Check a county: D01 has a balance that fails, D02 is clean, D03 has not reported."""
    wrong = cells_at(form_2021, {"requests.received.natural_person": 1})
    items = [
        as_return(form_2021, wrong, code="D01", year=2026),
        as_return(form_2021, cells_at(form_2021, {}), code="D02", year=2026),
    ]
    return check_and_settle(items, roster=ROSTER, period=None, before=None, prefer={})


def with_seen(returns: Returns, seen: str, file: str = "D01.xlsx") -> Returns:
    """Put a text that stands in a return into the only finding."""
    cell = CellReference("二", "B5", "二 › 规章", seen)
    facts = {"reason": seen}
    finding = Finding("FILE-UNOPENED", Severity.ERROR, (cell,), facts, file=file)
    return replace(returns, found=(finding,))


# ---- text --------------------------------------------------------------------------------------


def test_a_warning_ends_with_the_name_by_which_it_can_be_waived(returns: Returns) -> None:
    cell = CellReference("二", "B5", "二 › 规章", "1")
    found = tuple(
        Finding("BLANK", Severity.WARNING, (cell,), catalogue()["BLANK"].example, rule=rule)
        for rule in ("T2-REG", "")
    )
    lines = as_text(replace(returns, found=found)).splitlines()
    ends = [line[-9:] for line in lines if line.startswith("  ! 警告")]
    assert [True, True] == [
        end.endswith(name) for end, name in zip(ends, ("［T2-REG］", "［BLANK］"), strict=True)
    ]


def test_a_file_that_is_not_used_has_one_line_that_says_why(returns: Returns) -> None:
    why = make_finding("SUPERSEDED", other="b.xlsx")
    found = tuple(
        replace(finding, replaced=True, department="D01局", file="a.xlsx")
        for finding in (*returns.found, why)
    )
    text = as_text(replace(returns, found=found))
    line = f"■ D01局　a.xlsx：{why.message}它自己的1处错误和警告不用处理。"
    verdict = "2026年政府信息公开工作年度报告：还差 2 个单位"
    assert ["", line, "", verdict] == text.splitlines()[1:5]
    assert text.startswith("错误 0，警告 0，提示 0；")
    assert f"■ D01局　a.xlsx：{why.message}\n" in as_text(replace(returns, found=found[2:]))


def test_the_text_says_what_matters_most_then_file_by_file_what_is_wrong_and_what_to_do(
    returns: Returns,
) -> None:
    finding, slip = returns.found
    assert [
        "错误 1，警告 0，提示 1；文件 2 个：计入汇总 1，退回修改 1",
        "最重要的问题：",
        f"  1. × 错误　D01局：{finding.message}",
        "",
        "■ D01局　D01.xlsx",
        f"  × 错误　{finding.message}",
        f"  　　　　→ {finding.advice}",
        f"  – 提示　{slip.message}",
        "",
        "2026年政府信息公开工作年度报告：还差 2 个单位",
        "  1. 催报 1 个单位：D03局",
        "  2. 退回 1 个单位更正：D01局",
        "单位 3 个：通过 1，退回修改 1，未报送 1",
        "文件 2 个：计入汇总 1，退回修改 1；错误 1，警告 0，提示 1",
    ] == as_text(returns).splitlines()
    assert as_text(returns).endswith("\n")


def test_a_notice_shows_no_advice(returns: Returns) -> None:
    notice = replace(returns.found[0], severity=Severity.INFO)
    text = as_text(replace(returns, found=(notice,)))
    assert f"  – 提示　{notice.message}" in text
    assert "→" not in text


def test_a_file_of_nobody_is_shown_under_its_name(returns: Returns) -> None:
    text = as_text(with_seen(returns, "", file="谁的.xlsx"))
    assert "\n■ （单位不详）　谁的.xlsx\n" in text
    assert "\n  1. × 错误　谁的.xlsx：文件打不开" in text


def test_a_dead_file_is_shown_under_the_department_that_it_may_be_of() -> None:
    roster = Roster("", (make_department("D01"),))
    scan = Unread(Source(Path("D01局签字页.pdf")), "", (make_finding("FILE-PDF"),))
    locked = Unread(Source(Path("D01局.xlsx")), "", (make_finding("FILE-ENCRYPTED"),))
    filed = as_return(FORM, filling(1), code="D01", file="a.xlsx")
    assert "\n■ （可能是D01局）　D01局签字页.pdf\n" in as_text(settled([scan], roster))
    text = as_text(settled([filed, locked], roster))
    assert "\n■ （可能是D01局）　D01局.xlsx：文件" in text
    assert "“a.xlsx”" in text


def test_what_fails_in_many_departments_is_one_line_that_says_in_how_many(
    returns: Returns,
) -> None:
    first = returns.found[0]
    others = [replace(first, department=f"D{number}局") for number in range(10, 23)]
    text = as_text(replace(returns, found=(first, *others)))
    opening = text.partition("■")[0]
    assert f"  1. × 错误　D01局：{first.message}（共 14 个单位有这类问题）\n" in opening
    assert "  2. " not in opening


def test_no_findings_leave_the_counts_alone_at_the_top(returns: Returns) -> None:
    text = as_text(replace(returns, found=()))
    counts = "错误 0，警告 0，提示 0；文件 2 个：计入汇总 1，退回修改 1"
    assert text.startswith(f"{counts}\n\n2026年")


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x1b[2J", "\x9b", "\u2028", "\u202e", "\x00"])
def test_no_text_of_a_return_breaks_a_line_or_steers_the_terminal(
    returns: Returns, sign: str
) -> None:
    plain = as_text(with_seen(returns, "甲乙", file="甲乙.xlsx"))
    odd = as_text(with_seen(returns, f"甲{sign}乙", file=f"甲{sign}乙.xlsx"))
    assert plain.count("\n") == odd.count("\n") == len(odd.splitlines())
    assert [] == [c for c in odd if not c.isprintable() and c not in "\n　"]


def test_status_lines_say_that_nobody_reported(returns: Returns) -> None:
    nothing = check_and_settle([], roster=None, period=None, before=None, prefer={})
    assert [
        "年度报告：没有可以汇总的报送件",
        "单位 0 个：没有可识别的报送件",
        "文件 0 个；错误 0，警告 0，提示 0",
    ] == list(status_lines(nothing))
    assert 5 == len(list(status_lines(returns)))


def test_what_was_explained_and_approved_is_shown_in_every_shape(returns: Returns) -> None:
    said = replace(returns.found[0], answer="=1+1 属实", waiver="已由 李四 核准：属实")
    told = replace(returns, found=(said,))
    assert f"{said.message}（单位核实说明：=1+1 属实）（已由 李四 核准：属实）" in as_text(told)
    place = [*HEADINGS].index("说明")
    listed = "单位核实说明：=1+1 属实；已由 李四 核准：属实"
    assert listed == finding_lines(told.found)[0][place] == read_csv(as_csv(told))[1][place]
    found = json.loads(as_json(told))["findings"][0]
    assert ("=1+1 属实", "已由 李四 核准：属实") == (found["answer"], found["waiver"])


# ---- JSON --------------------------------------------------------------------------------------


def test_json_tells_returns_departments_and_findings(returns: Returns) -> None:
    content = json.loads(as_json(returns))
    assert {
        "file": "D01.xlsx",
        "department": "D01局",
        "code": "D01",
        "form": "ogi-2021",
        "year": 2026,
        "revision": 1,
        "status": "used",
        "sha256": "",
        "figure_code": "",
    } == content["returns"][0]
    rows = (
        ("D01", "returned for correction", "D01.xlsx"),
        ("D02", "accepted", "D02.xlsx"),
        ("D03", "missing", ""),
    )
    who = {"kind": "部门", "contact": ""}
    assert [
        {"code": code, "department": f"{code}局", "status": status, "file": file, **who}
        for code, status, file in rows
    ] == content["departments"]


def test_json_begins_with_the_counts_and_the_places_of_what_matters_most(
    returns: Returns,
) -> None:
    first = returns.found[0]
    notice = replace(first, severity=Severity.INFO)
    content = json.loads(as_json(replace(returns, found=(notice, first))))
    assert "summary" == next(iter(content))
    assert {"errors": 1, "warnings": 0, "infos": 1, "most_important": [1]} == content["summary"]


def test_json_holds_all_cells_of_both_sides(returns: Returns, form_2021: Form) -> None:
    found = json.loads(as_json(returns))["findings"][0]
    names = ["received", "carried_over", "total_handled", "carried_forward"]
    item = returns_in(returns)[0]
    places = [item.positions[find(form_2021, f"requests.{name}.natural_person")] for name in names]
    sides = ["left", "left", "right", "right"]
    assert [
        (place.sheet, place.address, side) for place, side in zip(places, sides, strict=True)
    ] == [(cell["sheet"], cell["cell"], cell["side"]) for cell in found["cells"]]
    assert ["1", "0", "0", "0"] == [cell["value"] for cell in found["cells"]]
    assert ("RULE", "error", "T3-ID", "0", "1", "ogi-2021", 2026) == tuple(
        found[name]
        for name in ("code", "severity", "rule", "expected", "difference", "form", "year")
    )


def test_a_finding_in_json_says_first_what_the_frame_of_findings_says(returns: Returns) -> None:
    found = json.loads(as_json(returns))["findings"]
    names = list(returns.findings.columns)
    assert [[*names, "cells"]] * 2 == [list(item) for item in found]
    assert returns.findings.to_dict("records") == [
        {name: item[name] for name in names} for item in found
    ]


def test_json_is_chinese_or_ascii_with_the_same_content(returns: Returns) -> None:
    plain, escaped = as_json(returns), as_json(returns, ascii_only=True)
    assert "退" not in escaped
    assert "D01局" in plain
    assert (False, True) == (plain.isascii(), escaped.isascii())
    assert json.loads(plain) == json.loads(escaped)


# ---- CSV and workbook --------------------------------------------------------------------------


def read_csv(text: str) -> list[list[str]]:
    """Read a CSV text, quoted line ends and all."""
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_has_chinese_headings_and_one_line_for_a_finding(returns: Returns) -> None:
    headings, *rows = read_csv(as_csv(returns))
    assert [*HEADINGS] == headings
    assert [[str(value) for value in line] for line in finding_lines(returns.found)] == rows
    assert ["错误", "D01局", "D01.xlsx", "表三 D6"] == rows[0][:4]


@pytest.mark.parametrize(
    "seen",
    ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "＝1+1", "\t=1", "\n=1", " =1"],
)
def test_no_text_becomes_a_formula_where_a_csv_is_opened(returns: Returns, seen: str) -> None:
    seen_column = [*HEADINGS].index("填写")
    assert f"'{seen}" == read_csv(as_csv(with_seen(returns, seen)))[1][seen_column]


@pytest.mark.parametrize("seen", ["+1", "-5", "-", "-0.25", "3件", "1=1", "", "/", 'a\nb,"c"'])
def test_numbers_and_other_texts_stand_in_a_csv_as_they_are(returns: Returns, seen: str) -> None:
    seen_column = [*HEADINGS].index("填写")
    assert seen == read_csv(as_csv(with_seen(returns, seen)))[1][seen_column]


def test_behind_the_board_the_workbook_has_what_matters_most(returns: Returns) -> None:
    first = returns.found[0]
    found = (first, replace(first, department="=D02"))
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(replace(returns, found=found))))
    assert ["报送情况", "审核概要", "审核问题"] == book.sheetnames
    sheet = book["审核概要"]
    title, headings, *rows = sheet.iter_rows(values_only=True)
    assert "审核概要　错误 2，警告 0，提示 0" == title[0]
    place = "表三 D6", "一、本年新收政府信息公开申请数量", "自然人"
    assert (
        "序号",
        "程度",
        "涉及单位数",
        "单位",
        "表",
        "指标",
        "栏目",
        "问题",
        "怎么办",
    ) == headings
    assert [(1, "× 错误", 2, "D01局", *place, first.message, first.advice)] == rows


def test_the_list_of_findings_begins_with_the_gravest_and_text_stays_text(
    returns: Returns,
) -> None:
    first = with_seen(returns, "=1+1").found[0]
    notice, unused = replace(first, severity=Severity.INFO), replace(first, replaced=True)
    found = (notice, unused, replace(first, severity=Severity.WARNING), first)
    data = as_workbook(replace(returns, found=found), "审核问题（演示）")
    title, headings, *rows = openpyxl.load_workbook(io.BytesIO(data))["审核问题"].iter_rows()
    assert "审核问题（演示）" == title[0].value
    words = [row[0].value for row in rows]
    assert ["× 错误", "! 警告", "– 提示", "× 错误"] == words
    seen = rows[0][[cell.value for cell in headings].index("填写")]
    assert ("=1+1", "s") == (seen.value, seen.data_type)


def test_a_workbook_without_findings_is_a_heading_alone(returns: Returns) -> None:
    data = as_workbook(replace(returns, found=(), period=None))
    assert 2 == openpyxl.load_workbook(io.BytesIO(data))["审核概要"].max_row


def test_every_shape_of_text_ends_in_one_line_end(returns: Returns) -> None:
    texts = [render(returns, board(returns)) for render in AS_TEXT.values()]
    assert [True] * 3 == [text.endswith("\n") and not text.endswith("\n\n") for text in texts]
