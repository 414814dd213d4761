"""What regular expressions take apart is what the parser would have read, or the same fault."""

from __future__ import annotations

import tracemalloc
from bisect import bisect_left
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.odd_workbooks import (
    MAIN,
    SHEET,
    relation,
    relations,
    strings_part,
    styles_part,
    workbook,
    workbook_part,
)
from xlreport.formats import _plain_sheet, _relations, _sheet, expat
from xlreport.formats._plain_sheet import PlainSheet, plain_sheet
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import LIMITS, Limits, Unreadable
from xlreport.formats.xlsx import read_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlreport.formats.expat import Parsed

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
NEWER = 'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
LONG = "长" * 101


def run(*places: str, style: str = "1") -> str:
    """Give short whole numbers as they stand in a list of figures."""
    return "".join(f'<c r="{place}" s="{style}"><v>{n}7</v></c>' for n, place in enumerate(places))


# As Excel, WPS, LibreOffice, gnumeric, openpyxl, ExcelJS, SheetJS and XlsxWriter write cells.
PLAIN = [
    '<c r="A1" s="1"/>',
    '<c r="B1" s="1" t="n"></c>',
    '<c r="C1"><v>12</v></c>',
    '<c r="D1" s="2" t="n"><v>0.5</v></c>',
    '<c r="E1" s="1" t="s"><v>1</v></c>',
    '<c r="F1" t="s"><v>77</v></c>',
    '<c r="G1" t="str"><f aca="false">A1&amp;&quot;x&quot;</f><v>12x</v></c>',
    '<c r="H1" s="2"><f>SUM(A1:B1)</f><v/></c>',
    '<c r="I1"><f>1/0</f></c>',
    '<c r="J1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="K1" t="b"><v>1</v></c>',
    '<c r="L1" t="inlineStr"><is><t xml:space="preserve"> &#22635; _x000D_ </t></is></c>',
    '<c r="M1" t="d"><v>2026-01-31</v></c>',
    '<c r="N1"><f t="shared" ref="N1:N3" si="0">A1+1</f><v>13</v></c>',
    '<c r="O1"><f t="shared" si="0"/><v>14</v></c>',
    '\n <c r="P1" s="1" t="inlineStr">\n <is>\n <t>七</t>\n </is>\n </c>\n',
    '<c r="C1"><v>13</v></c>',
    '<c r="IX1"><v>5</v></c>',
    f'<c r="Q1" t="str"><f>"{LONG}"</f><v>{LONG}</v></c>',
    '<c r="R1" s="9" t="n"><v>1e400</v></c>',
    '<c r="S1" s="3"><v>46000</v></c>',
    run("T1", "U1", "V1", "W1"),
    run("AA1", "AB1", "AC1", "AD1", "AE1", style="2"),
    run("W1", "X1", "Y1", "Z1", "Y1"),
    run("IU1", "IV1", "IW1", "IX1"),
]
# What some program writes, or none: it is left to the parser.
OTHERS = [
    "<c><v>1</v></c>",
    '<c r="A2"><v>1</v></c>',
    '<c r="a1"><v>1</v></c>',
    '<c r="A1" r="B1"><v>1</v></c>',
    '<c s="1" r="A1"><v>1</v></c>',
    '<c r="A1" cm="1"><v>1</v></c>',
    '<c r="A1"><v>1</v><v>2</v></c>',
    '<c r="A1"><v><!-- 1 -->2</v></c>',
    '<c r="A1"><v><![CDATA[3]]></v></c>',
    '<c r="A1" t="str"><v>a]]>b</v></c>',
    '<c r="A1" t="str"><v>a\rb</v></c>',
    '<c r="A1" t="str"><v>a\x01b</v></c>',
    '<c r="A1" t="str"><v>&nbsp;</v></c>',
    '<c r="A1" t="str"><v>&#1;</v></c>',
    '<c r="A1" t="e"><v/></c>',
    '<c r="A1" t="s"/>',
    '<c r="A1" t="inlineStr"><v>1</v></c>',
    '<c r="A1" t="str"><v>1</v><is><t>2</t></is></c>',
    '<c r="A1" t="inlineStr"><is><r><t>1</t></r></is></c>',
    '<c r="A1"><f t="array" ref="A1">B1</f><v>1</v></c>',
    '<c r="A1"><v>1</v>',
    run("T1", "U1", "V2", "W1"),
    run("T11", "U1", "V1", "W1"),
    "<v>1</v>",
    "</c>",
    '<row r="3"/>',
    "&#38;",
    "</row>",
    "</sheetData>",
]
HEADER = "<oddHeader>&amp;L&amp;10 （局）&amp;R2026年&#24180;</oddHeader>"
NAMED = f"<headerFooter>{HEADER}</headerFooter>"
ROWS = [
    '<row r="1" spans="1:9" ht="13.5" x14ac:dyDescent="0.25">{}</row>',
    '<row r="1" ht="0" hidden="1">{}</row>',
    '\n<row r="1">\n{}</row>\n',
    '<row r="2" ht="2"/><row r="1">{}</row>',
    '<row r="1">{}</row><row r="9999" hidden="true" s="1"></row>',
    '<row r="1" ht="1" ht="1">{}</row>',
    '<row r="1" a:ht="1">{}</row>',
    '<row r="1" xmlns="urn:other">{}</row>',
    '<row r="1">{}</row><row r="5001"><c r="A5001" s="1"><v>5</v></c></row>',
    '<row r="1">{}</row><row r="2"/',
    '<row r="2"/<row r="1">{}</row>',
    "<row>{}</row>",
    "{}",
]
AFTER = [
    "",
    '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><pageMargins/>',
    '<sheetProtection sheet="1"/><conditionalFormatting/><x formatCode="0"/>',
    "<sheetData/>",
    "<!-- -->",
    '<mergeCells><mergeCell ref="A"/></mergeCells>',
    "<c><v>1</v></c>",
    '<mergeCells><mergeCell ref="B2:C3"/></mergeCells><conditionalFormatting sqref="A1"/><a>',
    '<dataValidations count="1"/><mergeCells><mergeCell ref="B2:C3"/></mergeCells>',
    '<dataValidations count="1"/><x formatCode="0"/>',
    '<dataValidations a="&gt;>"/><c><v>1</v></c>',
    '<!-- <dataValidations/> --><mergeCells><mergeCell ref="B2:C3"/></mergeCells>',
    "<v><dataValidations/></v>",
    NAMED,
    f"<!-- {HEADER} -->",
    f"<![CDATA[{HEADER}]]>",
    HEADER.replace("局", "&nbsp;"),
    HEADER.replace("局", "&#1;"),
    HEADER.replace("局", "\x01"),
    HEADER.replace("局", "formatCode"),
    HEADER.replace("局", "sheetData"),
    f"<pageMargins/><!-- {HEADER.replace('局', '--')} -->",
]
BEFORE = [
    "",
    '<cols><col min="2" max="2" hidden="1"/></cols>',
    "<!-- -->",
    '<?a b="<sheetData>"?>',
    '<f ref="A1"/>',
    "<v>1</v>",
    '<c r="A1"><f>1</f></c>',
]


def sheet(
    *cells: str, row: str = ROWS[0], after: str = "", before: str = "", root: str = NEWER
) -> bytes:
    data = f"<sheetData>{row.format(''.join(cells))}</sheetData>"
    text = f'{DECLARATION}<worksheet xmlns="{MAIN}" {root}>{before}{data}{after}</worksheet>'
    return text.encode()


def plain(data: bytes) -> PlainSheet | None:
    return plain_sheet(data, has_strings=True)


def read(
    data: bytes, limits: Limits = LIMITS, more: Mapping[str, str] = {}
) -> RawSheet | tuple[str, dict[str, str]]:
    parts: dict[str, str | bytes | None] = {
        SHEET: data,
        "xl/sharedStrings.xml": strings_part(
            "<t>零</t>", "<t>一</t>", "<r><rPr><strike/></rPr><t>2</t></r>"
        ),
        "xl/styles.xml": styles_part("", 0, 0, 10, 14),
        **more,
    }
    try:
        return read_package(workbook("", parts), limits).sheets[0]
    except Unreadable as error:
        return error.code, error.facts


def both_ways(data: bytes) -> tuple[object, object]:
    """Read a worksheet in the plain way, and with the parser alone; a large one is read alike."""
    first = read(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_plain_sheet, "_LARGEST_LAYOUT", -1)
        assert first == read(data)
    with by_the_parser_alone():
        return first, read(data)


@contextmanager
def by_the_parser_alone() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_sheet, "plain_sheet", lambda _, **__: None)
        yield


@pytest.mark.parametrize("cell", PLAIN)
def test_cells_are_plain_as_office_programs_write_them(cell: str) -> None:
    assert plain(sheet(cell)) is not None
    plainly, parsed = both_ways(sheet(cell))
    assert parsed == plainly


@pytest.mark.parametrize("cell", OTHERS)
def test_one_cell_written_otherwise_sends_the_whole_sheet_to_the_parser(cell: str) -> None:
    assert plain(sheet(PLAIN[0], cell)) is None


def test_the_parser_sees_no_cell_of_a_plain_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def parse(*given: Any, **named: Any) -> Parsed:
        seen.append(named["xml"])
        return expat.parse(*given, **named)

    monkeypatch.setattr(_sheet, "parse", parse)
    read(sheet(*PLAIN, after=AFTER[1]))
    assert [sheet(row="", after=AFTER[1])] == seen


@pytest.mark.parametrize(
    "data",
    [
        sheet(PLAIN[2], root=""),
        sheet(PLAIN[2], before="<!-- <sheetData> -->"),
        sheet(PLAIN[2]).replace(b"UTF-8", b"GBK"),
        sheet(PLAIN[2]).replace(b"12", b"\xb9"),
        sheet(PLAIN[2]).replace(b'<worksheet xmlns="', b'<x:worksheet xmlns:x="'),
    ],
)
def test_a_sheet_in_another_encoding_or_with_other_prefixes_goes_to_the_parser(
    data: bytes,
) -> None:
    assert plain(data) is None


@pytest.mark.parametrize("row", ROWS)
def test_both_ways_read_the_same_of_rows(row: str) -> None:
    plainly, parsed = both_ways(sheet(PLAIN[2], row=row))
    assert parsed == plainly


def test_nothing_is_kept_of_each_character_behind_a_cell_that_is_not_plain() -> None:
    long = sheet('<c r="A1" cm="1" t="str"><v>' + "a" * 100_000 + "</v></c>")
    tracemalloc.start()
    plain(long)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * len(long)


@pytest.mark.parametrize("largest", [-1, 1 << 16])
def test_a_run_of_numbers_that_look_struck_out_is_read_so(
    largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_plain_sheet, "_LARGEST_LAYOUT", largest)
    styles = styles_part("", 0, 0).replace("<font/>", "<font/><font><strike/></font>")
    styles = styles.replace('<xf numFmtId="0"/></cellXfs>', '<xf fontId="1"/></cellXfs>')
    data = sheet(run("A1", "B1", "C1", "D1"))
    assert plain(data) is not None
    found = read(data, more={"xl/styles.xml": styles})
    assert isinstance(found, RawSheet)
    assert {(0, column) for column in range(4)} == found.looks.keys()


@pytest.mark.parametrize("stray", ["<is><t>5</t></is>", "<v>5</v>", "<f>5</f>", '<row r="7"/>'])
@pytest.mark.parametrize("cell", [PLAIN[2], PLAIN[6], PLAIN[11]])
def test_both_ways_read_the_same_of_what_stands_behind_the_data(cell: str, stray: str) -> None:
    plainly, parsed = both_ways(sheet(cell, after=f'<sheetProtection sheet="1"/>{stray}'))
    assert parsed == plainly


@pytest.mark.parametrize("largest", [-1, 1 << 16])
@pytest.mark.parametrize("limit", ["tags", "all_tags", "cells", "cells_text"])
def test_what_is_bounded_is_counted_alike(
    limit: str, largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_plain_sheet, "_LARGEST_LAYOUT", largest)
    more = {
        "xl/workbook.xml": workbook_part(
            '<sheet name="表" sheetId="1" r:id="r1"/><sheet name="二" sheetId="2" r:id="r4"/>'
        ),
        "xl/_rels/workbook.xml.rels": relations(
            relation("r1", "worksheet", "worksheets/sheet1.xml"),
            relation("r2", "sharedStrings", "sharedStrings.xml"),
            relation("r3", "styles", "styles.xml"),
            relation("r4", "worksheet", "worksheets/sheet2.xml"),
        ),
        "xl/worksheets/sheet2.xml": sheet(*PLAIN[:-5], run("T1", "U1", "V1", "W1")).decode(),
    }

    def least() -> int:
        """Return the least limit within which both sheets are read."""
        return bisect_left(range(1_000), 1, key=lambda m: is_read(replace(LIMITS, **{limit: m})))

    def is_read(limits: Limits) -> bool:
        _relations._RESULTS.clear()  # a part that is known again is not counted
        return isinstance(read(sheet(*PLAIN), limits, more), RawSheet)

    plainly = least()
    with by_the_parser_alone():
        assert least() == plainly
    assert 0 < plainly < 1_000


@pytest.mark.parametrize("after", AFTER)
def test_both_ways_read_the_same_of_what_follows_the_data(after: str) -> None:
    for row in ROWS[:4]:
        plainly, parsed = both_ways(sheet(PLAIN[2], row=row, after=after))
        assert parsed == plainly


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(PLAIN), max_size=8),
    st.lists(st.sampled_from([*PLAIN, *OTHERS]), max_size=1),
    *(map(st.sampled_from, (ROWS, AFTER, BEFORE))),
)
def test_both_ways_read_the_same_of_a_sheet(
    cells: list[str], more: list[str], row: str, after: str, before: str
) -> None:
    plainly, parsed = both_ways(sheet(*cells, *more, row=row, after=after, before=before))
    assert parsed == plainly


# Cells of one layout, whatever they hold.
LAID = [
    '<c r="A1" s="1"><v>{}</v></c>',
    '<c r="B1" s="2" t="n"><v>{}</v></c>',
    '<c r="C1" s="1" t="s"><v>{}</v></c>',
    '<c r="D1" t="str"><v xml:space="preserve">{}</v></c>',
    '<c r="E1" s="3" t="inlineStr"><is><t>{}</t></is></c>',
    '<c r="F1"><f>A1&amp;1</f><v>{}</v></c>',
    '<c r="G1" t="b"><v>{}</v></c>',
    '<c r="H1" t="e"><v>{}</v></c>',
    '<c r="I1" s="4" t="d"><v>{}</v></c>',
    '<c r="J1" s="1" t="s"><f t="shared" si="0"/><v>{}</v></c>',
    run("K1", "L1", "M1", "N1").replace("7<", "{}<"),
]
TEXTS = [
    *("", "0", "1", "2", "007", "3.50", "-1", "1e400", " 2 ", "１", "1234567890", "TRUE", "#REF!"),
    *(
        "填报单位",
        "&#22635;",
        "&lt;&amp;",
        "&nbsp;",
        "&",
        "_x0041_",
        "a\rb",
        "a\x01b",
        "<",
        ">",
        "]]>",
    ),
    *("46000", "2026-01-31", LONG, "&#22635;" * 21, "&#22635;" * 21 + "&x;", "&#0;" * 21),
]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(TEXTS), min_size=14, max_size=14))
def test_both_ways_read_the_same_values_in_a_layout_seen_before(texts: list[str]) -> None:
    cells = "".join(LAID).format(*texts)
    plainly, parsed = both_ways(sheet(cells))
    assert parsed == plainly


def test_a_layout_is_taken_apart_once_and_what_is_beside_it_parsed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laid = "".join(LAID)
    read(sheet(laid.format(*"1" * 14), after=NAMED))
    monkeypatch.setattr(_plain_sheet, "plain_rows", None)
    monkeypatch.setattr(_sheet, "parse", None)
    again = read(sheet(laid.format(*"2" * 14), after=NAMED.replace("局", "厅")))
    assert isinstance(again, RawSheet)
    assert ["2"] * 2 == [again.cells[0, column].text for column in (0, 1)]


WHOLE = sheet(*PLAIN, after=AFTER[1])


@settings(max_examples=100)
@given(
    st.integers(0, len(WHOLE) - 1),
    st.one_of(st.binary(max_size=2), st.sampled_from([b"<", b">", b"&", b'"', b"/", b" ", b"]]>"])),
    st.integers(0, 3),
)
def test_both_ways_read_the_same_of_a_damaged_sheet(at: int, put: bytes, cut: int) -> None:
    plainly, parsed = both_ways(WHOLE[:at] + put + WHOLE[at + cut :])
    assert parsed == plainly
