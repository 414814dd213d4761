"""A list on a sheet of a copy whose rows link to the cells that they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from xlreport.layout.formulas import reference
from xlreport.layout.layout import Position
from xlreport.layout.width import NOTE_SIZE
from xlreport.writing import style
from xlreport.writing.book import Book
from xlreport.writing.cell import write_link
from xlreport.writing.content import Value
from xlreport.writing.list_sheet import Column, first_row, write_list

_LINK_COLUMN = 2  # 位置
_LINK = {
    **style.TEXT_CELL,
    **style.LINK,
    "font_size": NOTE_SIZE,
    "indent": 1,
}
_ALLOWED = {"format_columns": True, "autofilter": True}


def write_linked_list(
    book: Book,
    *,
    sheet: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    links: Mapping[int, Position],
) -> None:
    """Add a locked sheet with a list; `links` map rows, counted from 0, to cells of the copy.

    A link stands in the third column, which must be the position.
    """
    worksheet = write_list(book, sheet, title, columns, rows)
    write_links(book, worksheet, first_row(), links)
    worksheet.protect("", _ALLOWED)


def write_links(book: Book, worksheet: Worksheet, top: int, links: Mapping[int, Position]) -> None:
    """Write links into the third column; their rows are counted from the row `top`."""
    look = book.style(_LINK)
    for number, position in links.items():
        write_link(
            worksheet,
            top + number,
            _LINK_COLUMN,
            target=reference(position, absolute=False),
            look=look,
            text=position.place,
        )
