"""The log of reminders (催办记录): who was told what, and when; kept by the library and by hand.

A line that was written but never sent may be deleted, and remarks may be added: what stands in
the file is what counts the next time.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.finding import quotable
from xlreport.base.public import public
from xlreport.base.text import comparable, csv_text, one_line, without_apostrophe
from xlreport.office._days import read_day
from xlreport.office._lines import TextLine, read_table
from xlreport.office._problems import Problem, refuse_table

HEADINGS = {
    "day": "日期",
    "code": "单位代码",
    "name": "单位名称",
    "status": "状态",
    "what": "事项",
    "remark": "备注",
}
"""The column headings by the field of an entry; all are required."""


@public
@dataclass(frozen=True, slots=True)
class Reminded:
    """One line of the log: a department that was told something on a day.

    `status` is the word for the department's status then, `what` says in short what was asked;
    `remark` is the officer's own.
    """

    day: date
    code: str
    name: str
    status: str
    what: str
    remark: str = ""

    __repr__ = one_line(lambda it: f"{it.day} {it.code} {it.status}")


@public
@dataclass(frozen=True)
class ReminderLog:
    """The log of reminders, its lines in the order of the file."""

    entries: tuple[Reminded, ...] = ()

    __repr__ = one_line(lambda it: f"{len(it.entries)} reminders")

    def of(self, code: str, name: str) -> tuple[Reminded, ...]:
        """Return the lines about a department.

        Where a spreadsheet program has changed the codes, as 01 to 1, the name tells.
        """
        by_code, by_name = self._lines
        return by_code.get(comparable(code)) or by_name.get(comparable(name), ())

    @cached_property
    def _lines(self) -> tuple[Mapping[str, tuple[Reminded, ...]], ...]:
        """Map codes, then names, to the lines about them."""
        return (
            _grouped(self.entries, lambda entry: entry.code),
            _grouped(self.entries, lambda entry: entry.name),
        )

    def with_new(self, entries: Iterable[Reminded]) -> ReminderLog:
        """Return the log with more lines; what a department was told the same day stands once."""
        known = {replace(entry, name="", remark="") for entry in self.entries}
        new = (entry for entry in entries if replace(entry, name="", remark="") not in known)
        return ReminderLog((*self.entries, *new))


def _grouped(
    entries: Iterable[Reminded], key: Callable[[Reminded], str]
) -> Mapping[str, tuple[Reminded, ...]]:
    groups: dict[str, list[Reminded]] = defaultdict(list)
    for entry in entries:
        groups[comparable(key(entry))].append(entry)
    return {name: tuple(lines) for name, lines in groups.items()}


@checked
def read_reminder_log(path: str | os.PathLike[str]) -> ReminderLog:
    """Read the log of reminders from a .csv (UTF-8 or GB18030); a file not yet there is empty.

    Raises `InputError` with the number of problems and the first ten of them, with their lines.
    """
    file = Path(path)
    if file.suffix.lower() != ".csv":
        raise InputError(f"{file}：催办记录的文件名须以 .csv 结尾。")
    if not file.exists():
        return ReminderLog()
    lines = read_table(file, HEADINGS.values())
    columns = _read_headings(file.name, lines[0])
    rows = [
        (line, {key: without_apostrophe(line.cells[index]) for key, index in columns.items()})
        for line in lines[1:]
    ]
    problems = [
        Problem(line.number, sentence) for line, texts in rows for sentence in _row_problems(texts)
    ]
    refuse_table(file.name, "催办记录", problems)
    return ReminderLog(tuple(_entry(texts) for _, texts in rows))


def reminder_log_csv(log: ReminderLog) -> str:
    """Render the log as CSV with Chinese headings."""
    lines = ([str(getattr(entry, key)) for key in HEADINGS] for entry in log.entries)
    return csv_text(HEADINGS.values(), lines)


def _read_headings(name: str, line: TextLine) -> Mapping[str, int]:
    """Map fields to their columns; raises `InputError` unless each field has exactly one column."""
    cells = [comparable(cell) for cell in line.cells]
    if any(cells.count(comparable(word)) != 1 for word in HEADINGS.values()):
        wanted = "、".join(HEADINGS.values())
        raise InputError(
            f"{name}：第 {line.number} 行：标题行须有这些列，各一列：{wanted}。"
            "不是催办记录的，请换一个文件名。"
        )
    return {key: cells.index(comparable(word)) for key, word in HEADINGS.items()}


def _row_problems(texts: Mapping[str, str]) -> Iterator[str]:
    if read_day(texts["day"]) is None:
        yield f"日期“{quotable(texts['day'])}”不是日期；请写成 2027-01-20 或 2027年1月20日。"
    if not texts["code"]:
        yield "“单位代码”是空的；请填写，或删去这一行。"


def _entry(texts: Mapping[str, str]) -> Reminded:
    day = read_day(texts["day"])
    assert day is not None  # a line without a day is a problem
    return Reminded(day, **{key: text for key, text in texts.items() if key != "day"})
