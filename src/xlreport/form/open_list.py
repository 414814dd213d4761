"""Lists (台账): tables whose columns are official and whose lines are as many as there are.

A line is one purchase, one application. Lists are never added up line by line: a summary puts them
one below another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlreport.base.text import one_line
from xlreport.form.measure import Kind, Measure, format_value
from xlreport.form.outline import Outline

DEFAULT_MOST = 300
LARGEST_MOST = 4_000
"""The most lines that a form may prepare; a return is read to its 5,000th row."""
NUMBER_LABEL = "序号"
"""The label of the first column of each list, which numbers the lines and holds no value."""

Entry = int | str | None
"""What one line holds in one column: a scaled integer (see `Measure`), a text, None where blank."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a list.

    `path` are its official labels, outermost first. A line without a value in a `required` column
    is an error, and so are two lines with the same value in a `unique` one.
    """

    key: str
    measure: Measure
    path: str
    required: bool = False
    unique: bool = False

    def shown(self, entry: Entry) -> str:
        """Return a value as a person reads it, empty where it is missing."""
        if entry is None:
            return ""
        return entry if isinstance(entry, str) else format_value(entry, self.measure)


@dataclass(frozen=True)
class OpenList:
    """A table with open rows: one sheet, one frame, one schema; it is never declared nil.

    `most` is the number of lines that a template prepares.
    """

    key: str
    heading: str
    sheet: str
    outline: Outline
    columns: tuple[ListColumn, ...]
    most: int

    __repr__ = one_line(lambda it: f"{it.key}: {len(it.columns)} columns")

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns, in official order."""
        return tuple(column.key for column in self.columns)

    def index_of(self, key: str) -> int:
        """Return the number of a column, from 0; raises `ValueError` for an unknown key."""
        return self.keys.index(key)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one list as read from one file.

    `sheet` is the sheet, `rows` the row of each line on it and `columns` the column of each of the
    list's columns, both counted from 0; a column that was not found is -1. `entries` are by line,
    then by column. `unread` has the text of each entry that is no value, by line and column.
    """

    sheet: str
    columns: tuple[int, ...]
    rows: tuple[int, ...] = ()
    entries: tuple[tuple[Entry, ...], ...] = ()
    unread: tuple[tuple[int, int, str], ...] = ()

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.rows)


Lists = Mapping[str, Lines]
"""The lines of each list of a form, by its key."""


def is_text(measure: Measure) -> bool:
    """Tell whether values are texts, which are kept as they are."""
    return measure.kind is Kind.TEXT


def name_lines(numbers: Sequence[int], most: int = 5) -> str:
    """Name lines by their numbers, counted from 0: 第3条、第7条等9条."""
    named = "、".join(f"第{number + 1}条" for number in numbers[:most])
    return f"{named}等{len(numbers)}条" if len(numbers) > most else named
