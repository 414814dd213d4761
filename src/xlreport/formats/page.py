"""The tables of a published web page, read tag by tag: no tree, no network, nothing run."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Final

from xlreport.base.errors import InputError
from xlreport.formats import _drawn_table as grid
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import CHUNK, LIMITS, Unreadable, hostile

_HIDDEN: Final = frozenset({"script", "style", "head", "template", "noscript", "select", "svg"})
_INLINE: Final = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i"),
        *("img", "ins", "kbd", "label", "mark", "o:p", "q", "ruby", "s", "samp", "small", "span"),
        *("st1:chsdate", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    }
)
_UNSEEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_KINDS: Final = {
    **dict.fromkeys(("del", "s", "strike"), grid.STRUCK),
    **dict.fromkeys(("sub", "sup"), grid.RAISED),
    "math": grid.FORMULA,
}
_STYLED: Final = (
    (re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE), grid.STRUCK),
    (re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE), grid.RAISED),
)
# What a style makes invisible, a style further in may show again.
_VISIBLE: Final = re.compile(
    r"(?:^|[;\s])(?:(?P<visibility>visibility)\s*:\s*(?P<hidden>hidden|collapse)?"
    r"|(?P<size>font-size)\s*:\s*(?P<tiny>0*\.?0+(?:px|pt|r?em|ex|%)?\s*(?=[;!]|$))?"
    r"|(?P<opacity>opacity)\s*:\s*(?P<clear>0*\.?0+%?\s*(?=[;!]|$))?)",
    re.IGNORECASE,
)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""")
_LOOKED_AT: Final = 4096
_ENCODINGS: Final = {"gb": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}


def read_page(data: bytes) -> list[RawSheet]:
    """Read the tables and the text of a web page; raises Unreadable beyond a bound.

    Raises `InputError` where lxml is not installed.
    """
    try:
        from lxml import etree
    except ImportError:
        raise InputError('读取网页还要安装 lxml，请运行 pip install "xlreport[report]"。') from None
    if len(data) > LIMITS.file:
        sizes = {"limit": f"{LIMITS.file >> 20} MB", "size": f"{len(data) >> 20} MB"}
        raise Unreadable("FILE-LARGE", **sizes)
    if data.count(b"<") > LIMITS.tags:
        raise hostile(f"网页的标记超过 {LIMITS.tags} 个")
    target = _Target()
    parser = etree.HTMLParser(
        target=target, encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True
    )
    page = _decode(data).replace("\0", "").encode()
    for start in range(0, len(page), CHUNK):
        parser.feed(page[start : start + CHUNK])
    try:
        return list(parser.close()) if page.strip() else grid.finish(target.drawing)
    except etree.XMLSyntaxError:  # nothing in it that a browser shows
        return grid.finish(target.drawing)


class _Target:
    """Is what lxml tells the tags to: its interface asks for an object with these methods."""

    def __init__(self) -> None:
        self.drawing = grid.Drawing()
        self.hidden = 0
        self.told = False
        self.kinds = [""]
        self.unseen: list[frozenset[str]] = [frozenset()]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.hidden or tag in _HIDDEN or _is_hidden(attributes):
            if not self.hidden:
                self.told = tag not in _HIDDEN
            self.hidden += 1
            return
        style = attributes.get("style") or ""
        self.kinds.append(_kind(tag, style) or self.kinds[-1])
        self.unseen.append(_unseen(style, self.unseen[-1]) if style else self.unseen[-1])
        if tag == "table":
            grid.start_table(self.drawing)
        elif tag == "tr":
            grid.end_paragraph(self.drawing)
            grid.start_row(self.drawing)
        elif tag in ("td", "th"):
            grid.end_paragraph(self.drawing)
            spans = (_span(attributes.get(name)) for name in ("rowspan", "colspan"))
            grid.start_cell(self.drawing, *spans)
        elif tag == "br":
            grid.add_text(self.drawing, "\n")
        elif tag not in _INLINE:
            grid.end_paragraph(self.drawing)

    def end(self, tag: str) -> None:
        if self.hidden:
            self.hidden -= 1
            return
        if len(self.kinds) > 1:
            self.kinds.pop()
            self.unseen.pop()
        if tag == "table":
            grid.end_table(self.drawing)
        elif tag == "tr":
            grid.end_row(self.drawing)
        elif tag in ("td", "th"):
            grid.end_cell(self.drawing)
        elif tag not in _INLINE and tag != "br":
            grid.end_paragraph(self.drawing)

    def data(self, text: str) -> None:
        kind = grid.HIDDEN if self.hidden or self.unseen[-1] else self.kinds[-1]
        if not kind:
            grid.add_text(self.drawing, _BLANKS.sub(" ", text))
        elif not self.hidden or self.told:
            grid.add_aside(self.drawing, kind, _BLANKS.sub(" ", text))

    def close(self) -> list[RawSheet]:
        return grid.finish(self.drawing)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or _UNSEEN.search(attributes.get("style") or "") is not None


def _kind(tag: str, style: str) -> str:
    """Tell what kind of print a tag begins, empty for the plain one."""
    styled = (kind for pattern, kind in _STYLED if pattern.search(style)) if style else ()
    return next(iter(styled), _KINDS.get(tag, ""))


def _unseen(style: str, above: frozenset[str]) -> frozenset[str]:
    """Collect the properties that keep the text of a tag from being seen."""
    unseen = set(above)
    for found in _VISIBLE.finditer(style):
        if found["visibility"]:
            (unseen.add if found["hidden"] else unseen.discard)("visibility")
        elif found["size"]:
            (unseen.add if found["tiny"] else unseen.discard)("size")
        elif found["clear"]:
            unseen.add("opacity")
    return frozenset(unseen)


def _span(text: str | None) -> int:
    """Read a span as a browser does: whatever is no number is 1, however large it is bounded."""
    digits = re.match(r"\s*([0-9]{1,7})", text or "")
    return int(digits[1]) if digits else 1


def _decode(data: bytes) -> str:
    """Decode a page: by its mark, else by whichever encoding leaves the fewest holes.

    Pages that declare one encoding are often saved in another, so a declaration only decides
    where both fit. Chinese text in GBK is hardly ever valid UTF-8.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    names = ["utf-8-sig"]
    declared = _DECLARED.search(data[:_LOOKED_AT])
    if declared is not None:
        said = declared[1].decode("ascii").lower()
        names += [name for prefix, name in _ENCODINGS.items() if said.startswith(prefix)]
    read = [data.decode(name, "replace") for name in dict.fromkeys([*names, "gb18030"])]
    return min(read, key=lambda text: text.count("\ufffd"))
