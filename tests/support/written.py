"""Workbooks as the writer makes them, and their parts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell

from xlreport.base.address import a1
from xlreport.base.arguments import chosen_period
from xlreport.form.form import Form
from xlreport.layout.field import FieldKind
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.writing.content import Content, Value
from xlreport.writing.workbook import open_book

DEPARTMENT = "盐池县退役军人事务局"
FORMS = ["ogi-2021", "ogi-2019", "ogi-supplement", "ogi-2021+ogi-supplement", "made-up"]


def build(
    form: Form,
    values: Mapping[int, Value] | None = None,
    *,
    department: str = DEPARTMENT,
    year: int | None = 2026,
    **more: Any,
) -> bytes:
    stamp = Stamp(
        StampKind.TEMPLATE,
        form.id,
        form.digest,
        chosen_period(year, None),
        "0101" if department else "",
    )
    content = Content(stamp, department=department, values=values or {}, **more)
    return open_book(form, content).to_bytes()


def sheet_parts(data: bytes) -> dict[str, str]:
    """Read the XML of every sheet, by the sheet's name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        book = archive.read("xl/workbook.xml").decode()
        names = re.findall(r'<sheet name="([^"]*)"', book)
        return {
            name: archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            for number, name in enumerate(names, 1)
        }


def read_cell(form: Form, data: bytes, index: int, *, data_only: bool = False) -> SheetCell:
    place = lay_form(form).positions[index]
    book = openpyxl.load_workbook(BytesIO(data), data_only=data_only)
    cell = book[place.sheet].cell(place.row + 1, place.column + 1)
    assert isinstance(cell, SheetCell)
    return cell


def computed_places(form: Form, *, last: bool = False) -> set[tuple[str, str]]:
    """List where formulas belong: the totals, and the fields that nobody fills in."""
    layout = lay_form(form)
    kinds = {
        *(FieldKind.NOTE, FieldKind.TEXT_LENGTH),
        *(FieldKind.PROGRESS, FieldKind.CONCLUSION, FieldKind.STATE, FieldKind.FIGURE_CODE),
        *(FieldKind.REQUIRED, FieldKind.FILLED, FieldKind.BLANK, FieldKind.COMPLETE),
        *(FieldKind.DECLARED, FieldKind.LEFT, FieldKind.RIGHT, FieldKind.DIFFERENCE),
        *(FieldKind.VERDICT, FieldKind.EXPECTED, FieldKind.GAP, FieldKind.FIRST_FAULT),
        *(FieldKind.RULE_FAILING, FieldKind.RULE_VERDICT, FieldKind.RULE_LINK, FieldKind.STEP),
    }
    fields = {
        (sheet.name, a1(block.top, block.left))
        for sheet in layout.sheets
        for block in sheet.blocks
        if block.field and block.field.kind in kinds and (last or not block.last)
    }
    totals = [layout.positions[cell.index] for cell in form.cells if cell.total]
    return fields | {(place.sheet, place.address) for place in totals}


def formula_places(data: bytes) -> set[tuple[str, str]]:
    return {
        (name, address)
        for name, part in sheet_parts(data).items()
        for address in re.findall(r'<c r="([A-Z]+[0-9]+)"[^>]*><f>', part)
    }
