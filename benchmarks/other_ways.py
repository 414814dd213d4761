"""The other ways: what one would write without this library, and the floor under any reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Literal
from xml.etree import ElementTree as ET
from xml.parsers.expat import ParserCreate

import openpyxl
import pandas as pd
import xlsxwriter
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook

from xlreport import Form
from xlreport.checks.frames import table_frame
from xlreport.checks.schema import table_schema
from xlreport.form.sheet_names import CHECKS_SHEET, DATA_SHEET, INSTRUCTIONS_SHEET, SUMMARY_SHEETS
from xlreport.layout.layout import lay_form
from xlreport.reading.one_return import Return, Unread

_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DERIVED = {INSTRUCTIONS_SHEET, CHECKS_SHEET, *SUMMARY_SHEETS} - {DATA_SHEET}

# ---- reading -----------------------------------------------------------------------------------


def table_sheets(form: Form) -> list[str]:
    """List the sheets that hold the official tables."""
    layout = lay_form(form)
    return list(dict.fromkeys(layout.positions[cell.index].sheet for cell in form.cells))


def read_excel(
    files: Sequence[bytes],
    engine: Literal["openpyxl", "calamine"],
    sheets: list[str] | None = None,
) -> None:
    for data in files:
        pd.read_excel(io.BytesIO(data), sheet_name=sheets, engine=engine)


def openpyxl_alone(files: Sequence[bytes]) -> None:
    for data in files:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book:
            list(sheet.iter_rows(values_only=True))


def calamine_alone(files: Sequence[bytes]) -> None:
    for data in files:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def parts_needed(data: bytes) -> list[str]:
    """List the parts with the cells, labels and formats of a return: not, say, the instructions.

    Of some files ours reads the checks too, for what a clerk explained there; they are left out.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        there = archive.namelist()
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - made here
        links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.attrib["Id"]: link.attrib["Target"].removeprefix("/xl/") for link in links}
    sheets = {
        each.attrib["name"]: f"xl/{targets[each.attrib[_LINK]]}"
        for each in book.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet")
    }
    others = (f"xl/{name}.xml" for name in ("workbook", "sharedStrings", "styles"))
    return [
        *(name for name in others if name in there),
        *(part for name, part in sheets.items() if name not in _DERIVED),
    ]


def inflate(files: Sequence[bytes], parts: Sequence[str]) -> None:
    for data in files:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in parts:
                archive.read(name)


def bare_expat(files: Sequence[bytes], parts: Sequence[str]) -> None:
    """Inflate and parse, and do nothing with it: no reader in Python can be faster."""
    for data in files:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in parts:
                ParserCreate(namespace_separator=" ").Parse(archive.read(name), True)  # noqa: FBT003


# ---- validating --------------------------------------------------------------------------------


def validate_singly(items: Sequence[Unread | Return]) -> Callable[[], None]:
    """Return a job that calls the schemas for each return by itself; its frames are made before."""
    frames = [
        (
            table_schema(item.form, table.key),
            table_frame(table, [(item.code, item.department)], [item.values]),
        )
        for item in items
        if isinstance(item, Return)
        for table in item.form.tables
    ]

    def validate() -> None:
        for schema, frame in frames:
            schema.validate(frame)

    return validate


# ---- templates ---------------------------------------------------------------------------------


def _contents(data: bytes) -> list[tuple[str, list[tuple[str, object]], list[tuple[str, str]]]]:
    """Take a workbook apart: sheets, their cells, and the formulas and ranges of validations."""
    return [
        (
            sheet.title,
            [(c.coordinate, c.value) for row in sheet for c in row if c.value is not None],
            [(v.formula1, str(v.sqref)) for v in sheet.data_validations.dataValidation],
        )
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
    ]


def plain_openpyxl(data: bytes) -> Callable[[], bytes]:
    """Return a job that writes the values, formulas and validations of a workbook, no styles."""
    sheets = _contents(data)

    def write() -> bytes:
        book = openpyxl.Workbook()
        for title, cells, validations in sheets:
            sheet = book.create_sheet(title)
            for address, value in cells:
                sheet[address] = value
            for formula, ranges in validations:
                sheet.add_data_validation(DataValidation("custom", formula1=formula, sqref=ranges))
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return write


def plain_xlsxwriter(data: bytes) -> Callable[[], bytes]:
    """Return a job that does the same with XlsxWriter."""
    sheets = _contents(data)

    def write() -> bytes:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            for title, cells, validations in sheets:
                sheet = book.add_worksheet(title)
                for address, value in cells:
                    sheet.write(address, value)
                for formula, ranges in validations:
                    rule = {"validate": "custom", "value": f"={formula}", "multi_range": ranges}
                    sheet.data_validation(ranges.split()[0], rule)
        return buffer.getvalue()

    return write
