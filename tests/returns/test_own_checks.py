"""Checks of one's own: their findings appear wherever the library's do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import xlreport as xr
from support.county import D01, D02, consistent, write
from support.filled import as_return, find
from support.filled_lists import LINES, filled_return
from support.purchases import counted_form
from support.settled import settled
from xlreport.desk.findings_report import as_json, as_text
from xlreport.returns.received import check_and_settle

ROSTER = xr.Roster("名录.csv", (D01, D02))
RECEIVED = ("requests", "received", "natural_person")


def many(frames: xr.FormFrames) -> Iterator[xr.OwnFinding]:
    """Ask each department that received more than 40 applications of natural persons."""
    received = frames["requests"].xs("received", level="row")["natural_person"]
    received = received.droplevel("department")
    for code, number in received[received > 40].items():
        yield xr.OwnFinding(
            id="OWN-MANY",
            department=str(code),
            say=f"自然人的申请有 {number} 件，比往年多",
            advice="请核对是否把来信也计入。",
            cells=[RECEIVED],
            expected="40",
        )


def judged(*numbers: int, checks: tuple[xr.OwnCheck, ...] = (many,), **given: object) -> xr.Returns:
    """Check returns of D01, D02 … that received as many applications."""
    form = xr.load_form("ogi-2021")
    items = [
        as_return(form, figures(number), code=f"D0{place}", year=2026)
        for place, number in enumerate(numbers, 1)
    ]
    return check_and_settle(
        items,
        roster=ROSTER,
        period=None,
        before=None,
        prefer={},
        checks=checks,
        **given,  # type: ignore[arg-type]
    )


def figures(number: int) -> dict[int, int]:
    form = xr.load_form("ogi-2021")
    cells = {cell.index: 0 for cell in form.inputs}
    return cells | {
        find(form, "requests.received.natural_person"): number,
        find(form, "requests.granted.natural_person"): number,
    }


def test_a_finding_is_about_its_department_and_its_cell() -> None:
    returns = judged(41, 40)
    (found,) = [finding for finding in returns.found if finding.code == "OWN-MANY"]
    assert ("D01局", "warning", "三", "41") == (
        found.department,
        found.severity.value,
        found.sheet,
        found.seen,
    )
    assert f"自然人的申请有 41 件，比往年多（表三 {found.cell}）。" == found.message
    assert "请核对是否把来信也计入。" == found.advice
    assert ["accepted with warnings", "accepted"] == [*returns.status["status"]]


def test_it_appears_in_frame_text_and_json() -> None:
    returns = judged(41, 40)
    assert ["OWN-MANY"] == [*returns.findings["code"]]
    assert "比往年多" in as_text(returns)
    assert "OWN-MANY" == json.loads(as_json(returns))["findings"][0]["code"]


def test_an_error_sends_the_return_back() -> None:
    def check(_: xr.FormFrames) -> Iterator[xr.OwnFinding]:
        yield xr.OwnFinding("OWN-1", "D02", "不对。", severity=xr.Severity.ERROR)

    returns = judged(1, 1, checks=(check,))
    assert ["accepted", "returned for correction"] == [*returns.status["status"]]
    assert ["不对。"] == [*returns.findings["message"]]


def test_it_is_waived_like_a_warning_of_the_library() -> None:
    waiver = xr.Waiver("OWN-MANY", "D01", None, "搬迁", "张三", None, 2)
    returns = judged(41, 42, waivers=xr.Waivers("核准.csv", (waiver,)), today=date(2027, 1, 9))
    assert ["info", "warning"] == sorted(finding.severity.value for finding in returns.found)
    assert (1, ()) == (returns.waivers[0].times, returns.unused_waivers)


def test_a_waiver_may_be_about_a_check_that_finds_nothing_today() -> None:
    waivers = xr.Waivers("核准.csv", (xr.Waiver("OWN-MANY", "", None, "理由", "张三", None, 2),))
    returns = judged(1, 1, waivers=waivers, today=date(2027, 1, 9))
    assert waivers.entries == returns.unused_waivers
    with pytest.raises(xr.InputError, match="不是可以核准的规则"):
        judged(1, 1, checks=(), waivers=waivers, today=date(2027, 1, 9))


def test_two_files_of_a_department_are_judged_each() -> None:
    form = xr.load_form("ogi-2021")
    items = [as_return(form, figures(n), code="D01", file=f"{n}.xlsx") for n in (41, 42)]
    returns = check_and_settle(
        items, roster=ROSTER, period=None, before=None, prefer={}, checks=(many,)
    )
    own = [finding for finding in returns.found if finding.code == "OWN-MANY"]
    assert {("41.xlsx", "41"), ("42.xlsx", "42")} == {(each.file, each.seen) for each in own}


def test_a_check_sees_all_forms_and_the_lines_of_lists() -> None:
    form = counted_form()

    def check(frames: xr.FormFrames) -> Iterator[xr.OwnFinding]:
        (key,) = (each.key for each in frames.form.lists)
        column = frames[key].columns[0]
        for code, _, line in frames[key].index:
            yield xr.OwnFinding("OWN-LINE", code, "请附合同", cells=[(key, line, column)])

    returns = xr.read_returns(filled_return(), forms=[form], checks=[check])
    own = [finding for finding in returns.found if finding.code == "OWN-LINE"]
    assert len(LINES) == len(own)
    assert own[0].cell
    assert own[0].seen


def test_the_number_of_a_line_may_be_of_numpy() -> None:
    form = counted_form()

    def check(frames: xr.FormFrames) -> Iterator[xr.OwnFinding]:
        lines: Any = frames["purchases"].index.get_level_values("line").to_numpy()
        yield xr.OwnFinding("OWN-LINE", "D01", "请附合同", cells=[("purchases", lines[0], "name")])

    returns = xr.read_returns(filled_return(), forms=[form], checks=[check])
    assert 1 in [each.line for each in returns.found if each.code == "OWN-LINE"]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (xr.OwnFinding("OWN-1", "D9", "不对"), "单位“D9”不在"),
        (xr.OwnFinding("OWN-1", "D01", "不对", cells=[("requests", "no", "total")]), "不存在"),
        (xr.OwnFinding("T3-ID", "D01", "不对"), "已有的编号"),
        (xr.OwnFinding("CONFLICT", "D01", "不对"), "已有的编号"),
        (xr.OwnFinding(" ", "D01", "不对"), "没有编号"),
        (xr.OwnFinding("OWN-1", "D01", ""), "没有编号"),
    ],
)
def test_a_finding_that_fits_nothing_is_an_error(found: xr.OwnFinding, said: str) -> None:
    with pytest.raises(xr.InputError, match=said):
        judged(1, 1, checks=(lambda _: [found],))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"severity": "error"}, "severity 应是 Severity，如 Severity.ERROR，不是 'error'"),
        ({"cells": ["requests.received.total"]}, "三个代号.*不是 'requests.received.total'"),
        ({"cells": [("requests", "received")]}, "三个代号.*不是 \\('requests', 'received'\\)"),
    ],
)
def test_a_finding_of_wrong_types_is_refused_where_it_is_made(given: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        xr.OwnFinding("OWN-1", "D01", "不对", **given)


@pytest.mark.parametrize(
    ("result", "said"),
    [(None, "many 应逐个给出（yield）OwnFinding.*不是 NoneType"), (["D01"], "不是 str")],
)
def test_a_check_that_gives_no_findings_is_named(result: Any, said: str) -> None:
    def many(_: xr.FormFrames) -> Any:
        return result

    with pytest.raises(TypeError, match=said):
        judged(1, checks=(many,))


def test_copy_summary_and_workbook_of_findings_show_it(tmp_path: Path) -> None:
    write(tmp_path, D01, consistent(1))

    def check(frames: xr.FormFrames) -> Iterator[xr.OwnFinding]:
        for code in frames.departments:
            yield xr.OwnFinding("OWN-1", code, "请附说明", cells=[RECEIVED])

    returns = xr.read_returns(tmp_path, roster=ROSTER, checks=[check])
    (copy,) = xr.annotate(returns, tmp_path / "退回")
    book = openpyxl.load_workbook(copy)
    (own,) = [finding for finding in returns.found if finding.code == "OWN-1"]
    assert "请附说明" in str(book[own.sheet][own.cell].comment.text)
    summary = xr.consolidate(returns, name="某县", verify=False)
    county = openpyxl.load_workbook(xr.write_summary(summary, tmp_path / "汇总.xlsx"))
    texts = [str(cell.value) for sheet in county for row in sheet.iter_rows() for cell in row]
    assert any("请附说明" in text for text in texts)


def test_without_checks_nothing_is_asked() -> None:
    form = xr.load_form("ogi-2021")
    assert () == settled([as_return(form, figures(50), code="D01", year=2026)]).found
