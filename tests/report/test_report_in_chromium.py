"""The page in a real browser, on a phone and on a desk: nothing is cut off, axe finds no fault."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from support.browser import DESK, PHONE, ask, installed_axe, needs_chromium
from support.to_publish import returns_to_publish
from xlreport import load_form
from xlreport.office.theme import default_theme
from xlreport.report._page import build_page
from xlreport.report.report import make_report

pytestmark = [pytest.mark.chromium, needs_chromium]

FORMS = ["ogi-2021", "ogi-2019"]
TEXTS = {
    "overview": "（一）主动公开。" + "及时公开群众关心的事项。" * 20 + "\nhttp" + "a" * 300,
    "problems": "公开不够及时。",
    "other": "无。",
}


@cache
def page_of(name: str) -> str:
    report = make_report(returns_to_publish(load_form(name), texts=TEXTS))
    return build_page(report, default_theme()).decode("utf-8")


@pytest.fixture(scope="module", params=[(f, w) for f in FORMS for w in (PHONE, DESK)], ids=str)
def seen(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    name, width = request.param
    return {**ask(page_of(name), width, tmp_path_factory.mktemp("page")), "width": width}


def test_the_rules_are_those_of_the_version_that_is_pinned() -> None:
    pinned, installed = installed_axe()
    assert pinned == installed


def test_the_accessibility_rules_find_nothing(seen: dict[str, Any]) -> None:
    assert [] == seen["faults"]
    assert {"td-headers-attr", "color-contrast", "scope-attr-valid"} <= set(seen["passed"])


def test_the_page_is_as_wide_as_the_screen_and_only_tables_scroll(seen: dict[str, Any]) -> None:
    assert [seen["width"], seen["width"]] == seen["page"]
    assert 3 == len(seen["tables"])
    if seen["width"] == DESK:
        assert [] == [sizes for sizes in seen["tables"] if sizes[0] > sizes[1]]


def test_a_table_that_says_it_can_be_moved_is_wider_than_a_phone(seen: dict[str, Any]) -> None:
    if seen["width"] == PHONE:
        assert [False, False, True] == [sizes[0] > sizes[1] for sizes in seen["tables"]]


def test_a_column_label_keeps_two_characters_side_by_side(seen: dict[str, Any]) -> None:
    assert 28 <= seen["label"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('headers="', 'headers="nowhere ', "td-headers-attr"),
        (' lang="zh-CN">', ' lang="中文">', "html-lang-valid"),
        ("color: #1F2933", "color: #C9CDD2", "color-contrast"),
    ],
)
def test_the_rules_do_find_what_is_wrong(old: str, new: str, rule: str, tmp_path: Path) -> None:
    page = page_of("ogi-2021")
    assert old in page
    found = ask(page.replace(old, new, 1), DESK, tmp_path)
    assert rule in {fault.partition(":")[0] for fault in found["faults"]}
