"""A sheet that is read from top to bottom like a letter: texts over its columns, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from xlreport.layout.grid import Role
from xlreport.layout.width import BODY_SIZE, text_height
from xlreport.writing import style
from xlreport.writing.book import Book, Properties, done
from xlreport.writing.page import set_up_page
from xlreport.writing.title import set_widths

LINE: Properties = {**style.TEXT_CELL, "indent": 1}
"""The look of a text in a line that others follow."""

_MARGIN = 0.5  # inches on both sides
_INDENT = 2.0  # characters
_AIR = 6.0  # points that a text has above and below, together
_LEAST_HEIGHT = 24.0  # points


@dataclass(frozen=True, slots=True)
class Words:
    """A text in its look, over some columns."""

    columns: int
    text: str
    look: Properties


@dataclass
class Paper:
    """An upright sheet of columns so many characters wide, and the row that is written next."""

    book: Book
    worksheet: Worksheet
    widths: Sequence[float]
    row: int = 0

    def set_up(self) -> None:
        """Set the widths and the printed page."""
        set_widths(self.worksheet, self.widths)
        set_up_page(self.worksheet, landscape=False)
        self.worksheet.set_margins(left=_MARGIN, right=_MARGIN)

    def title(self, text: str) -> None:
        """Write a title."""
        self.across(text, style.ROLE[Role.TITLE], least=44.0)

    def heading(self, text: str) -> None:
        """Write the heading of what follows, with a distance from what stands before it."""
        done(self.worksheet.set_row(self.row, 12.0))
        self.row += 1
        look = {**style.HEADING, "align": "left", "indent": 1}
        self.across(text, look, least=_LEAST_HEIGHT)

    def pair(self, columns: int, caption: str, text: str, look: Properties) -> None:
        """Write a caption over so many columns, and a text over the others."""
        rest = len(self.widths) - columns
        self.line(
            Words(columns, caption, {**LINE, "font_color": "quiet"}),
            Words(rest, text, {**LINE, **look}),
        )

    def across(self, text: str, look: Properties, *, least: float = _LEAST_HEIGHT) -> None:
        """Write a text over the whole width."""
        self.line(Words(len(self.widths), text, look), least=least)

    def line(self, *parts: Words, least: float = _LEAST_HEIGHT) -> None:
        """Write texts beside each other into one row, as high as the longest needs."""
        column, height = 0, least
        for part in parts:
            last = column + part.columns - 1
            look = self.book.style(part.look)
            if last > column:
                done(self.worksheet.merge_range(self.row, column, self.row, last, "", look))
            done(self.worksheet.write_string(self.row, column, part.text, look))
            width = sum(self.widths[column : last + 1]) - _INDENT
            size = part.look.get("font_size", BODY_SIZE)
            needed = text_height(part.text, width * BODY_SIZE / size, size)
            height = max(height, needed + _AIR)
            column = last + 1
        done(self.worksheet.set_row(self.row, height))
        self.row += 1
