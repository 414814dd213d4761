from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.numbers import NumberFormat

from support.edited import with_parts
from support.odd_workbooks import MAIN, SHEET, workbook, worksheet
from xlreport.formats.container import Limits, Unreadable
from xlreport.formats.xlsx import read_package

WAN = '0"."0,"万元"'
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
ROWS = '<row r="1"><c r="A1"><v>123400</v></c><c r="B1"><v>5</v></c></row>'


def made(*rules: tuple[str, Rule], cells: dict[str, float | str]) -> bytes:
    """Make a workbook by openpyxl with conditional formats over ranges."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for address, value in cells.items():
        sheet[address] = value
    for area, rule in rules:
        sheet.conditional_formatting.add(area, rule)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def shows(code: str, kind: Any = "cellIs", operator: Any = "", *formulas: str, **more: Any) -> Rule:
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=300, formatCode=code))
    return Rule(type=kind, operator=operator or None, formula=list(formulas), dxf=style, **more)


def coloured(priority: int) -> Rule:
    fill = DifferentialStyle(fill=PatternFill(bgColor="FFFF0000"))
    return Rule(type="expression", formula=["TRUE"], dxf=fill, priority=priority)


def displays(data: bytes) -> list[str]:
    return [cell.display for cell in read_package(data).sheets[0].cells.values()]


@pytest.mark.parametrize(
    ("operator", "formulas", "expected"),
    [
        ("greaterThan", ["1000"], ["123.4万元", "", ""]),
        ("greaterThan", ["1234000"], ["", "", ""]),
        ("greaterThanOrEqual", ["1234000"], ["123.4万元", "", ""]),
        ("lessThan", ["5"], ["", "", "-0.0万元"]),
        ("lessThanOrEqual", ["5"], ["", "0.0万元", "-0.0万元"]),
        ("equal", ["5"], ["", "0.0万元", ""]),
        ("equal", [" 5.0"], ["", "0.0万元", ""]),
        ("notEqual", ["5"], ["123.4万元", "", "-0.0万元"]),
        ("between", ["5", "-5"], ["", "0.0万元", "-0.0万元"]),
        ("notBetween", ["-5", "5"], ["123.4万元", "", ""]),
    ],
)
def test_a_comparison_with_numbers_is_evaluated(
    operator: str, formulas: list[str], expected: list[str]
) -> None:
    rule = shows(WAN, "cellIs", operator, *formulas)
    data = made(("A1:A3", rule), cells={"A1": 1234000, "A2": 5, "A3": -5})
    assert [each.replace("-0.0", "0.0") for each in expected] == displays(data)


@pytest.mark.parametrize(
    "rule",
    [
        shows(WAN, "expression", "", "$B$1>0"),
        shows(WAN, "expression", "", "TRUE"),
        shows(WAN, "cellIs", "greaterThan", "$B$1"),
        shows(WAN, "cellIs", "greaterThan", "1E3"),
        shows(WAN, "cellIs", "between", "1"),
        shows(WAN, "cellIs", "containsText", "1"),
        shows(WAN, "top10", rank=1),
        shows(WAN, "duplicateValues"),
        shows(WAN, "aboveAverage"),
    ],
)
def test_a_condition_that_is_not_evaluated_may_be_met(rule: Rule) -> None:
    assert ["12.3万元", ""] == displays(made(("A1", rule), cells={"A1": 123400, "B1": 123400}))


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("A1:A2", ["12.3万元", ""]),
        ("C5 A1:A1", ["12.3万元", ""]),
        ("B1", ["", "12.3万元"]),
        ("A1:XFD1048576", ["12.3万元", "12.3万元"]),
        ("C1:D9", ["", ""]),
    ],
)
def test_a_format_covers_its_ranges(area: str, expected: list[str]) -> None:
    rule = shows(WAN, "cellIs", "greaterThan", "0")
    assert expected == displays(made((area, rule), cells={"A1": 123400, "B1": 123400}))


@pytest.mark.parametrize(
    ("area", "covered"),
    [("A:A", "A"), ("1:1", "AB"), ("$B$1", "B"), ("A1:B", "AB"), ("#REF!", "AB")],
)
def test_a_range_may_be_whole_rows_and_columns_and_an_odd_one_is_everywhere(
    area: str, covered: str
) -> None:
    rule = '<cfRule type="expression" dxfId="0"><formula>1</formula></cfRule>'
    after = f'<conditionalFormatting sqref="{area}">{rule}</conditionalFormatting>'
    percent = '<dxfs><dxf><numFmt numFmtId="9" formatCode="0%"/></dxf></dxfs>'
    styles = f'<styleSheet xmlns="{MAIN}">{percent}</styleSheet>'
    data = workbook("", {SHEET: worksheet(ROWS, after), "xl/styles.xml": styles})
    expected = {"A": "12340000%", "B": "500%"}
    assert [expected[c] if c in covered else "" for c in "AB"] == displays(data)


def test_the_first_format_that_is_met_is_shown() -> None:
    met = shows("0_ ", "cellIs", "greaterThan", "0", priority=1)
    data = made(
        ("A1", shows(WAN, "expression", "", "TRUE", priority=2)), ("A1", met), cells={"A1": 5}
    )
    assert [""] == displays(data)
    unmet = shows("0_ ", "cellIs", "lessThan", "0", priority=1)
    late = shows(WAN, "cellIs", "greaterThan", "0", priority=2)
    assert ["0.0万元"] == displays(made(("A1", late), ("A1", unmet), cells={"A1": 5}))


def test_a_format_may_show_the_number_that_the_style_hides() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for address, value in (("A1", 5), ("A2", -5)):
        sheet[address] = value
        sheet[address].number_format = "yyyy"
    sheet.conditional_formatting.add("A1:A2", shows("0", "cellIs", "greaterThan", "0"))
    file = BytesIO()
    book.save(file)
    first, second = read_package(file.getvalue()).sheets[0].cells.values()
    assert ("", "", "date", "######") == (first.shown, first.display, second.shown, second.display)


def test_a_text_may_be_shown_otherwise_too() -> None:
    rule = shows(';;;@"0"', "cellIs", "greaterThan", "0")
    assert ["270"] == displays(made(("A1", rule), cells={"A1": "27"}))


def test_a_date_of_a_conditional_format_is_a_date() -> None:
    rule = shows("yyyy/m/d", "cellIs", "greaterThan", "0")
    (cell,) = read_package(made(("A1", rule), cells={"A1": 119})).sheets[0].cells.values()
    assert ("date", "1900/4/28") == (cell.shown, cell.display)


def newer(code: str = "0,", operator: str = "greaterThan", area: str = "A1:A9") -> str:
    return (
        f'<extLst><ext xmlns:x14="{X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">'
        f'<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{XM}">'
        f'<x14:cfRule type="cellIs" priority="1" operator="{operator}" id="{{1}}"><xm:f>1000</xm:f>'
        f'<x14:dxf><numFmt numFmtId="165" formatCode="{code}"/></x14:dxf></x14:cfRule>'
        f"<xm:sqref>{area}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
        "</ext></extLst>"
    )


@pytest.mark.parametrize("before", ["", "<conditionalFormatting/>", "<dataValidations/>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_newer_format_has_its_code_in_the_sheet(before: str, encoding: str) -> None:
    xml = worksheet(ROWS, before + newer())
    bom = "\ufeff" if encoding == "utf-16-be" else ""
    assert ["123", ""] == displays(workbook("", {SHEET: (bom + xml).encode(encoding)}))


@pytest.mark.parametrize("filler", range(65_500, 65_540, 3))
def test_a_newer_format_is_found_wherever_the_pieces_of_a_part_end(filler: int) -> None:
    start = worksheet(ROWS, "<dataValidations/><!---->" + newer()).index("formatCode")
    comment = f"<!--{'x' * (filler - start)}-->"
    xml = worksheet(ROWS, f"<dataValidations/>{comment}{newer()}")
    assert ["123", ""] == displays(workbook("", {SHEET: xml}))


def test_a_newer_format_without_a_code_changes_nothing() -> None:
    xml = worksheet(
        ROWS,
        newer()
        .replace("<x14:dxf>", "<x14:dxf><!-- formatCode -->")
        .replace('<numFmt numFmtId="165" formatCode="0,"/>', ""),
    )
    assert ["", ""] == displays(workbook("", {SHEET: xml}))


def test_formats_without_a_number_format_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("the worksheet was parsed again")

    monkeypatch.setattr("xlreport.formats._sheet.show_conditionally", fail)
    assert [""] == displays(made(("A1", coloured(1)), cells={"A1": 5}))


def test_a_colour_before_a_number_format_takes_nothing_from_it() -> None:
    rules = ("A1", coloured(1)), ("A1", shows(WAN, "cellIs", "greaterThan", "0", priority=2))
    assert ["12.3万元"] == displays(made(*rules, cells={"A1": 123400}))


def test_more_formats_than_cells_can_be_compared_with_are_hostile() -> None:
    areas = " ".join(f"A{row}" for row in range(1, 3000))
    rule = shows(WAN, "cellIs", "greaterThan", "0")
    data = made((areas, rule), cells={f"B{row}": row for row in range(1, 1000)})
    with pytest.raises(Unreadable) as caught:
        read_package(data)
    assert ("FILE-HOSTILE", "条件格式过多") == (caught.value.code, caught.value.facts["reason"])


def test_formats_behind_too_many_rows_may_be_anywhere() -> None:
    rule = shows(WAN, "cellIs", "lessThan", "0")
    data = made(("B9", rule), cells={"A1": 123400})
    plenty = b"".join(b'<row r="%d"/>' % row for row in range(6_000, 26_000))
    end = b"</sheetData>"
    data = with_parts(data, {SHEET: lambda xml: xml.replace(end, plenty + end)})
    cells = read_package(data, Limits(tags=9_000)).sheets[0].cells
    assert ["12.3万元"] == [cell.display for cell in cells.values()]


@pytest.mark.libreoffice
def test_libreoffice_shows_what_is_read(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    values = [1234000, 999, 5, 0, -5, 12.5]
    rule = shows('0.0,"千"', "cellIs", "greaterThan", "998")
    data = made(("A1:A6", rule), cells={f"A{i}": value for i, value in enumerate(values, 1)})
    path = tmp_path / "conditional.xlsx"
    path.write_bytes(data)
    # What lies over a format is seen in print alone: an .ods has the cell's own text.
    pdf = convert(path, "pdf")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    shown = [d or str(value) for d, value in zip(displays(data), values, strict=True)]
    assert shown == text.stdout.decode().split()
