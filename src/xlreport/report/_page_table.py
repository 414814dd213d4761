"""An official table as rows of a page, in which `headers` name all labels of each value.

Each strip of a table has its labels, and a label over several rows is one cell, so a screen reader
cannot tell from its position what a value belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlreport.layout.grid import Block, Grid, Role, lay_table
from xlreport.report.shown_table import ShownTable

_UPRIGHT_ROWS = 12  # a label over more rows than this is written downwards in a narrow column
_FEW_COLUMNS = 4  # of values; more than these are narrow
# Lengths in ems of the type of tables on a phone: of the columns by kind, and of a screen.
_ON_PHONES = {"upright": 1.8, "group": 3.4, "label": 7.0, "value": 2.5, "wide": 5.0}
_PHONE = 30.0

PageRows = tuple[tuple["PageCell", ...], ...]


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell of a page's table: a `th` if it has a scope.

    `kind` is band, column, row, group, upright (a group's label written downwards), corner, value
    or total; `headers` are the ids of all labels of a value.
    """

    kind: str
    text: str
    rows: int
    columns: int
    scope: str = ""
    id: str = ""
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table of a page.

    `columns` are the kinds of its columns: label, group or upright for labels, value or wide for
    values. `head` are the rows repeated on every printed page; a table of several strips has none,
    since each strip begins with its labels.
    """

    columns: tuple[str, ...]
    head: PageRows
    strips: tuple[PageRows, ...]

    @property
    def is_wide(self) -> bool:
        """Whether a phone shows a part of the table only, so that it has to be moved."""
        return sum(map(_ON_PHONES.__getitem__, self.columns)) > _PHONE


def page_table(shown: ShownTable, name: str) -> PageTable:
    """Lay out a table of a report; `name` begins the ids of its labels."""
    grid = lay_table(shown.table)
    ids = {block: f"{name}-{number}" for number, block in enumerate(grid.blocks, 1)}
    strips: list[PageRows] = []
    top = 0
    for part in shown.table.parts:
        body = top + bool(part.band) + part.columns.depth()
        bottom = body + len(part.rows.leaves())
        blocks = {block: ids[block] for block in grid.blocks if top <= block.top < bottom}
        cells = [(block.top, _page_cell(shown, grid, body, block, blocks)) for block in blocks]
        strips.append(
            tuple(
                tuple(cell for row, cell in cells if row == number) for number in range(top, bottom)
            )
        )
        top = bottom
    first, *others = strips
    split = 0 if others else grid.header_rows
    return PageTable(
        columns=tuple(_column_kinds(grid)), head=first[:split], strips=(first[split:], *others)
    )


def _page_cell(
    shown: ShownTable, grid: Grid, body: int, block: Block, blocks: Mapping[Block, str]
) -> PageCell:
    """Return the cell of a block in a strip with values from row `body`."""
    rows, columns = block.bottom - block.top + 1, block.right - block.left + 1
    if block.cell >= 0:
        headers = tuple(name for label, name in blocks.items() if _is_label_of(label, block))
        kind = "total" if block.role is Role.TOTAL else "value"
        return PageCell(kind, shown.shown(block.cell), rows, columns, headers=headers)
    if block.role in (Role.CORNER, Role.ABSENT):
        kind = "corner" if block.role is Role.CORNER else "value"
        return PageCell(kind, block.text, rows, columns)
    if block.role is Role.ROW_LABEL:
        is_leaf = block.right == grid.label_columns - 1
        kind, scope = ("row", "row") if is_leaf else ("group", "rowgroup")
        if _is_upright(block):
            kind = "upright"
    else:
        kind = "band" if block.role is Role.BAND else "column"
        scope = "col" if block.bottom == body - 1 else "colgroup"
    return PageCell(kind, block.text, rows, columns, scope, blocks[block])


def _is_label_of(label: Block, value: Block) -> bool:
    """Tell whether a block of the same strip is a label over a value's column or before its row."""
    if label.role in (Role.BAND, Role.COLUMN_LABEL):
        return label.left <= value.left <= label.right
    return label.role is Role.ROW_LABEL and label.top <= value.top <= label.bottom


def _is_upright(block: Block) -> bool:
    return block.bottom - block.top >= _UPRIGHT_ROWS


def _column_kinds(grid: Grid) -> Iterator[str]:
    """Yield the kinds of the columns, by which the style sets their widths."""
    for column in range(grid.columns):
        groups = [
            block
            for block in grid.blocks
            if block.role is Role.ROW_LABEL and block.left == column == block.right
        ]
        if column >= grid.label_columns:
            yield "value" if grid.columns - grid.label_columns > _FEW_COLUMNS else "wide"
        elif column == grid.label_columns - 1:
            yield "label"
        else:
            yield "upright" if all(map(_is_upright, groups)) else "group"
