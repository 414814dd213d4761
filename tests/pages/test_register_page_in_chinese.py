"""The English and the Chinese page about registers tell the same cases, states and commands.

That their code is the same but for its comments is held by test_halves.py.
"""

from __future__ import annotations

import re
from pathlib import Path

from page_parts import prose

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, CHINESE = NAMES = ("how-to/registers.md", "zh/how-to/registers.md")
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in NAMES}
CODE = re.compile(r"`([^`\n]+)`")
QUOTED = re.compile(r"（[一二三四五六七]）\d?|[\u4e00-\u9fff]+")


def sections(name: str) -> list[str]:
    """Give the sections of a page, the first is what stands above them."""
    return re.split(r"^## ", prose(PAGES[name]), flags=re.MULTILINE)


def rows(name: str) -> list[str]:
    """Give the rows of all tables of a page."""
    return re.findall(r"^\|.*\|$", PAGES[name], re.MULTILINE)


def test_a_section_names_the_same_commands_and_fields_on_both_pages() -> None:
    assert [set(CODE.findall(text)) for text in sections(ENGLISH)] == [
        set(CODE.findall(text)) for text in sections(CHINESE)
    ]


def test_a_section_has_as_many_points_on_both_pages() -> None:
    assert [text.count("\n- ") for text in sections(ENGLISH)] == [
        text.count("\n- ") for text in sections(CHINESE)
    ]


def test_the_chinese_page_has_what_the_english_one_quotes_in_every_row() -> None:
    assert len(rows(ENGLISH)) == len(rows(CHINESE))
    for english, chinese in zip(rows(ENGLISH), rows(CHINESE), strict=True):
        assert set() == {words for words in QUOTED.findall(english) if words not in chinese}


def test_both_pages_lead_to_each_other_above_the_first_section() -> None:
    assert "](../zh/how-to/registers.md)" in sections(ENGLISH)[0]
    assert "](../../how-to/registers.md)" in sections(CHINESE)[0]
