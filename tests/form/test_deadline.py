"""Deadlines of lines in working days, what is left of them, and how a line stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar
import pytest

from support.registers import day_of, line, register
from xlreport.base.workdays import known_years
from xlreport.form.deadline import (
    Standing,
    days_left,
    due_of,
    standing,
    state_words,
    with_deadlines,
)
from xlreport.form.entry import Entry
from xlreport.form.open_list import Lines

(LIMIT,) = register().limits
UNKNOWN = max(known_years()) + 1
CORRECTED = {"received": "2025-03-03", "correction_told": "2025-03-10"}
CONSULTED = {"received": "2025-03-03", "consulted": "2025-03-05"}
FEE = {"received": "2025-03-03", "fee_told": "2025-03-05"}


def deadline(**entries: Entry) -> str:
    """Return the deadline of a line as a text, "" where it has none."""
    found = due_of(LIMIT, line(**entries)).deadline
    return "" if found is None else date.fromordinal(found).isoformat()


@pytest.mark.parametrize(
    ("received", "plain", "extended"),
    [
        ("2024-12-03", "2024-12-31", "2025-02-05"),
        ("2024-12-04", "2025-01-02", "2025-02-06"),
        ("2025-01-20", "2025-02-21", "2025-03-21"),
        ("2025-09-24", "2025-10-28", "2025-11-25"),
        ("2025-11-28", "2025-12-26", "2026-01-26"),
        ("2025-12-03", "2025-12-31", "2026-01-29"),
        ("2025-12-04", "2026-01-04", "2026-01-30"),  # a worked Sunday
    ],
)
def test_a_line_has_20_working_days_and_at_most_20_more(
    received: str, plain: str, extended: str
) -> None:
    told: dict[str, Entry] = {"extension_told": received, "extension_days": 20}
    assert [plain, extended] == [deadline(received=received), deadline(received=received, **told)]


def test_each_day_of_three_years_has_the_deadline_that_the_notices_give() -> None:
    first, last = date(2024, 1, 1), date(2026, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    ahead = [day.toordinal() for day in days if chinese_calendar.is_workday(day)]
    for day in days:
        if ahead and ahead[0] <= day.toordinal():
            del ahead[0]
        expected = ahead[19] if len(ahead) > 19 else None
        assert expected == due_of(LIMIT, line(received=day.isoformat())).deadline


def test_an_extension_of_which_nobody_was_told_does_not_count() -> None:
    assert "2025-03-31" == deadline(received="2025-03-03", extension_days=20)
    told = replace(LIMIT, told=None)
    entry = line(received="2025-03-03", extension_days=20)
    assert day_of("2025-04-28") == due_of(told, entry).deadline


def test_a_correction_or_a_fee_begins_the_term_anew() -> None:
    assert "" == deadline(**CORRECTED)
    assert "2025-04-16" == deadline(**CORRECTED, corrected="2025-03-18")
    assert "2025-04-18" == deadline(
        **CORRECTED, corrected="2025-03-18", fee_told="2025-03-05", fee_paid="2025-03-20"
    )


def test_the_time_for_others_is_taken_out() -> None:
    assert "" == deadline(**CONSULTED)
    assert "2025-04-03" == deadline(**CONSULTED, consulted_back="2025-03-10")


def test_time_for_others_before_a_term_began_anew_is_not_taken_out_again() -> None:
    both = {**CORRECTED, **CONSULTED, "corrected": "2025-03-18"}
    assert "2025-04-16" == deadline(**both, consulted_back="2025-03-10")
    assert "2025-04-18" == deadline(**both, consulted_back="2025-03-20")


def test_a_pause_that_ends_before_it_begins_takes_nothing_out() -> None:
    for asked in ("2025-03-11", f"{UNKNOWN}-03-02"):
        assert "2025-03-31" == deadline(
            received="2025-03-03", consulted=asked, consulted_back="2025-03-10"
        )


def test_a_year_without_a_notice_gives_no_deadline() -> None:
    late = f"{UNKNOWN - 1}-12-15"
    assert ["", ""] == [deadline(received=late), deadline(received=f"{UNKNOWN}-03-02")]
    back = {**CONSULTED, "consulted_back": f"{UNKNOWN}-03-02"}
    assert "" == deadline(**back)
    assert Standing.UNKNOWN == standing(LIMIT, line(received=late), day_of(late))
    closed = line(received=late, closed=f"{UNKNOWN}-01-08")
    assert "已办结，期限不明" == state_words(LIMIT, closed, day_of(late))


@pytest.mark.parametrize(
    ("entries", "today", "words", "left"),
    [
        ({}, "2025-03-03", "", None),
        ({"received": "2025-03-03"}, "2025-03-03", "办理中", 20),
        ({"received": "2025-03-03"}, "2025-03-21", "办理中", 6),
        ({"received": "2025-03-03"}, "2025-03-24", "将到期", 5),
        ({"received": "2025-03-03"}, "2025-03-31", "将到期", 0),
        ({"received": "2025-03-03"}, "2025-04-01", "逾期", -1),
        (CORRECTED, "2025-06-03", "补正中", None),
        (FEE, "2025-06-03", "待缴费", None),
        ({**CORRECTED, "correction_due": "2025-03-25"}, "2025-03-25", "补正中", None),
        ({**CORRECTED, "correction_due": "2025-03-25"}, "2025-03-26", "补正中（已过期）", None),
        (CONSULTED, "2025-06-03", "征求意见中", None),
        ({"received": "2025-03-03", "closed": "2025-03-31"}, "2025-06-03", "已办结", None),
        ({"received": "2025-03-03", "closed": "2025-04-01"}, "2025-06-03", "逾期办结", None),
        ({**CORRECTED, "closed": "2025-04-08"}, "2025-06-03", "已办结", None),
        ({"received": "2025-03-03"}, f"{UNKNOWN}-01-05", "逾期", None),
    ],
)
def test_a_line_says_how_it_stands(
    entries: dict[str, Entry], today: str, words: str, left: int | None
) -> None:
    entry = line(**entries)
    assert (words, left) == (
        state_words(LIMIT, entry, day_of(today)),
        days_left(LIMIT, entry, day_of(today)),
    )


def test_lines_as_read_get_their_deadlines_unless_an_entry_was_not_read() -> None:
    entries = (line(received="2025-03-03"), line(received="2025-03-03"), line(name="甲"))
    unread = ((1, register().index_of("corrected"), "三月"), (0, 0, "?"))
    read = Lines("登记簿", (), (5, 6, 7), entries, unread)
    at = register().index_of("deadline")
    found = [entry[at] for entry in with_deadlines(register(), read).entries]
    assert [day_of("2025-03-31"), None, None] == found
