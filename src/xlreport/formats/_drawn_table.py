"""The tables of a published page or Word file, drawn cell by cell as their tags come in.

Page and Word file tell the same story: a table begins, a row, a cell so many columns wide, a
text. Here it becomes grids, whatever is nested in what: cells that span rows and columns,
cells that are missing, tables that only arrange a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from xlreport.base.address import Area
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.formats.container import LIMITS, hostile

TEXT_SHEET: Final = "正文"
STRUCK: Final = "其中有删除线"
HIDDEN: Final = "另有隐藏文字"
RAISED: Final = "其中是上标或下标"
RUBY: Final = "其中是注音"
FORMULA: Final = "其中是公式"
SYMBOL: Final = "另有符号"
_MOST_TABLES: Final = 200
_DEEPEST: Final = 50  # tables in tables; pages that are arranged by tables have some ten
_MOST_PARAGRAPHS: Final = 20_000
_UNPRINTED: Final = frozenset({HIDDEN, SYMBOL})
_LABEL_SIGNS: Final = 4  # Chinese signs; with fewer of them and a digit, a cell holds a figure
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # no workbook has it


@dataclass(slots=True)
class _OpenCell:
    """Is one cell of a table that is being drawn; `parts` are its paragraphs.

    `asides` say what in it is struck, hidden or raised, or else no plain text.
    """

    top: int
    left: int
    bottom: int
    right: int
    parts: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    """Is a table that is being drawn; `under` maps a column to the cell that reaches down to it.

    `until` is the last row to which the cell over a column was said to reach.
    """

    number: int
    row: int = -1
    column: int = 0
    in_row: bool = False
    cell: _OpenCell | None = None
    places: list[_OpenCell] = field(default_factory=list)
    under: dict[int, _OpenCell] = field(default_factory=dict)
    until: dict[int, int] = field(default_factory=dict)
    holds_tables: bool = False


@dataclass(slots=True)
class Drawing:
    """Collects what stands in a published file: finished tables, and the text around them."""

    tables: dict[int, RawSheet] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    open: list[_OpenTable] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    begun: int = 0
    covered: int = 0

    @property
    def in_table(self) -> bool:
        """Tell whether what comes now stands in a table."""
        return bool(self.open)


def start_table(drawing: Drawing) -> None:
    """Begin a table; raises Unreadable beyond the bounds that no real page comes near."""
    end_paragraph(drawing)
    if drawing.open:
        drawing.open[-1].holds_tables = True
    if len(drawing.open) >= _DEEPEST:
        raise hostile(f"表格嵌套超过 {_DEEPEST} 层")
    if drawing.begun >= _MOST_TABLES:
        raise hostile(f"表格超过 {_MOST_TABLES} 个")
    drawing.open.append(_OpenTable(drawing.begun))
    drawing.begun += 1


def start_row(drawing: Drawing) -> None:
    """Begin a row of the innermost table; one that was not ended ends here."""
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

    Where cells flow, as in a page, a cell stands in the next column that no cell above reaches
    down to; elsewhere, as in Word, in the next column.
    """
    if not drawing.open:
        return
    table = drawing.open[-1]
    if not table.in_row:
        start_row(drawing)
    end_cell(drawing)
    while flows and table.until.get(table.column, -1) >= table.row:
        table.column += 1
    left, right = table.column, table.column + _bounded(columns) - 1
    if right >= LIMITS.columns:
        left, right = min(left, LIMITS.columns - 1), LIMITS.columns - 1
    drawing.covered += right - left + 1
    if drawing.covered > LIMITS.cells:
        raise hostile(f"表格的单元格超过 {LIMITS.cells} 个")
    last = LIMITS.rows - 1 if rows == 0 else table.row + min(max(rows, 1), LIMITS.rows) - 1
    table.cell = _OpenCell(table.row, left, last, right)
    table.places.append(table.cell)
    for column in range(left, right + 1):
        table.until[column] = last
        table.under[column] = table.cell
    table.column = right + 1


def continue_cell(drawing: Drawing, columns: int = 1) -> None:
    """Go on with the cell above, as Word says of each row that a cell reaches down to."""
    if not drawing.open:
        return
    end_cell(drawing)
    table = drawing.open[-1]
    above = table.under.get(table.column)
    if above is None or above.bottom < table.row - 1:
        start_cell(drawing, 1, columns, flows=False)
        return
    above.bottom = table.row
    # Word shows nothing of what stands in such a cell.
    table.cell = _OpenCell(-1, 0, 0, 0)
    table.column = min(table.column + _bounded(columns), LIMITS.columns)


def end_cell(drawing: Drawing) -> None:
    """End the cell of the innermost table, if one is open."""
    if drawing.open and drawing.open[-1].cell is not None:
        end_paragraph(drawing)
        drawing.open[-1].cell = None


def end_table(drawing: Drawing) -> None:
    """Finish the innermost table.

    What stands in a table of one column, or around the tables that a table holds, is text of
    the page.
    """
    if not drawing.open:
        return
    end_row(drawing)
    end_paragraph(drawing)
    table = drawing.open.pop()
    places = [place for place in table.places if place.top <= table.row]
    is_column = all(place.right == 0 for place in places)
    if is_column or table.holds_tables:
        for part in (part for place in places for part in place.parts):
            _put(drawing, part)
        if drawing.open and drawing.open[-1].cell is not None:
            drawing.open[-1].cell.asides += [each for place in places for each in place.asides]
    if not is_column and any(place.parts for place in places):
        drawing.tables[table.number] = _sheet(places, table.row)


def add_text(drawing: Drawing, text: str) -> None:
    """Add text to the paragraph that is open."""
    drawing.text.append(text)


def add_aside(drawing: Drawing, kind: str, text: str) -> None:
    """Add text that is no plain print (`kind`), and have the cell say so if it holds a figure.

    What is hidden is not added itself.
    """
    if kind not in _UNPRINTED:
        drawing.text.append(text)
    telling = any(map(str.isnumeric, text)) if kind == RAISED else text.strip()
    if telling and drawing.open and drawing.open[-1].cell is not None:
        drawing.open[-1].cell.asides.append(f"{kind}“{_NO_TEXT.sub('', text.strip())}”")


def end_paragraph(drawing: Drawing) -> None:
    """End the paragraph that is open; it goes to its cell, else to the page."""
    text = _NO_TEXT.sub("", "".join(drawing.text))
    drawing.text.clear()
    for line in text.split("\n"):
        stripped = line.strip(" \t\r\f\u3000\u00a0")
        if stripped:
            _put(drawing, stripped)


def finish(drawing: Drawing) -> list[RawSheet]:
    """Give all tables in the order in which they begin, then the text as a sheet of its own."""
    while drawing.open:
        end_table(drawing)
    end_paragraph(drawing)
    tables = [sheet for _, sheet in sorted(drawing.tables.items())]
    named = [_named(sheet, f"第{number}个表") for number, sheet in enumerate(tables, 1)]
    lines = {(row, 0): _text_cell(text) for row, text in enumerate(drawing.paragraphs)}
    return [*named, RawSheet(TEXT_SHEET, "visible", False, lines, (), 0)]  # noqa: FBT003


def _put(drawing: Drawing, paragraph: str) -> None:
    if drawing.open and drawing.open[-1].cell is not None:
        drawing.open[-1].cell.parts.append(paragraph)
    elif len(drawing.paragraphs) < _MOST_PARAGRAPHS:
        drawing.paragraphs.append(paragraph)


def _sheet(places: list[_OpenCell], last: int) -> RawSheet:
    """Make the sheet of a table; blank cells are there too, since they say how wide it is."""
    cells = {}
    merges = []
    for place in places:
        cells[place.top, place.left] = _text_cell(_place_text(place))
        bottom = min(place.bottom, last)
        if (bottom, place.right) != (place.top, place.left):
            merges.append(Area(place.top, place.left, bottom, place.right))
    return RawSheet("", "visible", False, cells, tuple(merges), 0)  # noqa: FBT003


def _place_text(place: _OpenCell) -> str:
    """Give the text of a cell; beside a figure stands what of it is no plain print.

    So 12 struck out before 15 is no number, neither 1215 nor 15, and the clerk sees why.
    """
    text = "\n".join(place.parts)
    if not place.asides or len(_CHINESE.findall(text)) >= _LABEL_SIGNS:
        return text
    is_figure = any(map(str.isdigit, text)) or not any(map(str.isalpha, text))
    return f"{text}〔{'，'.join(place.asides)}〕" if is_figure else text


def _named(sheet: RawSheet, name: str) -> RawSheet:
    return RawSheet(name, sheet.state, sheet.protected, sheet.cells, sheet.merges, sheet.outside)


def _text_cell(text: str) -> RawCell:
    return RawCell("text", text[: LIMITS.text], None, "")


def _bounded(columns: int) -> int:
    return min(max(columns, 1), LIMITS.columns)
