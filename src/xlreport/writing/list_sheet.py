"""Plain lists on a sheet: a title, a heading row, text rows; frozen, filtered, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from xlreport.layout.grid import Role
from xlreport.layout.width import text_height
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.content import Formula, Value
from xlreport.writing.workbook import write_value

_A4 = 9
_BODY_SIZE = 11.0
_TITLE_SIZE = 16.0
_MOST_HEIGHT = 160.0


@dataclass(frozen=True, slots=True)
class Column:
    """Is one column of a list: its heading and its width in characters."""

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

    The rows begin below title and headings, one row further down where there is a `note`, which
    stands below the title.
    """
    worksheet = book.add_worksheet(name)
    last = len(columns) - 1
    heading_row = first_row(note) - 1
    for number, column in enumerate(columns):
        done(worksheet.set_column(number, number, column.width))
        heading = book.style(style.HEADING)
        done(worksheet.write_string(heading_row, number, column.heading, heading))
    width = sum(column.width for column in columns)
    _write_head(book, worksheet, title, last, width)
    if note:
        _write_note(book, worksheet, note, last, width)
    done(worksheet.set_row(heading_row, 26))
    for place, row in enumerate(rows, heading_row + 1):
        height = 20.0
        for number, value in enumerate(row):
            look = style.TEXT_CELL if isinstance(value, str) else style.NUMBER_CELL
            write_value(worksheet, place, number, value, book.style(look))
            if isinstance(value, str):
                height = max(height, text_height(value, columns[number].width, _BODY_SIZE))
        done(worksheet.set_row(place, min(height, _MOST_HEIGHT)))
    worksheet.freeze_panes(heading_row + 1, 0)
    worksheet.repeat_rows(0, heading_row)
    if rows:
        done(worksheet.autofilter(heading_row, 0, heading_row + len(rows), last))
    worksheet.set_paper(_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    done(worksheet.set_footer("&C&9第 &P 页 共 &N 页"))
    return worksheet


def first_row(note: Value = "") -> int:
    """Give the row of the first line of a list, with or without a note."""
    return 3 if note else 2


def _write_head(book: Book, worksheet: Worksheet, title: str, last: int, width: float) -> None:
    look = book.style(style.ROLE[Role.TITLE], {"align": "left"})
    if last:
        done(worksheet.merge_range(0, 0, 0, last, "", look))
    done(worksheet.write_string(0, 0, title, look))
    scale = _TITLE_SIZE / _BODY_SIZE
    height = max(34.0, text_height(title, width / scale, _TITLE_SIZE))
    done(worksheet.set_row(0, min(height, _MOST_HEIGHT)))


def _write_note(book: Book, worksheet: Worksheet, note: Value, last: int, width: float) -> None:
    look = book.style(style.ROLE[Role.TEXT])
    if last:
        done(worksheet.merge_range(1, 0, 1, last, "", look))
    write_value(worksheet, 1, 0, note, look)
    text = str(note.value if isinstance(note, Formula) else note)
    done(worksheet.set_row(1, min(max(22.0, text_height(text, width, _BODY_SIZE)), _MOST_HEIGHT)))
