"""The page about annexes and themes names every field of a theme, in both languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEFAULTS = tomllib.loads(
    (ROOT / "src" / "xlreport" / "office" / "theme.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", ["how-to/annex-and-theme.md", "zh/how-to/annex-and-theme.md"])
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
