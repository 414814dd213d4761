"""Figures of second sources (对账): what another office counts of the same departments.

The justice bureau knows of reviews and lawsuits, finance of the fees. The county writes their
figures into one small table; all problems of it are listed at once, with their lines.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.finding import quotable
from xlreport.base.public import public
from xlreport.base.text import comparable, one_line
from xlreport.office._lines import TextLine, read_table
from xlreport.office._problems import Problem, formula_complaints, refuse_table, text_complaints


@public
@dataclass(frozen=True, slots=True)
class SourceFigure:
    """One line: the figure that a source gives for a cell of one department, as it is written.

    `cell` is an address such as 表三 D6, an official path, or keys. The department is given by its
    `code` or its `department`, the name; `line` is the line in the file.
    """

    source: str
    code: str
    department: str
    cell: str
    value: str
    note: str = ""
    line: int = 0

    __repr__ = one_line(lambda it: f"{it.source} {it.code or it.department} {it.cell}")


@public
@dataclass(frozen=True, slots=True)
class SecondSources:
    """The figures of second sources: the name of their file, for messages, and its lines."""

    name: str
    entries: tuple[SourceFigure, ...]

    __repr__ = one_line(lambda it: f"{it.name}: {len(it.entries)} figures")


HEADINGS: Mapping[str, str] = {
    "source": "来源",
    "code": "单位代码",
    "department": "单位名称",
    "cell": "单元格",
    "value": "数值",
    "note": "备注",
}
"""The column headings by the field of a figure."""

_REQUIRED = ("source", "cell", "value")  # and one of code and department
_LONGEST = 300


@checked
def read_second_sources(path: str | os.PathLike[str]) -> SecondSources:
    """Read figures of second sources from a .csv (UTF-8 or GB18030) or the first sheet of an .xlsx.

    The columns are 来源, 单元格, 数值, one or both of 单位代码 and 单位名称, and perhaps 备注.
    Whether departments and cells exist is seen when the figures are compared with returns.

    Raises `InputError` with the number of problems and the first ten of them, with their lines.
    """
    name = Path(path).name
    wanted = [HEADINGS[key] for key in _REQUIRED]
    lines = read_table(path, wanted)
    columns = _read_headings(name, lines[0])
    rows = [
        (line, {key: line.cells[index] for key, index in columns.items()}) for line in lines[1:]
    ]
    problems = [
        (line.number, sentence) for line, texts in rows for sentence in _row_problems(texts)
    ]
    refuse_source_problems(name, problems or [*_repeated(rows)])
    return SecondSources(name, tuple(_figure(line.number, texts) for line, texts in rows))


def refuse_source_problems(name: str, problems: Sequence[tuple[int, str]]) -> None:
    """Raise `InputError` if there are problems of a table, each a line and a sentence."""
    refuse_table(name, "对账数据", [Problem(line, sentence) for line, sentence in problems])


def _read_headings(name: str, line: TextLine) -> Mapping[str, int]:
    """Map fields to their columns; raises `InputError` for headings that are not to be used."""
    cells = [comparable(cell) for cell in line.cells]
    columns = {key: cells.index(word) for key, word in HEADINGS.items() if word in cells}
    unknown = [cell for cell in line.cells if cell and comparable(cell) not in HEADINGS.values()]
    twice = [word for word in HEADINGS.values() if cells.count(word) > 1]
    missing = [HEADINGS[key] for key in _REQUIRED if key not in columns]
    if not missing and not {"code", "department"} & columns.keys():
        missing = ["单位代码”或“单位名称"]
    wrong = [
        *(f"不认识“{quotable(cell)}”" for cell in unknown[:1]),
        *(f"有两列“{word}”" for word in twice[:1]),
        *(f"须有一列“{word}”" for word in missing[:1]),
    ]
    if wrong:
        raise InputError(
            f"{name}：第 {line.number} 行：标题行{wrong[0]}；"
            f"标题须是 {'、'.join(HEADINGS.values())}，"
            "其中单位代码、单位名称写一种即可，备注可以没有。"
        )
    return columns


def _row_problems(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each problem of one line by itself."""
    for key in _REQUIRED:
        if not texts[key]:
            hint = "；没有的填0，不知道的请删除这一行" if key == "value" else ""
            yield f"{HEADINGS[key]}不能为空{hint}。"
    if not texts.get("code") and not texts.get("department"):
        yield "单位代码和单位名称都是空的；请至少填写一种。"
    for key, text in texts.items():
        complaints = [] if key == "value" else [*formula_complaints(text)]
        for complaint in (*complaints, *text_complaints(text, _LONGEST)):
            yield f"{HEADINGS[key]}“{quotable(text)}”{complaint}"


def _repeated(rows: Sequence[tuple[TextLine, Mapping[str, str]]]) -> Iterator[tuple[int, str]]:
    """Yield a problem for each line that gives again what an earlier one gives."""
    seen: dict[tuple[str, ...], int] = {}
    for line, texts in rows:
        about = ("source", "code", "department", "cell")
        first = seen.setdefault(tuple(comparable(texts.get(key, "")) for key in about), line.number)
        if first != line.number:
            yield line.number, f"与第 {first} 行是同一来源、单位和单元格；请只保留一行。"


def _figure(number: int, texts: Mapping[str, str]) -> SourceFigure:
    return SourceFigure(**{key: texts.get(key, "") for key in HEADINGS}, line=number)
