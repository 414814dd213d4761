"""The page about annexes and themes names every field of a theme, in both languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from page_parts import fences, without_comments

ROOT = Path(__file__).parents[2]
THEME = (ROOT / "src" / "xlreport" / "office" / "theme.toml").read_text(encoding="utf-8")
DEFAULTS = tomllib.loads(THEME)
ENGLISH, CHINESE = PAGES = ("how-to/annex-and-theme.md", "zh/how-to/annex-and-theme.md")


@pytest.mark.parametrize("name", PAGES)
def test_every_field_of_a_theme_stands_in_the_table(name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\[?\w+\]?)` ?(?:的 )?(.*?) \|", page, re.MULTILINE)
    told: dict[str, set[str]] = {}
    for head, rest in rows:
        told.setdefault(head, set()).update(re.findall(r"`(\w+)`", rest))
    tables = {f"[{key}]" for key, value in DEFAULTS.items() if isinstance(value, dict)}
    assert tables | {"office"} == set(told)
    for table in tables - {"[limits]"}:
        assert set(DEFAULTS[table.strip("[]")]) == told[table]


def test_the_default_theme_is_shown_with_comments_in_the_language_of_the_page() -> None:
    pages = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in (ENGLISH, CHINESE)]
    english, chinese = (fences(page)[-1].body for page in pages)
    assert THEME == english
    assert without_comments(THEME) == without_comments(chinese)
