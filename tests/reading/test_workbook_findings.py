"""What is said of a workbook as a whole: locks that were removed, content beyond the form."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from support.departments import make_department
from support.settled import return_of
from xlreport.form.form import Form
from xlreport.formats.sources import Source
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.reading.reader import read_bytes


def changed(form: Form, change: Callable[[Workbook], None]) -> Return:
    values = {cell.index: 0 for cell in form.inputs}
    data = build_template(form, year=2026, department=make_department("D05"), values=values)
    book = openpyxl.load_workbook(BytesIO(data))
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return return_of(read_bytes(Source(Path("D05.xlsx")), buffer.getvalue()))


def test_an_untouched_return_has_nothing_beyond_and_every_lock(form_2021: Form) -> None:
    assert () == changed(form_2021, lambda _: None).findings


def test_sheets_without_their_protection_are_named_once(form_2021: Form) -> None:
    def change(book: Workbook) -> None:
        book["二"].protection.sheet = False
        book["四"].protection.sheet = False

    (finding,) = changed(form_2021, change).findings
    assert ("UNPROTECTED", "表页“二、四”的保护被取消。") == (finding.code, finding.message)


@pytest.mark.parametrize(
    ("sheet", "cell"), [("三", "A40"), ("封面", "F3"), ("文字部分", "D4"), ("二", "H20")]
)
def test_a_stray_text_is_one_notice_with_its_address_and_changes_nothing(
    form_2021: Form, sheet: str, cell: str
) -> None:
    def change(book: Workbook) -> None:
        book[sheet][cell] = "另有3件"

    item = changed(form_2021, change)
    (finding,) = item.findings
    assert ("CONTENT-BEYOND", sheet, cell, "另有3件") == (
        finding.code,
        finding.sheet,
        finding.cell,
        finding.seen,
    )
    assert {0} == set(item.values)


def test_a_name_with_line_breaks_and_signs_that_nobody_sees_is_one_line(form_2021: Form) -> None:
    def change(book: Workbook) -> None:
        book["封面"]["C5"] = "退役军人\n 事务局\x07"[:-1]

    assert "退役军人 事务局" == changed(form_2021, change).department
