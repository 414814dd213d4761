"""What goes into the laid-out workbook: identity, cover fields, values, narrative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlreport._stamp import Stamp


@dataclass(frozen=True, slots=True)
class Formula:
    """Is a formula without its "=", with the value it has."""

    text: str
    value: int | float


Value = int | float | str | Formula


@dataclass(frozen=True, slots=True)
class Content:
    """Is what one workbook holds; where `department` is empty the clerk fills in the cover.

    `values` are by cell index, numbers in the cell's unit or text as typed; a total that is
    given one is overwritten with it. `fields` are the cover's and the narrative's by name.
    `note` is what the summary says of its totals above each table, empty in a template.
    """

    stamp: Stamp
    department: str = ""
    values: Mapping[int, Value] = field(default_factory=dict)
    nil: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    locked: bool = True
