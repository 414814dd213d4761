"""Counted cells: a figure of a table that is counted from a list, or compared with it."""

from __future__ import annotations

from dataclasses import dataclass

from xlreport.base.finding import Severity
from xlreport.form.open_list import Entry

Wanted = tuple[int, tuple[Entry, ...]]
"""A column of a list, by its number, and the values of which a line must have one."""


@dataclass(frozen=True, slots=True)
class Count:
    """A cell that counts the lines of a list, or adds up one of their columns.

    - `cell`: the index of the cell; `list`: the key of the list;
    - `where`: the columns and values by which lines are chosen;
    - `dated`: the column with the day that must lie in the report's period, or None;
    - `sum`: the column that is added up, None where lines are counted;
    - `fill`: the cell is computed and locked; otherwise what was typed is compared.
    """

    id: str
    cell: int
    list: str
    where: tuple[Wanted, ...]
    dated: int | None
    sum: int | None
    fill: bool
    severity: Severity
    say: str
