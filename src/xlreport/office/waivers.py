"""The county's file of waivers, kept by hand in Excel, WPS or a text editor, and read strictly.

A waiver needs an approver and a reason. Nothing is guessed, and all problems of a file are listed
at once, with their lines.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.finding import quotable
from xlreport.base.public import public
from xlreport.base.text import comparable, one_line
from xlreport.office._days import read_day
from xlreport.office._lines import TextLine, read_table
from xlreport.office._problems import Problem, formula_complaints, refuse_table, text_complaints


@public
@dataclass(frozen=True, slots=True)
class Waiver:
    """One line of the county's file: the warnings that it approves.

    `rule` is the id of a rule or named check, or the code of a finding; an empty `code` means
    every department, no `year` every year, no `until` (the last day) no end. `line` is its line
    in the file, `times` the number of warnings to which it was applied.
    """

    rule: str
    code: str
    year: int | None
    reason: str
    approver: str
    until: date | None
    line: int
    times: int = 0

    __repr__ = one_line(lambda it: f"{it.rule} {it.code} {it.year or ''}: line {it.line}")

    def __str__(self) -> str:
        """Describe in Chinese who approved the warnings, why and until when."""
        until = f"（至 {self.until}）" if self.until else ""
        return f"已由 {self.approver} 核准：{self.reason}{until}"


@public
@dataclass(frozen=True, slots=True)
class Waivers:
    """The county's file of waivers: its name, for messages, and its lines in order."""

    name: str
    entries: tuple[Waiver, ...]

    __repr__ = one_line(lambda it: f"{it.name}: {len(it.entries)} waivers")


HEADINGS = {
    "rule": "规则",
    "code": "单位代码",
    "year": "年度",
    "reason": "理由",
    "approver": "批准人",
    "until": "有效期至",
}
"""The column headings by the field of a waiver; all are required."""

_REQUIRED = ("rule", "reason", "approver")
_YEAR = re.compile(r"([0-9]{4})年?(?:度)?")
_LONGEST = 200


@checked
def read_waivers(path: str | os.PathLike[str]) -> Waivers:
    """Read waivers from a .csv (UTF-8 or GB18030) or the first visible sheet of an .xlsx.

    The columns are 规则, 单位代码 (blank: all departments), 年度 (blank: every year), 理由, 批准人
    and 有效期至 (2027-03-31, 2027/3/31 or 2027年3月31日; blank: no end). Whether the rules exist
    and may be waived is checked when the waivers are applied.

    Raises `InputError` with the number of problems and the first ten of them, with their lines.
    """
    name = Path(path).name
    lines = read_table(path, [HEADINGS[key] for key in _REQUIRED])
    columns = _read_headings(name, lines[0])
    rows = [
        (line, {key: line.cells[index] for key, index in columns.items()}) for line in lines[1:]
    ]
    problems = [
        Problem(line.number, sentence)
        for line, texts in rows
        for sentence in (*_line_problems(line, columns), *_row_problems(texts))
    ]
    problems += _repeated(rows)
    refuse_table(name, "核准文件", problems)
    return Waivers(name, tuple(_waiver(line.number, texts) for line, texts in rows))


def _read_headings(name: str, line: TextLine) -> Mapping[str, int]:
    """Map fields to their columns; raises `InputError` unless each field has exactly one column."""
    cells = [comparable(cell) for cell in line.cells]
    columns = {
        key: cells.index(comparable(heading))
        for key, heading in HEADINGS.items()
        if comparable(heading) in cells
    }
    if len(columns) < len(HEADINGS) or len([cell for cell in cells if cell]) > len(HEADINGS):
        allowed = "、".join(HEADINGS.values())
        raise InputError(
            f"{name}：第 {line.number} 行：标题行须是这些列，各一列，没有其他列：{allowed}。"
        )
    return columns


def _line_problems(line: TextLine, columns: Mapping[str, int]) -> Iterator[str]:
    headed = set(columns.values())
    if any(cell and index not in headed for index, cell in enumerate(line.cells)):
        yield "有内容在没有标题的列中；文字中的逗号请改为顿号。"


def _row_problems(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each problem of one line by itself."""
    for key in _REQUIRED:
        if not texts[key]:
            yield f"“{HEADINGS[key]}”是空的；请填写。"
    for key, text in texts.items():
        for complaint in (*formula_complaints(text), *text_complaints(text, _LONGEST)):
            yield f"{HEADINGS[key]}“{quotable(text)}”{complaint}"
    if texts["year"] and not _YEAR.fullmatch(comparable(texts["year"])):
        yield f"年度“{quotable(texts['year'])}”无法识别；请填写四位数字，如 2026，或留空。"
    if texts["until"] and read_day(texts["until"]) is None:
        shown = f"有效期至“{quotable(texts['until'])}”"
        yield f"{shown}不是日期；请写成 2027-03-31 或 2027年3月31日，或留空。"


def _repeated(rows: Sequence[tuple[TextLine, Mapping[str, str]]]) -> Iterator[Problem]:
    """Yield a problem for each line about the same warnings as an earlier one."""
    seen: dict[tuple[str, ...], int] = {}
    for line, texts in rows:
        about = [comparable(texts[key]) for key in ("rule", "code", "year")]
        first = seen.setdefault((*about, str(read_day(texts["until"]))), line.number)
        if first != line.number:
            same = f"规则、单位代码、年度和有效期与第 {first} 行相同；请只保留一行。"
            yield Problem(line.number, same)


def _waiver(number: int, texts: Mapping[str, str]) -> Waiver:
    """Build the waiver of a line without problems."""
    year = _YEAR.fullmatch(comparable(texts["year"]))
    return Waiver(
        rule=texts["rule"].strip("［］[]"),  # on the screen a rule stands in brackets
        code=texts["code"],
        year=int(year[1]) if year else None,
        reason=texts["reason"],
        approver=texts["approver"],
        until=read_day(texts["until"]),
        line=number,
    )
