"""Workbooks in other formats than .xlsx, built part by part: .ods and .xlsb."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from support.filled import as_typed, fill_form
from support.odd_workbooks import PACKAGE, packed, relation, relations
from support.workbooks import ROSTER
from xlreport.form.load import load_form
from xlreport.formats.cell import RawSheet
from xlreport.formats.xlsx import read_package
from xlreport.layout.field import Field, FieldKind
from xlreport.outgoing.template import build_template

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
_MANIFEST: Final = f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0"/>'
FIVE: Final = '<table:table-cell office:value-type="float" office:value="5"/>'


def ods(*tables: str, manifest: str = _MANIFEST) -> bytes:
    """Give an .ods with these tables."""
    spaces = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>{''.join(tables)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest.encode(),
            "content.xml": content.encode(),
        }
    )


def text_document() -> bytes:
    """Give an .odt with a table."""
    with zipfile.ZipFile(BytesIO(ods(table(row(FIVE))))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["content.xml"] = members["content.xml"].replace(b"office:spreadsheet", b"office:text")
    return packed(members)


def encrypted_ods() -> bytes:
    """Give an .ods whose manifest says that it has a password."""
    entry = (
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    )
    return ods(table(), manifest=_MANIFEST.replace("/>", f">{entry}</manifest:manifest>"))


def table(*rows: str, name: str = "表") -> str:
    return f"<table:table table:name={quoteattr(name)}>{''.join(rows)}</table:table>"


def row(cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def blank(repeated: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{repeated}"/>'


def repeated_five(columns: int) -> str:
    return FIVE.replace(" ", f' table:number-columns-repeated="{columns}" ', 1)


def text(content: str, repeated: int = 1) -> str:
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in content.split("\n"))
    return (
        f'<table:table-cell table:number-columns-repeated="{repeated}" '
        f'office:value-type="string">{paragraphs}</table:table-cell>'
    )


def as_ods(data: bytes) -> bytes:
    """Give an .xlsx as an .ods: the values and formulas of all its cells."""
    return ods(*(_table(sheet) for sheet in read_package(data).sheets))


def _table(sheet: RawSheet) -> str:
    rows = []
    for number in range(max((row for row, _ in sheet.cells), default=-1) + 1):
        columns = {column: cell for (row, column), cell in sheet.cells.items() if row == number}
        cells = [blank(1)] * (max(columns, default=-1) + 1)
        for column, cell in columns.items():
            formula = "" if cell.formula is None else f" table:formula={quoteattr(cell.formula)}"
            if cell.kind == "number" and cell.text:
                cells[column] = FIVE.replace("5", cell.text)
            elif cell.text or formula:
                cells[column] = text(cell.text)
            cells[column] = cells[column].replace(" ", f"{formula} ", 1)
        rows.append(row("".join(cells)))
    lock = f' table:protected="{str(sheet.protected).lower()}"'
    return table(*rows, name=sheet.name).replace(" ", f"{lock} ", 1)


def xlsb(
    sheets: Mapping[str, Mapping[tuple[int, int], float | str]],
    extra: Mapping[str, bytes] = MappingProxyType({}),
    raw: bytes = b"",
    *,
    ends: bool = True,
) -> bytes:
    """Give an .xlsb with these cells by sheet, in the order of their rows.

    `extra` are members for styles and shared strings, `raw` is what follows the cells of each
    sheet, before its end if it `ends`.
    """
    book = [record(0x83), record(0x8F)]
    for number, name in enumerate(sheets, 1):
        listed = struct.pack("<II", 0, number) + wide(f"rId{number}") + wide(name)
        book.append(record(0x9C, listed))
    book += [record(0x90), record(0x84)]
    links = [
        relation(f"rId{number}", "worksheet", f"worksheets/sheet{number}.bin")
        for number in range(1, len(sheets) + 1)
    ]
    links += [relation(name, name, f"{name}.bin") for name in ("styles", "sharedStrings")]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relations(relation("r1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": relations(*links),
    }
    return packed(
        {
            **{name: part.encode() for name, part in parts.items()},
            "xl/workbook.bin": b"".join(book),
            **extra,
            **{
                f"xl/worksheets/sheet{number}.bin": b"".join(_records(cells))
                + raw
                + (record(0x92) + record(0x82)) * ends
                for number, cells in enumerate(sheets.values(), 1)
            },
        }
    )


def _records(cells: Mapping[tuple[int, int], float | str]) -> Iterator[bytes]:
    """Yield the records of a sheet of an .xlsb."""
    last = [max((place[axis] for place in cells), default=0) for axis in (0, 1)]
    yield from (record(0x81), record(0x94, struct.pack("<4I", 0, last[0], 0, last[1])))
    yield record(0x91)
    begun = -1
    for (line, column), value in sorted(cells.items()):
        if line != begun:
            yield record(0x00, struct.pack("<I", line) + bytes(13))
            begun = line
        at = struct.pack("<II", column, 0)
        if isinstance(value, str):
            yield record(0x06, at + wide(value))
        else:
            yield record(0x05, at + struct.pack("<d", value))


def record(kind: int, data: bytes = b"") -> bytes:
    """Give a record; its size, and a kind from 128 on, take seven bits a byte."""
    number = bytes([kind & 0x7F | 0x80, kind >> 7]) if kind >= 0x80 else bytes([kind])
    size = bytearray()
    rest = len(data)
    while rest >= 0x80:
        size.append(rest & 0x7F | 0x80)
        rest >>= 7
    return number + bytes(size) + bytes([rest]) + data


def wide(content: str) -> bytes:
    return struct.pack("<I", len(content)) + content.encode("utf-16-le")


WHO = ROSTER.departments[1]


@cache
def filled(name: str) -> bytes:
    """Give a template filled in, the fields of cover and narrative included."""
    form = load_form(name)
    texts = {
        Field(FieldKind.TEXT, each.key): "=1+1 <&> 总体  情况\n第二段　文字" for each in form.texts
    }
    return build_template(
        form,
        year=form.first_year + 1,
        department=WHO,
        values=as_typed(form, fill_form(form, 1)),
        fields={**texts, Field(FieldKind.CONTACT): "张三", Field(FieldKind.PHONE): "0953-1"},
    )


def build_consistent() -> bytes:
    form = load_form("ogi-2021")
    fixed = {cell.index: 0 for cell in form.inputs if cell.row == "regulations"}
    values = as_typed(form, fill_form(form, 1, fixed=fixed))
    return build_template(form, year=2026, department=WHO, values=values)
