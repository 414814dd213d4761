"""An official table in the published Word file: merged cells, widths and page ends.

The blocks are those of the template (`lay_table`), so labels span the same rows and columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlreport.layout.grid import Block, Grid, Role
from xlreport.report._table_fit import MARGIN, Fit, PrintedTable, even_indent
from xlreport.report._word_style import make, table_style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import BaseStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

_LABEL_INDENT = 50  # twips, before a label aligned to the left


def add_table(document: Document, printed: PrintedTable, fit: Fit, heading: str) -> None:
    """Add a table to the end of a document, below its heading."""
    grid = printed.grid
    table = document.add_table(grid.rows, grid.columns, "Table Grid")
    cells = _shape(table, fit, document.styles[table_style(fit.size)])
    _describe(table, grid, heading)
    # Each strip of a table has a header, so that of the first would be wrong above another.
    repeated = grid.header_rows if fit.on_one_page or _is_one_strip(grid) else 0
    for number, row in enumerate(table.rows):
        _keep_together(row, is_header=number < repeated)
        if fit.on_one_page and number < grid.rows - 1:
            for cell in cells[number]:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    for block, text in printed.blocks:
        cell = cells[block.top][block.left]
        if (block.top, block.left) != (block.bottom, block.right):
            cell.merge(cells[block.bottom][block.right])
        paragraph = cell.paragraphs[0]
        paragraph.add_run(text)
        _align(paragraph, grid, fit, block, text)


def _shape(table: Table, fit: Fit, style: BaseStyle) -> list[tuple[_Cell, ...]]:
    """Set the sizes of rows and columns and the style of the text; return the cells by row."""
    from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
    from docx.oxml.ns import qn
    from docx.shared import Twips

    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = make("w:tblCellMar")
    margins.extend(make(f"w:{side}", w=str(MARGIN), type="dxa") for side in ("left", "right"))
    properties = table._tblPr  # python-docx has no call for margins and looks
    properties.append(margins)
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)  # with attributes that Word 2007 does not know
    for column, width in zip(table.columns, fit.widths, strict=True):
        column.width = Twips(width)
    cells = [row.cells for row in table.rows]
    for row, height, row_cells in zip(table.rows, fit.heights, cells, strict=True):
        row.height, row.height_rule = Twips(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width in zip(row_cells, fit.widths, strict=True):
            cell.width = Twips(width)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            cell.paragraphs[0].style = style
    return cells


def _describe(table: Table, grid: Grid, heading: str) -> None:
    """Say what the table is and where its labels stand, for those who hear it read out."""
    rows = "每一段的开头" if not _is_one_strip(grid) else f"前 {grid.header_rows} 行"
    text = f"共 {grid.rows} 行、{grid.columns} 列；{rows}是栏目"
    if grid.label_columns:
        text += f"，左边 {grid.label_columns} 列是指标"
    properties = table._tblPr  # last in the order of the schema
    properties.append(make("w:tblCaption", val=heading))
    properties.append(make("w:tblDescription", val=f"{text}。"))


def _keep_together(row: _Row, *, is_header: bool) -> None:
    """Forbid a page break within a row, and repeat a header on every page."""
    properties = row._tr.get_or_add_trPr()  # python-docx has no call for this
    properties.append(make("w:cantSplit"))
    if is_header:
        properties.append(make("w:tblHeader"))


def _align(paragraph: Paragraph, grid: Grid, fit: Fit, block: Block, text: str) -> None:
    """Align the row labels of a table with groups to the left; other cells stay centred."""
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
