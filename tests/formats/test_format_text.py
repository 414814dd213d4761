from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from xlsxwriter import Workbook

from support.work import counted
from xlreport.formats._format_text import UNKNOWN, render, significant
from xlreport.formats.cell import NOTHING_SHOWN

SEEN = json.loads(Path(__file__).with_name("shown.json").read_text("utf-8"))
VALUES: list[float | str] = SEEN["values"]
FORMATS: dict[str, list[Any]] = {code: seen for code, *seen in SEEN["formats"]}

# Excel in Chinese and WPS, which departments use, show these otherwise, and neither could be run.
OTHERWISE = {
    "a filler fills the column": ["*90", "*00", "0*0", "0*-", "*-0", "0*x0", "**0"],
    "! escapes as \\ does": ["0!.0", '0!.0,"万元"', '[>=10000]0!.0,"万";0'],
    "white letters on white": ["[White]0"],
    "Chinese digits need no locale": [
        *("[DBNum1]", "[DBNum1]0", "[DBNum1]General", "[DBNum2]0", "[DBNum3]0", "[DBNum3]General"),
        *("[DBNum1][$-804]General", "[DBNum2][$-804]General"),
    ],
    "digits of other scripts": ["[$-D000000]0", "[$-2000000]0"],
    "##### where no section fits": ["[>100]0;[<10]0", "[<10]0", '0;[<10]"x"'],
    "General of a Chinese file": ["G/通用格式", 'G/通用格式"件"', "0;G/通用格式"],
    "a locale behind the digits": ['0[$-804]"件"'],
    "@ shows a number too": ['@"0"', '"x"@', "0@", "@0"],
    "a first day of 1900": ["[$-411]ge", "ggge", "aaaa", "aaa"],
    "letters that only dates have": ["0e", "0E", "0b", "0g", "0 m"],
    "a comma before the point divides": ["0,.0"],
    "a half is rounded up": ["0/1"],
    "the exponent of 0": [".0E+0"],
}
EXCEPTED = frozenset(code for codes in OTHERWISE.values() for code in codes)
BEYOND = "######"  # a day before 1900; LibreOffice goes on counting, SheetJS shows nothing


def squeezed(text: str) -> str:
    return "".join(text.split())


def differing(code: str) -> list[tuple[str, ...]]:
    """List what we show of the values where neither program shows the same, and what they show."""
    libreoffice, *rest = FORMATS[code]
    sheetjs = rest[0] if rest else libreoffice
    shown = [squeezed(render(code, value)) for value in VALUES]
    both = zip(shown, map(squeezed, libreoffice), map(squeezed, sheetjs), strict=True)
    return [each for each in both if each[0] not in (BEYOND, *each[1:])]


@pytest.mark.parametrize("code", sorted(FORMATS.keys() - EXCEPTED))
def test_a_value_is_shown_as_libreoffice_or_sheetjs_shows_it(code: str) -> None:
    assert [] == differing(code)


@pytest.mark.parametrize("code", sorted(EXCEPTED - {"[>100]0;[<10]0", "[<10]0", '0;[<10]"x"'}))
def test_what_excel_shows_otherwise_is_no_more_than_that(code: str) -> None:
    assert differing(code)


@pytest.mark.libreoffice
def test_libreoffice_still_shows_what_was_seen(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "shown.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, code in enumerate(FORMATS):
            sheet.write_row(row, 0, VALUES, book.add_format({"num_format": code}))
    saved = ET.parse(convert(path, "fods")).getroot()  # noqa: S314 - made by the test
    rows = [row for row in saved.iter(f"{TABLE}table-row") for _ in range(_repeated(row, "rows"))]
    shown = [
        [
            squeezed("".join(cell.itertext()))
            for cell in row
            for _ in range(_repeated(cell, "columns"))
        ]
        for row in rows
    ]
    expected = [[squeezed(text) for text in seen[0]] for seen in FORMATS.values()]
    assert expected == [row[: len(VALUES)] for row in shown[: len(FORMATS)]]


TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def _repeated(element: ET.Element, what: str) -> int:
    return int(element.get(f"{TABLE}number-{what}-repeated", "1")) if len(element) else 1


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ('0"."0,"万元"', 123400, "12.3万元"),
        ('0!.0,"万元"', 123400, "12.3万元"),
        ("0!件", 5, "5件"),
        ("*90", 5, "9995"),
        ("0*-", 5, "5---"),
        ("* 0", 5, " 5"),
        ("[White]0", 5, NOTHING_SHOWN),
        ("[白色]0", 5, NOTHING_SHOWN),
        ("[Color 2]0", 5, NOTHING_SHOWN),
        ("[Color22]0", 5, "5"),
        ("[DBNum1]", 10203, "一万〇二百〇三"),
        ("[DBNum1]0", 123, "一二三"),
        ("[DBNum1]General", 100, "一百"),
        ("[DBNum2]General", 120000034, "壹亿贰仟万零叁拾肆"),
        ("[DBNum1][$-804]General", 1.5, "一.五"),
        ("[DBNum1]General", 1e20, "一E+二〇"),
        ("[DBNum4]0", 5, "□"),
        ("[$-D000000]0", 15, "๑๕"),
        ("[$-9000000]0", 15, "□□"),
        ("[$-1000000]0", 15, "15"),
        ("[<10]0", 12, BEYOND),
        ("[>100]0;[<10]0", 50, BEYOND),
        ('[>100]0;[<10]0;0"十"', 50, "50十"),
        ('[>100]0;[<10]0;[<60]0"十"', 70, BEYOND),
        ('[>100]0;0"负";0"十"', 50, "50十"),
        ('[>100]0;0"负";0"十"', -5, "5负"),
        ('[>100]0;0"负"', 50, "50负"),
        ('G/通用格式"件"', 1.5, "1.5件"),
        ('0[$-804]"件"', 5, "5件"),
        ("[$-411]ge", 119, "M33"),
        ("[$-411]ggge", 40000, "平成21"),
        ("[$-411]gg", 2000, "明"),
        ("ge", 40000, "公元2009"),
        ("aaaa", 46027, "星期一"),
        ("bbbb", 46027, "2569"),
        ("0,.0", 1234, "1.2"),
        ("0/1", 5, "5/1"),
        ("[Fuchsia]0", 5, UNKNOWN),
        ("[>1]0;[Fuchsia]0", 5, "5"),
        (";;;[Fuchsia]@", "5", UNKNOWN),
        (";;;[White]@", "5", NOTHING_SHOWN),
        (";;;General", "5", "5"),
        ('""', 5, NOTHING_SHOWN),
        ("0" * 1001, 5, UNKNOWN),
        ("0", 59237.244899999998, "59237"),
        ("0.0000", Decimal("0.30000000000000004"), "0.3000"),
        ("General", 1e300, "1E+300"),
        ("General", 123456789012, "1.23457E+11"),
        ("General", 0.00001234567, "1.23457E-05"),
        ("General", 0.0001, "0.0001"),
        ("General", 1234567.12345678, "1234567.123"),
        ("# ?/?", 0.9999, "1    "),
        ("0.00E+00", 0, "0.00E+00"),
        ("0.0E+0", 9.99, "1.0E+1"),
        ("[h]:mm", 1.5, "36:00"),
        ("mm:ss", 0.5, "00:00"),
        ("yyyy/m/d", 0, "1900/1/0"),
        ("yyyy/m/d", 2_958_466, BEYOND),
    ],
)  # fmt: skip
def test_excel_in_chinese_shows_more_than_the_two_programs(
    code: str, value: float | str, expected: str
) -> None:
    assert expected == render(code, value)


def test_a_number_has_the_15_digits_that_excel_keeps() -> None:
    assert Decimal("59237.2449") == significant(59237.244899999998)


@pytest.mark.parametrize(
    "code", ["0" * 900, "[" * 900, '"' * 900, "#," * 450, "0/" * 450, "yy" * 450]
)
def test_the_work_of_a_long_format_is_bounded(code: str) -> None:
    assert counted(lambda: render(code, 1e308))[1].calls < 100_000
