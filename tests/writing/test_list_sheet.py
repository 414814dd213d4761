"""Plain lists on a sheet: what is text stays text, and the list is ready to read and to print."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from support.filled import few
from xlreport.writing.book import Book
from xlreport.writing.content import Formula, Value
from xlreport.writing.list_sheet import WIDEST, Column, Figures, first_row, fitted, write_list

COLUMNS = [Column("单位", 30), Column("件数", 8)]


def written(rows: list[list[Value]], title: str = "报送情况") -> Worksheet:
    book = Book("标题", 2026, locked=False)
    write_list(book, "清单", title, COLUMNS, rows)
    sheet = openpyxl.load_workbook(BytesIO(book.to_bytes()))["清单"]
    assert isinstance(sheet, Worksheet)
    return sheet


def values(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [*sheet.iter_rows(values_only=True)]


def test_a_list_is_title_headings_and_rows() -> None:
    expected = [("报送情况", None), ("单位", "件数"), ("甲局", 3), ("乙局", 0)]
    assert expected == values(written([["甲局", 3], ["乙局", 0]]))


def test_a_list_without_rows_is_title_and_headings_without_a_filter() -> None:
    sheet = written([])
    assert ([("报送情况", None), ("单位", "件数")], None) == (values(sheet), sheet.auto_filter.ref)


def test_headings_stay_in_sight_and_on_every_page_and_can_be_filtered() -> None:
    sheet = written([["甲局", 3], ["乙局", 0]])
    assert ("A3", "$1:$2", "A2:B4") == (
        sheet.freeze_panes,
        sheet.print_title_rows,
        sheet.auto_filter.ref,
    )


def test_a_list_is_printed_on_landscape_a4_as_wide_as_the_page() -> None:
    setup = written([["甲局", 3]]).page_setup
    assert ("landscape", 9, 1, 0) == (
        setup.orientation,
        setup.paperSize,
        setup.fitToWidth or 1,
        setup.fitToHeight,
    )


def test_columns_are_as_wide_as_asked() -> None:
    widths = written([["甲局", 3]]).column_dimensions
    assert [30, 8] == [int(widths[letter].width) for letter in "AB"]


def test_a_long_text_makes_its_row_higher_up_to_a_bound() -> None:
    sheet = written([["短", 1], ["请核对" * 20, 2], ["请核对" * 2000, 3]])
    low, middle, high = (float(sheet.row_dimensions[row].height or 0) for row in (3, 4, 5))
    assert low < 30 < middle < high <= 400


def test_numbers_stand_below_each_other_with_their_signs_and_a_zero_is_quiet() -> None:
    book = Book("标题", 2026, locked=False)
    columns = [Column("数", 9), Column("差", 9, Figures.SIGNED), Column("比", 9, Figures.SHARE)]
    rows: list[list[Value]] = [[1234, 2.5, 0.25], [0, -1, 1]]
    write_list(book, "清单", "核对", columns, rows)
    sheet = openpyxl.load_workbook(BytesIO(book.to_bytes()))["清单"]
    assert [
        ["#,##0", "+#,##0.0;-#,##0.0;0.0", "0.0%"],
        ["#,##0", "+#,##0_._0;-#,##0_._0;0_._0", "0.0%"],
    ] == [[cell.number_format.replace("_0_.", "") for cell in row] for row in sheet["A3:C4"]]
    assert [True, False] == [sheet["A4"].font.color != sheet[at].font.color for at in ("A3", "A4")]
    assert ["right", "right"] == [sheet[at].alignment.horizontal for at in ("A2", "A3")]
    assert all(cell.alignment.shrink_to_fit for row in sheet["A3:C4"] for cell in row)


def test_a_column_without_anything_is_folded_and_sentences_get_its_room() -> None:
    columns = [Column("单位", 20), Column("说明", 30), Column("件数", 10)]
    book = Book("标题", 2026, locked=False)
    rows: list[list[Value]] = [["甲局", "", 3]]
    write_list(book, "清单", "核对", fitted(columns, rows), rows)
    widths = openpyxl.load_workbook(BytesIO(book.to_bytes()))["清单"].column_dimensions
    assert [False, True, False] == [widths[letter].hidden for letter in "ABC"]
    assert [int(WIDEST) - 10, 10] == [int(widths[letter].width) for letter in "AC"]


def test_a_blank_text_is_a_blank_cell() -> None:
    assert (None, 1) == values(written([["", 1]]))[2]


ODD = [
    '=HYPERLINK("http://example.org")',
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1",
    "007",
    "1e5",
    "{=1}",
]


@pytest.mark.parametrize("text", ODD)
def test_text_is_written_as_text(text: str) -> None:
    sheet = written([[text, 1]], title=text)
    assert [(text, "s")] * 2 == [(sheet[at].value, sheet[at].data_type) for at in ("A1", "A3")]
    assert None is sheet["A3"].hyperlink


@few
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="￾￿"), min_size=1))
def test_any_text_is_written_as_it_is(text: str) -> None:
    cell = written([[text, 1]])["A3"]
    # openpyxl leaves XlsxWriter's way of writing _x005F_ as it is.
    assert (text, "s") == (str(cell.value).replace("_x005F_", "_"), cell.data_type)


def test_a_text_longer_than_a_cell_takes_is_cut_off_where_it_is_seen() -> None:
    sheet = written([["长" * 32_768, 1]])
    assert str(sheet.cell(first_row() + 1, 1).value).endswith("长…")


def test_a_note_stands_between_title_and_headings_and_may_be_a_formula() -> None:
    book = Book("标题", 2026, locked=False)
    rows: list[list[Value]] = [["甲局", 3]]
    write_list(book, "清单", "核对", COLUMNS, rows, Formula('"共 "&1&" 项"', "共 1 项"))
    data = BytesIO(book.to_bytes())
    written, cached = (openpyxl.load_workbook(data, data_only=c)["清单"] for c in (False, True))
    assert ('="共 "&1&" 项"', "共 1 项") == (written["A2"].value, cached["A2"].value)
    assert ["单位", "件数"] == [cell.value for cell in cached[3]]
    assert ["甲局", 3] == [cell.value for cell in cached[first_row("x") + 1]]
    assert ("A4", "$1:$3", "A3:B4") == (
        written.freeze_panes,
        written.print_title_rows,
        written.auto_filter.ref,
    )


def test_a_title_and_a_note_of_any_length_make_no_row_higher_than_excel_takes() -> None:
    book = Book("标题", 2026, locked=False)
    write_list(book, "清单", "长" * 30_000, COLUMNS, [], "长" * 30_000)
    sheet = openpyxl.load_workbook(BytesIO(book.to_bytes()))["清单"]
    heights = [float(sheet.row_dimensions[row].height or 0) for row in (1, 2)]
    assert all(50 < height <= 409 for height in heights)
