"""Pages in a real browser, judged by the accessibility rules of axe-core.

The rules are those of the npm package that tests/support/axe/package.json pins; `make axe` puts
them where this file looks for them, in build/axe or the folder that XLREPORT_AXE names.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.work import PATIENCE

_TESTS = Path(__file__).parents[1]
_FOLDER = Path(os.environ.get("XLREPORT_AXE") or _TESTS.parent / "build" / "axe")
_RULES = _FOLDER / "node_modules" / "axe-core" / "axe.min.js"
_VERSION = json.loads((_TESTS / "support" / "axe" / "package.json").read_text(encoding="utf-8"))
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = next((found for name in _NAMES if (found := shutil.which(name))), "")
_REQUIRED = bool(os.environ.get("XLREPORT_REQUIRE_CHROMIUM"))
_MISSING = not (BROWSER and _RULES.exists())

needs_chromium = pytest.mark.skipif(
    _MISSING and not _REQUIRED,
    reason="Chromium or axe-core is not installed; `make axe` installs axe-core",
)

PHONE, DESK = 390, 1280

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
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900"),
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


def installed_axe() -> tuple[str, str]:
    """Return the version of axe-core that is pinned, and the one that is installed."""
    assert not _MISSING, f"Chromium, or axe-core in {_FOLDER}, is not installed"
    manifest = json.loads((_RULES.parent / "package.json").read_text(encoding="utf-8"))
    return _VERSION["dependencies"]["axe-core"], manifest["version"]
