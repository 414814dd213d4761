"""Every page stands in both languages, or is listed; both halves say the same."""

from __future__ import annotations

import re

import pytest
from halves import (
    ENGLISH,
    ONE_LANGUAGE,
    ROOT,
    half_of,
    language_of,
    pages,
    reason_of,
    revision_of,
)
from page_parts import (
    COMMENTED,
    anchors,
    bare_fences,
    english_of,
    fences,
    heading_levels,
    internal,
    links,
    resolved,
    sections,
    table_shapes,
    without_comments,
)

PAGES = {page: (ROOT / page).read_text(encoding="utf-8") for page in pages()}
PAIRS = [
    (page, half_of(page))
    for page in PAGES
    if language_of(page) == ENGLISH and half_of(page) in PAGES
]
both_halves = pytest.mark.parametrize(("english", "chinese"), PAIRS)


def targets(page: str) -> list[set[tuple[str, int]]]:
    """Give where each section leads: the English page, and the number of the heading in it.

    Each half leads to the other, where the site has its switch.
    """
    own = {page, half_of(page)}
    found = []
    for section in sections(PAGES[page]):
        led = [resolved(page, link) for link in internal(links(section))]
        found.append(
            {
                (english_of(target), heading_number(target, anchor))
                for target, anchor in led
                if anchor or target not in own
            }
        )
    return found


def heading_number(page: str, anchor: str) -> int:
    """Give the number of the heading that an anchor names, 0 for the page itself."""
    if not anchor:
        return 0
    there = anchors(PAGES[page])  # tests/pages/test_links.py tells of one that is missing
    return 1 + there.index(anchor) if anchor in there else -1


def test_a_page_in_one_language_is_listed_with_the_reason() -> None:
    single = {page for page in PAGES if half_of(page) not in PAGES and not reason_of(page)}
    assert set() == single


def test_the_list_names_pages_that_exist_in_one_language_with_a_reason() -> None:
    assert all(ONE_LANGUAGE.values())
    assert [] == [each for each in ONE_LANGUAGE if not (ROOT / each).exists()]
    assert [] == [page for page in PAGES if reason_of(page) and half_of(page) in PAGES]


@both_halves
def test_no_half_is_older_than_the_other(english: str, chinese: str) -> None:
    assert revision_of(PAGES[english]) == revision_of(PAGES[chinese])
    assert revision_of(PAGES[english]) is not None


@both_halves
def test_both_halves_have_the_same_headings(english: str, chinese: str) -> None:
    assert heading_levels(PAGES[english]) == heading_levels(PAGES[chinese])


@both_halves
def test_both_halves_have_the_same_code_but_for_its_comments(english: str, chinese: str) -> None:
    assert bare_fences(english, PAGES[english]) == bare_fences(chinese, PAGES[chinese])


@both_halves
def test_both_halves_have_the_same_tables(english: str, chinese: str) -> None:
    assert table_shapes(PAGES[english]) == table_shapes(PAGES[chinese])


@both_halves
def test_every_section_leads_to_the_same_places(english: str, chinese: str) -> None:
    assert targets(english) == targets(chinese)


@both_halves
def test_both_halves_name_the_same_addresses_of_the_web(english: str, chinese: str) -> None:
    web = [{link for link in links(PAGES[page]) if "://" in link} for page in (english, chinese)]
    assert web[0] == web[1]


@pytest.mark.parametrize("page", [page for page in PAGES if not reason_of(page)])
def test_a_page_leads_to_pages_of_its_own_language_where_there_are_any(page: str) -> None:
    own = language_of(page)
    led = {resolved(page, link)[0] for link in internal(links(PAGES[page]))} - {half_of(page)}
    foreign = {target for target in led if target.endswith(".md") and language_of(target) != own}
    assert set() == {target for target in foreign if half_of(target) in PAGES}


@pytest.mark.parametrize("page", [each for each in PAGES if each.startswith("docs/zh/")])
def test_a_chinese_page_has_a_chinese_title(page: str) -> None:
    (title, *_) = re.findall(r"^# (.+)$", PAGES[page], re.MULTILINE)
    assert re.search(r"[一-鿿]", title)


@pytest.mark.parametrize("page", [each for each in PAGES if each.startswith("docs/zh/")])
def test_comments_in_the_code_of_a_chinese_page_are_chinese(page: str) -> None:
    code = [fence.body for fence in fences(PAGES[page]) if fence.info in COMMENTED]
    comments = [
        each for body in code for each in re.findall(r"(?:^|\s)# (.*)$", body, re.MULTILINE)
    ]
    assert [] == [each for each in comments if not re.search(r"[一-鿿]|^\w+ = \d+$", each)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_reads_the_demonstration_says_how_it_is_made(page: str) -> None:
    made = "xlreport demo --out 演示"
    assert "演示/" not in PAGES[page].partition(made)[0]


def test_comments_are_no_part_of_the_code_that_is_compared() -> None:
    code = 'a = "#1B5E34"  # the colour\n# a line\n\n    # another\nb = 1\n#\n'
    assert 'a = "#1B5E34"\n\nb = 1\n' == without_comments(code)


def test_a_table_of_contents_is_compared_without_caption_and_single_pages() -> None:
    page = "```{toctree}\n:caption: Learn\n\ntutorial\ndesign\n```\n\n```{toctree}\nscale\n```\n"
    assert ["\ntutorial\n"] == [fence.body for fence in bare_fences("docs/index.md", page)]


def test_a_heading_of_the_same_words_has_an_anchor_of_its_own() -> None:
    assert ["a-b", "a-b-1", "查-错"] == anchors(
        "# A `b`\n\n## A b\n\n```\n# no\n```\n\n## 查 错！\n"
    )
