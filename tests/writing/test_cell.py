"""Single cells: whatever a text is, a cell holds it."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from xlreport.writing import style
from xlreport.writing.book import Book
from xlreport.writing.cell import write_value


@pytest.mark.parametrize(
    ("text", "kept"), [("x" * 32_767, 32_767), ("x" * 32_768, 16_384), ("😀" * 20_000, 16_384)]
)
def test_a_text_that_no_cell_has_room_for_is_cut_off(text: str, kept: int) -> None:
    book = Book("甲", 2026, locked=False)
    write_value(book.add_worksheet("甲"), 0, 0, text, book.style(style.TEXT_CELL))
    read = openpyxl.load_workbook(BytesIO(book.to_bytes())).worksheets[0]["A1"].value
    assert kept == len(str(read))
