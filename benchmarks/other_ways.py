"""The other ways: what one would write without this library, and the floor under any reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal
from xml.parsers.expat import ParserCreate

import openpyxl
import pandas as pd
import xlsxwriter
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook

from xlreport import Form
from xlreport.checks.frames import table_frame
from xlreport.checks.schema import table_schema
from xlreport.formats import expat
from xlreport.formats.container import Container
from xlreport.formats.sources import Source
from xlreport.layout.layout import lay_form
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.reader import read_bytes

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


def parts_read(data: bytes) -> list[str]:
    """List the parts of a workbook that our reader parses: not, say, the instructions."""
    parsed = []
    feed = expat._feed_part

    def noted(container: Container, part: str, *given: Any) -> expat.Parsed:
        if part in container.members:
            parsed.append(container.members[part].filename)
        return feed(container, part, *given)

    expat._feed_part = noted  # type: ignore[assignment]
    try:
        read_bytes(Source(Path("return.xlsx")), data)
    finally:
        expat._feed_part = feed
    return parsed


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
