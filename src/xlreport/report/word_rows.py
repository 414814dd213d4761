"""The rows of any table in a Word file: sizes, margins, page ends, and its description."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlreport.report.type_area import MARGIN
from xlreport.report.word_style import make

if TYPE_CHECKING:
    from docx.styles.style import BaseStyle
    from docx.table import Table, _Cell, _Row


def shape_rows(
    table: Table, widths: Sequence[int], heights: Sequence[int], style: BaseStyle
) -> list[tuple[_Cell, ...]]:
    """Set the sizes of rows and columns and the style of the text; return the cells by row.

    Widths and heights are in twips; a row is higher where its text needs it.
    """
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
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
    cells = [row.cells for row in table.rows]
    for row, height, row_cells in zip(table.rows, heights, cells, strict=True):
        row.height, row.height_rule = Twips(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width in zip(row_cells, widths, strict=True):
            cell.width = Twips(width)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            cell.paragraphs[0].style = style
    return cells


def keep_together(row: _Row, *, is_header: bool) -> None:
    """Forbid a page break within a row, and repeat a header on every page."""
    properties = row._tr.get_or_add_trPr()  # python-docx has no call for this
    properties.append(make("w:cantSplit"))
    if is_header:
        properties.append(make("w:tblHeader"))


def describe_table(table: Table, caption: str, text: str) -> None:
    """Say what a table is and how it is built, for those who hear it read out."""
    properties = table._tblPr  # last in the order of the schema
    properties.append(make("w:tblCaption", val=caption))
    properties.append(make("w:tblDescription", val=text))
