from __future__ import annotations

import shutil
from dataclasses import replace
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from support.odd_workbooks import (
    MAIN,
    SHEET,
    packed,
    parts,
    relation,
    relations,
    strings_part,
    styles_part,
    workbook_part,
    worksheet,
)
from support.odd_workbooks import workbook as built
from support.office import save_as
from xlreport.formats.cell import RawCell
from xlreport.formats.second_reader import Difference, read_second
from xlreport.formats.workbook import Package
from xlreport.formats.xlsx import read_package

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

from support.three_readers import by_openpyxl, by_xlsxwriter, differences, third_opinion

# What parses the parts that lead openpyxl to the cells, and those parts in a workbook of one sheet.
PARSERS = [
    "openpyxl.reader.excel.fromstring",
    "openpyxl.reader.strings.iterparse",
    "openpyxl.reader.workbook.fromstring",
    "openpyxl.packaging.relationship.fromstring",
    "xlreport.formats.second_reader.iterparse",
]
READ_TOO = [
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    SHEET,
]


def by_libreoffice(data: bytes, folder: Path) -> bytes:
    source = folder / "in.xlsx"
    source.write_bytes(data)
    save_as([source], "xlsx:Calc MS Excel 2007 XML", folder / "out")
    return (folder / "out" / "in.xlsx").read_bytes()


def assert_three_readers_agree(data: bytes) -> None:
    package = read_package(data)
    assert [] == differences(data, package, cached=True)
    assert [] == third_opinion(data, package)


def test_three_readers_agree_on_a_workbook_of_xlsxwriter() -> None:
    data = by_xlsxwriter()
    assert [sheet.name for sheet in read_package(data).sheets] == ["表一", "表 二", "隐藏"]
    assert_three_readers_agree(data)


def test_three_readers_agree_on_a_workbook_of_openpyxl() -> None:
    assert_three_readers_agree(by_openpyxl())


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_three_readers_agree_on_a_workbook_of_libreoffice(tmp_path: Path) -> None:
    data = by_libreoffice(by_xlsxwriter(), tmp_path)
    assert "LibreOffice" in read_package(data).application
    assert_three_readers_agree(data)


WRITTEN = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(-1e300, 1e300),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")),
)


@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 60), st.integers(0, 40)), WRITTEN, max_size=12))
def test_three_readers_agree_on_whatever_is_written(
    values: Mapping[tuple[int, int], int | float | bool | str],
) -> None:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for (row, column), value in values.items():
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_number(row, column, value)
    book.close()
    data = target.getvalue()
    package = read_package(data)
    assert {place for place, value in values.items() if value != ""} == set(package.sheets[0].cells)
    assert_three_readers_agree(data)


def changed(package: Package, place: tuple[int, int], cell: RawCell | None) -> Package:
    cells = {**package.sheets[0].cells}
    cells.pop(place, None)
    if cell is not None:
        cells[place] = cell
    return replace(package, sheets=(replace(package.sheets[0], cells=cells), *package.sheets[1:]))


ROWS = (
    '<row r="1"><c r="A1"><v>7</v></c><c r="B1" t="inlineStr"><is><t>字</t></is></c>'
    '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#REF!</v></c><c r="E1"><f>A1*2</f><v>14</v></c>'
    "</row>"
)


@pytest.mark.parametrize(
    ("place", "cell", "ours", "theirs"),
    [
        ((0, 0), RawCell("number", "8", None, ""), "8", "7"),
        ((0, 0), RawCell("number", "7.25", None, ""), "7.25", "7"),
        ((0, 0), RawCell("number", "6.99", None, ""), "6.99", "7"),
        ((0, 0), RawCell("text", "7", None, ""), "7", "7"),
        ((0, 0), None, "", "7"),
        ((0, 1), RawCell("text", "宇", None, ""), "宇", "字"),
        ((0, 1), RawCell("error", "字", None, ""), "字", "字"),
        ((0, 2), RawCell("boolean", "FALSE", None, ""), "FALSE", "True"),
        ((0, 2), RawCell("number", "1", None, ""), "1", "True"),
        ((0, 3), RawCell("error", "#N/A", None, ""), "#N/A", "#REF!"),
        ((0, 3), RawCell("text", "#REF!", None, ""), "#REF!", "#REF!"),
        ((0, 4), RawCell("number", "14", "A1*3", ""), "=A1*3", "=A1*2"),
        ((0, 4), RawCell("number", "14", None, ""), "14", "=A1*2"),
        ((3, 3), RawCell("number", "1", None, ""), "1", ""),
    ],
)
def test_a_cell_that_the_readers_see_differently_is_named(
    place: tuple[int, int], cell: RawCell | None, ours: str, theirs: str
) -> None:
    data = built(ROWS)
    package = changed(read_package(data), place, cell)
    assert [Difference("表", *place, ours, theirs)] == differences(data, package)


def test_cached_values_are_compared_only_when_asked_for() -> None:
    data = built(ROWS)
    package = changed(read_package(data), (0, 4), RawCell("number", "15", "A1*2", ""))
    assert [] == differences(data, package)
    assert [Difference("表", 0, 4, "15", "14")] == differences(data, package, cached=True)


def test_only_the_sheets_asked_for_are_compared() -> None:
    data = built(ROWS)
    package = changed(read_package(data), (0, 0), None)
    assert [] == differences(data, package, sheets=["另一张"])
    assert 1 == len(differences(data, package, sheets=["表"]) or ())


@pytest.mark.parametrize(
    "content",
    ["a_x000D_b", "_x005F_x000D_", "字" * 40_000],
    ids=["carriage return", "escaped escape", "longer than Excel allows"],
)
def test_escapes_and_long_texts_are_no_difference(content: str) -> None:
    inline = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{content}</t></is></c></row>'
    shared = {"xl/sharedStrings.xml": strings_part(f"<t>{content}</t>")}
    for data in (built(inline), built('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', shared)):
        assert [] == differences(data, read_package(data))


def test_a_line_break_of_another_program_is_given_as_what_it_is() -> None:
    data = built('<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x000D_\n乙</t></is></c></row>')
    reading = read_second(data, read_package(data), ["表"], {})
    assert ("text", "甲\r\n乙") == reading.value("表", (0, 0))


def test_dates_and_shared_formulas_are_no_difference() -> None:
    rows = (
        '<row r="1"><c r="A1" s="1"><v>60</v></c><c r="B1" s="1"><v>-5</v></c>'
        '<c r="C1" t="d"><v>2026-01-05</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B2*2</f><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    data = built(rows, {"xl/styles.xml": styles_part("", 0, 14)})
    assert [] == differences(data, read_package(data), cached=True)


def test_a_wrong_dimension_hides_nothing() -> None:
    sheet = worksheet('<row r="9"><c r="J9"><v>7</v></c></row>', before='<dimension ref="A1"/>')
    data = built("", {SHEET: sheet})
    assert [Difference("表", 8, 9, "", "7")] == differences(
        data, changed(read_package(data), (8, 9), None)
    )


def test_a_far_cell_costs_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>7</v></c></row>'
    rows += '<row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    data = built(rows)
    assert [] == differences(data, read_package(data))


@pytest.mark.parametrize(
    "styles",
    ["<styleSheet", f'<styleSheet xmlns="{MAIN}"><fills><fill/></fills></styleSheet>'],
)
def test_styles_that_openpyxl_gives_up_on_take_no_opinion_away(styles: str) -> None:
    data = built(ROWS, {"xl/styles.xml": styles})
    package = read_package(data)
    with pytest.raises(Exception, match=r"."):
        load_workbook(BytesIO(data))
    assert [] == differences(data, package)
    assert 1 == len(differences(data, changed(package, (0, 0), None)) or ())


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/workbook.xml", None),
        ("xl/sharedStrings.xml", "<sst"),
        ("[Content_Types].xml", "<Types/>"),
        (SHEET, worksheet('<row r="1"><c r="A1"><v>7</v></c></row>')[:-1]),
        (SHEET, worksheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')),
    ],
)
def test_there_is_no_opinion_where_openpyxl_gives_up_on_what_leads_to_the_cells(
    part: str, content: str | None
) -> None:
    package = read_package(built(ROWS))
    assert differences(built(ROWS, {part: content}), package) is None


def test_a_sheet_that_is_not_compared_is_not_read() -> None:
    two = workbook_part(
        '<sheet name="表" sheetId="1" r:id="r1"/><sheet name="二" sheetId="2" r:id="r9"/>'
    )
    members = {
        "xl/workbook.xml": two,
        "xl/_rels/workbook.xml.rels": relations(
            relation("r1", "worksheet", "worksheets/sheet1.xml"),
            relation("r9", "worksheet", "worksheets/sheet2.xml"),
        ),
        "xl/worksheets/sheet2.xml": worksheet('<row r="1"><c r="A1"><v>8</v></c></row>'),
    }
    package = read_package(built(ROWS, members))
    broken = built(ROWS, members | {"xl/worksheets/sheet2.xml": "<worksheet"})
    assert [] == differences(broken, package, sheets=["表"])
    assert differences(broken, package, sheets=["二"]) is None


def test_there_is_no_opinion_where_openpyxl_sees_nothing_at_all() -> None:
    strict = {
        name: part.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        for name, part in parts(ROWS).items()
    }
    data = packed(strict)
    assert 5 == len(read_package(data).sheets[0].cells)
    assert differences(data, read_package(data)) is None


def test_a_flood_of_tags_never_reaches_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{row}" ht="15"/>' for row in range(1, 200_000))
    data = built(rows)
    parsed = parsed_parts(monkeypatch)
    assert differences(data, read_package(data)) is None
    assert "<row" not in "".join(parsed)


def parsed_parts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect whatever reaches a parser of openpyxl, or ours that works for it."""
    seen: list[str] = []
    for name in PARSERS:
        module, _, function = name.rpartition(".")
        parser = getattr(import_module(module), function)

        def look(source: Any, parser: Callable[[Any], Any] = parser) -> Any:
            content = source if isinstance(source, bytes) else source.getvalue()
            seen.append(content.decode())
            return parser(source)

        monkeypatch.setattr(name, look)
    return seen


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>'


@pytest.mark.parametrize("name", [*parts(), "xl/theme/theme1.xml", "docProps/core.xml", "evil.png"])
def test_a_part_with_a_dtd_never_reaches_a_parser(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = read_package(built(ROWS))
    data = built(ROWS, {name: BOMB + parts(ROWS).get(name, b"<a>&c;</a>").decode()})
    parsed = parsed_parts(monkeypatch)
    assert differences(data, package) == (None if name in READ_TOO else [])
    assert parsed or name == "[Content_Types].xml"
    assert "DOCTYPE" not in "".join(parsed)


def test_every_part_that_openpyxl_reads_goes_through_a_parser_that_is_watched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = built(ROWS)
    parsed = parsed_parts(monkeypatch)
    assert [] == differences(data, read_package(data))
    assert sorted(parts(ROWS)[name].decode() for name in READ_TOO) == sorted(parsed)


NUMBERS_OF_CELLS = st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(0, 9)), max_size=3)


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 4), NUMBERS_OF_CELLS), max_size=4))
def test_rows_and_cells_in_any_order_are_put_where_openpyxl_s_own_sheets_have_them(
    rows: list[tuple[int, list[tuple[str, int]]]],
) -> None:
    written = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{column}{row}">{f"<v>{v}</v>" if v else ""}</c>' for column, v in cells)
        + "</row>"
        for row, cells in rows
    )
    data = built(written + '<row r="9"><c r="A9"><v>1</v></c></row>')
    theirs = {}
    sheet: Any = load_workbook(BytesIO(data)).worksheets[0]
    for row, cells in enumerate(sheet.iter_rows(values_only=True)):
        for column, value in enumerate(cells):
            if value is not None:
                theirs[row, column] = str(value)
    found = differences(data, read_package(built()))
    assert theirs == {(each.row, each.column): each.theirs for each in found or ()}


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_second_opinion_raise(data: bytes) -> None:
    assert differences(data, read_package(built(ROWS))) is None
