"""The first page of the site has a door for each reader, loads nothing, and reads on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from build_site import front_page
from halves import CHINESE, ENGLISH, ROOT
from site_hooks import joined, other_page, site_text

from support.browser import DESK, PHONE, ask, needs_chromium

PAGE = front_page()


def test_three_doors_stand_on_it_in_chinese_with_the_english_beside_them() -> None:
    doors = re.findall(
        r"<h2 id=\"door-\d\"><a [^>]+>(.+?)</a> <span lang=\"en\">(.+?)</span>", PAGE
    )
    assert [("填报人", "Clerks"), ("汇总人员", "Officers"), ("开发者", "Programmers")] == doors
    assert PAGE.count('<section class="door"') == 3


def test_its_pictures_are_in_it_and_told_in_words() -> None:
    pictures = re.findall(r"<img src=\"([^\"]{30})[^\"]*\" alt=\"([^\"]+)\"", PAGE)
    assert 6 == len(pictures) == PAGE.count("<img")
    assert {"data:image/png;base64,iVBORw0K"} == {source for source, _ in pictures}


def test_it_loads_nothing() -> None:
    assert [] == re.findall(r"<(?:script|link|iframe)\b|@import|url\(", PAGE)
    assert [] == [
        address for address in re.findall(r"(?:href|src)=\"([^\"]+)", PAGE) if "//" in address[:9]
    ]


def test_it_leads_to_pages_that_exist_in_the_language_it_names() -> None:
    folders = {ENGLISH: "docs", CHINESE: "docs/zh"}
    led = re.findall(r"href=\"(en|zh)/([^\"]+)\.html\"", PAGE)
    assert len(led) > 15
    lost = {path for to, path in led if not (ROOT / folders[to] / f"{path}.md").is_file()}
    assert set() == lost


def test_a_programmer_sees_a_table_as_it_is_written() -> None:
    assert "columns = &#39;&#39;&#39;\n         来信\nfirst      初次\n" in PAGE


@needs_chromium
@pytest.mark.chromium
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_it_has_no_fault_that_axe_knows_and_is_no_wider_than_the_screen(
    width: int, tmp_path: Path
) -> None:
    found = ask(PAGE, width, tmp_path)
    assert [] == found["faults"]
    assert found["page"][0] <= found["page"][1]


@pytest.mark.parametrize(
    ("page", "written", "shown"),
    [
        ("docs/zh/index.md", "[设计](../design.md)、", "[设计](other:../en/design.html)（英文）、"),
        ("docs/zh/index.md", "[教程](tutorial.md)", "[教程](tutorial.md)"),
        (
            "docs/how-to/guided.md",
            "[guide](../zh/officer.md#x), then",
            "[guide](other:../../zh/officer.html#x) (in Chinese), then",
        ),
        ("docs/form-file.md", "# A\n\n[中文](zh/form-file.md)\n\nB", "# A\n\nB"),
        ("docs/zh/form-file.md", "![图](../pictures/a.png)", "![图](../pictures/a.png)"),
    ],
)
def test_a_link_into_the_other_language_leads_out_of_the_site(
    page: str, written: str, shown: str
) -> None:
    assert shown == site_text(page, written)


def test_the_switch_leads_to_the_other_half_or_to_the_other_index() -> None:
    assert "zh/how-to/guided.html" == other_page("docs/how-to/guided.md")
    assert "en/how-to/guided.html" == other_page("docs/zh/how-to/guided.md")
    assert "en/index.html" == other_page("docs/zh/clerk.md")
    assert "zh/index.html" == other_page("docs/design.md")


def test_chinese_lines_are_joined_but_not_in_code_and_not_around_latin_words() -> None:
    page = "<p>公布，\n<a>报告</a>\n。用\nxlreport 做。\nA 列</p>\n<pre>一\n二</pre>"
    assert "<p>公布，<a>报告</a>。用\nxlreport 做。A 列</p>\n<pre>一\n二</pre>" == joined(page)


def test_no_blank_stands_behind_a_bold_chinese_sentence() -> None:
    page = "<p><strong>先保存。</strong> 再打开 <strong>WPS</strong> 表格。</p>"
    assert "<p><strong>先保存。</strong>再打开 <strong>WPS</strong> 表格。</p>" == joined(page)
