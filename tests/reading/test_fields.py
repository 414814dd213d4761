"""Fields outside the tables: read beside their captions, wherever these went."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from support.departments import make_department
from xlreport.form.form import Form
from xlreport.formats.xlsx import read_package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.outgoing.template import build_template
from xlreport.reading.fields import read_fields


@pytest.fixture
def book(form_2021: Form) -> Workbook:
    data = build_template(
        form_2021,
        year=2026,
        department=make_department("D05"),
        nil=frozenset({"remedies"}),
        fields={Field(FieldKind.CONTACT): "张三", Field(FieldKind.TEXT, "problems"): "无"},
    )
    return openpyxl.load_workbook(BytesIO(data))


def fields(book: Workbook, form: Form) -> dict[Field, str]:
    buffer = BytesIO()
    book.save(buffer)
    return read_fields(lay_form(form), read_package(buffer.getvalue()).sheets)


def test_a_row_inserted_on_the_cover_moves_no_nil_declaration_to_another_table(
    book: Workbook, form_2021: Form
) -> None:
    right = fields(book, form_2021)
    assert ("零报送", None) == (
        right[Field(FieldKind.NIL, "remedies")],
        right.get(Field(FieldKind.NIL, "requests")),
    )
    cover = book["封面"]
    for merged in list(cover.merged_cells.ranges):
        cover.unmerge_cells(str(merged))
    cover.insert_rows(3)
    assert right == fields(book, form_2021)


def test_a_renamed_cover_is_known_by_its_captions(book: Workbook, form_2021: Form) -> None:
    right = fields(book, form_2021)
    book["封面"].title = "首页"
    moved = fields(book, form_2021)
    kept = (Field(FieldKind.CONTACT), Field(FieldKind.DEPARTMENT))
    assert [right[field] for field in kept] == [moved[field] for field in kept]


def test_a_caption_that_was_changed_or_stands_twice_is_not_guessed_at(
    book: Workbook, form_2021: Form
) -> None:
    book["封面"]["B7"] = "姓名"
    assert Field(FieldKind.CONTACT) not in fields(book, form_2021)
    book["封面"]["B7"], book["封面"]["A40"], book["封面"]["A41"] = "姓名", "联系人", "联系人"
    assert Field(FieldKind.CONTACT) not in fields(book, form_2021)
