"""The cells of plain workbooks by calamine: the same as ours, or nothing is said."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from support.odd_workbooks import packed, parts, strings_part, workbook
from support.three_readers import differences
from xlreport.formats import plain_reader
from xlreport.formats.container import Unreadable
from xlreport.formats.fingerprint import fingerprint, marks_of
from xlreport.formats.plain_reader import read_plain
from xlreport.formats.xlsx import read_package

ONE = '<row r="1"><c r="A1"><v>7</v></c></row>'


def seen(data: bytes) -> str:
    """Tell what calamine says: the same as our own reader, something else, or nothing."""
    package = read_package(data)
    plain = read_plain(data, {sheet.name for sheet in package.sheets})
    if plain is None:
        return "nothing"
    ours = fingerprint(
        (s.name, marks_of(s.cells)) for s in sorted(package.sheets, key=lambda s: s.name)
    )
    return "the same" if plain.fingerprint == ours else "something else"


def sheet_of(rows: str) -> bytes:
    return workbook(rows, {"xl/sharedStrings.xml": strings_part("<t>甲</t>", "<t>乙</t>")})


@pytest.mark.parametrize(
    "rows",
    [
        ONE,
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="str"><v>12</v></c></row>',
        '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="C1" t="n"><v>-1.5E+3</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is>'
        '<t xml:space="preserve"> 甲&amp;乙_x000D_ </t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c></row>',
        '<row r="2"><c r="A2"><f>SUM(B1:B9)&gt;0</f><v>3</v></c></row>',
        '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2"><f>A2</f></c></row>',
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>',
        '<row r="1"><c r="A1" s="0"/><c r="B1" t="str"><v></v></c></row>\n<row r="2"/>',
        "",
    ],
)
def test_cells_as_programs_write_them_are_seen_alike(rows: str) -> None:
    assert "the same" == seen(sheet_of(rows))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>7</v></c><c r="A1"/></row>',  # openpyxl takes the last
        '<row r="2"><c r="A2"><v>7</v></c></row><row r="1"><c r="A1"><v>7</v></c></row>',
        '<row r="1"><c r="B1"><v>7</v></c><c r="A1"><v>7</v></c></row>',
        '<row r="1"><c><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>',
        '<row r="1"><c r="A1" t="d"><v>2026-01-05</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1"><v>字</v></c></row>',
        '<row r="1"><c r="A1"><v>1_0</v></c></row>',
        '<row r="1"><c r="A1"><v>7</v><v>8</v></c></row>',
        '<row r="1"><c r="A1"><v>7</v><f>B1</f></c></row>',
        '<row r="1"><c r="A1"><v>7</v><!-- --></c></row>',
        '<row r="1"><c r="A1"><v><![CDATA[7]]></v></c></row>',
        '<row r="1"><c r="ZZ9999"><v>7</v></c></row>',
        '<row r="1"><c r="A1"><v>7</v></c></row><x:row xmlns:x="y" r="2"/>',
        "<x/>",
    ],
)
def test_nothing_is_said_of_what_readers_may_take_differently(rows: str) -> None:
    assert read_plain(sheet_of(rows), {"表"}) is None


def test_nothing_is_said_of_rows_outside_the_data() -> None:
    data = parts(ONE)
    name = "xl/worksheets/sheet1.xml"
    data[name] = data[name].replace(b"</worksheet>", b'<x><row r="2"/></x></worksheet>')
    assert read_plain(packed(data), {"表"}) is None


@pytest.mark.parametrize("count", ["4294967296", "1000000"])
def test_a_false_number_of_strings_does_not_end_the_process(count: str) -> None:
    strings = strings_part("<t>甲</t>").replace("<sst ", f'<sst uniqueCount="{count}" ', 1)
    assert read_plain(workbook(ONE, {"xl/sharedStrings.xml": strings}), {"表"}) is None


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "XFD1", "IW1", "A5001"])
def test_a_far_cell_never_reaches_calamine(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(plain_reader, "_rows_by_calamine", asked.append)
    number = re.sub(r"\D", "", address)
    rows = f'<row r="{number}"><c r="{address}" t="str"><v></v></c></row>'
    assert read_plain(sheet_of(rows), {"表"}) is None
    assert [] == asked


@pytest.mark.parametrize("index", ["2", "-1", "x"])
def test_a_string_that_is_not_there_never_reaches_calamine(
    index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(plain_reader, "_rows_by_calamine", asked.append)
    rows = f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>'
    assert read_plain(sheet_of(rows), {"表"}) is None
    assert [] == asked


@pytest.mark.parametrize("rows", [[[7.0, 5.0]], [[7.0], [5.0]], [[6.0]], [[]], [["7"]]])
def test_nothing_is_said_where_calamine_sees_another_cell(
    rows: list[list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_reader, "_rows_by_calamine", lambda _: {"表": rows})
    assert read_plain(sheet_of(ONE), {"表"}) is None


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
VALUES = st.one_of(
    st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    TEXTS, st.sampled_from(["12", " 7", "1e3", "nan", "_x000D_", "a\nb", "TRUE", "#REF!"]),
)  # fmt: skip


def written(values: list[Any], *, by_openpyxl: bool) -> bytes:
    """Write values into cells by one of two writers, texts as texts."""
    target = BytesIO()
    if by_openpyxl:
        book = Workbook()
        for row, value in enumerate(values, 1):
            cell: Any = book.worksheets[0].cell(row, 1 + row % 3)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
        book.save(target)
        return target.getvalue()
    other = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = other.add_worksheet("表")
    for row, value in enumerate(values):
        write = sheet.write_string if isinstance(value, str) else sheet.write
        write(row, row % 3, value)
    other.close()
    return target.getvalue()


@settings(max_examples=20)
@given(values=st.lists(VALUES, min_size=1, max_size=30), by_openpyxl=st.booleans())
def test_what_is_the_same_to_calamine_is_the_same_to_openpyxl(
    values: list[Any], by_openpyxl: bool
) -> None:
    data = written(values, by_openpyxl=by_openpyxl)
    if seen(data) == "the same":
        assert [] == differences(data, read_package(data))


def test_what_programs_write_is_seen_alike() -> None:
    values = [1, 0, -2.5, 1e-300, 2**60, True, "自然人", "12", "_x000D_", "a\nb", "TRUE", "#REF!"]
    assert "the same" == seen(written(values, by_openpyxl=False))
    assert "the same" == seen(written(values, by_openpyxl=True))


@given(data=st.binary(max_size=64))
def test_no_bytes_make_the_plain_reader_raise(data: bytes) -> None:
    assert read_plain(b"PK\x03\x04" + data, {"表"}) is None


def test_a_sheet_that_cannot_be_read_is_no_plain_one() -> None:
    data = parts(ONE)
    del data["xl/worksheets/sheet1.xml"]
    with pytest.raises(Unreadable):
        read_package(packed(data))
    assert read_plain(packed(data), {"表"}) is None
