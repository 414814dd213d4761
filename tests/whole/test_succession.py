"""Departments renamed, merged and split between two years, from the returns to the summary.

A unit whose code changes must neither look like a new one nor switch the check of last year's
figures off for the others.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.county import FORM, carried, write
from support.departments import make_department
from support.filled import find
from xlreport import compare
from xlreport.office.roster import Department, Roster
from xlreport.returns.received import read_returns
from xlreport.returns.returns import Returns
from xlreport.summary.book.book import write_summary
from xlreport.summary.summary import consolidate

FORWARD = find(FORM, "requests.carried_forward.total")
OVER = find(FORM, "requests.carried_over.total")
OLD = Roster("2025", tuple(make_department(f"D0{number}") for number in (1, 2, 3)))

RENAMED = (
    make_department("D01", "改名局"),
    make_department("D02"),
    make_department("N03", "换码局", predecessors=("D03",)),
)
MERGED = (make_department("D01"), make_department("N09", "合并局", predecessors=("D02", "D03")))
SPLIT = (
    make_department("D01"),
    make_department("D02"),
    make_department("N31", "分出甲局", predecessors=("D03",)),
    make_department("N32", "分出乙局", predecessors=("D03",)),
)


@pytest.fixture(scope="module", params=["a summary", "a folder"])
def last(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give last year: 2, 3 and 4 requests carried forward by three departments."""
    folder = tmp_path_factory.mktemp("2025")
    for number, department in enumerate(OLD.departments, 2):
        write(folder, department, carried(number, 0), year=2025)
    if request.param == "a folder":
        return folder
    county = consolidate(read_returns(folder, roster=OLD), name="某县", code="X")
    return write_summary(county, tmp_path_factory.mktemp("汇总") / "2025.xlsx")


def this_year(
    folder: Path, last: Path, departments: tuple[Department, ...], over: tuple[int, ...]
) -> Returns:
    for department, number in zip(departments, over, strict=True):
        write(folder, department, carried(0, number))
    return read_returns(folder, roster=Roster("2026", departments), last_year=last)


def unbalanced(returns: Returns) -> list[tuple[str, str, str]]:
    return [(f.department, f.seen, f.expected) for f in returns.found if f.rule == "Y-CARRY"]


def years_sheet(returns: Returns, path: Path) -> tuple[str, Any, Any]:
    """Give what the summary's sheet 同比 says: over whom, carried forward, carried over."""
    county = consolidate(returns, name="某县", code="X")
    book = openpyxl.load_workbook(write_summary(county, path), data_only=True)
    said, forward, over = (book["同比"][a] for a in ("A2", f"E{FORWARD + 4}", f"F{OVER + 4}"))
    return str(said.value), forward.value, over.value


def test_a_renamed_department_is_checked_and_compared(last: Path, tmp_path: Path) -> None:
    returns = this_year(tmp_path / "收回", last, RENAMED, (2, 3, 5))
    assert [("换码局", "5", "4")] == unbalanced(returns)
    said, forward, over = years_sheet(returns, tmp_path / "汇总.xlsx")
    assert ("其中 3 个有上年数据" in said, 9, 10) == (True, forward, over)
    assert ("没有参加比较", "没有计入比较") == tuple(
        word for word in ("没有参加比较", "没有计入比较") if word not in said
    )


def test_a_merged_department_is_checked_against_the_sum_of_both(last: Path, tmp_path: Path) -> None:
    returns = this_year(tmp_path / "收回", last, MERGED, (2, 6))
    assert [("合并局", "6", "7")] == unbalanced(returns)
    said, forward, over = years_sheet(returns, tmp_path / "汇总.xlsx")
    assert ("其中 2 个有上年数据" in said, 9, 8) == (True, forward, over)


def test_split_departments_are_not_checked_and_named_while_the_others_are(
    last: Path, tmp_path: Path
) -> None:
    returns = this_year(tmp_path / "收回", last, SPLIT, (2, 9, 1, 1))
    assert [("D02局", "9", "3")] == unbalanced(returns)
    said, forward, over = years_sheet(returns, tmp_path / "汇总.xlsx")
    assert ("其中 2 个有上年数据" in said, 5, 11) == (True, forward, over)
    assert "没有参加比较（2 个）：分出甲局、分出乙局。" in said
    assert "没有计入比较（1 个）：D03局。" in said


@pytest.mark.parametrize(
    ("departments", "compared"),
    [
        (RENAMED, ("改名局", "D02局", "换码局")),
        (MERGED, ("D01局", "合并局")),
        (SPLIT, ("D01局", "D02局")),
    ],
    ids=["renamed", "merged", "split"],
)
def test_compare_pairs_the_same_departments(
    last: Path, tmp_path: Path, departments: tuple[Department, ...], compared: tuple[str, ...]
) -> None:
    this_year(tmp_path, last, departments, (1,) * len(departments))
    found = compare(tmp_path, last, roster=Roster("2026", departments))
    assert compared == found.compared
