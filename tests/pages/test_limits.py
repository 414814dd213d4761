"""The limits and sizes that pages state are those of the code, in both languages.

A number that a page gives for the most, the least or the default of something stands in this table
with the constant that it tells; a sentence of such a shape that is not in the table fails.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from xlreport.base import toml_fault, toml_shape, workers
from xlreport.checks import likeness, statements, unusual
from xlreport.cli import intake
from xlreport.form import (
    _bind,
    _bind_rules,
    _odd_texts,
    _read_charts,
    _read_counts,
    _read_duties,
    _read_kinds,
    _read_list,
    _read_tables,
    check_kind,
    guidance,
    heading,
    limit,
    measure,
    open_list,
    outline,
    rule,
    sheet_name,
    sheet_names,
    typed_values,
)
from xlreport.formats import _drawn_table, container, store
from xlreport.layout import line_formulas
from xlreport.office.decisions import short_digest
from xlreport.outgoing import messages
from xlreport.past import earlier_reader
from xlreport.reading import count_findings
from xlreport.summary.book import _chart_tables, _tiles

DOCS = Path(__file__).parents[2] / "docs"
WORDS = {
    3: ("three", "三"),
    5: ("five", "五"),
    6: ("six", "六"),
    9: ("nine", "九"),
    10: ("ten", "十"),
    12: ("twelve", "十二"),
    20: ("twenty", "二十"),
    100: ("hundred", "百"),
}


class Stated(NamedTuple):
    """A limit of the code, and the words around it on both halves of a page.

    `{n}` stands for the number in digits, `{w}` for the number in words.
    """

    page: str
    value: int
    english: str
    chinese: str


def most_signs(pattern: re.Pattern[str]) -> int:
    """Return how many letters a pattern takes at most."""
    return max(count for count in range(1000) if pattern.fullmatch("字" * count))


FORM = "form-file.md"
REGISTER = tomllib.loads((DOCS.parent / "src/xlreport/forms/ogi-register.toml").read_text("utf-8"))
((LINES, TERMS),) = ((each["line"], each["limit"]) for each in REGISTER["table"] if "line" in each)
(EXTENSION,) = (each["most"]["extension_days"] for each in LINES if "most" in each)
(TERM,) = (each["days"] for each in TERMS)
STATED = (
    Stated(
        FORM, heading.LONGEST_HEADING, "one line of at most {n} characters", "最多 {n} 个字，同"
    ),
    Stated(FORM, sheet_name._LONGEST, "cut after {n} characters", "截到 {n} 个字符"),
    Stated(FORM, measure.LONGEST_TEXT, "up to {n} characters | text", "最多 {n} 个字 | 文字"),
    Stated(FORM, measure.FIRST_DATE.year, "days from {y} to", "{y} 年到"),
    Stated(FORM, measure.LAST_DATE.year, " to {y} | shown as", "年到 {y} 年的日期"),
    Stated(FORM, measure.LARGEST_PERCENTAGE, "up to ±{y}%", "不超过 ±{y}%"),
    Stated(FORM, _read_kinds.MOST_PLACES, "`places` (1 to {n})", "`places`（1 到 {n}）"),
    Stated(FORM, _read_kinds.MOST_PLACES, "`places` (2; 0 to {n})", "`places`（2；0 到 {n}）"),
    Stated(FORM, _read_kinds.MOST_CHOICES, "`choices` (2 to {n}, each", "（2 到 {n} 个，每个"),
    Stated(FORM, _read_kinds.LONGEST_CHOICE, "each up to {n} characters", "每个最多 {n} 个字"),
    Stated(
        FORM, _read_kinds.LONGEST_PATTERN, "at most {n} characters; a rep", "最多 {n} 个字符。重复"
    ),
    Stated(FORM, open_list.DEFAULT_MOST, "prepares | {n}; at most", "准备多少条 | {n}；"),
    Stated(FORM, open_list.LARGEST_MOST, "; at most {n}, and", "；最多 {n}，而且"),
    Stated(FORM, _read_list._MOST_ENTRIES, "and {n} lines times columns", "乘以列数最多 {n} |"),
    Stated(FORM, len(sheet_names.LIST_SHEETS), "at most {w} lists", "最多有{w}张台账"),
    Stated(FORM, container.Limits().rows, "down to the {n}th row", "最多读到第 {n} 行"),
    Stated(FORM, line_formulas._DEEPEST, "of the first {n}, or as many", "只写前{n}项"),
    Stated(FORM, line_formulas._LONGEST, "as many as {n} characters of a", "总长以{n}个字符为限"),
    Stated(FORM, limit.DEFAULT_WARN, "(将到期) | {n} |", "显示“将到期” | {n} |"),
    Stated(FORM, _read_counts._MOST_COUNTS, "at most {n} counts", "最多有 {n} 个计数的格"),
    Stated(FORM, rule._LARGEST_FACTOR, "a whole number from 1 to {n};", "乘以 1 到 {n} 的整数"),
    Stated(FORM, _bind._MOST_WEIGHT, "adds up more than {n} cells", "相当于超过 {n} 个单元格相加"),
    Stated(FORM, check_kind.DEFAULT_FACTOR, "`factor` ({n}; from", "`factor`（{n}；从"),
    Stated(FORM, toml_shape.MOST_ENTRIES, "there are at most {n}. W", "最多 {n} 句"),
    Stated(FORM, toml_shape.MOST_ENTRIES, "than {n} entries of one name", "同一名称下超过 {n} 项"),
    Stated(
        FORM, most_signs(_read_duties._NAME), "has at most {n} characters", "`name` 最多 {n} 个字"
    ),
    Stated(
        FORM, most_signs(re.compile(statements._SHORT_GAP)), "most {w} characters", "最多{w}个字"
    ),
    Stated(FORM, _read_charts._MOST_SERIES, "at most {w} series", "一张图最多{w}组数"),
    Stated(FORM, _chart_tables._BUSIEST, "the {w} departments with", "最大的{w}个单位"),
    Stated(FORM, _drawn_table._MOST_CELLS, "at most {n} table cells", "最多有 {n} 个表格单元格"),
    Stated(FORM, intake._MOST_ANNEXES, "up to {w} on one form", "最多认{w}个附表"),
    Stated(FORM, toml_fault._MOST_LISTED, "the first {w} of them", "最多列一{w}处"),
    Stated(
        FORM, _odd_texts.LONGEST_TEXT, "text of more than {n} characters", "超过 {n} 个字的文字"
    ),
    Stated(FORM, heading.LONGEST_HEADING, "heading of more than {n},", "超过 {n} 个字的标题"),
    Stated(FORM, outline._MOST_LABELS, "outline of more than {n} lines", "超过 {n} 行或"),
    Stated(FORM, outline._MOST_LEVELS, "lines or {w} levels", "行或{w}级的栏目"),
    Stated(FORM, guidance._TEXT_LENGTH, "prompt of more than {n} ch", "超过 {n} 个字的填写提示"),
    Stated(FORM, _bind._MOST_DEPTH, "in more than {n} steps", "合计套合计超过 {n} 层"),
    Stated(FORM, _bind_rules._MOST_RELATIONS, "more than {n} places", "合计超过 {n} 处"),
    Stated(FORM, _read_tables.MOST_CELLS, "more than {n} cells in a form", "附表超过 {n} 格"),
    Stated(
        "reference/values.md", typed_values._MOST_DIGITS, "of more than {n} digits", "超过 {n} 位"
    ),
    Stated("how-to/all-reports.md", round(likeness.ALIKE * 100), "where {n} % of", "有 {n}% 以上"),
    Stated("how-to/all-reports.md", likeness.RUN, "{n} or more letters", "连续 {n} 个字以上"),
    Stated("how-to/all-reports.md", likeness._SHORTEST, "below {n} letters", "不足 {n} 字的"),
    Stated(
        "how-to/board.md", _tiles.MOST_TILES, "(above {n}, for each kind)", "（多于 {n} 个单位的"
    ),
    Stated(
        "how-to/decisions.md",
        len(short_digest("a" * 64).replace("-", "")),
        "first {w} digits",
        "前{w}位",
    ),
    Stated("how-to/messages.md", messages._MOST_ERRORS, "at most {w} errors", "最多{w}处错误"),
    Stated("how-to/migrate-0.2.md", round(workers.PATIENCE), "answer, {n} if", "600"),
    Stated(
        "how-to/registers.md", limit.DEFAULT_WARN, "at most {w} working days", "不超过{w}个工作日"
    ),
    Stated(
        "how-to/registers.md", count_findings._MOST_SINGLY, "More than {w} such", "超过{w}格不同"
    ),
    Stated("how-to/registers.md", EXTENSION, "more than {n} working days.", "延期超过{n}个工作日"),
    Stated("how-to/registers.md", TERM, "The term is {n} working days", "次日起{n}个工作日"),
    Stated("how-to/running-on-dask.md", round(workers.PATIENCE), "({n} if you", "不写的为 {n} 秒"),
    Stated("how-to/running-on-dask.md", round(store._PATIENCE), "for {n} seconds", "{n} 秒"),
    Stated("how-to/unusual-figures.md", earlier_reader._MOST_YEARS + 1, "up to {w} years", "{w}年"),
    Stated("how-to/unusual-figures.md", unusual._FEWEST + 1, "fewer than {w} of", "不到{w}个"),
)

# Numbers of such a shape that are no limits of the code.
OTHER = ("A drop-down with more than 255 characters breaks the file",)
_NUMBER = (
    r"(?:[1-9][\d,]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|hundred)\b"
)
_SHAPE = re.compile(
    rf"\b(?:at\s+most|at\s+least|up\s+to|more\s+than|fewer\s+than|below|above)\s+±?{_NUMBER}"
)


def filled(words: str, value: int, language: int) -> str:
    """Fill a number into the words around it."""
    spelled = WORDS.get(value, ("", ""))[language]
    return words.format(n=f"{value:,}", y=value, w=spelled)


def read(page: str, language: int) -> str:
    text = (DOCS / ("zh" if language else "") / page).read_text(encoding="utf-8")
    return " ".join(re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL).split())


@pytest.mark.parametrize("stated", STATED, ids=lambda each: each.english)
def test_the_number_is_that_of_the_code_in_both_languages(stated: Stated) -> None:
    said = (stated.english, stated.chinese)
    sought = [filled(words, stated.value, language) for language, words in enumerate(said)]
    assert sought == [
        words for language, words in enumerate(sought) if words in read(stated.page, language)
    ]


def limits_beside(page: str, told: Sequence[str]) -> Iterator[str]:
    """Yield what looks like a limit on a page and is in none of the words that are told."""
    text = read(page, 0)
    covered = {
        at
        for words in told
        for found in re.finditer(re.escape(words), text)
        for at in range(*found.span())
    }
    for found in _SHAPE.finditer(text):
        if found.end() - 1 not in covered:
            yield f"{page}: {text[max(0, found.start() - 60) : found.end() + 40]}"


def test_a_number_that_looks_like_a_limit_is_in_the_table() -> None:
    told = [*(filled(each.english, each.value, 0) for each in STATED), *OTHER]
    pages = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.glob("how-to/*.md"))
    every = (FORM, "export.md", "formats.md", "tutorial.md", *pages)
    assert [] == [limit for page in every for limit in limits_beside(page, told)]
