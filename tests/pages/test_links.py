"""Every link in the pages, the READMEs and the guides leads to a file, and its anchor to a heading.

That of the built site is held in test_site.py. Addresses of the web are looked at, not called.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

import pytest
from halves import ROOT
from page_parts import anchors, internal, links, resolved

PATTERNS = ("*.md", "docs/**/*.md", "benchmarks/*.md", "examples/*.md", "tests/**/*.md")
GUIDES = "src/xlreport/guides/*.md"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in (*PATTERNS, GUIDES)
    for path in ROOT.glob(pattern)
)


@cache
def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def lost(page: str, link: str) -> bool:
    """Say whether a link leads to no file, or to no heading."""
    target, anchor = resolved(page, link)
    if not (ROOT / target).exists():
        return True
    return bool(anchor) and anchor not in anchors(read(target))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_and_its_anchor_to_a_heading(page: str) -> None:
    assert [] == [link for link in internal(links(read(page))) if lost(page, link)]


@pytest.mark.parametrize("page", PAGES)
def test_every_address_of_the_web_is_well_formed(page: str) -> None:
    for link in {link for link in links(read(page)) if re.match(r"[a-z]+:", link)}:
        parts = urlsplit(link)
        assert parts.scheme in {"http", "https"}, link
        assert re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", parts.netloc), link
        assert link.isascii(), link
        assert link[-1] not in ".,;", link


@pytest.mark.parametrize(
    ("link", "is_lost"),
    [
        ("tutorial.md", False),
        ("no-page.md", True),
        ("tutorial.md#1-the-roster", False),
        ("tutorial.md#no-heading", True),
        ("#no-heading", True),
        ("../examples", False),
    ],
)
def test_a_link_to_nothing_is_lost(link: str, is_lost: bool) -> None:
    assert is_lost == lost("docs/index.md", link)
