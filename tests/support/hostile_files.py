"""Workbooks made to do harm, for the tests and for benchmarks/hostile.py, with what each may cost.

The work that each takes is counted by work.py; a bound is about twice what it takes now, and the
floods, read to their end, would go beyond theirs.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from support.departments import make_department
from support.edited import filled_template, part_of, with_parts
from support.odd_workbooks import workbook as built
from support.work import Work
from xlreport.form.load import load_form

FORM = load_form("ogi-2021")

# A right return takes 16,600 calls and 228 kB, opening 1,499 members 28,600 calls.
FEW = Work(calls=60_000, inflated=500_000)
# A million rows of a styled blank: 4.0 million calls and 17 MB as far as they are read.
MANY = Work(calls=7_000_000, inflated=30 << 20)

# Where each flood ends now: 6.3 million calls and 32 MB (the end of the sheet; any call more for a
# row is a million), 4.0 and 17, 4.8 and 12, 2.4 and 3.6 (the bound of the tags; their end comes
# after 10 million calls and 44 MB, 12 and 30, 20 and 30).
FLOODS: Mapping[str, Work] = {
    "rows": Work(calls=10_000_000, inflated=50 << 20),
    "cells": Work(calls=7_000_000, inflated=30 << 20),
    "columns": Work(calls=8_000_000, inflated=20 << 20),
    "deep": Work(calls=4_500_000, inflated=7 << 20),
}


@dataclass(frozen=True)
class Hostile:
    """A hostile workbook, what must be said of it (nothing: it is read), and its bound."""

    data: bytes
    codes: tuple[str, ...]
    bound: Work = FEW


@cache
def right() -> bytes:
    return filled_template(FORM, make_department("D01"))


def sheet_with(more: str, *, before: bool = False) -> bytes:
    """Give a return with XML put into a table: rows behind its own, or all else before them."""
    mark = "<sheetData>" if before else "</sheetData>"
    part = part_of(right(), "三")
    return with_parts(
        right(), {part: lambda old: old.replace(mark.encode(), f"{more}{mark}".encode(), 1)}
    )


def with_part(name: str, content: bytes) -> bytes:
    return with_parts(right(), {name: content})


def many_sheets() -> bytes:
    sheets = "".join(f'<sheet name="x{i}" sheetId="{i + 90}" r:id="rId1"/>' for i in range(4000))
    return with_parts(
        right(),
        {"xl/workbook.xml": lambda old: old.replace(b"</sheets>", f"{sheets}</sheets>".encode())},
    )


def bomb_of_entities() -> bytes:
    lines = [f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)]
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "ha">{"".join(lines)}]><a>&a9;</a>'
    return with_part("xl/worksheets/sheet1.xml", bomb.encode())


def lying_bomb() -> bytes:
    """Give a zip bomb whose directory says that its member is small."""
    data = bytearray(with_part("xl/worksheets/sheet1.xml", b"<a/>" + b" " * (100 << 20)))
    size = (4 + (100 << 20)).to_bytes(4, "little")
    assert data.count(size) == 2
    return bytes(data.replace(size, (60_000).to_bytes(4, "little")))


def overlapping() -> bytes:
    """Give a workbook whose members all lead to the same compressed bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<a/>" * (1 << 18))
        first = archive.infolist()[0]
        for number in range(2, 1500):
            again = zipfile.ZipInfo(f"xl/worksheets/sheet{number}.xml")
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
    return target.getvalue()


# By these tests are named, for which no workbook needs to be made.
NAMES = tuple(
    f"{name}.xlsx"
    for name in (
        *("炸弹", "谎报", "重叠", "实体", "外部", "范围"),
        *("远格", "空行", "重行", "合并", "表多", "图片"),
    )
)


@cache
def workbooks() -> Mapping[str, Hostile]:
    """Give hostile workbooks by name."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    styled = "".join(f'<row r="{r}"><c r="A{r}" s="1"/></row>' for r in range(100, 1_048_577))
    wide = f'<row r="99">{"<c s=" + chr(34) + "1" + chr(34) + "/>"}</row>' * 900_000
    merge = '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><x>'
    outside = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    damaged, hostile = ("FILE-DAMAGED",), ("FILE-HOSTILE",)
    found = {
        "炸弹.xlsx": Hostile(with_part("xl/worksheets/sheet1.xml", b" " * (60 << 20)), hostile),
        "谎报.xlsx": Hostile(lying_bomb(), damaged),
        "重叠.xlsx": Hostile(overlapping(), hostile),
        "实体.xlsx": Hostile(bomb_of_entities(), hostile),
        "外部.xlsx": Hostile(with_part("xl/sharedStrings.xml", outside), hostile),
        "范围.xlsx": Hostile(sheet_with('<dimension ref="A1:XFD1048576"/>', before=True), ()),
        "远格.xlsx": Hostile(sheet_with(far), ()),
        "空行.xlsx": Hostile(sheet_with(styled), (), MANY),
        "重行.xlsx": Hostile(sheet_with(wide), hostile),
        "合并.xlsx": Hostile(sheet_with(merge).replace(b"<x></sheetData>", b""), damaged),
        "表多.xlsx": Hostile(many_sheets(), hostile),
        "图片.xlsx": Hostile(with_part("xl/media/image1.png", bytes(range(256)) * 4000), ()),
    }
    assert NAMES == tuple(found)
    return found


def flood(kind: str) -> bytes:
    """Give a sheet that costs other readers gigabytes or minutes."""
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    if kind == "rows":
        rows = "".join(f'<row r="{r}" s="1" ht="15"/>' for r in range(2, 1_048_577))
    elif kind == "cells":
        rows = "".join(f'<row r="{r}"><c r="A{r}" s="1"/></row>' for r in range(2, 1_000_000))
    elif kind == "columns":
        rows = '<row r="2">' + '<c s="1"/>' * 3_000_000 + "</row>"
    else:
        rows = "<a>" * 10_000_000
    return built(first + rows)
