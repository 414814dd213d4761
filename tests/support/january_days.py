"""The office in a made January: the commands that an officer runs, and what they must answer."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import xlreport as xr
from support.command_line import run
from support.january import (
    DAYS,
    DEADLINE,
    FORM,
    LIVES,
    OF_A_REPORT,
    RETURNED,
    UNLISTED,
    YEAR,
    January,
    Life,
    State,
    sent_at_last,
    strays,
)
from xlreport.form.measure import to_number
from xlreport.reading.one_return import Return

_HEADINGS = "意见,单位代码,文件,文件校验,单元格,原数,更正为,原因,提供人,决定人,日期"


class Office:
    """A folder with what the county has: the files of the month, roster and decisions."""

    def __init__(self, january: January) -> None:
        self.january = january
        beside = january.folder.parent
        self.roster = beside / "单位名录.csv"
        self.decisions = beside / "处理意见.csv"
        self.summary = beside / "汇总.xlsx"
        self.cache = beside / "缓存"
        xr.write_roster(self.roster, [life.department for life in january.lives])

    def _given(self) -> tuple[object, ...]:
        """Write down the decisions, and give the options that every command has."""
        lines = [_HEADINGS, *self.january.decisions]
        self.decisions.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return (
            *(self.january.folder, "--roster", self.roster, "--year", YEAR),
            *("--decisions", self.decisions, "--cache", self.cache),
        )

    def differences(self, day: int) -> tuple[str, ...]:
        """Check what has come until the evening of a day; say what differs from what is right."""
        done = run("check", *self._given(), "--deadline", DEADLINE, "--format", "json")
        known, board = self.january.right(day), json.loads(done.stdout)["board"]
        lines = {line["code"]: line["status"] for line in board["lines"]}
        seen = {**lines, "files": board["files"], "exit status": done.exit_code}
        wanted = {**known.statuses, "files": known.uses, "exit status": _exit_status(known)}
        return tuple(
            f"{key}: {seen.get(key)} instead of {right}"
            for key, right in wanted.items()
            if seen.get(key) != right
        )

    def consolidate(self) -> tuple[int, str]:
        """Add up what is accepted; give the exit status and the answer."""
        out = ("--name", "某县", "--out", self.summary, "--strict", "--overwrite")
        done = run("consolidate", *self._given(), *out)
        return done.exit_code, done.stderr if done.exit_code else ""

    def wrong_figures(self) -> tuple[str, ...]:
        """Name the cells of the summary that are not the sum of all right figures."""
        (item,) = xr.read_return(self.summary).items
        assert isinstance(item, Return)
        wrong = []
        for cell in FORM.inputs:
            counting = filter(_counts, self.january.lives)
            texts = [sent_at_last(life).get(cell.index, 0) for life in counting]
            total = sum(Decimal(str(text or 0)) for text in texts)
            if total != Decimal(str(to_number(item.values[cell.index] or 0, cell.measure))):
                wrong.append(f"{cell.path}: {total}")
        return tuple(wrong)


def one_of_each() -> list[Life]:
    """Give one life of each story, and that of the department with figures of a real report."""
    first = {life.title: life for life in reversed(LIVES)}
    return [
        life for life in LIVES if life is first[life.title] or life.department.code == OF_A_REPORT
    ]


def count_files(chosen: Sequence[Life]) -> int:
    """Count the files that departments and others have sent at the end of the month."""
    return sum(len(life.story[-1].uses) for life in chosen) + len(strays())


def _counts(life: Life) -> bool:
    return life.story[-1].uses[-1] != "not counted"


def _exit_status(known: State) -> int:
    """Say how a check must end: 3 for a return that may be unreadable, 1 for errors and strays."""
    if known.dead:
        return 3
    wrong = {RETURNED, "conflict", UNLISTED}
    return int(not wrong.isdisjoint({*known.statuses.values(), *known.uses}))


def main() -> int:
    """Live every day of the month; say what each evening differed in, and return how many did."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        office = Office(January(Path(folder) / "收回"))
        for day in DAYS:
            office.january.live(day)
            found = office.differences(day)
            wrong += bool(found)
            sys.stdout.write(f"{day}: {'; '.join(found) or 'as it must be'}\n")
        ended, figures = office.consolidate(), office.wrong_figures()
        sys.stdout.write(f"{ended} {figures or 'all figures are right'}\n")
    return wrong + (ended != (0, "")) + len(figures)


if __name__ == "__main__":
    sys.exit(main())
