"""Remarks on cells: a comment with room for its text, none where another cell speaks."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from xlreport.base.sign import Sign
from xlreport.writing.book import Book
from xlreport.writing.remark import Remark, write_remark


def heights(*texts: str) -> list[float]:
    """Write a remark of each text; return the heights in points of the comments."""
    book = Book("批注", 2026, locked=False)
    worksheet = book.add_worksheet()
    for row, text in enumerate(texts):
        write_remark(book, worksheet, row, 0, Remark(text, Sign.DOUBT))
    with zipfile.ZipFile(BytesIO(book.to_bytes())) as package:
        drawn = package.read("xl/drawings/vmlDrawing1.vml").decode()
    return [float(height) for height in re.findall(r"height:([0-9.]+)pt", drawn)]


def test_a_comment_is_as_high_as_its_text_needs() -> None:
    one, ten = heights("三件", "填写的“三件”不能读作数字，请填阿拉伯数字。" * 6)
    assert one < 30
    assert 5 * 13 < ten < 9 * 13


def test_a_remark_without_a_text_writes_no_comment() -> None:
    assert 1 == len(heights("三件", ""))
