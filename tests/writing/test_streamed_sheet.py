"""Rows of figures in one entry are written as the library writes them cell by cell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.format import Format

from support.filled import few
from xlreport.base.errors import OutputError
from xlreport.form.measure import Kind, Measure, to_number
from xlreport.writing.book import Book, done
from xlreport.writing.streamed_sheet import FigureSheet
from xlreport.writing.style import NUMBER_CELL

MEASURES = [
    Measure(Kind.COUNT, "件"),
    Measure(Kind.CHANGE, "件"),
    Measure(Kind.MONEY, "元"),
    Measure(Kind.MONEY, "万元"),
]
FIGURE = st.none() | st.integers(-(10**15), 10**15)
ROWS = st.lists(st.tuples(*[FIGURE] * len(MEASURES)), min_size=1, max_size=40)
Row = tuple[int | None, ...]


def sheet_xml(write: Callable[[FigureSheet, Format], None]) -> str:
    """Give the XML of a sheet with a text before its figures, which are in the columns Y to AB."""
    book = Book("标题", 2026, locked=False)
    sheet = book.add_worksheet("一", FigureSheet)
    write(sheet, book.style(NUMBER_CELL))
    with zipfile.ZipFile(BytesIO(book.to_bytes())) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def one_by_one(rows: list[Row]) -> str:
    def write(sheet: FigureSheet, look: Format) -> None:
        for row, values in enumerate(rows):
            done(sheet.write_string(row, 1, "局"))
            for column, (value, measure) in enumerate(zip(values, MEASURES, strict=True), 24):
                if value is None:
                    done(sheet.write_blank(row, column, None, look))
                else:
                    done(sheet.write_number(row, column, to_number(value, measure), look))

    return sheet_xml(write)


def at_once(rows: list[Row]) -> str:
    def write(sheet: FigureSheet, look: Format) -> None:
        for row, values in enumerate(rows):
            done(sheet.write_string(row, 1, "局"))
            done(sheet.write_figures(row, 24, values, MEASURES, look))

    return sheet_xml(write)


@few
@given(ROWS)
def test_figures_are_written_as_if_each_had_been_written_alone(rows: list[Row]) -> None:
    # The heading makes the sheet as wide as a data sheet is from its first row on.
    heading: list[Row] = [(1,) * len(MEASURES)]
    assert one_by_one(heading + rows) == at_once(heading + rows)


def test_the_figures_of_a_sheet_are_not_changed_by_what_stands_below_them() -> None:
    first, second = at_once([(1, 2, 300, None)]), at_once([(1, 2, 300, None), (9, 9, 9, 9)])
    row = '<c r="Y1" s="1"><v>1</v></c><c r="Z1" s="1"><v>2</v></c><c r="AA1" s="1"><v>3</v></c>'
    assert row + '<c r="AB1" s="1"/></row>' in first
    assert row + '<c r="AB1" s="1"/></row>' in second


@pytest.mark.parametrize(("row", "column"), [(1_048_576, 0), (0, 16_381)])
def test_figures_that_do_not_fit_on_the_sheet_are_refused(row: int, column: int) -> None:
    def write(sheet: FigureSheet, look: Format) -> None:
        done(sheet.write_figures(row, column, (1, 2, 3, 4), MEASURES, look))

    with pytest.raises(OutputError, match="refused"):
        sheet_xml(write)
