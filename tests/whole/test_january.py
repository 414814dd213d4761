"""A made January with a department of each story, on chosen days.

`make january` lives every day of it with all 60 departments and 140 files.

On each evening board, statuses and counts are exactly those that the script of the month knows.
"""

from __future__ import annotations

import openpyxl
import pytest

from support.january import DAYS, LIVES, January
from support.january_days import Office, count_files, one_of_each

CHOSEN = (4, 9, 14, 19, 25)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(January(tmp_path_factory.mktemp("一月") / "收回", one_of_each()))


def test_the_month_has_60_departments_25_days_and_140_files() -> None:
    assert (60, 25, 140) == (len(LIVES), len(DAYS), count_files(LIVES))


def test_every_evening_is_as_the_script_of_the_month_knows(office: Office) -> None:
    seen = {}
    for day in DAYS:
        office.january.live(day)
        if day in CHOSEN:
            seen[day] = office.differences(day)
    assert dict.fromkeys(CHOSEN, ()) == seen


def test_at_the_end_every_figure_is_that_of_the_last_right_return(office: Office) -> None:
    assert (0, "") == office.consolidate()
    assert () == office.wrong_figures()
    book = openpyxl.load_workbook(office.summary, read_only=True)
    decided = [row[-1].value for row in book["处理意见"].iter_rows(min_row=4)]
    assert ["已照办"] * len(office.january.decisions) == decided
    listed = [row for row in book["说明"].iter_rows(values_only=True) if isinstance(row[3], int)]
    assert count_files(office.january.lives) == len(listed)
