"""The pages of the guides on the site are made of the sources that are sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide_pages import guide_pages, guide_source

from xlreport.guides.source import GUIDES

DOCS = Path(__file__).parents[2] / "docs"
PAGES = guide_pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_fresh(name: str) -> None:
    assert PAGES[name] == (DOCS / name).read_text(encoding="utf-8"), "run `make pages`"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_shows_the_pictures_of_the_guide_where_they_lie_with_their_captions(
    name: str,
) -> None:
    source = guide_source(name)
    assert source is not None
    captions = re.findall(r'^!\[.+\]\(pictures/(\S+) "(.+)"\)$', source.read_text("utf-8"), re.M)
    assert captions
    page = PAGES[name]
    for picture, caption in captions:
        path = f"../../src/xlreport/guides/pictures/{picture}"
        assert f"]({path})\n\n*图：{caption}*" in page
        assert (DOCS / name).parent.joinpath(path).is_file()


def test_pages_that_are_no_guides_have_no_other_source() -> None:
    assert {f"zh/{key}.md" for key in GUIDES} == set(PAGES)
    assert guide_source("tutorial.md") is None
