"""Every flavour of .xlsx that programs write: three readers see the same in every cell of it."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from support.odd_workbooks import MAIN, parts, strings_part, worksheet
from support.odd_workbooks import packed as zipped
from support.odd_workbooks import workbook as built
from support.office import save_as
from support.three_readers import by_openpyxl, by_xlsxwriter, differences, third_opinion
from support.work import PATIENCE
from xlreport.formats.xlsx import read_package

TEXTS = [
    "自然人",
    "",
    " 前后 ",
    "两\n行",
    "=1+1",
    "@A",
    "None",
    "NA",
    "0012",
    "１２",
    "🀄",
    "a" * 9000,
]
STRICT = "http://purl.oclc.org/ooxml"
TRANSITIONAL = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": f"{STRICT}/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        f"{STRICT}/officeDocument/relationships"
    ),
}


def of_xlsxwriter(**options: Any) -> bytes:
    """Write texts, numbers, dates and formulas with a result of every type."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, options)
    day = book.add_format({"num_format": "yyyy/m/d"})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("表")
    for row, text in enumerate(TEXTS):
        sheet.write_string(row, 0, text)
        sheet.write_number(row, 1, row / 7 - 1)
        sheet.write_datetime(row, 2, datetime.datetime(2026, 1, 5 + row, 12, 30), day)
        sheet.write_boolean(row, 3, not row % 2)
        sheet.write_formula(row, 4, f"=B{row + 1}*2", None, row / 3.5 - 2)
        sheet.write_formula(row, 5, f'="甲"&A{row + 1}', None, f"甲{text[:20]}")
        sheet.write_formula(row, 6, f"=B{row + 1}>0", None, row > 7)
        sheet.write_formula(row, 7, "=1/0", None, ["#DIV/0!", "#N/A", "#REF!", "#NAME?"][row % 4])
        sheet.write_blank(row, 8, None, bold)
        sheet.write_rich_string(row, 9, "政", bold, "府", "信息")
    sheet.write_url(20, 0, "https://www.gov.cn/", string="中国政府网")
    sheet.write_comment(20, 1, "批注")
    sheet.write_dynamic_array_formula(21, 1, 22, 1, "=B1:B2*2", None, -2)
    second = book.add_worksheet("第 二 张'表")
    second.write_number(0, 0, 1e-300)
    second.merge_range(3, 3, 5, 5, "合并")
    book.close()
    return target.getvalue()


def of_openpyxl(*, epoch_1904: bool = False, write_only: bool = False, rich: bool = False) -> bytes:
    book = Workbook(write_only=write_only)
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.create_sheet("表")
    for row, text in enumerate(TEXTS):
        day = datetime.datetime(2026, 1, 5 + row, 6)
        sheet.append([row, text if text[:1] != "=" else f"'{text}", row / 7, day, row > 3, "=A1*2"])
    if rich:
        sheet["H1"] = CellRichText("政", TextBlock(InlineFont(b=True), "府"), "信息")
        sheet["H2"].comment = Comment("批注", "某")
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def of_other_hands() -> bytes:
    """Give what Excel of Japan and programs of one's own write: readings, runs, escapes, gaps."""
    strings = strings_part(
        "<t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/>",
        "<r><t>粗</t></r><r><rPr><b/></rPr><t xml:space='preserve'> 体 </t></r>",
        "<t>a_x000D_\nb</t>",
        "<t/>",
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>'
        '<row r="3"><c r="B3" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r>'
        "<rPh sb='0' eb='1'><t>コウ</t></rPh></is></c>"
        '<c r="C3" t="str"><f>B3</f><v>甲乙</v></c><c r="E3"><v>1E+2</v></c></row>'
        '<row r="4"><c t="n"><v>5</v></c><c><v>-0.5</v></c></row>'
    )
    return built(rows, {"xl/sharedStrings.xml": strings})


def with_prefix() -> bytes:
    sheet = worksheet('<row r="1"><c r="A1"><v>7</v></c></row>')
    for name in ("worksheet", "sheetData", "row", "c", "v"):
        sheet = sheet.replace(f"<{name}", f"<x:{name}").replace(f"</{name}", f"</x:{name}")
    changed = sheet.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    return built("", {"xl/worksheets/sheet1.xml": changed})


FLAVOURS: Mapping[str, Callable[[], bytes]] = {
    "XlsxWriter, shared strings": lambda: of_xlsxwriter(in_memory=True),
    "XlsxWriter, inline strings": lambda: of_xlsxwriter(constant_memory=True),
    "XlsxWriter, days from 1904": lambda: of_xlsxwriter(date_1904=True),
    "XlsxWriter, zip64": lambda: of_xlsxwriter(use_zip64=True),
    "XlsxWriter, all it has": by_xlsxwriter,
    "openpyxl": of_openpyxl,
    "openpyxl, row by row": lambda: of_openpyxl(write_only=True),
    "openpyxl, days from 1904": lambda: of_openpyxl(epoch_1904=True),
    "openpyxl, rich text": lambda: of_openpyxl(rich=True),
    "openpyxl, all it has": by_openpyxl,
    "other hands": of_other_hands,
    "a prefix before every name": with_prefix,
}


def disagreements(data: bytes) -> list[object]:
    """List what openpyxl and calamine see otherwise than the guarded reader."""
    package = read_package(data)
    assert any(sheet.cells for sheet in package.sheets)
    found = differences(data, package, cached=True)
    assert found is not None, "openpyxl has no opinion"
    return [*found, *third_opinion(data, package)]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_three_readers_agree_about_every_cell(flavour: str) -> None:
    assert [] == disagreements(FLAVOURS[flavour]())


def test_a_strict_workbook_is_read_as_the_other_kind_is() -> None:
    rows = '<row r="1"><c r="A1"><v>7</v></c><c r="B1" t="str"><v>字</v></c></row>'
    members = {}
    for name, content in parts(rows).items():
        text = content.decode()
        for old, new in TRANSITIONAL.items():
            text = text.replace(old, new)
        members[name] = text.encode()
    package = read_package(zipped(members))
    assert read_package(built(rows)).sheets == package.sheets
    assert [] == third_opinion(zipped(members), package)
    # openpyxl sees nothing in it, which is no opinion.
    assert differences(zipped(members), package) is None


@pytest.mark.libreoffice
@pytest.mark.parametrize("filter_name", ["Calc MS Excel 2007 XML", "Calc Office Open XML"])
def test_three_readers_agree_about_what_libreoffice_saves(filter_name: str, tmp_path: Path) -> None:
    paths = []
    for number, flavour in enumerate(FLAVOURS):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(FLAVOURS[flavour]())
    out = tmp_path / "out"
    save_as(paths, f"xlsx:{filter_name}", out)
    for path in paths:
        assert [] == disagreements((out / path.name).read_bytes()), path.name


@pytest.mark.skipif(shutil.which("ssconvert") is None, reason="needs gnumeric (ssconvert)")
def test_three_readers_agree_about_what_gnumeric_saves(tmp_path: Path) -> None:
    source, target = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    for make in FLAVOURS.values():
        source.write_bytes(make())
        subprocess.run(
            ["ssconvert", source, target], check=True, capture_output=True, timeout=PATIENCE
        )
        # It marks no blanks around a text, or a run of it, as kept: each reader may drop them.
        seen = disagreements(target.read_bytes())
        assert [] == [other for other in seen if not is_a_matter_of_blanks(other)]


def is_a_matter_of_blanks(difference: object) -> bool:
    """Tell whether two readers see the same text but for the blanks around it and its runs."""
    if not isinstance(difference, tuple):
        return False
    *_, ours, theirs = difference
    return isinstance(ours, str) and _bare(ours) == _bare(str(theirs))


def _bare(text: str) -> str:
    return "".join(text.split())
