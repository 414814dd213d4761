"""The sheet of the narrative (文字部分): for each part a heading, advice, and a box to write in.

A box holds two thousand characters, on the screen and on paper, where it stands on one page with
its heading. It is merged of many rows, since none may be so high, and a screen moves row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xlreport.form.parts import Text
from xlreport.form.sheet_names import TEXTS_SHEET
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Block, Role
from xlreport.layout.width import BODY_SIZE, NOTE_SIZE, text_height

TEXT_WIDTHS = (70.0, 16.0)  # of upright A4; the second column tells how much is written
_WIDTH = sum(TEXT_WIDTHS)
_BOX_ROWS, _BOX_ROW_HEIGHT = 10, 57.0  # for forty lines of fifty characters, in points
_TITLE_HEIGHT, _HEADING_HEIGHT = 30.0, 22.0
_STANDING_HEIGHT = 38.0  # for three lines: a clerk may add to the sentence that stands there
_PAGE = 750.0  # points of upright A4 between margins of 0.6 inches


class TextsLayout(NamedTuple):
    """The blocks of the sheet, its row heights, and the rows before which a page ends."""

    blocks: tuple[Block, ...]
    heights: tuple[float, ...]
    breaks: tuple[int, ...]


def lay_texts(texts: Sequence[Text]) -> TextsLayout:
    """Lay out the sheet: heading, whose it is, and each part with its box."""
    last = len(TEXT_WIDTHS) - 1
    blocks = [
        Block(Role.TITLE, 0, 0, 0, last, TEXTS_SHEET),
        Block(Role.NOTE, 1, 0, 1, last, field=Field(FieldKind.NOTE, TEXTS_SHEET)),
    ]
    heights = [_TITLE_HEIGHT, 20.0]
    repeated = used = sum(heights)
    breaks = []
    for text in texts:
        row = len(heights)
        rows = 1 if text.standing else _BOX_ROWS
        own = [
            max(_HEADING_HEIGHT, text_height(text.heading, TEXT_WIDTHS[0], BODY_SIZE)),
            max(18.0, text_height(text.say, _WIDTH, NOTE_SIZE)),
            *[_STANDING_HEIGHT if text.standing else _BOX_ROW_HEIGHT] * rows,
        ]
        if used + sum(own) > _PAGE:
            breaks.append(row)
            used = repeated
        used += sum(own)
        heights += own
        length = Field(FieldKind.TEXT_LENGTH, text.key)
        written = Field(FieldKind.TEXT, text.key)
        blocks += [
            Block(Role.CAPTION, row, 0, row, last - 1, text.heading),
            Block(Role.UNIT, row, last, row, last, field=length),
            Block(Role.NOTE, row + 1, 0, row + 1, last, text.say),
            Block(Role.FIELD, row + 2, 0, row + 1 + rows, last, field=written),
        ]
    return TextsLayout(tuple(blocks), tuple(heights), tuple(breaks))
