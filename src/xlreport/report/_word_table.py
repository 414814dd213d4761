"""An official table in the published Word file: its merges, its lines, its behaviour at a page end.

The blocks are those of the template (`lay_table`), so a label spans what it spans there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlreport.layout.grid import Block, Grid, Role
from xlreport.report._table_fit import MARGIN, Fit, even_indent
from xlreport.report._word_style import make, table_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.styles.style import BaseStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

_LABEL_INDENT = 50  # twips: before a label that begins at the left of its cell


def add_table(document: Document, grid: Grid, fit: Fit, texts: Sequence[str]) -> None:
    """Add a table to the end of a document; `texts` are those of the grid's blocks."""
    table = document.add_table(grid.rows, grid.columns, "Table Grid")
    cells = _shape(table, fit, document.styles[table_style(fit.size)])
    # A table of several strips has several headers: the first would be wrong above another.
    repeated = grid.header_rows if fit.whole or _is_one_strip(grid) else 0
    for number, row in enumerate(table.rows):
        _keep_together(row, is_header=number < repeated)
        if fit.whole and number < grid.rows - 1:
            for cell in cells[number]:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    for block, text in zip(grid.blocks, texts, strict=True):
        cell = cells[block.top][block.left]
        if (block.top, block.left) != (block.bottom, block.right):
            cell.merge(cells[block.bottom][block.right])
        paragraph = cell.paragraphs[0]
        paragraph.add_run(text)
        _align(paragraph, grid, fit, block, text)


def _shape(table: Table, fit: Fit, style: BaseStyle) -> list[tuple[_Cell, ...]]:
    """Set the sizes of rows and columns, and give every cell the style of a table's text."""
    from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
    from docx.oxml.ns import qn
    from docx.shared import Twips

    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = make("w:tblCellMar")
    margins.extend(make(f"w:{side}", w=str(MARGIN), type="dxa") for side in ("left", "right"))
    properties = table._tblPr  # python-docx has no call for either
    properties.append(margins)
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)  # with attributes that Word 2007 does not know
    for column, width in zip(table.columns, fit.widths, strict=True):
        column.width = Twips(width)
    cells = [row.cells for row in table.rows]
    for row, height, line in zip(table.rows, fit.heights, cells, strict=True):
        row.height, row.height_rule = Twips(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width in zip(line, fit.widths, strict=True):
            cell.width = Twips(width)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            cell.paragraphs[0].style = style
    return cells


def _keep_together(row: _Row, *, is_header: bool) -> None:
    """Forbid a page end within a row; a header is repeated above what follows on the next page."""
    properties = row._tr.get_or_add_trPr()  # python-docx has no call for either
    properties.append(make("w:cantSplit"))
    if is_header:
        properties.append(make("w:tblHeader"))


def _align(paragraph: Paragraph, grid: Grid, fit: Fit, block: Block, text: str) -> None:
    """Put the row labels of a table that groups them to the left; else a cell is centred."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Twips

    layout = paragraph.paragraph_format
    is_last = block.role is Role.ROW_LABEL and block.right == grid.label_columns - 1
    if is_last and grid.label_columns > 1:
        layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
        layout.left_indent = Twips(_LABEL_INDENT)
    elif indent := even_indent(fit, block, text):
        layout.left_indent = layout.right_indent = Twips(indent)


def _is_one_strip(grid: Grid) -> bool:
    return not any(block.role is Role.BAND and block.top > 0 for block in grid.blocks)
