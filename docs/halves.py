"""Which page has which half: English docs/<path>.md, Chinese docs/zh/<path>.md.

A page of the root has its half beside it, as README.md has README.zh-CN.md.

Pages are named by their path from the root of the project. A page that stands in one language
alone is listed here, with the reason; tests/pages/test_halves.py holds that every other page has
its half, and that both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]

ENGLISH, CHINESE = "en", "zh"
NAMES: Mapping[str, str] = {ENGLISH: "English", CHINESE: "中文"}
"""The languages of the site, as each names itself."""

_FOR_DEVELOPERS = "read by those who work on the library, as its code is"
_FOR_OFFICES = "read in offices, whose workbooks and messages are Chinese"
ONE_LANGUAGE: Mapping[str, str] = {
    "CONTRIBUTING.md": _FOR_DEVELOPERS,
    "docs/acceptance.md": "a list of tests, whose names are English",
    "docs/architecture.md": _FOR_DEVELOPERS,
    "docs/decisions.md": _FOR_DEVELOPERS,
    "docs/decisions/": _FOR_DEVELOPERS,
    "docs/design.md": _FOR_DEVELOPERS,
    "docs/scale.md": "written by the measurements, whose names are English",
    "docs/zh/clerk.md": _FOR_OFFICES,
    "docs/zh/officer.md": _FOR_OFFICES,
}
"""Pages, and folders of them, in one language alone, each with the reason."""

_OF_THE_ROOT = {"CHANGELOG.md": "CHANGELOG.zh-CN.md", "README.md": "README.zh-CN.md"}
_CHINESE_FOLDER = "docs/zh/"
_REVISION = re.compile(r"\A<!-- revision: ([1-9]\d*) -->\n\n# ")


def pages() -> list[str]:
    """Return the pages of the documentation and of the root, in the order of their paths."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def language_of(page: str) -> str:
    """Return the language in which a page is written."""
    chinese = page.startswith(_CHINESE_FOLDER) or page in _OF_THE_ROOT.values()
    return CHINESE if chinese else ENGLISH


def half_of(page: str) -> str:
    """Return the path of a page's other half, whether there is one or not."""
    both = _OF_THE_ROOT | {chinese: english for english, chinese in _OF_THE_ROOT.items()}
    if page in both:
        return both[page]
    if language_of(page) == CHINESE:
        return f"docs/{page.removeprefix(_CHINESE_FOLDER)}"
    return f"{_CHINESE_FOLDER}{page.removeprefix('docs/')}"


def reason_of(page: str) -> str:
    """Return why a page stands in one language alone, or nothing where it needs a half."""
    return next((ONE_LANGUAGE[each] for each in ONE_LANGUAGE if _holds(each, page)), "")


def revision_of(text: str) -> int | None:
    """Return the revision that a page's first line states; both halves of a page state the same."""
    found = _REVISION.match(text)
    return int(found[1]) if found else None


def _holds(listed: str, page: str) -> bool:
    return page.startswith(listed) if listed.endswith("/") else page == listed
