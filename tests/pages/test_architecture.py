"""The page that says where each thing lives has a section for every package, in their order."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "xlreport"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([\w.]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def order_of_the_house() -> list[str]:
    """Read the order of packages from the test that holds it."""
    text = (ROOT / "tests" / "project" / "test_house.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    (order,) = (n for n in tree.body if isinstance(n, ast.Assign) and "ORDER" in ast.unparse(n))
    return re.findall(r"'([a-z.]+)'", ast.unparse(order.value))


def test_every_package_has_a_section_in_the_order_of_the_house() -> None:
    assert order_of_the_house() == list(SECTIONS)


@pytest.mark.parametrize("package", SECTIONS)
def test_a_section_says_what_comes_in_what_goes_out_and_where_to_begin(package: str) -> None:
    said = " ".join(SECTIONS[package].split())
    assert ["In come", "out come", "Begin with `"] == [
        words for words in ("In come", "out come", "Begin with `") if words in said
    ]


def test_every_module_that_the_page_names_exists() -> None:
    named = re.findall(r"`((?:\w+/)+\w+\.\w+)`", PAGE)
    there = [(SOURCE / name).is_file() or (ROOT / name).is_file() for name in named]
    assert [] == [name for name, exists in zip(named, there, strict=True) if not exists]
