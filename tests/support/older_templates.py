"""Returns as templates of before version 0.2 hold them: another cover, and another 检查."""

from __future__ import annotations

from io import BytesIO
from itertools import count

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from xlreport.form.form import Form
from xlreport.layout.check_rows import arrangements
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form

_SIGNERS = ("填表人", "审核人（办公室主任）", "分管领导审核", "主要领导签发")


def made_older(form: Form, data: bytes) -> bytes:
    """Rewrite the cover and 检查 of a return as they were."""
    book = openpyxl.load_workbook(BytesIO(data))
    _rewrite_cover(form, book["封面"])
    _rewrite_checks(form, book["检查"])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cleared(form: Form, sheet: Worksheet) -> dict[Field, object]:
    """Empty a sheet; give what stood in its fields."""
    fields = lay_form(form).fields
    held: dict[Field, object] = {
        field: sheet.cell(place.row + 1, place.column + 1).value
        for field, place in fields.items()
        if place.sheet == sheet.title
    }
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, sheet.max_row)
    return held


def _rewrite_cover(form: Form, sheet: Worksheet) -> None:
    held = _cleared(form, sheet)
    rows = count(1)

    def write(*texts: object) -> None:
        row = next(rows)
        for column, text in enumerate(texts, 1):
            sheet.cell(row, column).value = text  # type: ignore[assignment]

    def of(kind: FieldKind, key: str | int = "") -> object:
        return held.get(Field(kind, key))

    write(form.title)
    write(of(FieldKind.ISSUED))
    write("填报单位", of(FieldKind.DEPARTMENT), "单位代码", of(FieldKind.CODE))
    write(form.period.caption, of(FieldKind.PERIOD), "报送截止", of(FieldKind.DEADLINE))
    write("联系人", of(FieldKind.CONTACT), "联系电话", of(FieldKind.PHONE))
    write("填写进度", "已填 0／166 格")
    write("检查结果", "√ 可以报送")
    write("零报送声明")
    write("某张表本年度确实没有任何数据时，在右侧选择“零报送”，该表的空白即按0计。")
    for table in form.filled_tables:
        write(table.heading, None, None, of(FieldKind.NIL, table.key))
    write("审签")
    for number, signer in enumerate(_SIGNERS, 1):
        signed = of(FieldKind.SIGNER, number), "日期", of(FieldKind.SIGNED_ON, number)
        write(signer, *signed)
    write("核对码", None, "由表中数字自动得出，印在每张表上。")
    write(of(FieldKind.STAMP))


def _rewrite_checks(form: Form, sheet: Worksheet) -> None:
    held = _cleared(form, sheet)
    for line in arrangements(form)[1].lines:
        for column, text in enumerate(line.texts, 1):
            sheet.cell(line.row + 1, column).value = text
        said = held[Field(FieldKind.EXPLANATION, line.line.number)]
        sheet.cell(line.row + 1, line.column + 1).value = said  # type: ignore[assignment]
