"""The columns of the sheets that have a row for each department: widths, folds, headings, pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import a1_range, quoted
from xlreport.form.form import Form
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.layout.data_sheet import (
    FIRST_VALUE_COLUMN,
    GROUP_ROW,
    HEADING_ROW,
    IDENTITY,
    folds_of,
    groups_of,
    headings_of,
)
from xlreport.layout.grid import Role
from xlreport.layout.width import NOTE_SIZE, count_lines, text_height
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.page import set_up_page

ROW_HEIGHT = 17.0  # points
_CODE_WIDTH, _LEAST_NAME_WIDTH, _MOST_NAME_WIDTH, _KIND_WIDTH = 9.0, 16.0, 30.0, 11.0
_NAME = 1
_TITLE_HEIGHT = 26.0  # points
_LEAST_WIDTH, _MOST_WIDTH = 7.0, 24.0  # characters of a column of figures
_MARGIN = 2.0  # characters
_MOST_TEXT = 30  # characters of a text, of which another sheet has the rest
_GROUP_LINES, _LABEL_LINES = 5, 2  # that a heading may take: the rows below must be in sight
_SCALE = 90  # percent in print: the letters have 9 points
_BESIDE = {"left": 1, "left_color": "line"}  # a line between headings
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.6}  # inches
_PAGE_WIDTH = 1155  # pixels that fit on landscape A4 at that scale
# A column's pixels for each character of its width, and in addition.
_PIXELS, _PADDING = 8, 5


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of such a sheet: the width of each, and those that are folded away at first."""

    form: Form
    widths: tuple[float, ...]
    folded: frozenset[int]

    def width(self, first: int, last: int) -> float:
        """Return the width of those columns from the first to the last that are seen."""
        return sum(self.widths[c] for c in range(first, last + 1) if c not in self.folded)


def row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Return the height of a row with these small texts, in columns of these widths."""
    heights = (_height_of(t, w) for t, w in zip(texts, widths, strict=False) if t)
    return max((ROW_HEIGHT, *heights))


def columns_of(form: Form, names: Sequence[str], longest: Sequence[int]) -> Columns:
    """Return the columns for departments of these names.

    `longest` are the characters of the longest figure or text of each cell.
    """
    name = max((cell_len(name) for name in names), default=0) + _MARGIN
    identity = (_CODE_WIDTH, min(max(name, _LEAST_NAME_WIDTH), _MOST_NAME_WIDTH), _KIND_WIDTH)
    widths = [
        _width_of(label, _LABEL_LINES, max(_LEAST_WIDTH, min(length, _MOST_TEXT) + _MARGIN))
        for (_, label), length in zip(headings_of(form), longest, strict=True)
    ]
    folded = {index for fold in folds_of(form) for index in range(fold.first, fold.last + 1)}
    for group, first, last in groups_of(form):
        shown = [index for index in range(first, last + 1) if index not in folded]
        have = sum(widths[index] for index in shown)
        need = _width_of(group, _GROUP_LINES, have)
        for index in shown:
            widths[index] += (need - have) / len(shown)
    columns = frozenset(FIRST_VALUE_COLUMN + index for index in folded)
    return Columns(form, (*identity, *widths), columns)


def _width_of(text: str, lines: int, least: float) -> float:
    """Return the width, at least so many characters, at which a heading takes at most `lines`."""
    width = least
    while width < _MOST_WIDTH and count_lines(text, width, NOTE_SIZE) > lines:
        width += 1
    return width


def set_columns(worksheet: Worksheet, columns: Columns) -> None:
    """Set the widths, and fold away what a total adds up; Excel has a button above to unfold it."""
    for column, width in enumerate(columns.widths):
        folded = {"level": 1, "hidden": True} if column in columns.folded else {}
        done(worksheet.set_column(column, column, width, None, folded))
    for fold in folds_of(columns.form):
        at = FIRST_VALUE_COLUMN + max(fold.total, fold.last + 1)
        if at < len(columns.widths):
            options = {"collapsed": True}
            done(worksheet.set_column(at, at, columns.widths[at], None, options))


def write_title(book: Book, worksheet: Worksheet, title: str) -> None:
    """Write the title, which reaches over the columns to its right."""
    look = book.style(style.ROLE[Role.TITLE], {"align": "left", "text_wrap": False})
    done(worksheet.write_string(0, 0, title, look))
    done(worksheet.set_row(0, _TITLE_HEIGHT))


def write_headings(book: Book, worksheet: Worksheet, columns: Columns) -> None:
    """Write both rows of headings, each as high as its texts need where columns are folded."""
    look = book.style(style.HEADING, style.SMALL, _BESIDE)
    heights = [20.0, 20.0]
    for column, name in enumerate(IDENTITY):
        done(worksheet.merge_range(GROUP_ROW, column, HEADING_ROW, column, name, look))
    for group, first, last in groups_of(columns.form):
        left, right = FIRST_VALUE_COLUMN + first, FIRST_VALUE_COLUMN + last
        if first < last:
            done(worksheet.merge_range(GROUP_ROW, left, GROUP_ROW, right, "", look))
        done(worksheet.write_string(GROUP_ROW, left, group, look))
        heights[0] = max(heights[0], _height_of(group, columns.width(left, right)))
    for column, (_, label) in enumerate(headings_of(columns.form), FIRST_VALUE_COLUMN):
        done(worksheet.write_string(HEADING_ROW, column, label, look))
        heights[1] = max(heights[1], _height_of(label, columns.widths[column]))
    for row, height in zip((GROUP_ROW, HEADING_ROW), heights, strict=True):
        done(worksheet.set_row(row, height))


def _height_of(text: str, width: float) -> float:
    return text_height(text, width, NOTE_SIZE)


def set_up_print(worksheet: Worksheet, columns: Columns, rows: tuple[int, int]) -> None:
    """Set the printed page: headings and names are repeated, and groups are not split.

    `rows` are the last row of the headings and the last row of all. The title is not printed,
    because pages to the right would show a piece of it; the header says the same on each page.
    """
    last_heading, last = rows
    seen = [0.0 if at in columns.folded else width for at, width in enumerate(columns.widths)]
    starts = [FIRST_VALUE_COLUMN + first for _, first, _ in groups_of(columns.form)]
    set_pages(worksheet, seen, starts, _NAME)
    last_column = FIRST_VALUE_COLUMN + len(columns.form.cells) - 1
    done(worksheet.print_area(GROUP_ROW, 0, last, last_column))
    worksheet.repeat_rows(GROUP_ROW, last_heading)


def set_pages(
    worksheet: Worksheet, widths: Sequence[float], starts: Sequence[int], repeated: int
) -> int:
    """Set pages from left to right for columns of these widths; return how many there are.

    A page begins at one of the columns `starts`. The columns up to `repeated` are on every page.
    """
    set_up_page(worksheet, scale=_SCALE)
    worksheet.set_margins(**_MARGINS)
    breaks = list(_page_breaks(widths, starts, repeated))
    worksheet.set_v_pagebreaks(breaks)
    worksheet.print_across()
    if breaks:
        done(worksheet.repeat_columns(0, repeated))
    return 1 + len(breaks)


def _page_breaks(widths: Sequence[float], starts: Sequence[int], repeated: int) -> Iterator[int]:
    """Yield the columns at which a page begins, so that nothing between two `starts` is split."""
    pixels = [width * _PIXELS + _PADDING if width else 0 for width in widths]
    edges = [*starts, len(widths)]
    used = sum(pixels[: edges[0]])
    for first, after in pairwise(edges):
        width = sum(pixels[first:after])
        if first > edges[0] and used + width > _PAGE_WIDTH:
            yield first
            used = sum(pixels[: repeated + 1])
        used += width


def data_heading(form: Form, index: int) -> str:
    """Return the reference to the heading of a cell's column on the data sheet.

    Where it is folded away, the reference reaches to the heading of its total, which is in sight.
    """
    ends = (index, *(f.total for f in folds_of(form) if f.first <= index <= f.last))
    first, last = (FIRST_VALUE_COLUMN + end for end in (min(ends), max(ends)))
    return f"{quoted(DATA_SHEET)}!{a1_range(HEADING_ROW, first, HEADING_ROW, last)}"
