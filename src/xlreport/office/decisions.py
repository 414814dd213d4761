"""The county's file of decisions (处理意见): what an officer settled about files and figures.

Which file counts, which does not and why, and which figure was corrected by telephone: each line
names who decided it and when. A line whose 意见 is blank is still open and has no effect. All
problems of a file are listed at once, with their lines.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.finding import quotable
from xlreport.base.public import public
from xlreport.base.text import comparable, one_line, without_apostrophe
from xlreport.form.sheet_names import DECISIONS_SHEET
from xlreport.office._days import read_day
from xlreport.office._lines import TextLine, read_table
from xlreport.office._problems import Problem, formula_complaints, refuse_table, text_complaints

_GROUP, _GROUPS = 4, 3  # hexadecimal digits of a file's SHA-256, as people compare them


@public
class DecisionKind(StrEnum):
    """What a decision does: it uses or ignores a file, corrects or confirms a figure."""

    USE = "use"
    IGNORE = "ignore"
    CORRECT = "correct"
    CONFIRM = "confirm"

    @property
    def chinese(self) -> str:
        """Return the word that stands in the file."""
        return _WORDS[self]


_WORDS = {
    DecisionKind.USE: "采用",
    DecisionKind.IGNORE: "不采用",
    DecisionKind.CORRECT: "更正",
    DecisionKind.CONFIRM: "属实",
}


@public
@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the county's file: a file to use or to ignore, or a figure to correct.

    `code` is the department's, `file` the name of a file and `digest` the first characters of its
    SHA-256, which goes before the name. `cell` names the cell of a correction, `old` and `new` are
    its figures as texts, `told_by` is who gave the new one. `line` is the line in the file.
    """

    kind: DecisionKind
    code: str
    file: str = ""
    digest: str = ""
    cell: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""
    told_by: str = ""
    decided_by: str = ""
    day: date | None = None
    line: int = 0

    __repr__ = one_line(lambda it: f"{it.kind.value} {it.code} {it.file or it.cell}")

    def __str__(self) -> str:
        """Say in Chinese who decided it, when and why."""
        told = f"，{self.told_by} 提供" if self.told_by else ""
        why = f"：{self.reason}" if self.reason else ""
        return f"{self.decided_by} {self.day} 决定{told}{why}"


@public
@dataclass(frozen=True, slots=True)
class Decisions:
    """The county's file of decisions: its name, for messages, and its lines in order."""

    name: str
    entries: tuple[Decision, ...]

    __repr__ = one_line(lambda it: f"{it.name}: {len(it.entries)} decisions")


HEADINGS = {
    "kind": "意见",
    "code": "单位代码",
    "file": "文件",
    "digest": "文件校验",
    "cell": "单元格",
    "old": "原数",
    "new": "更正为",
    "reason": "原因",
    "told_by": "提供人",
    "decided_by": "决定人",
    "day": "日期",
}
"""The column headings by the field of a decision; all are required."""

REMARK_HEADINGS = ("单位名称", "待决事项")
"""Columns that tell an officer what a line is about; they are not read."""

BLANK = "空白"
"""What stands for a cell without content in 原数 and 更正为."""

_REQUIRED = {
    DecisionKind.USE: ("code", "decided_by", "day"),
    DecisionKind.IGNORE: ("reason", "decided_by", "day"),
    DecisionKind.CORRECT: ("code", "cell", "old", "new", "told_by", "decided_by", "day"),
    DecisionKind.CONFIRM: ("code", "cell", "old", "told_by", "decided_by", "day"),
}
_NOT_FOR = {
    DecisionKind.USE: ("cell", "old", "new"),
    DecisionKind.IGNORE: ("cell", "old", "new"),
    DecisionKind.CORRECT: (),
    DecisionKind.CONFIRM: ("new",),
}
_OF_FIGURES = (DecisionKind.CORRECT, DecisionKind.CONFIRM)
_FIGURES = ("old", "new")
_AS_FOUND = ("file", *_FIGURES)  # may begin with a sign
_DIGEST = re.compile(r"[0-9a-f]{8,64}", re.ASCII)
_LONGEST = 300
_KINDS = {word: kind for kind, word in _WORDS.items()}


def short_digest(sha256: str) -> str:
    """Return the first digits of a file's SHA-256, such as 3f9a-22c1-0b7d.

    They tell any two returns apart, and no spreadsheet takes such groups for a number.
    """
    return "-".join(sha256[_GROUP * group :][:_GROUP] for group in range(_GROUPS) if sha256)


def _plain_digest(text: str) -> str:
    return comparable(text).replace("-", "")


@checked
def read_decisions(path: str | os.PathLike[str]) -> Decisions:
    """Read decisions from a .csv (UTF-8 or GB18030) or the first visible sheet of an .xlsx.

    The columns are 意见, 单位代码, 文件, 文件校验, 单元格, 原数, 更正为, 原因, 提供人, 决定人 and
    日期; 单位名称 and 待决事项 may be there besides. Whether the files and cells exist is seen when
    the decisions are applied.

    Raises `InputError` with the number of problems and the first ten of them, with their lines.
    """
    name = Path(path).name
    lines = read_table(path, HEADINGS.values())
    columns = _read_headings(name, lines[0])
    rows = [
        (line, {key: _cell_text(key, line.cells[index]) for key, index in columns.items()})
        for line in lines[1:]
        if line.cells[columns["kind"]]
    ]
    problems = [
        Problem(line.number, sentence) for line, texts in rows for sentence in _row_problems(texts)
    ]
    if not problems:
        problems = [*_repeated(rows)]
    refuse_table(name, DECISIONS_SHEET, problems)
    return Decisions(name, tuple(_decision(line.number, texts) for line, texts in rows))


def _read_headings(name: str, line: TextLine) -> Mapping[str, int]:
    """Map fields to their columns; raises `InputError` unless each field has exactly one column."""
    cells = [comparable(cell) for cell in line.cells]
    known = [*HEADINGS.values(), *REMARK_HEADINGS]
    unknown = [cell for cell in line.cells if cell and cell not in known]
    missing = [word for word in HEADINGS.values() if cells.count(comparable(word)) != 1]
    if unknown or missing:
        wrong = f"不认识“{quotable(unknown[0])}”" if unknown else f"须有一列“{missing[0]}”"
        wanted = f"{'、'.join(HEADINGS.values())}，另可有{'、'.join(REMARK_HEADINGS)}"
        raise InputError(
            f"{name}：第 {line.number} 行：标题行{wrong}；标题须是：{wanted}。"
            "空表可用 xlreport decisions 生成。"
        )
    return {key: cells.index(comparable(word)) for key, word in HEADINGS.items()}


def _cell_text(key: str, text: str) -> str:
    """Return what a cell says; a file is known by its name as it is shown, however odd it is."""
    plain = without_apostrophe(text) if key in _AS_FOUND else text
    return quotable(plain) if key == "file" else plain


def _row_problems(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each problem of one line by itself."""
    kind = _KINDS.get(comparable(texts["kind"]))
    if kind is None:
        words = "、".join(_KINDS)
        yield f"意见“{quotable(texts['kind'])}”无法识别；请填写 {words} 之一，未决定的留空。"
        return
    yield from _missing(kind, texts)
    for key in _NOT_FOR[kind]:
        if texts[key]:
            yield f"意见是“{kind.chinese}”，不用填写“{HEADINGS[key]}”；更正数据请另写一行。"
    if texts["digest"] and not _DIGEST.fullmatch(_plain_digest(texts["digest"])):
        yield f"文件校验“{quotable(texts['digest'])}”不对；请照抄审核结果中的，或留空。"
    if texts["day"] and read_day(texts["day"]) is None:
        yield f"日期“{quotable(texts['day'])}”不是日期；请写成 2027-01-18 或 2027年1月18日。"
    for key, text in texts.items():
        complaints = [] if key in _AS_FOUND else [*formula_complaints(text)]
        for complaint in (*complaints, *text_complaints(text, _LONGEST)):
            yield f"{HEADINGS[key]}“{quotable(text)}”{complaint}"


def _missing(kind: DecisionKind, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each field that such a decision needs and that is blank."""
    for key in _REQUIRED[kind]:
        if not texts[key]:
            hint = f"（原来是空白的写“{BLANK}”）" if key in _FIGURES else ""
            yield f"意见是“{kind.chinese}”，“{HEADINGS[key]}”不能空着，请填写{hint}。"
    if kind not in _OF_FIGURES and not (texts["file"] or texts["digest"]):
        yield f"意见是“{kind.chinese}”，须填写“{HEADINGS['file']}”或“{HEADINGS['digest']}”。"


def _repeated(rows: Sequence[tuple[TextLine, Mapping[str, str]]]) -> Iterator[Problem]:
    """Yield a problem for each line that decides again what an earlier one has decided."""
    seen: dict[tuple[str, ...], int] = {}
    for line, texts in rows:
        kind = _KINDS[comparable(texts["kind"])]
        file = _plain_digest(texts["digest"]) or comparable(texts["file"])
        about = {
            DecisionKind.USE: (comparable(texts["code"]),),
            DecisionKind.IGNORE: (comparable(texts["code"]), file),
            DecisionKind.CORRECT: (comparable(texts["code"]), file, comparable(texts["cell"])),
            DecisionKind.CONFIRM: (comparable(texts["code"]), file, comparable(texts["cell"])),
        }[kind]
        first = seen.setdefault((kind, *about), line.number)
        if first != line.number:
            yield Problem(line.number, f"与第 {first} 行说的是同一件事；请只保留一行。")


def _decision(number: int, texts: Mapping[str, str]) -> Decision:
    """Build the decision of a line without problems."""
    kept = {key: texts[key] for key in HEADINGS if key not in ("kind", "digest", "day")}
    return Decision(
        kind=_KINDS[comparable(texts["kind"])],
        digest=_plain_digest(texts["digest"]),
        day=read_day(texts["day"]),
        line=number,
        **kept,
    )
