"""The problems of a file kept by hand, listed together with their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlreport.base.errors import InputError, RosterError
from xlreport.base.text import comparable

_LISTED = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on a line of the file, in a sentence that also says what to do."""

    line: int
    sentence: str


def describe_problems(
    file: str, kind: str, problems: Sequence[Problem], place: str = "第 {} 行"
) -> str:
    """Return a text with the number of problems and the first ten, in the order of the lines."""
    ordered = sorted(problems, key=lambda problem: problem.line)
    lines = [f"{file}：{kind}有 {len(problems)} 处问题，请改正后重试。"]
    lines += [f"{place.format(problem.line)}：{problem.sentence}" for problem in ordered[:_LISTED]]
    if len(problems) > _LISTED:
        lines.append(f"另有 {len(problems) - _LISTED} 处问题未列出。")
    return "\n".join(lines)


def formula_complaints(text: str) -> Iterator[str]:
    """Yield a complaint about a text that a spreadsheet would take for a formula."""
    if comparable(text).startswith(("=", "+", "-", "@")):
        yield "以 = + - @ 之一开头，会被当作公式；请去掉这个符号。"


def text_complaints(text: str, longest: int) -> Iterator[str]:
    """Yield the faults of a text that will stand in cells and messages."""
    if not text.replace("\u3000", "").isprintable():
        yield "含有换行或看不见的字符；请删除该格内容后重新输入。"
    if len(text) > longest:
        yield f"超过 {longest} 个字符；请缩短。"


def refuse_table(name: str, kind: str, problems: Sequence[Problem]) -> None:
    """Raise `InputError` if there are problems of a table that is no roster."""
    if problems:
        raise InputError(describe_problems(name, kind, problems))


def refuse_problems(name: str, problems: Sequence[Problem], place: str = "第 {} 行") -> None:
    """Raise `RosterError` if there are problems of a roster."""
    if problems:
        raise RosterError(describe_problems(name, "单位名录", problems, place))
