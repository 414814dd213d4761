"""The department that a page is of, by its title and by other names."""

from __future__ import annotations

import pytest

from support.departments import make_department
from xlreport.publication._owners import list_owners, named, named_within

NAMES = {"D1": "盐池县教育局", "D2": "盐池县民政局", "D3": "盐池县高等教育局", "D4": "司法局"}
OWNERS = list_owners([make_department(code, name) for code, name in NAMES.items()])


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("盐池县教育局", "D1"),
        ("教育局", "D1"),
        ("盐池县 教育局（本级）", "D1"),
        ("盐池县司法局", "D4"),
        ("盐池县教育局招生办", ""),
        ("中卫市教育局", ""),
        ("", ""),
    ],
)
def test_a_title_is_exactly_a_name_with_or_without_the_county(title: str, code: str) -> None:
    found = named(OWNERS, title)
    assert code == (found.code if found else "")


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["民政局2026年报告_盐池县人民政府"], "D2"),
        (["高等教育局年报"], "D3"),
        (["教育局、民政局"], ""),
        (["盐池县人民政府网", "d4"], "D4"),
        ([], ""),
    ],
)
def test_the_first_text_that_names_one_department_decides(texts: list[str], code: str) -> None:
    found = named_within(OWNERS, texts)
    assert code == (found.code if found else "")
