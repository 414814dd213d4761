"""A rule of lines is taken apart into clauses, each of which says in a few words what is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from support.applications import Line, line, lines_of
from support.registers import register
from xlreport.form.broken_lines import find_broken_lines
from xlreport.form.line_clause import say_clause


def said(*lines: Line) -> dict[str, list[str]]:
    """Say what is wrong with lines, by the rule."""
    open_list = register()
    found = find_broken_lines(open_list, lines_of(*lines)).broken
    return {
        rule.id: [say_clause(open_list, c) for clauses in lines.values() for c in clauses]
        for rule, lines in found.items()
    }


def test_a_right_line_breaks_no_rule() -> None:
    assert {} == said(line(), line(closed=None, result=None))


@pytest.mark.parametrize(
    ("given", "rule", "words"),
    [
        ({"closed": None}, "R-RESULT", "有答复类型没有答复（办结）日"),
        ({"result": None}, "R-RESULT", "有答复（办结）日没有答复类型"),
        ({"received": "2025-03-21"}, "R-CLOSED", "答复（办结）日早于收到申请之日"),
        (
            {"consulted": "2025-03-07", "consulted_back": "2025-03-06"},
            "R-CONSULTED",
            "征求第三方、其他机关意见收回日早于发出日",
        ),
        ({"suit_accepted": "2025-05-06"}, "R-SUIT-KIND", "有行政诉讼立案日没有是否经复议"),
        (
            {"extension_told": "2025-03-20", "extension_days": 21},
            "R-EXTENSION",
            "延期答复工作日数大于20",
        ),
        ({"correction_told": "2025-03-13"}, "R-TOLD", "补正告知日晚于收到申请之日后7个工作日"),
        (
            {"correction_told": "2025-03-12", "corrected": "2025-03-14", "result": "not_corrected"},
            "R-NOT-CORRECTED",
            "不应有补正收到日",
        ),
        ({"result": "fee_not_paid"}, "R-NOT-PAID", "没有信息处理费通知日"),
        (
            {
                "correction_told": "2025-03-05",
                "correction_due": "2025-03-21",
                "result": "not_corrected",
            },
            "R-CORRECTION-DUE",
            "答复（办结）日早于补正期限",
        ),
        ({"closed": "2025-03-22"}, "R-WORKDAY", "答复（办结）日不是工作日"),
    ],
    ids=str,
)
def test_what_breaks_a_rule_is_said_in_a_few_words(
    given: dict[str, str | int | None], rule: str, words: str
) -> None:
    assert {rule: [words]} == said(line(**given))


def test_the_seventh_working_day_is_in_time() -> None:
    assert {} == said(line(correction_told="2025-03-12"))


def test_a_worked_sunday_is_a_working_day() -> None:
    assert {} == said(line(received="2026-01-04", closed="2026-01-04"))


def test_what_two_rules_ask_is_held_against_a_line_once() -> None:
    days = {"correction_told": "2025-03-05", "fee_told": "2025-03-05"}
    assert {"R-CLOSED", "R-CORRECTED", "R-FEE"} == said(line(closed="2025-02-28", **days)).keys()
    assert {"R-CLOSED"} == said(line(closed="2025-02-28")).keys()


def test_days_of_a_year_that_is_not_known_are_not_judged() -> None:
    later = date(2100, 1, 9).isoformat()
    judged = find_broken_lines(register(), lines_of(line(), line(received=later, closed=later)))
    assert ({}, (1,)) == (judged.broken, judged.unknown)
