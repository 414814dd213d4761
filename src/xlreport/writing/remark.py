"""Remarks on cells: a mark as strong as its severity, and a comment that shows all of its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.sign import Sign
from xlreport.layout.width import NOTE_SIZE, text_height
from xlreport.writing import style
from xlreport.writing.book import Book, done

_AUTHOR = "审核"
_WIDTH = 50.0  # half-width characters in a line of a comment
_PIXELS_OF_A_CHARACTER = NOTE_SIZE / 2 * 4 / 3
_PIXELS_OF_A_POINT = 4 / 3
_MARGIN = 12.0  # pixels on both sides together
_LOOKS: Mapping[Sign, Mapping[str, Any]] = {
    # Told apart in black and white, too: by the width and the kind of the border.
    Sign.OPEN: {**style.ALARM, "font_color": Sign.OPEN.ink, "border": 2},
    Sign.DOUBT: {"font_color": Sign.DOUBT.ink, "bg_color": Sign.DOUBT.paper, "border": 3},
    Sign.ASIDE: {"bg_color": Sign.ASIDE.paper, "border": 4},
}


@dataclass(frozen=True, slots=True)
class Remark:
    """The mark on one cell; `text` is empty where another cell of its block says what is wrong."""

    text: str
    sign: Sign = Sign.OPEN

    @property
    def look(self) -> Mapping[str, Any]:
        """The look of the cell, over that of its role."""
        return {**_LOOKS[self.sign], "border_color": self.sign.ink}


def write_remark(book: Book, worksheet: Worksheet, row: int, column: int, remark: Remark) -> None:
    """Write the comment of a remark, large enough for all of its text."""
    if not remark.text:
        return
    options = {
        "author": _AUTHOR,
        "font_name": book.theme.body_font,
        "font_size": NOTE_SIZE,
        "color": remark.sign.paper,
        "width": _WIDTH * _PIXELS_OF_A_CHARACTER + _MARGIN,
        "height": text_height(remark.text, _WIDTH, NOTE_SIZE) * _PIXELS_OF_A_POINT,
    }
    done(worksheet.write_comment(row, column, remark.text, options))
