"""The English and the Chinese page about form files tell the same fields and limits.

That their examples are the same is held by test_halves.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_parts import prose

from xlreport.base.toml_shape import Either, Group, ListOf, MapOf, Shape
from xlreport.form.fields import FORM

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, CHINESE = NAMES = ("form-file.md", "zh/form-file.md")
PAGES = {name: prose((DOCS / name).read_text(encoding="utf-8")) for name in NAMES}
CODE = re.compile(r"`([^`\n]+)`")


def field_names(shape: Shape) -> Iterator[str]:
    """Give the names of all fields within a shape."""
    match shape:
        case Group():
            for field in shape.fields:
                yield field.name
                yield from field_names(field.shape)
        case Either():
            for each in shape.shapes:
                yield from field_names(each)
        case ListOf():
            yield from field_names(shape.item)
        case MapOf():
            yield from field_names(shape.value)


def tables(name: str) -> list[list[str]]:
    """Give the tables of a page as lists of their rows, without their headers."""
    found = re.findall(r"(?:^\|.*\|\n)+", PAGES[name], re.MULTILINE)
    return [table.splitlines()[2:] for table in found]


def facts(row: str) -> set[str]:
    """Give what a row says in every language: its code and its numbers."""
    numbers = re.findall(r"\d[\d.,]*", CODE.sub("", re.sub(r"\(#[^)]*\)", "", row)))
    return {*CODE.findall(row), *(each.replace(",", "").rstrip(".") for each in numbers)}


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_form_file_stands_in_code_on_the_page(name: str) -> None:
    words = {word for code in CODE.findall(PAGES[name]) for word in re.findall(r"\w+", code)}
    assert set() == set(field_names(FORM)) - words


def test_every_row_of_a_table_has_the_same_code_and_numbers_on_both_pages() -> None:
    english, chinese = tables(ENGLISH), tables(CHINESE)
    assert [len(table) for table in english] == [len(table) for table in chinese]
    for table, other in zip(english, chinese, strict=True):
        assert [facts(row) for row in table] == [facts(row) for row in other]


def test_both_pages_lead_to_each_other_above_the_first_section() -> None:
    heads = {name: page.partition("\n## ")[0] for name, page in PAGES.items()}
    assert f"]({CHINESE})" in heads[ENGLISH]
    assert f"](../{ENGLISH})" in heads[CHINESE]
