"""What is read of an .xls beside its values: xlwt, LibreOffice and gnumeric write the files."""

from __future__ import annotations

import gzip
import re
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlwt
from openpyxl.comments import Comment as Note
from xlwt import ExcelFormula

from support.edited import codes, read, resaved
from support.filled import find
from support.old_workbooks import styled, xls
from support.other_workbooks import build_consistent
from xlreport.formats import _xls
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import Comment, RawCell, RawSheet
from xlreport.formats.container import Limits, Unreadable

if TYPE_CHECKING:
    from openpyxl import Workbook

    from xlreport.base.address import Coordinate


def sheet_of(data: bytes) -> RawSheet:
    (sheet,) = read_workbook(data).sheets
    return sheet


def written(write: Callable[[Any], None]) -> RawSheet:
    """Read a sheet that xlwt has written."""
    return sheet_of(xls({}, lambda book: write(book.get_sheet(0))))


def cell(write: Callable[[Any], None]) -> RawCell:
    """Read the cell B3 of a sheet that xlwt has written."""
    return written(write).cells[2, 1]


def test_no_more_cells_are_kept_than_are_read_and_one_that_tells_of_more() -> None:
    cells = {(row, column): 5 for row in range(30) for column in range(5)}
    (sheet,) = _xls.read(xls(cells), Limits(cells=20), (), ()).sheets
    assert 21 == len(sheet.cells)
    with pytest.raises(Unreadable, match="FILE-HOSTILE"):
        read_workbook(xls(cells), Limits(cells=20))


class Records:
    """A workbook that gives records, in the place of xlrd's."""

    biff_version = 80

    def __init__(self, *numbers: int) -> None:
        self.left = [(number, 2, b"\1\0") for number in numbers]

    def get_record_parts(self) -> tuple[int, int, bytes]:
        return self.left.pop(0)


@pytest.mark.parametrize(
    ("numbers", "protected"),
    [
        ((0x12,), True),
        ((0x809, 0x12, 0x0A), False),  # of a chart inside the worksheet
        ((0x809, 0x0A, 0x12), True),
        ((0x12, 0x809, 0x12, 0x0A), True),
    ],
)
def test_the_lock_of_a_chart_is_not_that_of_its_sheet(
    numbers: tuple[int, ...], protected: bool
) -> None:
    records = _xls._Records(Records(*numbers))  # type: ignore[arg-type]
    for _ in numbers:
        records.next()
    assert protected == records.protected


@pytest.mark.parametrize(
    ("code", "display"),
    [
        ('"$"#,##0_);("$"#,##0)', "￥5"),
        ('"$"#,##0.00_);("$"#,##0.00)', "￥5.00"),
        ('"$"#,##0_);[Red]("$"#,##0)', "￥5"),
    ],
)
def test_formats_that_every_program_has_are_shown_as_by_excel_in_chinese(
    code: str, display: str
) -> None:
    assert display == cell(lambda sheet: sheet.write(2, 1, 5, styled(code))).display


# ---- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (27, "number", "27"),
        (27.5, "number", "27.5"),
        (-3, "number", "-3"),
        (59237.2449, "number", "59237.2449"),
        (1e300, "number", "1e+300"),
        (0, "number", "0"),
        ("27", "text", "27"),
        ("三件", "text", "三件"),
        ("字" * 32_767, "text", "字" * 32_767),
        (True, "boolean", "TRUE"),
        (False, "boolean", "FALSE"),
    ],
)
def test_a_value_is_a_cell_as_in_an_xlsx(value: Any, kind: str, text: str) -> None:
    assert RawCell(kind, text, None, "") == cell(lambda sheet: sheet.write(2, 1, value))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (0x00, "#NULL!"),
        (0x07, "#DIV/0!"),
        (0x0F, "#VALUE!"),
        (0x17, "#REF!"),
        (0x1D, "#NAME?"),
        (0x24, "#NUM!"),
        (0x2A, "#N/A"),
    ],
)
def test_an_error_value_is_an_error(code: int, error: str) -> None:
    found = cell(lambda sheet: sheet.row(2).set_cell_error(1, code))
    assert RawCell("error", error, None, "") == found


@pytest.mark.parametrize(
    ("code", "shown", "display"),
    [
        ('0"."0,"万元"', "", "0.0万元"),
        ('0"万"', "", "27万"),
        ("0.0,", "", "0.0"),
        ('"—"', "", "—"),
        ('0.00"亿元"', "", "27.00亿元"),
        ('0"件"', "", "27件"),
        ("0%", "", "2700%"),
        ("yyyy-mm-dd", "date", "1900-01-27"),
        ('yyyy"年"m"月"', "date", "1900年1月"),
        ("h:mm", "date", "0:00"),
        ("#,##0", "", ""),
        ("0.00", "", ""),
        ("@", "", ""),
    ],
)
def test_what_a_number_format_shows_is_known(code: str, shown: str, display: str) -> None:
    found = cell(lambda sheet: sheet.write(2, 1, 27, styled(code)))
    assert (shown, display) == (found.shown, found.display)


def test_number_formats_of_the_file_go_before_built_in_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # gnumeric numbers its own formats from 50, where Chinese Excel has dates.
    monkeypatch.setattr(xlwt.Style, "FIRST_USER_DEFINED_NUM_FORMAT_IDX", 50)
    assert "119件" == cell(lambda sheet: sheet.write(2, 1, 119, styled('0"件"'))).display


# ---- looks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ([("2", "struck_out on"), ("7", "")], "struck"),
        ([("2", ""), ("7", "struck_out on")], "struck"),
        ([("3", ""), ("1", "escapement superscript")], "struck"),
        ([("3", ""), ("1", "escapement subscript")], "struck"),
        ([("3", ""), (" ", "struck_out on"), ("件", "")], ""),
        ([("3", "bold on"), ("件", "color red")], ""),
    ],
)
def test_digits_that_are_struck_out_or_raised_are_seen(
    runs: list[tuple[str, str]], shown: str
) -> None:
    rich = [(text, xlwt.easyfont(font)) for text, font in runs]
    found = cell(lambda sheet: sheet.write_rich_text(2, 1, rich))
    assert ("".join(text for text, _ in runs), shown) == (found.text, found.shown)


def test_the_first_run_has_the_font_of_the_cell() -> None:
    def write(sheet: Any) -> None:
        sheet.write_rich_text(2, 1, ["2", ("7", xlwt.easyfont(""))], styled(font="struck_out on"))

    assert "struck" == cell(write).shown


@pytest.mark.parametrize(
    ("style", "look"),
    [
        ("font: struck_out on", "struck"),
        ("font: color white", "pale"),
        ("font: color yellow; pattern: pattern solid, fore_colour yellow", "pale"),
        ("font: height 20", "tiny"),
        ("font: color white; pattern: pattern solid, fore_colour black", None),
        ("font: color red, height 200", None),
        ("", None),
    ],
)
def test_a_number_that_a_person_would_miss_has_a_look(style: str, look: str | None) -> None:
    found = written(lambda sheet: sheet.write(2, 1, 27, xlwt.easyxf(style)))
    assert look == found.looks.get((2, 1))


def test_hidden_rows_and_columns_and_those_of_no_size_are_seen() -> None:
    def write(sheet: Any) -> None:
        for row in range(6):
            sheet.write(row, row, row)
        sheet.row(2).hidden = True
        sheet.row(3).height = 0
        sheet.row(3).height_mismatch = True
        sheet.col(4).hidden = True
        sheet.col(5).width = 0

    found = written(write)
    assert ({2, 3}, {4, 5}) == ({*found.hidden_rows}, {*found.hidden_columns})


def test_merges_protection_and_visibility_are_read() -> None:
    def edit(book: xlwt.Workbook) -> None:
        hidden = book.add_sheet("藏")
        hidden.visibility = 1
        hidden.write(0, 0, 1)
        sheet = book.get_sheet(0)
        sheet.write_merge(2, 3, 1, 4, 27)
        sheet.protect = True

    first, second = read_workbook(xls({}, edit)).sheets
    assert (((2, 1, 3, 4),), True, "visible") == (first.merges, first.protected, first.state)
    assert ((), False, "hidden") == (second.merges, second.protected, second.state)


@pytest.mark.libreoffice
def test_a_comment_is_read_with_its_cell(saved: Callable[[bytes, str], bytes]) -> None:
    def annotate(book: Workbook) -> None:
        book["二"]["B9"].comment = Note("应为 3", "张三")

    package = read_workbook(saved(resaved(build_consistent(), annotate), "xls"))
    comments = {sheet.name: sheet.comments for sheet in package.sheets}
    (comment,) = comments["二"]
    assert Comment("comment", (8, 1), "应为 3", "张三") == comment._replace(author="张三")


# ---- formulas ------------------------------------------------------------------------------------


def with_formulas(formulas: Mapping[Coordinate, str], result: float = 0.0) -> RawSheet:
    """Read formulas beside the text A1 and the number A2, all with one saved result.

    A sheet 附表 stands behind. xlwt computes nothing and saves each result as an empty text.
    """

    def edit(book: xlwt.Workbook) -> None:
        sheet = book.get_sheet(0)
        book.add_sheet("附表")
        for at, value in {(0, 0): "文", (1, 0): 0.0}.items():
            sheet.write(*at, value)
        for at, text in formulas.items():
            sheet.write(*at, ExcelFormula.Formula(text))

    data = xls({}, edit)
    for row, column in formulas:
        place = re.escape(struct.pack("<HH", row, column))
        (record,) = re.finditer(rb"\x06\0.." + place + rb"..", data, re.DOTALL)
        data = data[: record.end()] + struct.pack("<d", result) + data[record.end() + 8 :]
    return read_workbook(data).sheets[0]


def with_formula(text: str, result: float = 0.0) -> RawCell:
    return with_formulas({(2, 1): text}, result).cells[2, 1]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ('"27"', ""),
        ('"2"&"7"', ""),
        ('CONCATENATE("2","7")', ""),
        ('TEXT(27,"0")', ""),
        ('IF(A2=0,"27","28")', ""),
        ("A1", ""),
        ('LEFT("27",1)', ""),
        ('A2&""', ""),
        ('A2+20&""', ""),
        ('A2*1&"件"', ""),
        ("20&A2-1", ""),
        ("A2", "0"),
        ("A2+0", "0"),
        ("SUM(A2:A9)", "0"),
        ("20-20", "0"),
        ('VALUE("0")', "0"),
        ('COUNTIF(A1:A2,"27")', "0"),
        ("ROUND(A2,2)", "0"),
        ("-A2", "0"),
        ("SUM(附表!A2:A9)", "0"),
    ],
)
def test_a_saved_zero_is_believed_of_a_formula_that_gives_a_number(text: str, read_as: str) -> None:
    found = with_formula(text)
    assert (read_as, True) == (found.text, found.formula is not None)


@pytest.mark.parametrize(
    "text",
    [
        "20+7",
        "SUM(A2:A9)",
        "ROUND(SUM(A2:A9),2)",
        '"27"',
        "A2*1.5",
        "SUM(A2:A3,A5)-B1",
        'IF(A2>0,"有",27)',
        "附表!A2",
        "SUM(附表!A2:A9)",
        "SUM(附表!$A$2:$A$9)",
        "SUM(附表!A$2:$B9)",
        "ROUND(SUM(附表!A2:A9)-附表!C1,0)",
        "MAX(附表!B3:C5,附表!B7)",
        "SUM(附表!A2:A9)+SUM(A2:A9)",
    ],
)
def test_the_text_of_a_formula_is_read(text: str) -> None:
    assert RawCell("number", "27", text, "") == with_formula(text, 27.0)


def test_a_reference_to_a_doubtful_zero_is_doubtful_too() -> None:
    found = with_formulas({(2, 1): "B5", (3, 1): '"27"', (4, 1): "B4", (5, 1): "B9"})
    assert {(2, 1): "", (3, 1): "", (4, 1): "", (5, 1): "0"} == {
        at: found.cells[at].text for at in ((2, 1), (3, 1), (4, 1), (5, 1))
    }


def test_an_old_excel_is_read_in_chinese() -> None:
    """Read what LibreOffice 6 made of a filled template as "MS Excel 95"; no program here does."""
    data = gzip.decompress(Path(__file__).with_name("excel95.xls.gz").read_bytes())
    package = read_workbook(data)
    assert ("", ".xls（或 .et）") == (package.unseen, package.other_format)
    item = read(data)
    assert ["READ-OTHER"] == codes(item.findings)
    assert ("盐池县民政局", 2026, "ogi-2021") == (item.department, item.year, item.form_id)
    assert 166 == sum(value is not None for value in item.values) - len(item.form.fills)
    received = find(item.form, "requests.received.natural_person")
    assert (119, "表三 D6") == (item.values[received], item.positions[received].place)
