"""The page in a real browser, on a phone and on a desk: nothing is cut off, axe finds no fault.

The rules are those of the npm package axe-core that tests/support/axe/package.json pins; `make
axe` puts them where this file looks for them, in build/axe or the folder that XLREPORT_AXE names.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from support.to_publish import returns_to_publish
from support.work import PATIENCE
from xlreport import load_form
from xlreport.office.theme import default_theme
from xlreport.report._page import build_page
from xlreport.report.report import make_report

_TESTS = Path(__file__).parents[1]
_FOLDER = Path(os.environ.get("XLREPORT_AXE") or _TESTS.parent / "build" / "axe")
_RULES = _FOLDER / "node_modules" / "axe-core" / "axe.min.js"
_VERSION = json.loads((_TESTS / "support" / "axe" / "package.json").read_text(encoding="utf-8"))
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_BROWSER = next((found for name in _NAMES if (found := shutil.which(name))), "")
_REQUIRED = bool(os.environ.get("XLREPORT_REQUIRE_CHROMIUM"))
_MISSING = not (_BROWSER and _RULES.exists())

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(
        _MISSING and not _REQUIRED,
        reason="Chromium or axe-core is not installed; `make axe` installs axe-core",
    ),
]

PHONE, DESK = 390, 1280
FORMS = ["ogi-2021", "ogi-2019"]
TEXTS = {
    "overview": "（一）主动公开。" + "及时公开群众关心的事项。" * 20 + "\nhttp" + "a" * 300,
    "problems": "公开不够及时。",
    "other": "无。",
}

# What the page itself is asked; the answer goes to the page around it, whose frame is as wide as
# the screen in question: the browser's own window is never as narrow as a phone.
_ASK = """
const wide = element => [element.scrollWidth, element.clientWidth];
axe.run().then(found => parent.postMessage(JSON.stringify({
  faults: found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join()),
  passed: found.passes.map(each => each.id),
  page: wide(document.documentElement),
  tables: [...document.querySelectorAll(".xlr-scroll")].map(wide),
  label: Math.min(...[...document.querySelectorAll(".xlr-column")].map(e => e.clientWidth)),
}), "*"));
"""
_AROUND = """<!DOCTYPE html><body style="margin: 0">
<iframe src="page.html" style="border: 0; width: {width}px; height: 4000px"></iframe>
<pre></pre>
<script>onmessage = event => {{ document.querySelector("pre").textContent = event.data; }}</script>
"""


def ask(page: str, width: int, folder: Path) -> dict[str, Any]:
    """Ask a page on a screen of a width in pixels: its faults by axe, its sizes."""
    assert not _MISSING, f"Chromium, or axe-core in {_FOLDER}, is not installed"
    script = f"<script>{_RULES.read_text(encoding='utf-8')}</script><script>{_ASK}</script>"
    assert "</body>" in page
    (folder / "page.html").write_text(page.replace("</body>", f"{script}</body>"), "utf-8")
    (folder / "around.html").write_text(_AROUND.format(width=width), "utf-8")
    command = [
        *(_BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900"),
        *(f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=30000", "--dump-dom"),
        (folder / "around.html").as_uri(),
    ]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    answer = re.search(r"<pre>(.+?)</pre>", done.stdout, re.DOTALL)
    assert answer, done.stderr
    found: dict[str, Any] = json.loads(html.unescape(answer[1]))
    return found


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
    assert not _MISSING, f"Chromium, or axe-core in {_FOLDER}, is not installed"
    manifest = json.loads((_RULES.parent / "package.json").read_text(encoding="utf-8"))
    assert _VERSION["dependencies"]["axe-core"] == manifest["version"]


def test_the_accessibility_rules_find_nothing(seen: dict[str, Any]) -> None:
    assert [] == seen["faults"]
    assert {"td-headers-attr", "color-contrast", "scope-attr-valid"} <= set(seen["passed"])


def test_the_page_is_as_wide_as_the_screen_and_only_tables_scroll(seen: dict[str, Any]) -> None:
    assert [seen["width"], seen["width"]] == seen["page"]
    assert 3 == len(seen["tables"])
    if seen["width"] == DESK:
        assert [] == [sizes for sizes in seen["tables"] if sizes[0] > sizes[1]]


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
