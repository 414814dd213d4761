"""What a person sees of an .ods besides the text of a cell: fillers, white letters, conditions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl import Workbook

from support.edited import resaved, with_parts
from support.other_workbooks import build_consistent, ods, table
from xlreport.formats._format_text import UNKNOWN
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import RawSheet

NAMES = {
    "style": "style",
    "number": "datastyle",
    "fo": "xsl-fo-compatible",
    "text": "text",
    "table": "table",
}
SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in NAMES.items()
)
DIGITS = '<number:number number:min-integer-digits="1"/>'


def sheet_of(styles: str, *rows: str) -> RawSheet:
    """Read a worksheet whose rows use these automatic styles."""

    def add(content: bytes) -> bytes:
        shared = f"<office:automatic-styles{SPACES}>{styles}</office:automatic-styles>"
        return content.replace(b"<office:body>", f"{shared}<office:body>".encode())

    return read_workbook(with_parts(ods(table(*rows)), {"content.xml": add})).sheets[0]


def format_of(inside: str, more: str = "", kind: str = "number") -> str:
    """Return a style of cells, "look", whose number format has this inside."""
    return (
        f'<number:{kind}-style style:name="n">{inside}</number:{kind}-style>{more}'
        '<style:style style:name="look" style:family="table-cell" style:data-style-name="n"/>'
    )


def part(name: str, inside: str) -> str:
    return f'<number:number-style style:name="{name}">{inside}</number:number-style>'


def mapped(condition: str, name: str) -> str:
    return f'<style:map style:condition="{condition}" style:apply-style-name="{name}"/>'


def cell(number: str) -> str:
    return (
        '<table:table-row><table:table-cell table:style-name="look"'
        f' office:value-type="float" office:value="{number}">'
        f"<text:p>{number}</text:p></table:table-cell></table:table-row>"
    )


def filler(sign: str) -> str:
    return f"<number:fill-character>{sign}</number:fill-character>{DIGITS}"


WHITE = f'<style:text-properties fo:color="#ffffff"/>{DIGITS}'
RED = f'<style:text-properties fo:color="#ff0000"/>{DIGITS}'


@pytest.mark.parametrize(
    ("styles", "display"),
    [
        (format_of(filler("9")), UNKNOWN),
        (format_of(filler("1")), UNKNOWN),
        (format_of(filler("-")), UNKNOWN),
        (format_of(filler("九")), UNKNOWN),
        (format_of(filler("0"), kind="currency"), UNKNOWN),
        (format_of(filler("9"), kind="percentage"), UNKNOWN),
        (format_of(filler(" ")), ""),
        (format_of(filler("")), ""),
        (format_of(WHITE), UNKNOWN),
        (format_of(WHITE, kind="currency"), UNKNOWN),
        (format_of(RED), ""),
        (format_of(DIGITS + mapped("value()&gt;100", "o"), part("o", WHITE)), UNKNOWN),
        (format_of(DIGITS + mapped("value()&lt;100", "o"), part("o", WHITE)), ""),
        (format_of(WHITE + mapped("value()&gt;=0", "o"), part("o", DIGITS)), ""),
        (format_of(WHITE + mapped("value()&lt;0", "o"), part("o", DIGITS)), UNKNOWN),
        (format_of(DIGITS + mapped("value()=119", "o"), part("o", filler("9"))), UNKNOWN),
        (format_of(DIGITS + mapped("value()!=119", "o"), part("o", filler("9"))), ""),
        (format_of(DIGITS + mapped("whatever", "o"), part("o", filler("9"))), UNKNOWN),
    ],
)
def test_a_number_with_more_or_less_than_its_text_is_not_taken(styles: str, display: str) -> None:
    sheet = sheet_of(styles, cell("119"))
    assert (sheet.cells[0, 0].text, sheet.cells[0, 0].display) == ("119", display)


POINT = '<number:number><number:embedded-text number:position="1">.</number:embedded-text>'
TENTH = f"{POINT}</number:number>"
WAN = f"{DIGITS}<number:text>万</number:text>"


@pytest.mark.parametrize(
    ("condition", "inside", "display"),
    [
        ("cell-content()&gt;50", TENTH, UNKNOWN),
        ("cell-content()&gt;50", WAN, UNKNOWN),
        ("cell-content()&gt;50", WHITE, UNKNOWN),
        ("cell-content()&gt;50", filler("9"), UNKNOWN),
        ("cell-content()&lt;=119", WAN, UNKNOWN),
        ("cell-content()!=5", WAN, UNKNOWN),
        ("cell-content-is-between(1,200)", WAN, UNKNOWN),
        ("is-true-formula([.D7]&gt;0)", WAN, UNKNOWN),
        ("is-true-formula([.D7]&gt;0)", DIGITS, ""),
        ("cell-content()&gt;5000", WAN, ""),
        ("cell-content()=118.5", TENTH, ""),
        ("cell-content()&gt;50", RED, ""),
    ],
)
def test_a_conditional_format_with_another_number_format_is_not_taken(
    condition: str, inside: str, display: str
) -> None:
    styles = (
        part("n", inside)
        + '<style:style style:name="other" style:family="table-cell" style:data-style-name="n"/>'
        + '<style:style style:name="look" style:family="table-cell">'
        + f"{mapped(condition, 'other')}</style:style>"
    )
    assert display == sheet_of(styles, cell("119")).cells[0, 0].display


NOTHING = "<number:text/>"
DASH = "<number:text>—</number:text>"
FIVE_SHOWN = "<number:text>5</number:text>"


@pytest.mark.parametrize(
    ("styles", "display"),
    [
        (format_of(WHITE), ""),
        (format_of(filler("9")), UNKNOWN),
        *(
            (
                part("n", inside)
                + '<style:style style:name="o" style:family="table-cell"'
                + ' style:data-style-name="n"/>'
                + '<style:style style:name="look" style:family="table-cell">'
                + f"{mapped('cell-content()=0', 'o')}</style:style>",
                display,
            )
            for inside, display in (
                *((NOTHING, ""), (DASH, ""), (WHITE, ""), (DIGITS, "")),
                *((FIVE_SHOWN, UNKNOWN), (WAN, UNKNOWN), (filler("9"), UNKNOWN)),
            )
        ),
    ],
)
def test_a_zero_may_be_shown_as_nothing_or_a_dash(styles: str, display: str) -> None:
    assert display == sheet_of(styles, cell("0")).cells[0, 0].display


def test_of_two_conditions_the_first_that_is_met_counts() -> None:
    styles = (
        part("n", WAN)
        + '<style:style style:name="other" style:family="table-cell" style:data-style-name="n"/>'
        + '<style:style style:name="red" style:family="table-cell"/>'
        + '<style:style style:name="look" style:family="table-cell">'
        + mapped("cell-content()&gt;1", "red")
        + mapped("cell-content()&gt;2", "other")
        + "</style:style>"
    )
    assert sheet_of(styles, cell("119")).cells[0, 0].display == ""


@pytest.mark.parametrize(
    ("height", "is_hidden"),
    [
        *((height, True) for height in ("0in", "0.0008in", "0.1cm", "0.9mm", "2.9pt", "0.2pc")),
        *((height, False) for height in ("0.178in", "0.45cm", "4.5mm", "12pt", "1pc", "", "tall")),
    ],
)
def test_rows_of_no_height_are_hidden(height: str, is_hidden: bool) -> None:
    styles = (
        '<style:style style:name="low" style:family="table-row">'
        f'<style:table-row-properties style:row-height="{height}"/></style:style>'
    )
    row = cell("5").replace("<table:table-row", '<table:table-row table:style-name="low"')
    assert is_hidden == (0 in sheet_of(styles, row).hidden_rows)


@pytest.mark.parametrize(
    ("width", "is_hidden"), [("0.0075in", True), ("0.05cm", True), ("0.1cm", False), ("2cm", False)]
)
def test_columns_of_no_width_are_hidden(width: str, is_hidden: bool) -> None:
    styles = (
        '<style:style style:name="thin" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}"/></style:style>'
    )
    column = '<table:table-column table:style-name="thin"/>'
    assert is_hidden == (0 in sheet_of(styles, column, cell("5")).hidden_columns)


@pytest.mark.parametrize(
    ("properties", "look"),
    [
        ('fo:color="#ffffff"', "pale"),
        ('fo:color="#ffffcc"', "pale"),
        ('fo:font-size="1pt"', "tiny"),
        ('fo:color="#ff0000"', None),
        ('fo:font-size="9pt"', None),
    ],
)
def test_a_pale_or_tiny_digit_is_seen(properties: str, look: str | None) -> None:
    styles = (
        '<style:style style:name="t" style:family="text">'
        f"<style:text-properties {properties}/></style:style>"
    )
    row = cell("5").replace('float" office:value="5"', 'string"')
    row = row.replace(">5<", '>11<text:span text:style-name="t">9</text:span><')
    sheet = sheet_of(styles, row)
    assert (sheet.cells[0, 0].text, sheet.looks.get((0, 0))) == ("119", look)


@pytest.mark.libreoffice
def test_what_libreoffice_shows_of_its_own_files_is_read(
    saved: Callable[[bytes, str], bytes],
) -> None:
    def change(book: Workbook) -> None:
        sheet = book["二"]
        for row, code in ((5, "*90"), (6, "[White]0"), (12, "0_ * ")):
            sheet[f"B{row}"] = 12
            sheet[f"B{row}"].number_format = code

    package = read_workbook(saved(resaved(build_consistent(), change), "ods"))
    (sheet,) = [sheet for sheet in package.sheets if sheet.name == "二"]
    shown = [sheet.cells[row - 1, 1].display for row in (5, 6, 12)]
    assert ([UNKNOWN] * 2, "12") == (shown[:2], shown[2].strip() or "12")
