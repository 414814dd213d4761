"""Fields outside the tables: read beside their captions, wherever these went."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from support.departments import make_department
from support.filled import FORM_NAMES
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.formats.xlsx import read_package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Sheet, lay_form
from xlreport.layout.summary import lay_earlier_cover, lay_summary
from xlreport.outgoing.template import build_template
from xlreport.reading.fields import read_fields, read_summary_fields


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
    cover = book["封面"]
    caption = next(cell for row in cover for cell in row if cell.value == "联系人")
    caption.value = "姓名"
    assert Field(FieldKind.CONTACT) not in fields(book, form_2021)
    cover["A50"], cover["A51"] = "联系人", "联系人"
    assert Field(FieldKind.CONTACT) not in fields(book, form_2021)


@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_cover_of_a_summary_is_read_whichever_version_made_it(name: str) -> None:
    form = load_form(name)
    earlier, now = (lay(form).sheets[0] for lay in (lay_earlier_cover, lay_summary))
    wanted = {block.field: str(block.field) for block in earlier.blocks if block.field}
    for cover in (earlier, now):
        read = read_summary_fields(form, [_cover(cover, filled=True)])
        assert wanted == {field: text for field, text in read.items() if field in wanted}
        assert {} == read_summary_fields(form, [_cover(cover, filled=False)])


def _cover(sheet: Sheet, *, filled: bool) -> RawSheet:
    """Give a cover with its captions alone, or with every field filled in with its own name."""
    texts = {
        (block.top, block.left): block.text or str(block.field)
        for block in sheet.blocks
        if block.text or filled
    }
    cells = {at: RawCell("text", text, None, "") for at, text in texts.items()}
    return RawSheet(sheet.name, "visible", protected=False, cells=cells, merges=(), outside=0)
