"""Plain lists on a sheet: a title, a heading row, text rows; frozen, filtered, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from xlreport import _style
from xlreport._book import Book, done
from xlreport._content import Value
from xlreport._grid import Role
from xlreport._sheets import write_value
from xlreport._width import text_height

_A4 = 9
_HEADING_ROW = 1
_BODY_SIZE = 11.0
_MOST_HEIGHT = 160.0


@dataclass(frozen=True, slots=True)
class Column:
    """Is one column of a list: its heading and its width in characters."""

    heading: str
    width: float


def write_list(
    book: Book, name: str, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]]
) -> Worksheet:
    """Add a sheet with a list; text is written as text, numbers as numbers."""
    worksheet = book.add_worksheet(name)
    last = len(columns) - 1
    for number, column in enumerate(columns):
        done(worksheet.set_column(number, number, column.width))
        heading = book.style(_style.HEADING)
        done(worksheet.write_string(_HEADING_ROW, number, column.heading, heading))
    title_look = book.style(_style.ROLE[Role.TITLE], {"align": "left"})
    if last:
        done(worksheet.merge_range(0, 0, 0, last, "", title_look))
    done(worksheet.write_string(0, 0, title, title_look))
    done(worksheet.set_row(0, 34))
    done(worksheet.set_row(_HEADING_ROW, 26))
    for place, row in enumerate(rows, _HEADING_ROW + 1):
        height = 20.0
        for number, value in enumerate(row):
            style = _style.TEXT_CELL if isinstance(value, str) else _style.NUMBER_CELL
            write_value(worksheet, place, number, value, book.style(style))
            if isinstance(value, str):
                height = max(height, text_height(value, columns[number].width, _BODY_SIZE))
        done(worksheet.set_row(place, min(height, _MOST_HEIGHT)))
    worksheet.freeze_panes(_HEADING_ROW + 1, 0)
    worksheet.repeat_rows(0, _HEADING_ROW)
    if rows:
        done(worksheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + len(rows), last))
    worksheet.set_paper(_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    done(worksheet.set_footer("&C&9第 &P 页 共 &N 页"))
    return worksheet
