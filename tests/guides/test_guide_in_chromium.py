"""A guide in a real browser, on a phone and on a desk: nothing is cut off, axe finds no fault."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from support.browser import DESK, PHONE, ask, needs_chromium
from xlreport.guides.guide import PAGE, build_guide
from xlreport.guides.source import GUIDES
from xlreport.office.theme import default_theme

pytestmark = [pytest.mark.chromium, needs_chromium]


@cache
def page_of(key: str) -> str:
    return build_guide(GUIDES[key], PAGE, default_theme()).decode("utf-8")


@pytest.fixture(scope="module", params=[(k, w) for k in GUIDES for w in (PHONE, DESK)], ids=str)
def seen(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    key, width = request.param
    return {**ask(page_of(key), width, tmp_path_factory.mktemp("page")), "width": width}


def test_the_accessibility_rules_find_nothing(seen: dict[str, Any]) -> None:
    assert [] == seen["faults"]
    assert {"color-contrast", "image-alt", "list", "heading-order"} <= set(seen["passed"])


def test_nothing_is_wider_than_the_screen_less_its_scroll_bar(seen: dict[str, Any]) -> None:
    scrolled, shown = seen["page"]
    assert shown == scrolled
    assert seen["width"] - 20 <= shown
