"""The tables of a published web page, read tag by tag: no tree, no network, nothing run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from xlreport.base.errors import InputError
from xlreport.base.text import GB18030, UTF_8, possible_encodings
from xlreport.formats import _drawn_table as grid
from xlreport.formats._drawn_cell import Mark
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
_NOT_DISPLAYED: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MARKS: Final = {
    **dict.fromkeys(("del", "s", "strike"), Mark.STRUCK),
    **dict.fromkeys(("sub", "sup"), Mark.RAISED),
    "math": Mark.FORMULA,
}
_STYLE_MARKS: Final = (
    (re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE), Mark.STRUCK),
    (re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE), Mark.RAISED),
)
# The three properties besides "display" that may hide a text, and the values that do.
_HIDING: Final = re.compile(
    r"(?:^|[;\s])(?:(?P<visibility>visibility)\s*:\s*(?P<hidden>hidden|collapse)?"
    r"|(?P<size>font-size)\s*:\s*(?P<tiny>0*\.?0+(?:px|pt|r?em|ex|%)?\s*(?=[;!]|$))?"
    r"|(?P<opacity>opacity)\s*:\s*(?P<clear>0*\.?0+%?\s*(?=[;!]|$))?)",
    re.IGNORECASE,
)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_DECLARATION: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""")
_DECLARATION_BYTES: Final = 4096  # the beginning of a page, where its encoding is declared
_DECLARED_ENCODINGS: Final = {"gb": GB18030, "x-gbk": GB18030, "big5": "big5hkscs"}


def read_page(data: bytes) -> list[RawSheet]:
    """Read the tables and the text of a web page.

    Raises `Unreadable` beyond a limit, and `InputError` where lxml is not installed.
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
    except etree.XMLSyntaxError:  # the page has no text
        return grid.finish(target.drawing)


class _TextStyle(NamedTuple):
    """How the text in an open tag looks: its mark, and the properties that hide it."""

    mark: Mark = Mark.NONE
    hiding: frozenset[str] = frozenset()


class _Target:
    """The receiver of a page's tags, with the methods that lxml asks for.

    `skipped` counts the open tags in a tag of which nothing is drawn. `marks_skipped` tells
    whether its text is still reported as hidden, which a script's is not.
    """

    def __init__(self) -> None:
        self.drawing = grid.Drawing()
        self.skipped = 0
        self.marks_skipped = False
        self.styles = [_TextStyle()]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.skipped or tag in _HIDDEN or _is_hidden(attributes):
            if not self.skipped:
                self.marks_skipped = tag not in _HIDDEN
            self.skipped += 1
            return
        self.styles.append(_text_style(tag, attributes.get("style") or "", self.styles[-1]))
        if tag == "table":
            grid.start_table(self.drawing)
        elif tag == "tr":
            grid.end_paragraph(self.drawing)
            grid.start_row(self.drawing)
        elif tag in ("td", "th"):
            grid.end_paragraph(self.drawing)
            rows, columns = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
            grid.start_cell(self.drawing, rows, columns)
        elif tag == "br":
            grid.add_text(self.drawing, "\n")
        elif tag not in _INLINE:
            grid.end_paragraph(self.drawing)

    def end(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        if len(self.styles) > 1:
            self.styles.pop()
        if tag == "table":
            grid.end_table(self.drawing)
        elif tag == "tr":
            grid.end_row(self.drawing)
        elif tag in ("td", "th"):
            grid.end_cell(self.drawing)
        elif tag not in _INLINE and tag != "br":
            grid.end_paragraph(self.drawing)

    def data(self, text: str) -> None:
        text = _BLANKS.sub(" ", text)
        style = self.styles[-1]
        if self.skipped:
            if self.marks_skipped:
                grid.add_marked(self.drawing, Mark.HIDDEN, text)
        elif style.hiding:
            grid.add_marked(self.drawing, Mark.HIDDEN, text)
        elif style.mark is not Mark.NONE:
            grid.add_marked(self.drawing, style.mark, text)
        else:
            grid.add_text(self.drawing, text)

    def close(self) -> list[RawSheet]:
        return grid.finish(self.drawing)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return (
        "hidden" in attributes or _NOT_DISPLAYED.search(attributes.get("style") or "") is not None
    )


def _text_style(tag: str, style: str, outer: _TextStyle) -> _TextStyle:
    """Return how the text in a tag looks, from its `style` attribute and the tag around it."""
    mark = _MARKS.get(tag, outer.mark)
    if not style:
        return _TextStyle(mark, outer.hiding)
    styled = (each for pattern, each in _STYLE_MARKS if pattern.search(style))
    return _TextStyle(next(styled, mark), _hiding_properties(style, outer.hiding))


def _hiding_properties(style: str, inherited: frozenset[str]) -> frozenset[str]:
    """Return the properties that hide the text of a tag, with those inherited.

    A tag may set visibility and size anew; it cannot undo the opacity of a tag around it.
    """
    hiding = set(inherited)
    for match in _HIDING.finditer(style):
        if match["opacity"]:
            if match["clear"]:
                hiding.add("opacity")
            continue
        name = "visibility" if match["visibility"] else "size"
        if match["hidden"] or match["tiny"]:
            hiding.add(name)
        else:
            hiding.discard(name)
    return frozenset(hiding)


def _span(text: str | None) -> int:
    """Read a rowspan or colspan as a browser does: 1 unless it begins with a number."""
    digits = re.match(r"\s*([0-9]{1,7})", text or "")
    return int(digits[1]) if digits else 1


def _decode(data: bytes) -> str:
    """Decode a page: by its mark, else in the encoding with the fewest invalid characters.

    Pages that declare one encoding are often saved in another, so the declaration only decides
    between encodings that fit equally well.
    """
    if possible_encodings(data) == ("utf-16",):
        return data.decode("utf-16", "replace")
    encodings = dict.fromkeys([UTF_8, *_declared_encodings(data), GB18030])
    texts = [data.decode(encoding, "replace") for encoding in encodings]
    return min(texts, key=lambda text: text.count("\ufffd"))


def _declared_encodings(data: bytes) -> list[str]:
    """List the encodings besides UTF-8 that a page may declare, as Python names them."""
    declaration = _DECLARATION.search(data[:_DECLARATION_BYTES])
    if declaration is None:
        return []
    name = declaration[1].decode("ascii").lower()
    return [encoding for prefix, encoding in _DECLARED_ENCODINGS.items() if name.startswith(prefix)]
