"""What a web page says about itself: its titles, its address, the day on which it was published.

A browser writes the address into a page that it saves. The day stands in the tags that the rules
for government websites ask for (国办发〔2017〕47号), or above the article.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from xlreport.formats.page import decode_page

_SEARCHED: Final = 1_000_000  # characters from the beginning; every pattern is bounded, too
_LONGEST: Final = 500  # characters of a title or an address
_TAG: Final = re.compile(r"<meta\s[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""\b([a-z-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_SAVED_FROM: Final = re.compile(r"<!--\s?saved from url=\([0-9]{4}\)(\S{1,500})")
_UNSEEN: Final = re.compile("<!--|<script|<style", re.IGNORECASE)
_CLOSINGS: Final = {"<!--": "-->", "<script": "</script", "<style": "</style"}
_MARKUP: Final = re.compile(r"<[^<>]{0,5000}>|&nbsp;|&#160;")
_DAY: Final = "(20[0-9]{2}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2})"
_ALONE: Final = re.compile(_DAY)
_STATED: Final = re.compile(rf"(?:发布|公布|公开)(?:日期|时间) ?[】\]]? ?[:：]? ?{_DAY}")
_PUBLISHED: Final = ("pubdate", "publishdate")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says about itself; a text is empty, and the day None, where it says nothing."""

    titles: tuple[str, ...] = ()
    address: str = ""
    published: date | None = None


def read_page_facts(data: bytes) -> PageFacts:
    """Read what a page says about itself, whatever the bytes are."""
    page = decode_page(data)[:_SEARCHED]
    named = _named(page)
    saved, titled = _SAVED_FROM.search(page), _TITLE.search(page)
    titles = (named.get("articletitle", ""), html.unescape(titled[1]) if titled else "")
    return PageFacts(
        titles=tuple(" ".join(each.split()) for each in titles if each.strip()),
        address=html.unescape(saved[1]) if saved else named.get("url", ""),
        published=_published(page, named),
    )


def _named(page: str) -> Mapping[str, str]:
    """Map the names of the page's meta tags to their contents; the first of a name counts."""
    found: dict[str, str] = {}
    for tag in _TAG.finditer(page):
        attributes = {
            name.lower(): html.unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(tag[0])
        }
        if attributes.get("content"):
            found.setdefault(attributes.get("name", "").lower(), attributes["content"][:_LONGEST])
    return found


def _published(page: str, named: Mapping[str, str]) -> date | None:
    """Return the day that the tags state, else the first that the text calls so."""
    tagged = (_ALONE.search(named.get(name, "")) for name in _PUBLISHED)
    text = " ".join(_MARKUP.sub(" ", "".join(_shown(page))).split())
    days = (_day(match) for match in (*tagged, _STATED.search(text)) if match is not None)
    return next((day for day in days if day is not None), None)


def _shown(page: str) -> Iterator[str]:
    """Yield the page without comments, scripts and styles."""
    lower, shown = page.lower(), 0
    for opening in _UNSEEN.finditer(page):
        if opening.start() >= shown:
            yield page[shown : opening.start()]
            end = lower.find(_CLOSINGS[opening[0].lower()], opening.end())
            shown = len(page) if end < 0 else end
    yield page[shown:]


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
