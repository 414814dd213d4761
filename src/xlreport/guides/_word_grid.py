"""A table of a guide in Word: widths by what the columns hold, rows that no page end splits."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from rich.cells import cell_len

from xlreport.guides._markdown import Grid, Line
from xlreport.report.type_area import MARGIN, PAGE_WIDTH
from xlreport.report.word_rows import describe_table, keep_together, shape_rows
from xlreport.report.word_style import make, table_style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_SIZE = 10.5  # points: 五号
_INDENT = 60  # twips at both sides of a text
_SHORT = 9  # lines of a table that no page end cuts
_LONGEST = 44  # halves of a character, beyond which a longer text makes no column wider


def add_grid(
    document: Document, grid: Grid, shade: str, write: Callable[[Paragraph, Line], None]
) -> None:
    """Add a table; `write` writes the pieces of a line into a paragraph."""
    lines = (grid.head, *grid.rows)
    table = document.add_table(len(lines), len(grid.head), "Table Grid")
    style = document.styles[table_style(_SIZE)]
    cells = shape_rows(table, column_widths(grid), [0] * len(lines), style)
    heads = "、".join(map(text_of, grid.head))
    describe_table(table, heads, f"共 {len(lines)} 行、{len(grid.head)} 列；第一行是栏目。")
    for number, (row, texts) in enumerate(zip(table.rows, lines, strict=True)):
        keep_together(row, is_header=not number)
        for cell, text in zip(cells[number], texts, strict=True):
            _fill(cell, is_head=not number, shade=shade)
            write(cell.paragraphs[0], text)
            if number < _kept(len(lines)):
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    _leave_room(document)


def _kept(lines: int) -> int:
    """Return how many lines stay with the next: a short table on one page, no header alone."""
    return lines - 1 if lines <= _SHORT else 1


def _fill(cell: _Cell, *, is_head: bool, shade: str) -> None:
    """Set the alignment of a cell, and the ground of a label."""
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, Twips

    layout = cell.paragraphs[0].paragraph_format
    layout.space_before = layout.space_after = Pt(2.5)
    if is_head:
        shading = make("w:shd", val="clear", color="auto", fill=shade)
        cell._tc.get_or_add_tcPr().insert_element_before(shading, "w:vAlign")
        return
    cell.vertical_alignment = WD_ALIGN_VERTICAL.TOP
    layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
    layout.left_indent = layout.right_indent = Twips(_INDENT)


def _leave_room(document: Document) -> None:
    """Put a low line below a table, so that no text touches it."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    layout = document.add_paragraph().paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(8)


def column_widths(grid: Grid) -> list[int]:
    """Divide the width of the page: a short column has its length, the others share the rest."""
    columns = list(zip(*(map(text_of, line) for line in (grid.head, *grid.rows)), strict=True))
    longest = [max(map(cell_len, texts)) for texts in columns]
    around = 2 * (MARGIN + _INDENT) + 20
    needed = [ceil(each * _SIZE * 10) + around for each in longest]
    wanted = [min(each, ceil(_LONGEST * _SIZE * 10)) for each in needed]
    if sum(needed) <= PAGE_WIDTH:
        return _stretch(needed)
    weights = [min(each, _LONGEST * 2) for each in longest]
    short = [
        want if weight <= _LONGEST / 3 else 0 for want, weight in zip(wanted, weights, strict=True)
    ]
    rest = PAGE_WIDTH - sum(short)
    total = sum(weight for weight, kept in zip(weights, short, strict=True) if not kept)
    shared = [kept or rest * weight // total for kept, weight in zip(short, weights, strict=True)]
    return _stretch(shared)


def _stretch(widths: list[int]) -> list[int]:
    """Give what is left of the page's width to the last column."""
    return [*widths[:-1], PAGE_WIDTH - sum(widths[:-1])]


def text_of(line: Line) -> str:
    """Return a line as plain text."""
    return "".join(span.text for span in line)
