"""A plain list on a sheet: title, headings and lines, with frozen panes and a filter."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlreport.base.sign import Sign
from xlreport.layout.grid import Role
from xlreport.layout.width import BODY_SIZE, INDENT, MOST_HEIGHT, text_height
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Formula, Value
from xlreport.writing.page import set_up_page
from xlreport.writing.title import write_across, write_title

WIDEST = 135.0
"""Digits of the normal font that all columns of a list may take, where A4 prints 9 points."""

_NOTE_ROW = 1  # below the title
_LINE_HEIGHT = 24.0  # points at least
_BUTTON = 16.0  # points around a heading: below it Excel shows the button of the filter
_AIR, _LOOSE = 4.0, 1.06  # points around a text, and more for each of its lines
_MOST_DIGITS = 15  # that a number in a workbook keeps
_SENTENCE = 18.0  # characters: a column so wide holds sentences
_SIDE_MARGIN, _END_MARGIN = 0.3, 0.65  # inches
_SIZE = 10  # points: a list is printed as large as it is, or nearly so
_CELL: Mapping[str, Any] = {"font_size": _SIZE, "indent": 1}
_SPACE = "_0_."  # of a number format: as wide as a digit and a point, nearly an indent


class Figures(Enum):
    """How the numbers of a column are shown: the format of whole ones."""

    PLAIN = "#,##0"
    SIGNED = "+#,##0;-#,##0;0"
    SHARE = "0.0%"

    def look(self, own: int, places: int) -> str:
        """Return the format of a number of `own` places, aligned at the point with longer ones.

        It ends with a space: LibreOffice forgets the indent of a number beside another format.
        """
        more = ""
        if places and self is not Figures.SHARE:
            more = ("." + "0" * own if own else "_.") + "_0" * (places - own)
        return ";".join(f"{part}{more}{_SPACE}" for part in self.value.split(";"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its heading, its width in characters, and how its numbers are shown.

    A `folded` column is not printed and not seen until somebody opens it with a click. An `asked`
    one is to be filled in.
    """

    heading: str
    width: float
    figures: Figures = Figures.PLAIN
    folded: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A word that says how something stands, with the mark and the colours of its sign."""

    sign: Sign
    word: str

    @property
    def text(self) -> str:
        """What stands in the cell."""
        return self.sign.before(self.word)


Entry = Value | Marked | None


def write_list(
    book: Book,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Entry]],
    note: Value = "",
    *,
    folded: Container[int] = (),
    sums: Container[int] = (),
) -> Worksheet:
    """Add a sheet with a list; text is written as text, numbers as numbers.

    A `note` takes a row between title and headings. `first_row` tells where the lines begin. The
    lines whose numbers, from 0, are in `folded` are not seen until somebody opens them; those in
    `sums` add up others.
    """
    worksheet = book.add_worksheet(name)
    heading_row = first_row(note) - 1
    set_columns(worksheet, columns)
    write_title(book, worksheet, title, [0 if each.folded else each.width for each in columns])
    if note:
        _write_note(book, worksheet, note, columns)
    write_lines(book, worksheet, heading_row, columns, rows, folded=folded, sums=sums)
    worksheet.freeze_panes(heading_row + 1, 0)
    worksheet.repeat_rows(0, heading_row)
    set_up_list_page(worksheet)
    return worksheet


def set_up_list_page(worksheet: Worksheet) -> None:
    """Set the printed page of a list: landscape A4 with narrow margins, for its many columns."""
    set_up_page(worksheet)
    worksheet.set_margins(_SIDE_MARGIN, _SIDE_MARGIN, _END_MARGIN, _END_MARGIN)


def first_row(note: Value = "") -> int:
    """Return the row of the first line of a list, with or without a note."""
    return 3 if note else 2


def fitted(columns: Sequence[Column], rows: Iterable[Sequence[Entry]]) -> list[Column]:
    """Fold the columns in which no line has anything; those of sentences share what is left."""
    used = {at for row in rows for at, entry in enumerate(row) if entry not in (None, "")}
    shown = [
        replace(column, folded=column.folded or (bool(used) and at not in used))
        for at, column in enumerate(columns)
    ]
    sentences = [each for each in shown if each.width >= _SENTENCE and not each.folded]
    room = max(0.0, WIDEST - seen_width(shown)) / (seen_width(sentences) or 1.0)
    return [
        replace(each, width=round(each.width * (1.0 + room), 1)) if each in sentences else each
        for each in shown
    ]


def seen_width(columns: Iterable[Column]) -> float:
    """Return how many characters wide the columns are that are not folded."""
    return sum(column.width for column in columns if not column.folded)


def as_number(text: str) -> int | str:
    """Return the whole number that a text is, if it is written as we would write it."""
    digits = text.removeprefix("-")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) < _MOST_DIGITS
    return int(text) if is_number and text == str(int(text)) else text


def set_columns(
    worksheet: Worksheet, columns: Sequence[Column], look: Format | None = None
) -> None:
    """Set the widths of columns, and fold those to be folded; `look` is that of blank cells."""
    folded = [column.folded for column in columns]
    for number, column in enumerate(columns):
        options = {"level": 1, "hidden": True} if column.folded else {}
        if number and folded[number - 1] and not column.folded:
            options = {"collapsed": True}
        done(worksheet.set_column(number, number, column.width, look, options))
    if folded[-1]:
        done(worksheet.set_column(len(columns), len(columns), None, None, {"collapsed": True}))


def write_lines(
    book: Book,
    worksheet: Worksheet,
    top: int,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Entry]],
    *,
    folded: Container[int] = (),
    sums: Container[int] = (),
) -> None:
    """Write the headings into the row `top` and the lines below it, each as high as its texts."""
    figures = [[_figure(row[number]) for row in rows] for number in range(len(columns))]
    places = [max(map(_places, own), default=0) for own in figures]
    height = 0.0
    for number, (column, own) in enumerate(zip(columns, figures, strict=True)):
        is_text = all(figure is None for figure in own)
        look = book.style(style.HEADING, _CELL, {"align": "left" if is_text else "right"})
        done(worksheet.write_string(top, number, column.heading, look))
        if not column.folded:
            height = max(height, _BUTTON + text_height(column.heading, column.width, _SIZE))
    done(worksheet.set_row(top, height))
    for row, entries in enumerate(rows, top + 1):
        height = _LINE_HEIGHT
        for number, (entry, column) in enumerate(zip(entries, columns, strict=True)):
            added = style.SUM if row - top - 1 in sums else {}
            look = book.style(*_looks(entry, column, places[number]), added)
            value = entry.text if isinstance(entry, Marked) else entry
            write_value(worksheet, row, number, value, look)
            height = max(height, _height_of(value, column))
        options = {"level": 1, "hidden": True} if row - top - 1 in folded else {}
        done(worksheet.set_row(row, min(height, MOST_HEIGHT), None, options))
    if rows:
        done(worksheet.autofilter(top, 0, top + len(rows), len(columns) - 1))


def _height_of(value: Value | None, column: Column) -> float:
    """Return the height in points that a text needs in its column, with some air around it."""
    if column.folded or not isinstance(value, str):
        return 0.0
    return _AIR + _LOOSE * text_height(value, column.width - INDENT, _SIZE)


def _looks(entry: Entry, column: Column, places: int) -> Iterable[Mapping[str, Any]]:
    """Yield the layers of the look of an entry; a zero is quiet, so that the others are seen."""
    if isinstance(entry, Marked):
        return style.TEXT_CELL, style.look_of_sign(entry.sign), _CELL
    number = _figure(entry)
    if number is None:
        return style.TEXT_CELL, _CELL, style.ASKED if column.asked else {}
    shown = {"num_format": column.figures.look(_places(number), places)}
    quiet = style.QUIET if entry == 0 else {}
    return style.NUMBER_CELL, {"font_size": _SIZE}, shown, quiet


def _figure(entry: Entry) -> int | float | None:
    """Return the number that an entry shows, or None."""
    value = entry.value if isinstance(entry, Formula) else entry
    return value if isinstance(value, (int, float)) else None


def _places(figure: float | None) -> int:
    """Return how many decimal places a number has, at most four."""
    return len(f"{figure or 0:.4f}".rstrip("0").partition(".")[2])


def _write_note(book: Book, worksheet: Worksheet, note: Value, columns: Sequence[Column]) -> None:
    looks = style.ROLE[Role.TEXT], {"valign": "top"}, style.QUIET
    write_across(book, worksheet, _NOTE_ROW, len(columns), "", *looks)
    write_value(worksheet, _NOTE_ROW, 0, note, book.style(*looks))
    text = str(note.value if isinstance(note, Formula) else note)
    height = max(_LINE_HEIGHT, _AIR + text_height(text, seen_width(columns), BODY_SIZE))
    done(worksheet.set_row(_NOTE_ROW, min(height, MOST_HEIGHT)))
