"""What goes into the laid-out workbook: identity, cover fields, values, narrative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlreport.layout.stamp import Stamp
from xlreport.office.theme import Theme, default_theme


@dataclass(frozen=True, slots=True)
class Formula:
    """Is a formula without its "=", with the value it has."""

    text: str
    value: int | float | str


Value = int | float | str | Formula


@dataclass(frozen=True, slots=True)
class Content:
    """Is what one workbook holds; where `department` is empty the clerk fills in the cover.

    `values` are by cell index, numbers in the cell's unit or text as typed; a total that is
    given one is overwritten with it. `fields` are the cover's and the narrative's by name.
    `note` is what a summary says of its totals above each table, empty in a template. `last` is
    last year's figures by the same cells (scaled integers), `marks` are remarks on cells.
    """

    stamp: Stamp
    department: str = ""
    values: Mapping[int, Value] = field(default_factory=dict)
    nil: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    last: Sequence[int | None] | None = None
    marks: Mapping[int, str] = field(default_factory=dict)
    theme: Theme = field(default_factory=default_theme)
    locked: bool = True


def text_fields(texts: Mapping[str, str]) -> dict[str, str]:
    """Map the names of the narrative's fields to their texts, which are given by key."""
    return {f"text:{key}": text for key, text in texts.items()}
