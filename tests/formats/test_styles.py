from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font as BookFont
from openpyxl.styles import PatternFill

from support.odd_workbooks import MAIN, workbook
from xlreport.formats._styles import CellStyle, Colour, Font, Styles, parse_index, read_styles
from xlreport.formats.container import LIMITS, open_container

PART = "xl/styles.xml"


def styles_of(data: bytes) -> Styles:
    return read_styles(open_container(data, LIMITS), PART)


def styles_in(xml: str) -> Styles:
    return styles_of(workbook("", {PART: f'<styleSheet xmlns="{MAIN}">{xml}</styleSheet>'}))


def test_the_styles_that_another_program_wrote_are_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"].number_format = '0"件"'
    sheet["A1"].font = BookFont(sz=1, strike=True, vertAlign="superscript", color="FFFFFFFF")
    sheet["A1"].fill = PatternFill("solid", fgColor="FF00FF00")
    file = BytesIO()
    book.save(file)
    styles = styles_of(file.getvalue())
    assert {164: '0"件"'} == styles.codes
    white, green = (Colour("rgb", value, "") for value in ("FFFFFFFF", "FF00FF00"))
    assert CellStyle(164, Font("1", white, struck=True, raised=True), green) == styles.cells[1]
    assert (0, "11", None) == (
        styles.cells[0].number_format,
        styles.cells[0].font.size,
        styles.cells[0].fill,
    )


FORMATS = '<numFmts><numFmt numFmtId="50" formatCode="0,"/></numFmts>'
FONTS = '<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>'
FILLS = '<fills><fill><patternFill><fgColor rgb="1"/></patternFill></fill></fills>'
CELLS = '<cellXfs><xf numFmtId="050" fontId="1" fillId="0"/><xf fontId="9"/></cellXfs>'
BASES = '<cellStyleXfs><xf numFmtId="9" fontId="1"/></cellStyleXfs>'
DIFFERENT = (
    "<dxfs><dxf><font><strike/></font></dxf>"
    '<dxf><numFmt numFmtId="51" formatCode="0%"/></dxf></dxfs>'
)
FOREIGN = '<extLst><x:dxfs xmlns:x="urn:x"><dxf><numFmt formatCode="0"/></dxf></x:dxfs></extLst>'


@pytest.mark.parametrize(
    "order",
    [
        (FORMATS, FONTS, FILLS, BASES, CELLS, DIFFERENT, FOREIGN),
        (FOREIGN, DIFFERENT, CELLS, BASES, FILLS, FONTS, FORMATS),
    ],
)
def test_every_list_is_read_for_itself_in_whatever_order(order: tuple[str, ...]) -> None:
    expected = Styles(
        codes={50: "0,"},
        cells=(CellStyle(50, Font(struck=True), None), CellStyle(0, Font(), None)),
        conditional=("", "0%"),
    )
    assert expected == styles_in("".join(order))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("17", 17),
        ("017", 17),
        (" 17\n", 17),
        ("0", 0),
        ("", -1),
        ("-1", -1),
        ("１", -1),
        ("1e1", -1),
    ],
)
def test_an_index_is_the_number_that_is_written(written: str, expected: int) -> None:
    assert expected == parse_index(written)


def test_an_index_too_long_for_any_list_is_none() -> None:
    assert -1 == parse_index("9" * 10)
