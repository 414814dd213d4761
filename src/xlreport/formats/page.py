"""The tables of a published web page, read as a person sees them: no network, nothing run."""

from __future__ import annotations

import re
from typing import Final

from xlreport.base.errors import InputError
from xlreport.base.text import GB18030, UTF_8, possible_encodings
from xlreport.formats import _drawn_table as grid
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import LIMITS, Unreadable

_DECLARATION: Final = re.compile(
    rb"""(?:charset|encoding)\s*=\s*+["']?+\s*+([A-Za-z0-9_-]{2,20})"""
)
_DECLARATION_BYTES: Final = 4096  # the beginning of a page, where its encoding is declared
_DECLARED_ENCODINGS: Final = {"gb": GB18030, "x-gbk": GB18030, "big5": "big5hkscs"}


def read_page(data: bytes) -> list[RawSheet]:
    """Read the tables and the text of a web page.

    Raises `Unreadable` beyond a limit, and `InputError` where the libraries for pages are not
    installed.
    """
    if len(data) > LIMITS.file:
        sizes = {"limit": f"{LIMITS.file >> 20} MB", "size": f"{len(data) >> 20} MB"}
        raise Unreadable("FILE-LARGE", **sizes)
    page = decode_page(data)
    is_quirky = "<!doctype" not in page[:_DECLARATION_BYTES].lower()
    try:
        from xlreport.formats._page_tree import parse_page
        from xlreport.formats._page_walk import draw_page

        root = parse_page(page)
    except ImportError:
        needed = "lxml、tinycss2 和 cssselect2"
        raise InputError(
            f'读取网页还要安装 {needed}，请运行 pip install "xlreport[report]"。'
        ) from None
    return grid.finish(draw_page(root, is_quirky=is_quirky))


def decode_page(data: bytes) -> str:
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
