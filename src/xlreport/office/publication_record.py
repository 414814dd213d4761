"""The officer's record of what departments have published: what was seen on which day.

With it the next check tells what was changed after it was published, and what is gone. The figures
of a page stand in one cell, in the order of the form, so that a change is told cell by cell.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from xlreport.base.errors import InputError
from xlreport.base.files import write_file
from xlreport.base.finding import quotable
from xlreport.base.period import Period, parse_period
from xlreport.base.public import public
from xlreport.base.text import UTF_8, comparable, csv_text, one_line, without_apostrophe
from xlreport.office._days import read_day
from xlreport.office._lines import read_table
from xlreport.office._problems import Problem, refuse_table

HEADINGS: Final = {
    "code": "单位代码",
    "name": "单位名称",
    "period": "报告期",
    "file": "文件",
    "address": "网址",
    "published": "公布日期",
    "first": "首次看到",
    "last": "最近看到",
    "changed": "改动日期",
    "figures": "各格数字",
    "texts": "文字校验",
}
"""The column headings by the field of a line; all are required."""

BLANK, UNREAD = "空", "？"
"""What stands for a blank cell among the figures, and for one that holds no certain value."""

_FIGURES: Final = re.compile(
    rf"[^\s]{{1,200}}(?:\s+(?:-?[0-9]{{1,20}}|{BLANK}|{UNREAD}|T[0-9a-f]{{12}}))+"
)
_REQUIRED: Final = ("code", "period", "file", "first", "last", "figures")
_DAYS: Final = ("published", "first", "last", "changed")


@public
@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One page of a department in the record, as it was when it was seen last.

    `changed` is the day of the last check that found it changed.
    `figures` are the form's id and the values of its cells in official order, as written in the
    file; `texts` is a short digest of the narrative parts.
    """

    code: str
    name: str
    period: Period
    file: str
    address: str
    published: date | None
    first: date
    last: date
    changed: date | None
    figures: tuple[str, ...]
    texts: str

    __repr__ = one_line(lambda it: f"{it.code} {it.file}: {it.last}")

    @property
    def form(self) -> str:
        """The id of the form."""
        return self.figures[0]


def digest_of_texts(texts: Mapping[str, str]) -> str:
    """Return a short digest of narrative parts; blanks and widths do not matter to it.

    It begins with a letter that is no digit of a number, as which a program could read it.
    """
    said = "\n".join(f"{key}={comparable(texts[key])}" for key in sorted(texts))
    return f"T{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def read_record(path: str | os.PathLike[str]) -> tuple[PublishedLine, ...]:
    """Read a record that a check has written; a file that does not exist yet has no lines.

    Raises `InputError` with the number of problems and the first ten, with their lines.
    """
    if not Path(path).exists():
        return ()
    name = Path(path).name
    heading, *lines = read_table(path, HEADINGS.values())
    cells = list(map(comparable, heading.cells))
    if not all(comparable(each) in cells for each in HEADINGS.values()):
        raise InputError(
            f"{name}：第 {heading.number} 行：公布记录的标题行须有这些列："
            f"{'、'.join(HEADINGS.values())}；请用上次核对写成的文件。"
        )
    columns = {key: cells.index(comparable(each)) for key, each in HEADINGS.items()}
    rows = [
        (line, {key: without_apostrophe(line.cells[at]) for key, at in columns.items()})
        for line in lines
    ]
    problems = [Problem(line.number, each) for line, row in rows for each in _problems(row)]
    refuse_table(name, "公布记录", problems)
    return tuple(_line(row) for _, row in rows)


def _problems(row: Mapping[str, str]) -> Iterator[str]:
    for key in _REQUIRED:
        if not row[key]:
            yield f"“{HEADINGS[key]}”是空的；请从上次的文件补上，或删除这一行。"
    for key in _DAYS:
        if row[key] and read_day(row[key]) is None:
            yield f"{HEADINGS[key]}“{quotable(row[key])}”不是日期；请写成 2027-01-31。"
    if row["period"] and parse_period(row["period"]) is None:
        yield f"报告期“{quotable(row['period'])}”无法识别；请写成 2026 或 2026Q1。"
    if row["figures"] and not _FIGURES.fullmatch(row["figures"]):
        yield f"{HEADINGS['figures']}被改动过，不能比较；请从备份恢复，或删除这一行。"


def _line(row: Mapping[str, str]) -> PublishedLine:
    """Build the line of a row without problems."""
    period, first, last = parse_period(row["period"]), read_day(row["first"]), read_day(row["last"])
    assert period  # else the row has a problem
    assert first
    assert last
    return PublishedLine(
        code=row["code"],
        name=row["name"],
        period=period,
        file=row["file"],
        address=row["address"],
        published=read_day(row["published"]),
        first=first,
        last=last,
        changed=read_day(row["changed"]),
        figures=tuple(row["figures"].split()),
        texts=row["texts"],
    )


def write_record(path: str | os.PathLike[str], lines: Sequence[PublishedLine]) -> None:
    """Write the record as CSV (UTF-8); raises `OutputError` where it cannot be written."""
    rows = (
        [
            *(line.code, line.name, str(line.period), line.file, line.address),
            *(str(day or "") for day in (line.published, line.first, line.last, line.changed)),
            *(" ".join(line.figures), line.texts),
        ]
        for line in lines
    )
    write_file(Path(path), csv_text(HEADINGS.values(), rows).encode(UTF_8))
