"""The title above all columns of a sheet, and how wide these are."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from xlreport.layout.grid import Role
from xlreport.layout.width import title_height
from xlreport.writing import style
from xlreport.writing.book import Book, Properties, done

_LEAST_HEIGHT = 36.0  # points


def set_widths(worksheet: Worksheet, widths: Sequence[float]) -> None:
    """Set the widths of the first columns of a sheet."""
    for column, width in enumerate(widths):
        done(worksheet.set_column(column, column, width))


def write_title(book: Book, worksheet: Worksheet, title: str, widths: Sequence[float]) -> None:
    """Write a title over columns of these widths, into a first row that is as high as it needs."""
    write_across(book, worksheet, 0, len(widths), title, style.ROLE[Role.TITLE], {"align": "left"})
    done(worksheet.set_row(0, max(_LEAST_HEIGHT, title_height(title, sum(widths)))))


def write_across(
    book: Book, worksheet: Worksheet, row: int, columns: int, text: str, *looks: Properties
) -> None:
    """Write a text over the first columns of a row; XlsxWriter refuses to merge a single cell."""
    look = book.style(*looks)
    if columns > 1:
        done(worksheet.merge_range(row, 0, row, columns - 1, "", look))
    done(worksheet.write_string(row, 0, text, look))
