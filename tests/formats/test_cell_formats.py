from __future__ import annotations

from functools import partial

import pytest

from support.odd_workbooks import MAIN, styles_part, workbook
from support.work import counted
from xlreport.formats._cell_formats import CellFormats, Renderer
from xlreport.formats._format_text import UNKNOWN
from xlreport.formats._styles import CellStyle, Font, Styles
from xlreport.formats.cell import NOTHING_SHOWN, RawCell
from xlreport.formats.xlsx import read_package

ACCOUNTS = '_ "￥"* #,##0.00_ ;_ "￥"* \\-#,##0.00_ ;_ "￥"* "-"??_ ;_ @_ '


def formats_of(code: str) -> CellFormats:
    return CellFormats(Styles({200: code}, (CellStyle(200, Font(), None),)))


def styled(value: str, style: str, styles: str) -> RawCell:
    rows = f'<row r="1"><c r="A1" s="{style}"><v>{value}</v></c></row>'
    return read_package(workbook(rows, {"xl/styles.xml": styles})).sheets[0].cells[0, 0]


def custom(code: str) -> str:
    escaped = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return styles_part(f'<numFmt numFmtId="176" formatCode="{escaped}"/>', 0, 176)


@pytest.mark.parametrize(
    ("code", "value", "shown", "display"),
    [
        ("0", "12", "", ""),
        ("0", "12.34", "", "12"),
        ("0.00", "12.34", "", ""),
        ("0.0", "12.34", "", "12.3"),
        ("#,##0", "123456", "", ""),
        ("#,##0.00", "-1234.5", "", ""),
        ("0_ ", "5", "", ""),
        ("0;-0;;@", "0", "", ""),
        (ACCOUNTS, "0", "", " ￥ -   "),
        ('0"."0', "12", "", "1.2"),
        ('[>100]0;[<10]0;0"十"', "50", "", "50十"),
        ('[>100]0;[<10]0;0"十"', "5", "", ""),
        ('[<10]0;"—"', "5", "", ""),
        ('[<10]0;"—"', "12", "", "—"),
        ("0;-0;0,", "0", "", ""),
        ('0;-0;"5"', "0", "", "5"),
        (";;;", "5", "", NOTHING_SHOWN),
        ("[White]0", "5", "", NOTHING_SHOWN),
        ("0%", "3", "", "300%"),
        ("000", "7", "", "007"),
        ("yyyy/m/d", "119", "date", "1900/4/28"),
        ("[h]:mm", "2", "date", "48:00"),
        ("d", "28", "date", "28"),
        ("0;yyyy", "5", "", ""),
        ("0;yyyy", "-5", "date", "######"),
        ("[Fuchsia]0", "5", "", UNKNOWN),
        ("@", "12.34", "", ""),
        ("", "12.34", "", ""),
        ("General_ ", "12.34", "", ""),
        ("General;General", "-12.34", "", "12.34"),
        ("0.00E+00", "1E-3", "", "1.00E-03"),
        ("[White]General", "5", "", NOTHING_SHOWN),
        ("[White]@", "5", "", NOTHING_SHOWN),
        ("[DBNum1]General", "5", "", "五"),
        ("[$-1E000000]General", "5", "", "□"),
        ("[<10]General", "12", "", "######"),
        ("0.0000", "59237.244899999998", "", ""),
        ("0.0", "0.30000000000000004", "", ""),
    ],
)
def test_a_cell_has_what_its_format_shows_unless_that_is_its_number(
    code: str, value: str, shown: str, display: str
) -> None:
    cell = styled(value, "1", custom(code))
    assert ("number", value, None, shown, display) == cell


@pytest.mark.parametrize(
    ("code", "display"),
    [
        *(("0", ""), ("@", ""), (";;;@", ""), ('0"件"', ""), ("0;-0;0;@", "")),
        *(('@"0"', "270"), (";;;", NOTHING_SHOWN), ('0;-0;0;"5"', "5"), ('0;-0;0;@"0"', "270")),
    ],
)
def test_a_text_is_shown_by_the_section_for_texts(code: str, display: str) -> None:
    rows = '<row r="1"><c r="A1" s="1" t="str"><v>27</v></c></row>'
    sheet = read_package(workbook(rows, {"xl/styles.xml": custom(code)})).sheets[0]
    assert {(0, 0): RawCell("text", "27", None, "", display)} == sheet.cells


@pytest.mark.parametrize("kind", ["b", "e"])
def test_truth_values_and_errors_have_no_format(kind: str) -> None:
    value = "1" if kind == "b" else "#REF!"
    rows = f'<row r="1"><c r="A1" s="1" t="{kind}"><v>{value}</v></c></row>'
    sheet = read_package(workbook(rows, {"xl/styles.xml": custom(";;;")})).sheets[0]
    assert "" == sheet.cells[0, 0].display


@pytest.mark.parametrize("style", ["1", "01", "001", " 1", "0000001"])
def test_a_style_is_found_however_its_number_is_written(style: str) -> None:
    assert "12.3万元" == styled("123400", style, custom('0"."0,"万元"')).display


@pytest.mark.parametrize("style", ["1", "01", "001"])
def test_a_look_is_found_however_the_number_of_its_style_is_written(style: str) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><strike/></font></fonts>'
        '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs></styleSheet>'
    )
    rows = f'<row r="1"><c r="A1" s="{style}"><v>5</v></c></row>'
    sheet = read_package(workbook(rows, {"xl/styles.xml": styles})).sheets[0]
    assert {(0, 0): "struck"} == sheet.looks


@pytest.mark.parametrize("style", ["2", "999", "-1", "x", "9999999999", ""])
def test_a_style_that_no_list_has_is_plain(style: str) -> None:
    assert "" == styled("123400", style, custom('0"."0,"万元"')).display


@pytest.mark.parametrize(
    ("identifier", "value", "display"),
    [
        (0, "12.34", ""),
        (1, "12.34", "12"),
        (5, "5", "￥5"),
        (9, "3", "300%"),
        (12, "2.5", "2 1/2"),
        (14, "119", "1900/4/28"),
        (27, "119", "1900年4月"),
        (31, "119", "1900年4月28日"),
        (37, "1234", ""),
        (41, "0", ""),
        (44, "1234.5", " ￥ 1,234.50 "),
        (48, "12345", "12.3E+3"),
        (50, "119", "1900年4月"),
        (58, "119", "4月28日"),
        (23, "12.34", ""),
        (59, "12.34", ""),
        (163, "12.34", ""),
        (4000, "12.34", ""),
    ],
)
def test_every_program_has_the_built_in_formats(identifier: int, value: str, display: str) -> None:
    assert display == styled(value, "0", styles_part("", identifier)).display


@pytest.mark.parametrize("identifier", ["9", "14", "50", "050"])
def test_a_file_may_redefine_the_built_in_formats(identifier: str) -> None:
    formats = f'<numFmt numFmtId="{identifier}" formatCode="0&quot;件&quot;"/>'
    assert "119件" == styled("119", "0", styles_part(formats, int(identifier))).display


def test_what_an_xf_names_counts_whatever_it_says_of_applying() -> None:
    styles = styles_part('<numFmt numFmtId="176" formatCode="0,"/>', 176)
    for applied in ("0", "1"):
        changed = styles.replace("<cellXfs><xf ", f'<cellXfs><xf applyNumberFormat="{applied}" ')
        assert changed != styles
        assert "123" == styled("123400", "0", changed).display


def test_a_format_is_judged_once_and_a_value_rendered_once() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" s="1"><v>{row % 3}</v></c></row>' for row in range(1, 3001)
    )
    shown, plain = (workbook(rows, {"xl/styles.xml": custom(code)}) for code in ('0"件"', "0_ "))
    for data in (shown, plain):
        read_package(data)
    costs = [counted(partial(read_package, data))[1].calls for data in (shown, plain)]
    assert costs[0] - costs[1] < 10 * 3000


def test_what_is_rendered_of_one_workbook_is_bounded() -> None:
    renderer = Renderer(left=100)
    seen = [renderer.show('0"件"', "number", str(number)) for number in range(5)]
    assert [("", "0件"), ("", "1件"), ("", UNKNOWN), ("", UNKNOWN), ("", UNKNOWN)] == seen
    assert ("", "0件") == renderer.show('0"件"', "number", "0")


def test_no_more_formats_are_judged_than_any_workbook_has() -> None:
    codes = {200 + number: f"0_{number % 10}{'_ ' * (number // 10)}" for number in range(1_100)}
    cells = tuple(CellStyle(identifier, Font(), None) for identifier in codes)
    formats = CellFormats(Styles(codes, cells)).of_short
    renderer = Renderer()
    judged = [formats[str(number)] for number in range(1_100)]
    shown = [renderer.show(code, "number", "5") for code in codes.values()]
    assert ([None] * 1_000, [("", "")] * 1_000) == (judged[:1_000], shown[:1_000])
    assert ([*codes.values()][1_000:], [("", UNKNOWN)] * 100) == (judged[1_000:], shown[1_000:])


def test_styles_written_in_many_ways_are_not_kept() -> None:
    formats = formats_of("0,").of_short
    assert ["0,"] * 3 == [formats[written] for written in ("0", "00", "000")]
    assert ["0"] == list(formats)


def test_a_long_text_under_a_format_is_cut() -> None:
    _, display = Renderer().show("@" * 900, "text", "字" * 9_000)
    assert 255 == len(display)
