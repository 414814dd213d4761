"""What is asked once: the name of each answer, its question, and which answers fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlreport.guided import questions
from xlreport.guided.answers import NONE
from xlreport.guided.questions import Check


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer: its `label` in a list, its question, which answers fit, and what is offered.

    What is offered is the meaning of an empty line where nothing is known yet. That of the deadline
    has a place for the next year in its question.
    """

    label: str
    question: str
    check: Check
    offered: str = ""


RETURNS_FOLDER: Final = "收回"
ROSTER_FILE: Final = "单位名录.csv"
SUMMARY_FILE: Final = "汇总.xlsx"

ASKED: Final = {
    "county": Asked("汇总单位", "汇总单位，如 盐池县", questions.some_text),
    "year": Asked("年度", "哪一年的报告", questions.a_year),
    "form": Asked("报表", "哪一种报表", questions.some_text),
    "roster": Asked("单位名录", "单位名录（.csv 或 .xlsx）", questions.a_path, ROSTER_FILE),
    "returns": Asked(
        "收回的报送件", "收回的报送件放在哪个文件夹", questions.a_place_of_returns, RETURNS_FOLDER
    ),
    "last_year": Asked(
        "上年数据", "上年的汇总表或报送件（没有的填 -）", questions.a_path_or_none, NONE
    ),
    "deadline": Asked(
        "报送截止日期", "报送截止日期，如 {}-01-15（没有的填 -）", questions.a_day, NONE
    ),
    "contact": Asked(
        "联系人", "有疑问找谁，如 县政务公开办 李某 电话（不写的填 -）", questions.any_text, NONE
    ),
    "summary": Asked("汇总表", "用哪一份汇总表", questions.a_path, SUMMARY_FILE),
}
"""By name of the answer, in the order in which they are listed."""

FILES: Final = ("roster", "returns", "summary")
"""Answers that are paths, without which a job that needs them cannot be done."""
