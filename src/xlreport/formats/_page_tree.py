"""A web page as a tree of elements: parsed by lxml, within limits, without network or scripts.

libxml2 cuts its own trees off at a depth that unclosed tags reach, so the tree is built here from
its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from xlreport.formats.container import CHUNK, hostile

_MOST_REFERENCES: Final = 300_000  # such as &nbsp;
_MOST_TAGS: Final = 50_000  # start and end tags; a report and its website have some 5,000
# To browsers these end nothing; the libxml2 that lxml has on Windows leaves out all that follows.
_END: Final = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_WITHOUT_CONTENT: Final = frozenset(
    {
        *("area", "base", "bgsound", "br", "col", "embed", "hr", "image", "img", "input"),
        *("keygen", "link", "meta", "param", "source", "track", "wbr"),
    }
)


@dataclass(eq=False, slots=True)
class Element:
    """One element: its tag and attributes, and its content, texts and elements in order.

    The names of attributes are those that cssselect2 asks an element for.
    """

    tag: str
    attrib: Mapping[str, str]
    content: list[Element | str] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute's value."""
        return self.attrib.get(name, default)

    def __iter__(self) -> Iterator[Element]:
        """Iterate over the elements in this one, without those further inside."""
        return (each for each in self.content if isinstance(each, Element))

    @property
    def text(self) -> str:
        """The text in this element, without that of the elements inside it."""
        return "".join(each for each in self.content if isinstance(each, str))


def parse_page(page: str) -> Element:
    """Return the root element of a page.

    Raises `Unreadable` for a page with too many tags.
    """
    from lxml import etree  # here, since a test takes it away

    if page.count("<") > _MOST_TAGS:
        raise hostile(f"网页的标记超过 {_MOST_TAGS} 个")
    if page.count("&") > _MOST_REFERENCES:
        raise hostile(f"网页的字符引用超过 {_MOST_REFERENCES} 个")
    builder = _Builder()
    parser = etree.HTMLParser(
        target=builder, encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True
    )
    data = _END.sub("", page.replace("\0", "")).encode("utf-8", "replace")
    if data.strip():
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
        with suppress(etree.XMLSyntaxError):  # the page has no text
            parser.close()
    return builder.root


class _Builder:
    """The receiver of a page's tags, with the methods that lxml asks for."""

    def __init__(self) -> None:
        self.root = Element("#page", {})
        self.open = [self.root]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        element = Element(tag, dict(attributes))
        self.open[-1].content.append(element)
        # lxml does not know all of these, and puts what follows into them.
        self.open.append(self.open[-1] if tag in _WITHOUT_CONTENT else element)

    def end(self, _: str) -> None:
        if len(self.open) > 1:
            self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].content.append(text)

    def close(self) -> None:
        """Finish the tree."""
