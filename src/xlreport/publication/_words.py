"""What is said of a publication: to the officer in a few words, to the department as a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from xlreport.base.finding import quotable
from xlreport.base.path import say_indicator
from xlreport.publication.publication import (
    Publication,
    Publications,
    PublicationStatus,
    PublishedCell,
    PublishedPage,
)

_NAMED = 5  # cells in one sentence; the sheet of differences has all of them


def remarks(publication: Publication) -> Iterator[str]:
    """Yield what an officer should know of what a department has published, beside its status."""
    if publication.differences:
        cells = publication.differences
        yield f"{len(cells)} 格与报送件不同（报送→公布）：{_cells(cells)}"
    if publication.pages and not publication.is_accepted:
        yield "报送件还没有通过审核"
    if publication.gone:
        yield f"{publication.gone} 看到过，现在没有找到"
    for page in publication.pages:
        named = f"{quotable(page.file)}：" if len(publication.pages) > 1 else ""
        yield from (f"{named}{remark}" for remark in _of_page(page))
    for file, why in publication.others:
        yield f"{quotable(file)} {why}"


def _of_page(page: PublishedPage) -> Iterator[str]:
    """Yield what is to be said of one page: what it lacks, then what has changed."""
    if page.reason:
        yield page.reason
    elif page.period is None:
        yield "标题中看不出是哪一期的"
    if page.status is PublicationStatus.OTHER_EDITION:
        yield f"用的是{page.edition}的表格"
    if page.unread:
        yield f"{len(page.unread)} 格没有公布或看不准：{_paths(page.unread)}"
    if page.before and page.changes:
        cells = _cells(page.changes)
        yield f"{page.before.last} 以后改动了 {len(page.changes)} 格数字（原来→现在）：{cells}"
    if page.before and page.is_rewritten:
        yield f"{page.before.last} 以后改动了文字"
    if page.texts:
        yield f"文字与报送件不同：{'、'.join(page.texts)}"


def request(publications: Publications, publication: Publication) -> str:
    """Return the request to send to a department; empty where nothing is asked of it."""
    asked = _ASKED[publication.status](publication)
    if not asked:
        return ""
    due = f"（应在 {publications.deadline} 前公布）" if publications.deadline else ""
    late = f"，已逾期 {publication.days_late} 天" if publication.is_late else ""
    period = publications.period.title if publications.period else ""
    report = f"{period}{publications.title}{due}"
    return f"{publication.department.name}：贵单位{report}{late}，{asked}"


def _ask_to_publish(publication: Publication) -> str:
    found = "先前公布的页面现在找不到" if publication.gone else "还没有找到公布的页面"
    return f"{found}，请公布后把网址发来；已经公布的，也请发来网址。"


def _ask_to_correct(publication: Publication) -> str:
    cells = publication.differences
    said = "；".join(
        f"{say_indicator(cell.path)}，公布的是{_value(cell.published)}，报送的是{_value(cell.reported)}"
        for cell in cells[:_NAMED]
    )
    more = f"；等 {len(cells)} 格" if len(cells) > _NAMED else ""
    return f"有 {len(cells)} 格与报送的不同：{said}{more}。请更正网页；公布的数无误的，请重新报送。"


def _ask_to_complete(publication: Publication) -> str:
    unread = [path for page in publication.pages for path in page.unread]
    return (
        f"有 {len(unread)} 格没有公布或看不准：{_paths(unread)}。"
        "请补全；表格是图片的，请改用文字表格。"
    )


def _ask_why_changed(publication: Publication) -> str:
    cells = [cell for page in publication.pages for cell in page.changes]
    return f"公布后改动了 {len(cells)} 格：{_cells(cells)}。请说明改动的原因。" if cells else ""


_ASKED: Mapping[PublicationStatus, Callable[[Publication], str]] = {
    PublicationStatus.NOT_FOUND: _ask_to_publish,
    PublicationStatus.OTHER_FIGURES: _ask_to_correct,
    PublicationStatus.INCOMPLETE: _ask_to_complete,
    PublicationStatus.EQUAL: _ask_why_changed,
    PublicationStatus.OTHER_EDITION: lambda _: "用的不是本期的官方表格，请换用本期的表格重新公布。",
    PublicationStatus.UNREADABLE: lambda _: "公布的文件无法核对，请提供网页或 Word 文件（.docx）。",
    PublicationStatus.NO_RETURN: lambda _: "已经公布，但没有可以采用的报送件，请尽快报送。",
}


def _cells(cells: Sequence[PublishedCell]) -> str:
    more = " 等" if len(cells) > _NAMED else ""
    return "、".join(map(str, cells[:_NAMED])) + more


def _paths(paths: Sequence[str]) -> str:
    return "；".join(map(say_indicator, paths[:_NAMED])) + (" 等" if len(paths) > _NAMED else "")


def _value(text: str) -> str:
    return f" {text}" if text else "空白"
