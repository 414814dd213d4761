"""One door for pages and Word files: the same report, the same sheets."""

from __future__ import annotations

import pytest

from support.published import Grid, draw, html_page, word_file
from xlreport.form.form import Form
from xlreport.formats.container import Unreadable
from xlreport.reading.published import read_published_sheets


def test_page_and_word_file_of_one_report_are_the_same_sheets(form_2021: Form) -> None:
    texts = {cell.index: str(cell.index) for cell in form_2021.cells}
    tables = [draw(table, texts) for table in form_2021.tables]
    parts: list[str | Grid] = ["一、总体情况", *tables, "完"]
    page = read_published_sheets(html_page(["题目", "年度"], parts), ".html")
    word = read_published_sheets(word_file(["题目", "年度"], parts), ".docx")
    assert [(s.name, dict(s.cells), sorted(s.merges)) for s in page] == [
        (s.name, dict(sorted(s.cells.items())), sorted(s.merges)) for s in word
    ]
    assert ["题目", "年度", "一、总体情况", "完"] == [c.text for c in page[-1].cells.values()]


def test_another_ending_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_published_sheets(b"", ".doc")
