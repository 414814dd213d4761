"""A plain list on a sheet: title, headings and lines, with frozen panes and a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlreport.layout.grid import Role
from xlreport.layout.width import BODY_SIZE, TITLE_SIZE, text_height
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Formula, Value
from xlreport.writing.page import set_up_page

_TITLE_ROW, _NOTE_ROW = 0, 1
_MOST_LINE_HEIGHT = 160.0  # points; a taller line would take too much of the screen


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its heading and its width in characters."""

    heading: str
    width: float


def write_list(
    book: Book,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    note: Value = "",
) -> Worksheet:
    """Add a sheet with a list; text is written as text, numbers as numbers.

    A `note` takes a row between title and headings. `first_row` tells where the lines begin.
    """
    worksheet = book.add_worksheet(name)
    last = len(columns) - 1
    heading_row = first_row(note) - 1
    for number, column in enumerate(columns):
        done(worksheet.set_column(number, number, column.width))
        heading = book.style(style.HEADING)
        done(worksheet.write_string(heading_row, number, column.heading, heading))
    _write_title(book, worksheet, title, columns)
    if note:
        _write_note(book, worksheet, note, columns)
    done(worksheet.set_row(heading_row, 26))
    for number, row in enumerate(rows, heading_row + 1):
        _write_line(book, worksheet, number, row, columns)
    worksheet.freeze_panes(heading_row + 1, 0)
    worksheet.repeat_rows(0, heading_row)
    if rows:
        done(worksheet.autofilter(heading_row, 0, heading_row + len(rows), last))
    set_up_page(worksheet)
    return worksheet


def first_row(note: Value = "") -> int:
    """Return the row of the first line of a list, with or without a note."""
    return 3 if note else 2


def _write_title(book: Book, worksheet: Worksheet, title: str, columns: Sequence[Column]) -> None:
    look = book.style(style.ROLE[Role.TITLE], {"align": "left"})
    _merge(worksheet, _TITLE_ROW, columns, look)
    done(worksheet.write_string(_TITLE_ROW, 0, title, look))
    width = sum(column.width for column in columns) / (TITLE_SIZE / BODY_SIZE)
    height = max(34.0, text_height(title, width, TITLE_SIZE))
    done(worksheet.set_row(_TITLE_ROW, min(height, _MOST_LINE_HEIGHT)))


def _write_note(book: Book, worksheet: Worksheet, note: Value, columns: Sequence[Column]) -> None:
    look = book.style(style.ROLE[Role.TEXT])
    _merge(worksheet, _NOTE_ROW, columns, look)
    write_value(worksheet, _NOTE_ROW, 0, note, look)
    text = str(note.value if isinstance(note, Formula) else note)
    height = max(22.0, text_height(text, sum(column.width for column in columns), BODY_SIZE))
    done(worksheet.set_row(_NOTE_ROW, min(height, _MOST_LINE_HEIGHT)))


def _merge(worksheet: Worksheet, row: int, columns: Sequence[Column], look: Format) -> None:
    """Merge a row over all columns of the list; XlsxWriter refuses to merge a single cell."""
    if len(columns) > 1:
        done(worksheet.merge_range(row, 0, row, len(columns) - 1, "", look))


def _write_line(
    book: Book,
    worksheet: Worksheet,
    number: int,
    row: Sequence[Value],
    columns: Sequence[Column],
) -> None:
    """Write one line of the list into the row with this number, as high as its texts need."""
    height = 20.0
    for column, value in enumerate(row):
        look = style.TEXT_CELL if isinstance(value, str) else style.NUMBER_CELL
        write_value(worksheet, number, column, value, book.style(look))
        if isinstance(value, str):
            height = max(height, text_height(value, columns[column].width, BODY_SIZE))
    done(worksheet.set_row(number, min(height, _MOST_LINE_HEIGHT)))
