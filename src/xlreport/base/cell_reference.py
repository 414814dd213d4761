"""The reference of a finding to one cell: where it is, what it is called, what stands in it."""

from __future__ import annotations

from dataclasses import dataclass

from xlreport.base.address import place
from xlreport.base.path import say_path
from xlreport.base.public import public


@public
@dataclass(frozen=True, slots=True)
class CellReference:
    """One cell of a finding: sheet and A1 address as in the file, official path, text seen.

    `side` is "left" or "right" of a relation, "last" for last year's figure, else empty. `table`,
    `row` and `column` are the keys of a cell of the form. What stands in a list has the key of the
    list as `table`, no row, and the number of its `line`, from 1. What is no cell has no keys.
    `row_path` and `column_path` are the labels of its row (指标) and column (栏目), or of its line.
    """

    sheet: str
    cell: str
    path: str
    value: str
    side: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    line: int | None = None
    row_path: str = ""
    column_path: str = ""

    @property
    def place(self) -> str:
        """The cell as a sentence calls it, 表三 D6; empty for a figure of another file."""
        return place(self.sheet, self.cell) if self.cell else ""

    @property
    def labels(self) -> str:
        """The labels of its row and column as a sentence quotes them: （一）予以公开｜自然人."""
        return say_path(self.row_path, self.column_path) or say_path(self.path)
