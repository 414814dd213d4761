"""The page of values: what every way of writing is taken for, and what a blank means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from english import Language
from reference_kinds import kind_name
from reference_markdown import heading_row, row

from xlreport.base.finding import Severity
from xlreport.form.blanks import whole_policy
from xlreport.form.meanings import MEANINGS, NOT_APPLICABLE, Meaning
from xlreport.form.measure import NUMERIC, Kind


@dataclass(frozen=True, slots=True)
class _Words:
    """What the page says in one language beside the table of meanings and the policy."""

    head: str
    columns: tuple[str, ...]
    every_kind: str
    numbers: str
    shown: str
    between: str
    blanks: str
    blank_columns: tuple[str, str]
    signs: str


_WORDS = {
    Language.ENGLISH: _Words(
        head="""# What a typed value means

Every way of writing has one reading; whatever is not in this table is a word and never guessed at.
The first row that fits is the meaning.
""",
        columns=("typed", "taken for", "in cells of", "severity", "what is said"),
        every_kind="every kind",
        numbers="numbers",
        shown=" is shown, 50000 is stored",
        between=", ",
        blanks="## Blanks and zeros",
        blank_columns=("what is blank", "what it means"),
        signs="Read as a blank:",
    ),
    Language.CHINESE: _Words(
        head="""# 数字、日期、选项怎样写

每一种写法都有固定的读法，没有列出的写法一律不猜，按“不能读取”处理。几行都符合的，以排在前面的一行为准。
""",
        columns=("填写的", "读作", "用于", "程度", "说明"),
        every_kind="各类",
        numbers="各类数字",
        shown="（显示的样子，单元格里存的是 50000）",
        between="、",
        blanks="## 空白和零",
        blank_columns=("填写的", "怎样处理"),
        signs="视为空着的写法：",
    ),
}
_READ_AS = "读作 "
_SHOWN = "shown-otherwise"  # a way of showing a value, not of writing one


def values_page(language: Language) -> str:
    """Write the page."""
    words = _WORDS[language]
    gap = "" if language is Language.CHINESE else " "
    lines = [
        f"{words.head}\n{heading_row(*words.columns)}",
        *(row(*_cells(language, way)) for way in MEANINGS),
        f"\n{words.blanks}\n\n{heading_row(*words.blank_columns)}",
        *(row(*(language.says("blanks", each) for each in line)) for line in whole_policy()),
        f"\n{words.signs}{gap}{words.between.join(f'`{sign}`' for sign in NOT_APPLICABLE)}\n",
    ]
    return "".join(lines)


def _cells(language: Language, way: Meaning) -> Iterator[str]:
    """Yield the cells of a row of the table of meanings."""
    if way.example.strip():
        yield f"`{way.example}`" + (_WORDS[language].shown if way.id == _SHOWN else "")
    else:
        yield language.says("taken", "（空格）" if way.example else "（空白）")
    value = way.taken.removeprefix(_READ_AS)
    yield f"`{value}`" if value != way.taken else language.says("taken", way.taken)
    yield _kinds(language, way.kinds)
    yield _severity(language, way.severity)
    yield _said(language, way)


def _said(language: Language, way: Meaning) -> str:
    """Say what a way of writing is; in Chinese in the words of the findings, one or two."""
    if language is Language.CHINESE and way.other:
        return f"填数字的格：{way.sentence}。其他格：{way.other}"
    return language.says("meanings", "；".join(filter(None, (way.sentence, way.other))))


def _kinds(language: Language, kinds: frozenset[Kind]) -> str:
    """Name the kinds of cells in which a way of writing occurs."""
    words = _WORDS[language]
    if kinds == frozenset(Kind):
        return words.every_kind
    numbers, rest = ([words.numbers], kinds - NUMERIC) if kinds >= NUMERIC else ([], kinds)
    others = (kind_name(language, kind) for kind in Kind if kind in rest)
    return words.between.join([*numbers, *others])


def _severity(language: Language, severity: str) -> str:
    if not severity:
        return "—"
    return Severity(severity).chinese if language is Language.CHINESE else severity
