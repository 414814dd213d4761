"""An official table in the published Word file: merged cells, widths and page ends.

The blocks are those of the template (`lay_table`), so labels span the same rows and columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlreport.layout.grid import Block, Grid, Role
from xlreport.report._table_fit import Fit, PrintedTable, even_indent
from xlreport.report.word_rows import describe_table, keep_together, shape_rows
from xlreport.report.word_style import table_style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_LABEL_INDENT = 50  # twips, before a label aligned to the left


def add_table(document: Document, printed: PrintedTable, fit: Fit, heading: str) -> None:
    """Add a table to the end of a document, below its heading."""
    grid = printed.grid
    table = document.add_table(grid.rows, grid.columns, "Table Grid")
    cells = shape_rows(table, fit.widths, fit.heights, document.styles[table_style(fit.size)])
    _describe(table, grid, heading)
    # Each strip of a table has a header, so that of the first would be wrong above another.
    repeated = grid.header_rows if fit.on_one_page or _is_one_strip(grid) else 0
    for number, row in enumerate(table.rows):
        keep_together(row, is_header=number < repeated)
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


def _describe(table: Table, grid: Grid, heading: str) -> None:
    """Say what the table is and where its labels stand, for those who hear it read out."""
    rows = "每一段的开头" if not _is_one_strip(grid) else f"前 {grid.header_rows} 行"
    text = f"共 {grid.rows} 行、{grid.columns} 列；{rows}是栏目"
    if grid.label_columns:
        text += f"，左边 {grid.label_columns} 列是指标"
    describe_table(table, heading, f"{text}。")


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
