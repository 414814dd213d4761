"""The log of reminders is kept by the library and by hand: what a person changed in it stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xlreport.base.errors import InputError
from xlreport.office.reminder_log import (
    Reminded,
    ReminderLog,
    read_reminder_log,
    reminder_log_csv,
)

FIRST = Reminded(date(2027, 1, 20), "D01", "教育局", "未报送", "未报送")
SECOND = Reminded(date(2027, 1, 22), "D02", "=水务局", "退回修改", "错误 1 处：表三 D6")


def write(path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def test_a_log_is_read_as_it_was_written_also_in_the_encoding_of_excel(tmp_path: Path) -> None:
    log = ReminderLog((FIRST, SECOND))
    for encoding in ("utf-8-sig", "gb18030"):
        assert log == read_reminder_log(
            write(tmp_path / "记录.csv", reminder_log_csv(log), encoding)
        )
    assert "'=水务局" in reminder_log_csv(log)
    assert ReminderLog() == read_reminder_log(tmp_path / "没有.csv")


def test_what_was_told_the_same_day_stands_once_and_remarks_stay() -> None:
    called = Reminded(FIRST.day, "D01", "教育局", "未报送", "未报送", "已打电话")
    log = ReminderLog((called,)).with_new([FIRST, SECOND])
    assert (called, SECOND) == log.entries
    assert ((called,), ()) == (log.of("D01", ""), log.of("D03", "民政局"))


def test_a_department_is_known_by_its_name_where_excel_has_changed_the_code() -> None:
    changed = Reminded(FIRST.day, "1", "教育局", "未报送", "未报送")
    assert (changed,) == ReminderLog((changed,)).of("001", "教育局")


def test_all_problems_are_said_with_their_lines(tmp_path: Path) -> None:
    text = reminder_log_csv(ReminderLog((FIRST,)))
    bad = write(tmp_path / "记录.csv", f"{text}昨天,D02,局,未报送,,\n2027年1月21日,,局,未报送,,\n")
    with pytest.raises(InputError) as caught:
        read_reminder_log(bad)
    assert [
        "记录.csv：催办记录有 2 处问题，请改正后重试。",
        "第 3 行：日期“昨天”不是日期；请写成 2027-01-20 或 2027年1月20日。",
        "第 4 行：“单位代码”是空的；请填写，或删去这一行。",
    ] == str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("name", "said"), [("名录.csv", "标题行须有这些列"), ("a.xlsx", ".csv 结尾")]
)
def test_another_file_is_never_taken_for_the_log(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_reminder_log(write(tmp_path / name, "单位代码,单位名称\nD01,教育局\n"))
