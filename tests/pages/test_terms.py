"""One word for one thing: no page, message or help says a thing by another word than its own."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "xlreport"
TERMS = tomllib.loads((ROOT / "docs" / "terms.toml").read_text(encoding="utf-8"))["term"]
GLOSSARIES = ["docs/glossary.md", "docs/zh/glossary.md"]
ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| [^|]+ \|$", re.MULTILINE)
HAN = re.compile(r"[\u4e00-\u9fff]")
# Blocks of code and their outputs, code in a line, the targets of links, comments.
CODE = re.compile(r"^ *```.*?^ *```$|`[^`\n]+`|\]\([^)]*\)|<!--.*?-->", re.MULTILINE | re.DOTALL)
# Pages for those who change the library: a worksheet is there a part of a file, as formats call it.
INSIDE = ["CONTRIBUTING.md", "docs/architecture.md", "docs/decisions/", "docs/scale.md"]


PAGES = ("*.md", "docs/**/*.md", "benchmarks/*.md", "src/**/*.md")
PLAIN = ("offline/**/*.txt", "offline/**/*.bat", "examples/*.py", "examples/*.toml", "src/**/*.j2")


def pages() -> Iterator[tuple[str, str]]:
    """Yield every page in both languages without its code, and what else is read as it stands."""
    for patterns, left_out in ((PAGES, CODE), (PLAIN, re.compile(r"\Z"))):
        for path in sorted(each for pattern in patterns for each in ROOT.glob(pattern)):
            text = path.read_text(encoding="utf-8")
            yield path.relative_to(ROOT).as_posix(), left_out.sub(" ", text)


def strings(value: object) -> Iterator[str]:
    """Yield the texts in a TOML document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def sentences() -> Iterator[tuple[str, str]]:
    """Yield what the library says in Chinese: the texts of its modules and its TOML files."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
        found = [text for text in constants if isinstance(text, str) and HAN.search(text)]
        yield path.relative_to(ROOT).as_posix(), "\n".join(found)
    for path in [*sorted(SOURCE.rglob("*.toml")), *sorted((ROOT / "docs").rglob("zh/**/*.toml"))]:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        yield path.relative_to(ROOT).as_posix(), "\n".join(strings(document))


CHINESE = dict([*pages(), *sentences()])
ENGLISH = {
    name: text
    for name, text in CHINESE.items()
    if name.endswith(("catalogue.toml", ".md")) and "zh" not in name and "guides/" not in name
}


def found(text: str, words: list[str], allowed: list[str]) -> list[str]:
    """Return what stands around each word of `words` that is in a text, but not in `allowed`."""
    for each in allowed:
        text = text.replace(each, " ")
    pattern = "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words)
    places = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
    return [text[max(0, start - 12) : end + 12].strip() for start, end in places]


def ids(term: dict[str, Any]) -> str:
    return str(term["english"])


@pytest.mark.parametrize("page", GLOSSARIES)
def test_the_glossaries_and_the_list_of_terms_have_the_same_words(page: str) -> None:
    rows = ROW.findall((ROOT / page).read_text(encoding="utf-8"))
    told = [row for row in rows if row[0] not in ("English", "---")]
    assert [(term["english"], term["chinese"]) for term in TERMS] == told


@pytest.mark.parametrize("term", [t for t in TERMS if "not_chinese" in t], ids=ids)
def test_no_text_says_a_thing_in_chinese_by_another_word(term: dict[str, Any]) -> None:
    words, allowed = term["not_chinese"], term.get("allowed", [])
    said = {name: found(text, words, allowed) for name, text in CHINESE.items()}
    assert {} == {name: places for name, places in said.items() if places}


@pytest.mark.parametrize("term", [t for t in TERMS if "not_english" in t], ids=ids)
def test_no_page_says_a_thing_in_english_by_another_word(term: dict[str, Any]) -> None:
    words, allowed = term["not_english"], term.get("allowed", [])
    texts = {n: text for n, text in ENGLISH.items() if not n.startswith(tuple(INSIDE))}
    said = {name: found(text, words, allowed) for name, text in texts.items()}
    assert {} == {name: places for name, places in said.items() if places}


def test_a_thing_has_one_word_in_each_language() -> None:
    chinese = {term["english"]: term["chinese"] for term in TERMS}
    assert [] == [t for t in TERMS if t["chinese"] != chinese[t["english"]]]


def test_no_term_is_a_word_that_is_not_to_be_used_for_another() -> None:
    own = {word for term in TERMS for word in term["chinese"].split("、")}
    barred = {word for term in TERMS for word in term.get("not_chinese", [])}
    assert set() == own & barred


def test_words_inside_code_and_links_are_not_looked_at() -> None:
    text = "读取 `单位清单` 和[名录](单位清单.md)。\n```sh\nls 单位清单\n```\n"
    assert [] == found(CODE.sub(" ", text), ["单位清单"], [])
    assert ["见单位清单。"] == found("见单位清单。", ["单位清单"], [])
    assert [] == found("官方的单位清单。", ["单位清单"], ["官方的单位清单"])
