"""Lists (台账): tables whose columns are official and whose lines are as many as there are.

A line is one purchase, one application. Lists are never added up line by line: a summary puts them
one below another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xlreport.base.path import join_path, split_path
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.form.entry import Entry
from xlreport.form.limit import Limit
from xlreport.form.line_rule import LineRule
from xlreport.form.measure import Kind, Measure, format_value
from xlreport.form.outline import Outline

DEFAULT_MOST = 300
LARGEST_MOST = 4_000
"""The most lines that a form may prepare; a return is read to its 5,000th row."""
WITHHELD = "***"
"""What findings say in place of an entry in a private column."""
NUMBER_LABEL = "序号"
"""The label of the first column of each list, which numbers the lines and holds no value."""


@public
@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a list.

    `path` are its official labels, outermost first. A line without a value in a `required` column
    is an error, and so are two lines with the same value in a `unique` one. What a `private` one
    holds stays with the department: no summary has it. A `computed` one is filled by a formula and
    never read.
    """

    key: str
    measure: Measure
    path: str
    required: bool = False
    unique: bool = False
    private: bool = False
    computed: bool = False

    def shown(self, entry: Entry) -> str:
        """Return a value as a person reads it, empty where it is missing."""
        if entry is None:
            return ""
        return entry if isinstance(entry, str) else format_value(entry, self.measure)

    def told(self, text: str) -> str:
        """Return what a finding may say of an entry: findings go into summaries."""
        return WITHHELD if self.private and text else text


@public
@dataclass(frozen=True)
class OpenList:
    """A table with open rows: one sheet, one frame, one schema; it is never declared nil.

    `most` is the number of lines that a template prepares; `rules` hold within each line, `limits`
    are the terms in which it must be brought to its end.
    """

    key: str
    heading: str
    sheet: str
    outline: Outline
    columns: tuple[ListColumn, ...]
    most: int
    rules: tuple[LineRule, ...] = ()
    limits: tuple[Limit, ...] = ()

    __repr__ = one_line(lambda it: f"{it.key}: {len(it.columns)} columns")

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns, in official order."""
        return tuple(column.key for column in self.columns)

    @cached_property
    def lasting(self) -> tuple[int, ...]:
        """The numbers of the columns that frames have: all but what changes from day to day.

        Of what is computed, only a deadline stays what it is.
        """
        return tuple(
            number
            for number, column in enumerate(self.columns)
            if not column.computed or column.measure.kind is Kind.DATE
        )

    @cached_property
    def reported(self) -> tuple[int, ...]:
        """The numbers of the columns that leave the department; private ones do not."""
        return tuple(number for number in self.lasting if not self.columns[number].private)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels of the columns as one says them: 补正告知日, and not 补正补正期限."""
        paths = [split_path(column.path) for column in self.columns]
        return tuple(
            "".join(
                label
                for label, below in zip(path, [*path[1:], ""], strict=True)
                if not below.startswith(label)
            )
            for path in paths
        )

    @cached_property
    def naming(self) -> int | None:
        """The column by whose values lines are named: the first that no line lacks or shares."""
        for number, column in enumerate(self.columns):
            if column.required and column.unique and not column.private:
                return number
        return None

    def index_of(self, key: str) -> int:
        """Return the number of a column, from 0; raises `ValueError` for an unknown key."""
        return self.keys.index(key)


@public
@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one list as read from one file.

    `sheet` is the sheet, `rows` the row of each line on it and `columns` the column of each of the
    list's columns, both counted from 0; a column that was not found is -1. `entries` are by line,
    then by column. `unread` has the text of each entry that is no value, by line and column.
    In a summary `owners` has code and name of the department of each line; of a department that
    is itself a summary, the name is that of the department in it, as 盐池县 › 教育局.
    """

    sheet: str
    columns: tuple[int, ...]
    rows: tuple[int, ...] = ()
    entries: tuple[tuple[Entry, ...], ...] = ()
    unread: tuple[tuple[int, int, str], ...] = ()
    owners: tuple[tuple[str, str], ...] = ()

    __repr__ = one_line(lambda it: f"{it.sheet}: {len(it)} lines")

    @property
    def content(self) -> tuple[object, ...]:
        """What must be equal in two files for their lines to be the same, wherever they stand."""
        return self.entries, self.unread, self.owners

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.rows)


Lists = Mapping[str, Lines]
"""The lines of each list of a form, by its key."""


def without_private(open_list: OpenList, lines: Lines) -> Lines:
    """Copy lines with blanks in the private columns, which stay with the department."""
    if len(open_list.reported) == len(open_list.columns):
        return lines
    kept = frozenset(open_list.reported)
    entries = tuple(
        tuple(value if number in kept else None for number, value in enumerate(entry))
        for entry in lines.entries
    )
    unread = tuple(each for each in lines.unread if each[1] in kept)
    return replace(lines, entries=entries, unread=unread)


def join_lines(parts: Iterable[tuple[str, str, Lines]]) -> Lines:
    """Put the lines of several departments, given by code and name, one below another."""
    entries: list[tuple[Entry, ...]] = []
    owners: list[tuple[str, str]] = []
    for code, name, lines in parts:
        entries += lines.entries
        inner = (owner for _, owner in lines.owners) if lines.owners else [""] * len(lines)
        owners += ((code, join_path(name, owner)) for owner in inner)
    return Lines("", (), tuple(range(len(entries))), tuple(entries), owners=tuple(owners))


def said_by_owner(lists: Lists) -> dict[str, list[Entry]]:
    """Map the code of each department in a summary to all that its lines say.

    The order of lines makes no difference, since an office may sort them.
    """
    said: dict[str, list[tuple[Entry, ...]]] = defaultdict(list)
    for key, lines in sorted(lists.items()):
        for (code, name), entry in zip(lines.owners, lines.entries, strict=True):
            said[code].append((key, name, *entry))
    return {
        code: [value for line in sorted(lines, key=repr) for value in line]
        for code, lines in said.items()
    }


def name_lines(numbers: Sequence[int], most: int = 5) -> str:
    """Name lines by their numbers, counted from 0: 第3条、第7条等9条."""
    named = "、".join(f"第{number + 1}条" for number in numbers[:most])
    return f"{named}等{len(numbers)}条" if len(numbers) > most else named


def call_lines(open_list: OpenList, lines: Lines, numbers: Sequence[int], most: int = 5) -> str:
    """Name lines as people do, by the numbers they gave them: 登记编号“2026-003”、“2026-007”等9条.

    Lines without such a value, and those of a list without such a column, have their own numbers.
    """
    naming = open_list.naming
    if naming is None:
        return name_lines(numbers, most)
    column = open_list.columns[naming]
    values = {number: column.shown(lines.entries[number][naming]) for number in numbers}
    named = [f"“{value}”" for value in values.values() if value][:most]
    parts = [f"{open_list.labels[naming]}{'、'.join(named)}"] if named else []
    unnamed = [f"第{number + 1}条" for number, value in values.items() if not value]
    parts += unnamed[: most - len(named)]
    more = f"等{len(numbers)}条" if len(numbers) > most else ""
    return "、".join(parts) + more
