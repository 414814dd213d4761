"""The page of the board in a real browser: it fits a phone and a desk, and axe finds no fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.browser import DESK, PHONE, ask, needs_chromium
from support.county import mixed_county
from xlreport.desk.board import board
from xlreport.desk.board_page import as_page

pytestmark = [pytest.mark.chromium, needs_chromium]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_rules_find_nothing_and_nothing_is_wider_than_the_screen(
    width: int, tmp_path: Path
) -> None:
    seen = ask(as_page(board(mixed_county("0953-6012345"), name="盐池县")), width, tmp_path)
    assert [] == seen["faults"]
    assert {"color-contrast", "link-name", "list"} <= set(seen["passed"])
    assert [width, width] == seen["page"]
