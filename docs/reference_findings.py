"""The page of the findings: what each says and what is to be done, from the catalogue."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from english import Language
from reference_markdown import literal

from xlreport.base.finding import CatalogueEntry, catalogue
from xlreport.guides._messages import examples


@dataclass(frozen=True, slots=True)
class _Words:
    """What the page says in one language beside the catalogue."""

    head: str
    meaning: str
    advice: str
    example: str


_WORDS = {
    Language.ENGLISH: _Words(
        head="""# The findings

Each finding has a code, a severity, a sentence that says what is wrong, and one that says what to
do. An error sends the return back: its figures are not added up until it is corrected. A warning is
to be looked at; the figures are added up. An info needs nothing. A form file can give its own rules
another severity. What stands in 〔 〕 is filled in from the return.
""",
        meaning="What it means:",
        advice="What to do:",
        example="Example:",
    ),
    Language.CHINESE: _Words(
        head="""# 审核问题：每一种提示的意思

每个问题有一个代码、一种程度、一句说明和一句办法。错误：退回修改，改正以前不计入汇总；警告：请核对，照常计入；\
提示：不需要处理。报表格式文件可以给自己的勾稽关系规定另一种程度。\
〔 〕处写的是报送件中的内容。
""",
        meaning="意思：",
        advice="怎样处理：",
        example="例：",
    ),
}


def findings_page(language: Language) -> str:
    """Write the page."""
    return "\n".join(
        [_WORDS[language].head, *(_entry(language, it) for it in catalogue().values())]
    )


def _entry(language: Language, entry: CatalogueEntry) -> str:
    """Write the section of one code; an example only where the sentences have places to fill."""
    return "\n".join([f"## {entry.code}\n", *_lines(language, entry)]) + "\n"


def _lines(language: Language, entry: CatalogueEntry) -> Iterator[str]:
    words, is_chinese = _WORDS[language], language is Language.CHINESE
    says, advises = (entry.zh, entry.advice_zh) if is_chinese else (entry.en, entry.advice_en)
    gap = "" if is_chinese else " "
    yield f"{entry.severity.chinese if is_chinese else entry.severity.value}\n"
    yield f"- {words.meaning}{gap}{_with_places(language, entry, says)}"
    if advises:
        yield f"- {words.advice}{gap}{_with_places(language, entry, advises)}"
    if "{" in entry.zh + entry.advice_zh + entry.en + entry.advice_en:
        found = examples()[entry.code]
        said = found.message + found.advice if is_chinese else found.english
        yield f"- {words.example}{gap}{literal(said)}"


def _with_places(language: Language, entry: CatalogueEntry, sentence: str) -> str:
    """Write a sentence with names for the facts of a return; what may be empty is left out."""
    pieces = re.split(r"\{(\w+)(?:![a-z])?\}", sentence)
    for at in range(1, len(pieces), 2):
        name = pieces[at]
        may_be_empty = name == "others" or entry.example.get(name) == ""
        pieces[at] = "" if may_be_empty else f"〔{_fact(language, entry, name)}〕"
    return literal("".join(pieces).strip())


def _fact(language: Language, entry: CatalogueEntry, name: str) -> str:
    """Name a fact that a sentence of the catalogue is filled in with."""
    if language is Language.ENGLISH:
        return name.replace("_", " ")
    names = fact_names()
    return names.get(f"{entry.code}.{name}") or names[name]


@cache
def fact_names() -> Mapping[str, str]:
    """Return what the Chinese page calls the facts, by their names."""
    path = Path(__file__).parent / "zh" / "reference" / "facts.toml"
    names: Mapping[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return names
