"""Where the lines of the 检查 sheet stand, in workbooks of today and of before version 0.2.

A clerk's explanation is about the line beside which it stands, so that older workbooks are read by
the rows in which they have their lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from xlreport.base.address import Coordinate
from xlreport.form.form import Form
from xlreport.form.sheet_names import CHECKS_SHEET
from xlreport.layout.check_line import CheckLine, check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form

_OLD_TOP, _OLD_COLUMN = 3, 8  # the first row below title, state and legend; 核实说明
_NEVER: Coordinate = (-1, -1)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line on a sheet: what stands in the first columns, and where it is explained."""

    line: CheckLine
    texts: tuple[str, ...]
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class CheckRows:
    """All lines on a sheet; `heading` is a cell that no other arrangement has."""

    lines: tuple[CheckRow, ...]
    heading: Coordinate


@cache
def arrangements(form: Form) -> tuple[CheckRows, CheckRows]:
    """Return how the lines of a form are arranged today, and how they were before."""
    return _today(form), _before(form)


def _today(form: Form) -> CheckRows:
    fields = lay_form(form).fields
    sheet = next(sheet for sheet in lay_form(form).sheets if sheet.name == CHECKS_SHEET)
    texts: Mapping[Coordinate, str] = {
        (block.top, block.left): block.text for block in sheet.blocks
    }
    rows = []
    for line in check_lines(form):
        place = fields[Field(FieldKind.EXPLANATION, line.number)]
        labels = fields[Field(FieldKind.LEFT, line.number)].column
        seen = tuple(texts[place.row, column] for column in range(labels))
        rows.append(CheckRow(line, seen, place.row, place.column))
    state = fields[Field(FieldKind.FIRST_FAULT)]
    return CheckRows(tuple(rows), (state.row, state.column))


def _before(form: Form) -> CheckRows:
    """Return the lines below one another, those that look back last, each with its rule's id."""
    tables = len(form.filled_tables)
    row, rows = _OLD_TOP + (1 + tables if tables else 0), []
    for last in (False, True):
        lines = [line for line in check_lines(form) if line.last is last]
        row += 2 if lines else 0  # the headings
        for line in lines:
            mark = "（核实）" if line.is_settled_by_words else ""
            texts = (line.id, f"{line.sentence}{mark}", line.location)
            rows.append(CheckRow(line, texts, row, _OLD_COLUMN))
            row += 1
    return CheckRows(tuple(rows), _NEVER)
