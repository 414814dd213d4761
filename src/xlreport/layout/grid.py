"""The grid of a table: the blocks of its labels and values, counted from its top left corner.

One rule of geometry serves both axes: a label is as wide as its leaves, and a leaf reaches the
body. The strips of a table stand below one another, and all are as wide as the widest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from xlreport.base.address import Area
from xlreport.form.outline import Label
from xlreport.form.parts import Part, Table
from xlreport.layout.field import Field

CROSSED_OUT = "——"
"""What stands where the official table has no cell."""
TABLE_TOP = 2
"""The row of its sheet in which a table begins: below the heading, and the line with department,
period and unit."""


class Role(StrEnum):
    """The purposes of a block, by which the writer chooses its look."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    NOTE = "note"
    UNIT = "unit"
    BAND = "band"
    CORNER = "corner"
    ROW_LABEL = "row label"
    COLUMN_LABEL = "column label"
    INPUT = "input"
    TOTAL = "total"
    ABSENT = "absent"
    CAPTION = "caption"
    TEXT = "text"
    ENTRY = "entry"
    FIGURE = "figure"
    RESULT = "result"
    ALARM = "alarm"
    VERDICT = "verdict"
    STEP = "step"
    LINK = "link"
    SEAL = "seal"
    TARGET = "target"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Block:
    """One rectangle of a sheet, counted from 0; all four edges belong to it.

    `text` is its fixed text. `cell` is the index of the form's cell for inputs and totals, -1
    for all other blocks. `field` is the field that a block outside the tables' cells holds. A
    block with `last` is written only into workbooks that show last year's figures. A text with
    `leads_to` is a link to what is filled in first on the sheet of that name.
    """

    role: Role
    top: int
    left: int
    bottom: int
    right: int
    text: str = ""
    cell: int = -1
    field: Field | None = None
    last: bool = False
    leads_to: str = ""

    @property
    def area(self) -> Area:
        """Return the rectangle that the block covers."""
        return Area(self.top, self.left, self.bottom, self.right)

    def moved_down(self, rows: int) -> Block:
        """Return the block moved down by a number of rows."""
        return replace(self, top=self.top + rows, bottom=self.bottom + rows)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table laid out: its size, its label columns and its blocks in reading order."""

    rows: int
    columns: int
    label_columns: int
    header_rows: int
    blocks: tuple[Block, ...]


def lay_table(table: Table) -> Grid:
    """Lay out every label and value cell of a table."""
    labels = max(part.rows.depth() for part in table.parts)
    columns = labels + max(len(part.columns.leaves()) for part in table.parts)
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    blocks: list[Block] = []
    top = 0
    for part in table.parts:
        if part.band:
            blocks.append(Block(Role.BAND, top, 0, top, columns - 1, part.band))
            top += 1
        header = part.columns.depth()
        if labels:
            blocks.append(Block(Role.CORNER, top, 0, top + header - 1, labels - 1, part.corner))
        blocks.extend(_column_labels(part, top, labels, columns))
        body = top + header
        blocks.extend(_row_labels(part, body, labels))
        for row, label in enumerate(part.rows.leaves(), body):
            for left, right, column in _spans(part, labels, columns):
                if (label.key, column.key) in part.absent:
                    blocks.append(Block(Role.ABSENT, row, left, row, right, CROSSED_OUT))
                    continue
                cell = cells[label.key, column.key]
                role = Role.TOTAL if cell.total else Role.INPUT
                blocks.append(Block(role, row, left, row, right, cell=cell.index))
        top = body + len(part.rows.leaves())
    header_rows = (1 if table.parts[0].band else 0) + table.parts[0].columns.depth()
    ordered = sorted(blocks, key=lambda block: (block.top, block.left))
    return Grid(top, columns, labels, header_rows, tuple(ordered))


def _spans(part: Part, labels: int, columns: int) -> Iterator[tuple[int, int, Label]]:
    """Yield the first and last grid column of each leaf; the last leaf stretches to the edge."""
    leaves = part.columns.leaves()
    for number, leaf in enumerate(leaves):
        left = labels + number
        yield left, columns - 1 if number == len(leaves) - 1 else left, leaf


def _column_labels(part: Part, top: int, labels: int, columns: int) -> Iterator[Block]:
    depth = part.columns.depth()
    spans = {leaf.key: (left, right) for left, right, leaf in _spans(part, labels, columns)}

    def blocks_of(label: Label, level: int) -> Iterator[Block]:
        leaves = [spans[leaf.key] for leaf in label.leaves()]
        bottom = top + (level if label.children else depth - 1)
        yield Block(Role.COLUMN_LABEL, top + level, leaves[0][0], bottom, leaves[-1][1], label.text)
        for child in label.children:
            yield from blocks_of(child, level + 1)

    for label in part.columns.labels:
        yield from blocks_of(label, 0)


def _row_labels(part: Part, body: int, labels: int) -> Iterator[Block]:
    rows = {leaf.key: body + number for number, leaf in enumerate(part.rows.leaves())}

    def blocks_of(label: Label, level: int) -> Iterator[Block]:
        leaves = [rows[leaf.key] for leaf in label.leaves()]
        right = level if label.children else labels - 1
        yield Block(Role.ROW_LABEL, leaves[0], level, leaves[-1], right, label.text)
        for child in label.children:
            yield from blocks_of(child, level + 1)

    if labels:
        for label in part.rows.labels:
            yield from blocks_of(label, 0)
