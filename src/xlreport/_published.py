"""Published reports, as pages and Word files, turned into sheets that the reader knows.

Last year's figures usually exist only as the report that was put on the website.
"""

from __future__ import annotations

from xlreport._cell import Sheet
from xlreport._container import Unreadable
from xlreport._published_page import read_page
from xlreport._published_word import read_word

PAGES = (".html", ".htm")
WORD = ".docx"


def read_published_sheets(data: bytes, ending: str) -> list[Sheet]:
    """Read every table of a page (.html, .htm) or a Word file (.docx), and its text.

    A sheet is one table, in the order in which they begin, with its blank cells and its merges;
    all cells are text. A table that only arranges the page is none. The last sheet, 正文
    (`TEXT_SHEET`), holds the paragraphs outside the tables, one a row. Raises Unreadable,
    whatever the bytes are, and `InputError` where lxml is needed and not installed.
    """
    if ending.lower() in PAGES:
        return read_page(data)
    if ending.lower() == WORD:
        return read_word(data)
    raise Unreadable("FILE-UNKNOWN")
