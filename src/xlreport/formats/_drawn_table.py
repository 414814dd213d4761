"""The tables of a published page or Word file, drawn cell by cell as their tags come in.

Web pages and Word files have the same elements: tables, rows, cells that span columns, and texts.
Here they become grids, even if tables are nested, cells span rows or are missing, or a table only
arranges the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from xlreport.base.address import Area
from xlreport.formats._drawn_cell import NO_TEXT, NOT_PRINTED, Mark, OpenCell, add_remark, cell_text
from xlreport.formats.cell import RawCell, RawSheet, unread_sheet
from xlreport.formats.container import LIMITS, hostile

TEXT_SHEET: Final = "正文"
_MOST_TABLES: Final = 200
_MOST_CELLS: Final = 20_000  # of all tables, by the columns they cover; a report has some 500
_DEEPEST: Final = 50  # tables in tables; a page that is arranged by tables has some ten
_MOST_PARAGRAPHS: Final = 20_000
_PARAGRAPHS_ABOVE: Final = 5  # a heading, and what may stand between it and its table


@dataclass(slots=True)
class _OpenTable:
    """A table that is being drawn.

    `above` are the last paragraphs before it. `lowest` is the last cell drawn in each column,
    `reach` the row down to which it was declared to reach.
    """

    number: int
    above: tuple[str, ...] = ()
    row: int = -1
    column: int = 0
    in_row: bool = False
    cell: OpenCell | None = None
    cells: list[OpenCell] = field(default_factory=list)
    lowest: dict[int, OpenCell] = field(default_factory=dict)
    reach: dict[int, int] = field(default_factory=dict)
    holds_tables: bool = False


@dataclass(slots=True)
class _Aside:
    """What a text box interrupts: the paragraph, and the cell with its table, if there is one."""

    text: list[str]
    table: _OpenTable | None
    cell: OpenCell | None


@dataclass(slots=True)
class Drawing:
    """The content of a published file so far: finished tables, and the text around them.

    `open` are the tables that are being drawn, the innermost last. `begun` counts all tables,
    `covered` the columns of all their cells. `asides` are the text boxes that are open.
    """

    tables: dict[int, RawSheet] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    open: list[_OpenTable] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    begun: int = 0
    covered: int = 0
    asides: list[_Aside] = field(default_factory=list)

    @property
    def in_table(self) -> bool:
        """Tell whether a table is open."""
        return bool(self.open)


def start_table(drawing: Drawing) -> None:
    """Begin a table; raises `Unreadable` beyond limits that no real page comes near."""
    end_paragraph(drawing)
    if drawing.open:
        drawing.open[-1].holds_tables = True
    if len(drawing.open) >= _DEEPEST:
        raise hostile(f"表格嵌套超过 {_DEEPEST} 层")
    if drawing.begun >= _MOST_TABLES:
        raise hostile(f"表格超过 {_MOST_TABLES} 个")
    around = drawing.open[-1].cell if drawing.open else None
    above = around.paragraphs if around and around.paragraphs else drawing.paragraphs
    drawing.open.append(_OpenTable(drawing.begun, tuple(above[-_PARAGRAPHS_ABOVE:])))
    drawing.begun += 1


def start_row(drawing: Drawing) -> None:
    """Begin a row of the innermost table; a row that is still open ends here."""
    if drawing.open:
        end_row(drawing)
        table = drawing.open[-1]
        table.row, table.column, table.in_row = table.row + 1, 0, True
        if table.row >= LIMITS.rows:
            raise hostile(f"表格超过 {LIMITS.rows} 行")


def end_row(drawing: Drawing) -> None:
    """End the row of the innermost table, if one is open."""
    if drawing.open:
        end_cell(drawing)
        drawing.open[-1].in_row = False


def skip_columns(drawing: Drawing, columns: int) -> None:
    """Leave columns of the row empty, as Word does before an indented row."""
    if drawing.open:
        drawing.open[-1].column += _bounded(columns)


def start_cell(drawing: Drawing, rows: int = 1, columns: int = 1, *, flows: bool = True) -> None:
    """Begin a cell of so many rows and columns; 0 rows reach to the end of the table.

    With `flows`, as in a page, the cell is put in the next column that no cell above reaches
    down to; otherwise, as in Word, in the next column.
    """
    if not drawing.open:
        return
    table = drawing.open[-1]
    if not table.in_row:
        start_row(drawing)
    end_cell(drawing)
    while flows and table.reach.get(table.column, -1) >= table.row:
        table.column += 1
    left, right = table.column, table.column + _bounded(columns) - 1
    if right >= LIMITS.columns:
        left, right = min(left, LIMITS.columns - 1), LIMITS.columns - 1
    drawing.covered += right - left + 1
    if drawing.covered > _MOST_CELLS:
        raise hostile(f"表格的单元格超过 {_MOST_CELLS} 个")
    last = LIMITS.rows - 1 if rows == 0 else table.row + min(max(rows, 1), LIMITS.rows) - 1
    table.cell = OpenCell(table.row, left, last, right)
    table.cells.append(table.cell)
    for column in range(left, right + 1):
        table.reach[column] = last
        table.lowest[column] = table.cell
    table.column = right + 1


def continue_cell(drawing: Drawing, columns: int = 1) -> None:
    """Extend the cell above into this row, as Word declares in each row that a cell spans."""
    if not drawing.open:
        return
    end_cell(drawing)
    table = drawing.open[-1]
    above = table.lowest.get(table.column)
    if above is None or above.bottom < table.row - 1:
        start_cell(drawing, 1, columns, flows=False)
        return
    above.bottom = table.row
    # Word does not show the text of such a cell: it goes to a cell outside the table.
    table.cell = OpenCell(top=-1, left=0, bottom=0, right=0)
    table.column = min(table.column + _bounded(columns), LIMITS.columns)


def widen_cell(drawing: Drawing, columns: int = 1) -> None:
    """Extend the cell on the left over more columns, as older programs merge cells in a row."""
    if not drawing.open:
        return
    end_cell(drawing)
    table = drawing.open[-1]
    left = table.lowest.get(table.column - 1)
    if left is None or left.bottom < table.row:
        start_cell(drawing, 1, columns, flows=False)
        return
    end = min(table.column + _bounded(columns), LIMITS.columns)
    table.lowest |= dict.fromkeys(range(table.column, end), left)
    left.right = max(left.right, end - 1)
    table.cell = OpenCell(top=-1, left=0, bottom=0, right=0)
    table.column = end


def end_cell(drawing: Drawing) -> None:
    """End the cell of the innermost table, if one is open."""
    if drawing.open and drawing.open[-1].cell is not None:
        end_paragraph(drawing)
        drawing.open[-1].cell = None


def end_table(drawing: Drawing) -> None:
    """Finish the innermost table.

    The text of a table with one column, and of a table with tables in it, is text of the page.
    """
    if not drawing.open:
        return
    end_row(drawing)
    end_paragraph(drawing)
    table = drawing.open.pop()
    cells = [cell for cell in table.cells if cell.top <= table.row]
    is_column = all(cell.right == 0 for cell in cells)
    if is_column or table.holds_tables:
        _release_text(drawing, cells)
    if not is_column and any(cell.paragraphs for cell in cells):
        drawing.tables[table.number] = replace(_sheet(cells, table.row), above=table.above)


def _release_text(drawing: Drawing, cells: list[OpenCell]) -> None:
    """Move the text of cells to the cell around their table, else to the page."""
    outer = drawing.open[-1].cell if drawing.open else None
    for cell in cells:
        for paragraph in cell.paragraphs:
            _add_paragraph(drawing, paragraph)
        if outer is not None:
            outer.remarks += cell.remarks


def add_text(drawing: Drawing, text: str) -> None:
    """Add text to the paragraph that is open."""
    drawing.text.append(text)


def add_marked(drawing: Drawing, mark: Mark, text: str) -> None:
    """Add text that is not plain print, and a remark about it to the cell that is open.

    What is not printed is only remarked on.
    """
    if mark not in NOT_PRINTED:
        drawing.text.append(text)
    if drawing.open and drawing.open[-1].cell is not None:
        add_remark(drawing.open[-1].cell, mark, text)


def remark_if_blank(drawing: Drawing, mark: Mark, text: str) -> None:
    """Set the remark that the cell that is open gets if it has no text and no other remark."""
    if drawing.open and drawing.open[-1].cell is not None:
        drawing.open[-1].cell.remark_if_blank = f"{mark.value}“{text}”"


def start_aside(drawing: Drawing) -> None:
    """Begin a text box: its text is no part of the paragraph and the cell that it hangs on."""
    table = drawing.open[-1] if drawing.open else None
    cell = table.cell if table else None
    drawing.asides.append(_Aside([*drawing.text], table, cell))
    drawing.text.clear()
    if table and cell:
        table.cell = OpenCell(top=-1, left=0, bottom=0, right=0)


def end_aside(drawing: Drawing) -> None:
    """End a text box: a cell gets its text as a remark, a page has it as paragraphs."""
    end_paragraph(drawing)
    aside = drawing.asides.pop()
    if aside.table and aside.cell:
        box, aside.table.cell = aside.table.cell, aside.cell
        if box is not None:
            add_marked(drawing, Mark.BESIDE, " ".join(box.paragraphs))
    drawing.text[:] = aside.text


def end_paragraph(drawing: Drawing) -> None:
    """End the paragraph that is open, and add its lines to the cell, else to the page."""
    text = NO_TEXT.sub("", "".join(drawing.text))
    drawing.text.clear()
    for line in text.split("\n"):
        stripped = line.strip(" \t\r\f\u3000\u00a0")
        if stripped:
            _add_paragraph(drawing, stripped)


def finish(drawing: Drawing) -> list[RawSheet]:
    """Return all tables in the order in which they begin, then a sheet of the text around them."""
    while drawing.open:
        end_table(drawing)
    end_paragraph(drawing)
    tables = [sheet for _, sheet in sorted(drawing.tables.items())]
    named = [replace(sheet, name=f"第{number}个表") for number, sheet in enumerate(tables, 1)]
    lines = {(row, 0): _text_cell(text) for row, text in enumerate(drawing.paragraphs)}
    return [*named, replace(unread_sheet(TEXT_SHEET), cells=lines)]


def _add_paragraph(drawing: Drawing, paragraph: str) -> None:
    if drawing.open and drawing.open[-1].cell is not None:
        drawing.open[-1].cell.paragraphs.append(paragraph)
    elif len(drawing.paragraphs) < _MOST_PARAGRAPHS:
        drawing.paragraphs.append(paragraph)


def _sheet(open_cells: list[OpenCell], last: int) -> RawSheet:
    """Make the sheet of a table down to the row `last`, without a name.

    It has the blank cells too, since they show how wide the table is.
    """
    cells = {}
    merges = []
    for cell in open_cells:
        cells[cell.top, cell.left] = _text_cell(cell_text(cell))
        bottom = min(cell.bottom, last)
        if (bottom, cell.right) != (cell.top, cell.left):
            merges.append(Area(cell.top, cell.left, bottom, cell.right))
    return replace(unread_sheet(""), cells=cells, merges=tuple(merges))


def _text_cell(text: str) -> RawCell:
    return RawCell("text", text[: LIMITS.text], None, "")


def _bounded(columns: int) -> int:
    return min(max(columns, 1), LIMITS.columns)
