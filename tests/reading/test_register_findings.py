"""What is said of a register: rules that lines break, and a table that was not counted from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from support.applications import line, lines_of
from support.letters import Letter, letter, said_of_letters
from support.registers import register_form
from xlreport.base.finding import Finding
from xlreport.base.period import Period
from xlreport.formats.sources import Source
from xlreport.reading._register_findings import register_findings
from xlreport.reading.one_return import Return

CLOSED_LAST_YEAR = letter("2024-009", date(2024, 3, 1), closed=date(2024, 3, 4))


def found(folder: Path, *letters: Letter, typed: dict[str, int] | None = None) -> list[Finding]:
    """Return what is found in the small register, but for what is said of cells typed over."""
    findings = said_of_letters(*letters, typed=typed)(folder)
    return [finding for finding in findings if finding.code != "TOTAL-TYPED"]


def test_a_rule_that_lines_break_is_one_finding_that_names_them_by_their_numbers(
    tmp_path: Path,
) -> None:
    lines = [
        letter("2025-001"),
        letter("2025-002", result=None),
        letter("2025-003", date(2025, 12, 20), closed=None),
        letter("2025-004", closed=date(2025, 3, 22)),
    ]
    findings = found(tmp_path, *lines)
    assert [("R-RESULT", "error"), ("R-WORKDAY", "info")] == [
        (finding.rule, finding.severity.value) for finding in findings
    ]
    assert (
        "“二、来信来访登记簿”的登记编号“2025-002”、“2025-003”不符合"
        "“办结日和结果要么都填，要么都不填”：有办结日没有结果；有结果没有办结日（表二 F5等4处）。"
    ) == findings[0].message
    assert ["F5", "E5", "E6", "F6"] == [cell.cell for cell in findings[0].cells]


def test_lines_that_count_nowhere_are_named_in_a_notice(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, letter("2025-001"), CLOSED_LAST_YEAR)
    assert (
        "LINES-UNCOUNTED",
        "“二、来信来访登记簿”的登记编号“2024-009”在2025年没有计入任何一格（表二 B5）。",
    ) == (finding.code, finding.message)


def test_a_difference_names_the_lines_behind_it_by_their_numbers(tmp_path: Path) -> None:
    lines = [letter("2025-001"), letter("2025-002"), letter("2025-003", kind="来访")]
    (finding,) = found(tmp_path, *lines, typed={"B4": 3})
    assert "N-RECEIVED" == finding.rule
    assert "计入的有2条（登记编号“2025-001”、“2025-002”）" in finding.message


def test_a_table_that_was_not_counted_from_its_register_is_one_finding(tmp_path: Path) -> None:
    cells = [f"{column}{row}" for row in range(4, 8) for column in "BC"]
    six = found(tmp_path, letter("2025-001"), typed=dict.fromkeys(cells[2:], 5))
    assert 6 == len(six)
    (finding,) = found(tmp_path, letter("2025-001"), typed=dict.fromkeys(cells[1:], 5))
    assert ("COUNTS-DIFFER", "error", 7) == (
        finding.code,
        finding.severity.value,
        len(finding.cells),
    )
    assert (
        "“一、来信来访情况”有7格与“二、来信来访登记簿”不一致，不是从登记计数得来的："
    ) in finding.message


def test_what_is_open_past_its_deadline_at_the_end_of_the_period_is_named(tmp_path: Path) -> None:
    open_letters = [
        letter(f"2025-{day:03}", date(2025, 12, day), closed=closed, result=result)
        for day, closed, result in (
            (1, None, None),
            (2, date(2026, 1, 5), "答复"),
            (3, None, None),  # the term of 20 working days ends on 31 December
        )
    ]
    (finding,) = found(tmp_path, letter("2025-009"), *open_letters)
    assert ("LINES-OVERDUE", "warning") == (finding.code, finding.severity.value)
    assert (
        "“二、来信来访登记簿”的登记编号“2025-001”、“2025-002”到2025年12月31日没有办结："
        "已过办理期限，或者等待的期限已满（表二 E5等2处）。"
    ) == finding.message


@pytest.mark.parametrize(
    ("saved", "named"),
    [
        ("2026-01-08T08:00:00Z", {"2025-001", "2025-002"}),
        ("", {"2025-001"}),  # as old as the last day in it, which is 24 December
        ("2024-12-30T00:00:00Z", {"2025-001"}),  # before the year of the register
        ("2025-12-24T08:00:00Z", {"2025-001"}),  # what is open that day may still be closed
        ("2025-03-14T08:00:00Z", set()),
    ],
)
def test_a_line_that_waits_is_overdue_past_the_day_until_which_it_waits(
    saved: str, named: set[str]
) -> None:
    waiting = [
        line(closed=None, result=None, correction_told=told, correction_due=due)
        for told, due in (
            ("2025-03-05", None),  # longer than the term of 20 working days
            ("2025-12-10", "2025-12-24"),
            ("2025-12-24", "2026-01-09"),
        )
    ]
    item = Return(
        Source(Path("登记簿.xlsx")),
        "",
        register_form(),
        period=Period(2025),
        modified=saved,
        lists={"applications": lines_of(*waiting)},
    )
    overdue = [finding for finding in register_findings(item) if finding.code == "LINES-OVERDUE"]
    said = "".join(finding.message for finding in overdue)
    assert named == {each for each in ("2025-001", "2025-002", "2025-003") if f"“{each}”" in said}
