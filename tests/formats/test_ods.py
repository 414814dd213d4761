"""What is read of an .ods: the XML is written here as programs write it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment as Note

from support.edited import resaved, with_parts
from support.other_workbooks import (
    FIVE,
    blank,
    build_consistent,
    ods,
    repeated_five,
    row,
    table,
    text,
)
from xlreport.base.address import Area
from xlreport.formats._format_text import UNKNOWN
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import Comment, RawCell, RawSheet
from xlreport.formats.container import LIMITS, Limits, Unreadable

CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
STYLES = """<office:automatic-styles>
<style:style style:name="line" style:family="text">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="none" style:family="text">
<style:text-properties style:text-line-through-style="none" fo:color="#ff0000"/></style:style>
<style:style style:name="up" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="down" style:family="text">
<style:text-properties style:text-position="-33% 58%"/></style:style>
<style:style style:name="child" style:family="text" style:parent-style-name="line"/>
<number:number-style style:name="n"><number:number number:decimal-places="2"/></number:number-style>
<number:number-style style:name="w"><number:number/><number:text>万</number:text>
</number:number-style>
<style:style style:name="plain" style:family="table-cell" style:data-style-name="n"/>
<style:style style:name="wan" style:family="table-cell" style:data-style-name="w"/>
<style:style style:name="below" style:family="table-cell" style:parent-style-name="wan"/>
<style:style style:name="struck" style:family="table-cell">
<style:text-properties style:text-line-through-type="single"/></style:style>
<style:style style:name="gone" style:family="table">
<style:table-properties table:display="false"/></style:style>
</office:automatic-styles>"""


def styled(*tables: str) -> bytes:
    """Give an .ods whose tables may use the styles above."""

    def add(content: bytes) -> bytes:
        names = {"style": "style", "number": "datastyle", "fo": "xsl-fo-compatible"}
        spaces = "".join(
            f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
            for name, full in {**names, "draw": "drawing"}.items()
        )
        spaces += f' xmlns:calcext="{CALC}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        return (
            content.decode()
            .replace("<office:document-content", f"<office:document-content{spaces}")
            .replace("<office:body>", f"{STYLES}<office:body>")
            .encode()
        )

    return with_parts(ods(*tables), {"content.xml": add})


def sheet_of(*rows: str) -> RawSheet:
    return read_workbook(styled(table(*rows))).sheets[0]


def cell_of(attributes: str, inside: str = "") -> RawCell:
    """Read the cell B1."""
    cell = f"<table:table-cell {attributes}>{inside}</table:table-cell>"
    return sheet_of(row(blank(1) + cell)).cells[0, 1]


FLOAT = 'office:value-type="float" office:value'


@pytest.mark.parametrize(
    ("attributes", "inside", "expected"),
    [
        (f'{FLOAT}="27"', "<text:p>27</text:p>", RawCell("number", "27", None, "")),
        (f'{FLOAT}="27"', "<text:p>27.00</text:p>", RawCell("number", "27", None, "", "27.00")),
        (
            f'{FLOAT}="123400"',
            "<text:p>12.3万元</text:p>",
            RawCell("number", "123400", None, "", "12.3万元"),
        ),
        (f'{FLOAT}="27"', "", RawCell("number", "27", None, "")),
        (f'{FLOAT}="27" table:style-name="plain"', "", RawCell("number", "27", None, "")),
        (f'{FLOAT}="27" table:style-name="wan"', "", RawCell("number", "27", None, "", UNKNOWN)),
        (f'{FLOAT}="27" table:style-name="below"', "", RawCell("number", "27", None, "", UNKNOWN)),
        (f'{FLOAT}="1"', "<text:p>TRUE</text:p>", RawCell("boolean", "TRUE", None, "")),
        (f'{FLOAT}="x"', "<text:p>27</text:p>", RawCell("error", "损坏（x）", None, "")),
        ('office:value-type="float"', "", RawCell("error", "损坏（）", None, "")),
        ('office:value-type="odd" office:value="7"', "", RawCell("number", "7", None, "")),
        (
            'office:value-type="currency" office:currency="CNY" office:value="27"',
            "<text:p>￥27.00</text:p>",
            RawCell("number", "27", None, "", "￥27.00"),
        ),
        (
            'office:value-type="percentage" office:value="0.12"',
            "<text:p>12%</text:p>",
            RawCell("number", "0.12", None, "", "12%"),
        ),
        (
            'office:value-type="date" office:date-value="2026-01-05"',
            "<text:p>2026年1月5日</text:p>",
            RawCell("number", "46027", None, "date", "2026年1月5日"),
        ),
        (
            'office:value-type="date" office:date-value="some day"',
            "<text:p>some day</text:p>",
            RawCell("text", "some day", None, "date"),
        ),
        (
            'office:value-type="boolean" office:boolean-value="true"',
            "<text:p>TRUE</text:p>",
            RawCell("boolean", "TRUE", None, ""),
        ),
        ('office:value-type="string"', "<text:p>27</text:p>", RawCell("text", "27", None, "")),
        (
            'office:value-type="string" office:string-value="27"',
            "<text:p>27</text:p>",
            RawCell("text", "27", None, ""),
        ),
        (
            'office:value-type="string" office:string-value="27"',
            "",
            RawCell("text", "27", None, ""),
        ),
        (
            'office:value-type="string" office:string-value="27"',
            "<text:p>28</text:p>",
            RawCell("error", "损坏（27、28）", None, ""),
        ),
        (
            'office:value-type="string" office:string-value="" calcext:value-type="error"',
            "<text:p>#REF!</text:p>",
            RawCell("error", "#REF!", None, ""),
        ),
        (
            'table:formula="of:=1/0" office:value-type="string"',
            "<text:p>#DIV/0!</text:p>",
            RawCell("error", "#DIV/0!", "1/0", ""),
        ),
        (
            'table:formula="of:=1/0" office:value-type="string"',
            "<text:p>Err:502</text:p>",
            RawCell("error", "Err:502", "1/0", ""),
        ),
        ('table:formula="of:=20+7"', "", RawCell("text", "", "20+7", "")),
        (
            f'table:formula="of:=SUM([.A1:.A3];[$封面.$B$3];&quot;a;[.b]&quot;)" {FLOAT}="1"',
            "<text:p>1</text:p>",
            RawCell("number", "1", 'SUM(A1:A3,封面!$B$3,"a;[.b]")', ""),
        ),
        (
            f'table:formula="msoxl:=A1+[.#REF!]" {FLOAT}="1"',
            "<text:p>1</text:p>",
            RawCell("number", "1", "A1+#REF!", ""),
        ),
    ],
)
def test_a_cell_is_read_with_what_it_shows(attributes: str, inside: str, expected: RawCell) -> None:
    assert expected == cell_of(attributes, inside)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<text:p>一</text:p><text:p>二</text:p>", "一\n二"),
        ("<text:p>一<text:line-break/>二</text:p>", "一\n二"),
        ('<text:p>一<text:s text:c="3"/>二<text:tab/>三</text:p>', "一   二\t三"),
        ("<text:p>\n   一\n   <text:span>二</text:span>\n</text:p>\n  ", "一 二"),
        ("<text:p>2<text:span>7</text:span></text:p>", "27"),
        ('<text:p><text:a xmlns:x="x" x:href="y">27</text:a></text:p>', "27"),
        ("<office:annotation><text:p>应为3</text:p></office:annotation><text:p>27</text:p>", "27"),
        ("<text:p>27</text:p><draw:frame><text:p>3</text:p></draw:frame>", "27"),
        ("<text:p>2<draw:g><draw:rect><text:p>3</text:p></draw:rect></draw:g>7</text:p>", "27"),
        (
            "<text:p>二<text:ruby>件<text:ruby-text>j</text:ruby-text></text:ruby></text:p>",
            "二件",
        ),
        ("\n  white space\n  <text:p>27</text:p>\n  between elements\n", "27"),
    ],
)
def test_the_text_of_a_cell_is_that_of_its_paragraphs(inside: str, said: str) -> None:
    assert RawCell("text", said, None, "") == cell_of('office:value-type="string"', inside)


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ('2<text:span text:style-name="line">7</text:span>', "struck"),
        ('2<text:span text:style-name="child">7</text:span>', "struck"),
        ('3<text:span text:style-name="up">1</text:span>', "struck"),
        ('3<text:span text:style-name="down">1</text:span>', "struck"),
        ('<text:span text:style-name="line"><text:span>2</text:span></text:span>7', "struck"),
        ('3<text:span text:style-name="line"> </text:span>件', ""),
        ('2<text:span text:style-name="none">7</text:span>', ""),
        ('2<text:span text:style-name="unknown">7</text:span>', ""),
    ],
)
def test_digits_that_are_struck_out_or_raised_are_seen(inside: str, shown: str) -> None:
    found = cell_of('office:value-type="string"', f"<text:p>{inside}</text:p>")
    assert shown == found.shown


def test_merges_covered_cells_and_hidden_rows_and_columns_are_read() -> None:
    spanned = FIVE.replace(
        " ", ' table:number-columns-spanned="2" table:number-rows-spanned="3" ', 1
    )
    covered = FIVE.replace("table-cell", "covered-table-cell")
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="3"/>'
        '<table:table-column table:visibility="filter"/>'
    )
    hidden = row(FIVE, 2).replace(" ", ' table:visibility="filter" ', 1)
    found = sheet_of(columns, row(spanned + covered), hidden)
    assert {(0, 0), (0, 1), (1, 0), (2, 0)} == found.cells.keys()
    assert (Area(0, 0, 2, 1),) == found.merges
    assert ({1, 2}, {2, 3, 4, 5}) == ({*found.hidden_rows}, {*found.hidden_columns})


def test_comments_drawings_and_locks_are_read() -> None:
    note = (
        "<table:table-cell><office:annotation><dc:creator>张三</dc:creator><dc:date>2026</dc:date>"
        "<text:p>应为 3</text:p><text:p>请改</text:p></office:annotation></table:table-cell>"
    )
    shapes = (
        "<table:shapes><draw:custom-shape><text:p>更正</text:p></draw:custom-shape></table:shapes>"
    )
    data = styled(
        table(shapes, row(blank(2) + note)).replace(" ", ' table:protected="true" ', 1),
        table(row(FIVE), name="藏").replace(" ", ' table:style-name="gone" ', 1),
    )
    first, second = read_workbook(data).sheets
    expected = {
        Comment("comment", (0, 2), "应为 3\n请改", "张三"),
        Comment("shape", (0, 0), "更正", ""),
    }
    assert expected == {*first.comments}
    assert (True, "visible", False, "hidden") == (
        first.protected,
        first.state,
        second.protected,
        second.state,
    )


def test_a_deleted_cell_of_tracked_changes_is_no_cell() -> None:
    deleted = (
        f"<table:tracked-changes><table:deletion>{FIVE}</table:deletion></table:tracked-changes>"
    )
    (sheet,) = read_workbook(ods(deleted, table(row(text("27"))))).sheets
    assert {(0, 0): "27"} == {at: cell.text for at, cell in sheet.cells.items()}


def test_days_are_counted_from_the_workbook_s_own_day() -> None:
    settings = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/>'
        "</table:calculation-settings>"
    )
    cell = '<table:table-cell office:value-type="date" office:date-value="1904-01-03"/>'
    (sheet,) = read_workbook(ods(settings, table(row(cell)))).sheets
    assert RawCell("number", "2", None, "date") == sheet.cells[0, 0]


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ([table(row(f"<table:table-cell>{table(row(FIVE))}</table:table-cell>"))], "FILE-DAMAGED"),
        ([table(row(FIVE + row(FIVE)))], "FILE-DAMAGED"),
        ([table(row(repeated_five(250) + row(repeated_five(250)) * 3))], "FILE-DAMAGED"),
        ([table(row(FIVE.replace(" ", ' table:number-columns-repeated="x" ', 1)))], "FILE-DAMAGED"),
        ([table(row(text("字" * 100, 250), 1_000))], "FILE-HOSTILE"),
        ([table(row(repeated_five(250), 5_000))] * 2, "FILE-HOSTILE"),
    ],
)
def test_what_no_program_writes_is_refused(tables: list[str], code: str) -> None:
    with pytest.raises(Unreadable, match=code):
        read_workbook(ods(*tables))


@pytest.mark.parametrize("tables", [1, 2])
def test_merges_are_bounded_as_in_an_xlsx(tables: int) -> None:
    merged = FIVE.replace(" ", ' table:number-columns-spanned="2" ', 1)
    data = ods(*[table(row(merged) * 2, name=f"表{n}") for n in range(tables)])
    package = read_workbook(data, Limits(merges=2 * tables))
    assert [2] * tables == [len(sheet.merges) for sheet in package.sheets]
    with pytest.raises(Unreadable) as problem:
        read_workbook(data, Limits(merges=2 * tables - 1))
    assert f"合并单元格超过 {2 * tables - 1} 处" == problem.value.facts["reason"]


def test_spaces_that_never_end_are_cut() -> None:
    flood = "<text:p>" + '<text:s text:c="999999999"/>' * 1_000 + "</text:p>"
    found = cell_of('office:value-type="string"', flood)
    assert LIMITS.text == len(found.text)


@pytest.mark.libreoffice
def test_what_libreoffice_writes_is_read(saved: Callable[[bytes, str], bytes]) -> None:
    def change(book: Workbook) -> None:
        sheet = book["二"]
        cell = sheet["B9"]
        assert isinstance(cell, Cell)
        cell.value = CellRichText("2", TextBlock(InlineFont(strike=True), "7"))
        cell.comment = Note("应为 3", "张三")
        sheet["B5"].number_format = '0"."0,"万元"'
        sheet["B5"] = 123400
        sheet["B6"] = "=1/0"
        sheet.row_dimensions[6].hidden = True
        sheet.column_dimensions["A"].hidden = True

    package = read_workbook(saved(resaved(build_consistent(), change), "ods"))
    (sheet,) = [sheet for sheet in package.sheets if sheet.name == "二"]
    assert ("27", "struck") == (sheet.cells[8, 1].text, sheet.cells[8, 1].shown)
    assert ("123400", "12.3万元") == (sheet.cells[4, 1].text, sheet.cells[4, 1].display)
    assert RawCell("error", "#DIV/0!", "1/0", "") == sheet.cells[5, 1]
    assert (5 in sheet.hidden_rows, 0 in sheet.hidden_columns) == (True, True)
    assert ["应为 3"] == [comment.text for comment in sheet.comments]
    assert package.properties["xlreport"].startswith("xlreport:template|ogi-2021|")
    assert package.application.startswith("LibreOffice/")
