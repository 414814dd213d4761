"""What is locked in a workbook, and what a clerk may fill in."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from support.written import FORMS, build, sheet_parts
from xlreport.base.address import a1
from xlreport.base.finding import Severity
from xlreport.form.form import Form
from xlreport.layout.check_line import check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form


def unlocked(data: bytes) -> set[tuple[str, str]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and not isinstance(cell, MergedCell)  # by its first cell
    }


def open_places(form: Form, *, blank: bool = False, last: bool = False) -> set[tuple[str, str]]:
    """List what a clerk fills in: the inputs, and the fields that are neither given nor computed.

    A reason can be given for each line of 检查 that is no error; those that compare with last year
    stand there only where last year's figures are shown.
    """
    layout = lay_form(form)
    errors = {
        Field(FieldKind.EXPLANATION, line.number)
        for line in check_lines(form)
        if line.severity is Severity.ERROR
    }
    kinds = {
        FieldKind.CONTACT,
        FieldKind.PHONE,
        FieldKind.NIL,
        FieldKind.SIGNER,
        FieldKind.SIGNED_ON,
        FieldKind.TEXT,
        FieldKind.EXPLANATION,
    }
    if blank:
        kinds |= {FieldKind.DEPARTMENT, FieldKind.CODE, FieldKind.PERIOD}
    fields = {
        (sheet.name, a1(block.top, block.left))
        for sheet in layout.sheets
        for block in sheet.blocks
        if block.field and block.field.kind in kinds and (last or not block.last)
        if block.field not in errors
    }
    inputs = [layout.positions[cell.index] for cell in form.inputs]
    return fields | {(place.sheet, place.address) for place in inputs}


@pytest.mark.parametrize("name", FORMS)
def test_only_inputs_and_open_fields_are_unlocked(forms: dict[str, Form], name: str) -> None:
    form = forms[name]
    assert open_places(form) == unlocked(build(form))


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_template_also_asks_for_department_and_year(
    forms: dict[str, Form], name: str
) -> None:
    form = forms[name]
    assert open_places(form, blank=True) == unlocked(build(form, department="", year=None))


@pytest.mark.parametrize("name", FORMS)
def test_last_years_figures_open_nothing_but_the_reasons_for_a_difference(
    forms: dict[str, Form], name: str
) -> None:
    form = forms[name]
    last = [3] * len(form.cells)
    assert open_places(form, last=True) == unlocked(build(form, last=last))


@pytest.mark.parametrize(("last", "expected"), [(None, 2), ([0] * 191, 11)])
def test_a_reason_can_be_given_for_each_line_that_words_can_settle(
    forms: dict[str, Form], last: list[int] | None, expected: int
) -> None:
    # 2 warnings within the year, and 9 lines that look back: layout/test_layout.py counts them.
    found = [sheet for sheet, _ in unlocked(build(forms["ogi-2021"], last=last))]
    assert expected == found.count("检查")


@pytest.mark.parametrize("name", FORMS)
def test_every_sheet_is_protected_without_a_password(forms: dict[str, Form], name: str) -> None:
    parts = sheet_parts(build(forms[name])).values()
    tags = [re.findall(r"<sheetProtection [^>]*>", part) for part in parts]
    assert all(len(found) == 1 and 'sheet="1"' in found[0] for found in tags)
    assert not any("password" in found[0] or "hashValue" in found[0] for found in tags)


@pytest.mark.parametrize("name", FORMS)
def test_the_structure_is_locked_before_the_views(forms: dict[str, Form], name: str) -> None:
    with zipfile.ZipFile(BytesIO(build(forms[name]))) as archive:
        book = archive.read("xl/workbook.xml").decode()
    lock = '<workbookProtection lockStructure="1"/>'
    assert 1 == book.count(lock)
    assert f"{lock}<bookViews>" in book


def test_what_is_not_locked_has_neither_protection_nor_validations(forms: dict[str, Form]) -> None:
    parts = sheet_parts(build(forms["ogi-2021"], locked=False))
    assert ["封面", "二", "三", "四", "文字部分", "检查", "_xlreport"] == list(parts)
    assert not any("Protection" in part or "<dataValidation " in part for part in parts.values())
