"""The page that says where each thing lives names every module, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import xlreport

ROOT = Path(__file__).parent.parent


def test_the_architecture_page_names_every_module_once() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    named = [name for line in rows for name in re.findall(r"`(_\w+)`", line)]
    modules = [path.stem for path in Path(xlreport.__file__).parent.glob("_*.py")]
    assert sorted(set(modules) - {"__init__", "__main__"}) == sorted(named)
