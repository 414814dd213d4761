"""What pages say about themselves: the day of publication, the address, the titles."""

from __future__ import annotations

from datetime import date

import pytest

from xlreport.formats.page_facts import PageFacts, read_page_facts

DAY = date(2027, 1, 20)


def published(page: str, encoding: str = "utf-8") -> date | None:
    return read_page_facts(page.encode(encoding)).published


@pytest.mark.parametrize(
    "page",
    [
        '<meta name="PubDate" content="2027-01-20 10:03">',
        "<META content='2027年1月20日' name=PubDate>",
        "<span>【发布日期】</span>\n<b>：</b><i>2027-01-20</i>",
        "<td>发布时间&nbsp;:</td><td>2027/1/20 09:00</td>",
        "<style>发布日期：2020-01-01</style><p>公开日期：2027.01.20",
        "<!-- 发布日期：2020-01-01 --><SCRIPT>发布日期：2020-01-01</SCRIPT>发布日期：2027-01-20",
        '<meta name="PubDate" content="2027-13-20">发布日期：2027-01-20',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_day_is_that_of_the_tags_else_the_one_that_the_text_calls_so(
    page: str, encoding: str
) -> None:
    assert DAY == published(page, encoding)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "2027年1月20日",
        "成文日期：2027-01-20",
        "发布日期：1月20日",
        "<script>发布日期：2027-01-20",
        "发布日期：2027-02-30",
    ],
)
def test_no_other_day_is_taken_for_it(page: str) -> None:
    assert None is published(page)


def test_a_saved_page_has_its_address_and_its_titles() -> None:
    page = """<!-- saved from url=(0034)https://a.gov.cn/x?a=1&amp;b=2 --><title>
        某局2026年报告_某县</title><meta name="ArticleTitle" content="某局2026年报告">"""
    wanted = PageFacts(("某局2026年报告", "某局2026年报告_某县"), "https://a.gov.cn/x?a=1&b=2")
    assert wanted == read_page_facts(page.encode())
