"""The clauses of a rule of lines: what it asks of one column, alone or beside another.

Reader and workbook go by the same clauses: the reader names the lines that break one, the workbook
says its words where the line stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, permutations

from xlreport.base.path import PATH_SEPARATOR
from xlreport.base.workdays import add_workdays, is_workday
from xlreport.form.entry import Entry, Wanted
from xlreport.form.line_rule import LineRule
from xlreport.form.measure import exact_text
from xlreport.form.open_list import OpenList


class Asked(StrEnum):
    """What a clause asks of its column."""

    NOT_BEFORE = "not before"
    BESIDE = "beside"
    WORKDAY = "workday"
    WITHIN = "within"
    AT_MOST = "at most"
    FILLED = "filled"
    BLANK = "blank"


_ABOUT_WORKDAYS = frozenset({Asked.WORKDAY, Asked.WITHIN})


@dataclass(frozen=True, slots=True)
class LineClause:
    """What a line is asked in one column, if it has the values of `where`.

    Columns are named by their numbers. `other` is the column that it is compared with: the day
    that is not after it, the entry that it stands beside, the day from which `number` working days
    run. `number` is the largest number, too (as a scaled integer).
    """

    asked: Asked
    column: int
    other: int | None = None
    number: int = 0
    where: tuple[Wanted, ...] = ()

    @property
    def needs_workdays(self) -> bool:
        """Whether it is judged by working days, which are not known for every year."""
        return self.asked in _ABOUT_WORKDAYS

    @property
    def compared(self) -> tuple[int, ...]:
        """The column, and the one it is compared with."""
        return (self.column,) if self.other is None else (self.column, self.other)

    @property
    def trigger(self) -> int | None:
        """A column without whose entry it cannot be broken, None where there is none."""
        if self.asked is Asked.BESIDE:
            return self.other
        if self.asked is not Asked.FILLED:
            return self.column
        return self.where[0][0] if self.where else None

    @property
    def fault(self) -> tuple[object, ...]:
        """What is wrong where it is broken, whichever rule asks for it."""
        return self.asked, self.column, self.other, self.number

    @property
    def columns(self) -> tuple[int, ...]:
        """All columns that decide whether it is broken."""
        return (*self.compared, *(column for column, _ in self.where))

    def is_broken(self, entries: Sequence[Entry]) -> bool | None:
        """Tell whether a line breaks it; None where the working days are not known."""
        if any(entries[column] not in values for column, values in self.where):
            return False
        entry = entries[self.column]
        other = None if self.other is None else entries[self.other]
        match self.asked:
            case Asked.FILLED:
                return entry is None
            case Asked.BLANK:
                return entry is not None
            case Asked.BESIDE:
                return entry is None and other is not None
        return self._is_beyond(entry, other) if isinstance(entry, int) else False

    def _is_beyond(self, value: int, other: Entry) -> bool | None:
        """Tell whether a number or a day lies where it must not."""
        if self.asked is Asked.AT_MOST:
            return value > self.number
        if self.asked is Asked.WORKDAY:
            is_worked = is_workday(value)
            return None if is_worked is None else not is_worked
        if not isinstance(other, int):
            return False
        if self.asked is Asked.NOT_BEFORE:
            return value < other
        last = add_workdays(other, self.number)
        return None if last is None else value > last


def say_clause(open_list: OpenList, clause: LineClause) -> str:
    """Say in a few words what is wrong with a line that breaks a clause: 有答复类型没有答复日."""
    label, other = _labels(open_list, clause)
    match clause.asked:
        case Asked.NOT_BEFORE:
            words = f"{label}早于{other}"
        case Asked.BESIDE:
            words = f"有{other}没有{label}"
        case Asked.WORKDAY:
            words = f"{label}不是工作日"
        case Asked.WITHIN:
            words = f"{label}晚于{other}后{clause.number}个工作日"
        case Asked.AT_MOST:
            largest = exact_text(clause.number, open_list.columns[clause.column].measure)
            words = f"{label}大于{largest}"
        case Asked.FILLED:
            words = f"没有{label}"
        case Asked.BLANK:
            words = f"不应有{label}"
    return words


def _labels(open_list: OpenList, clause: LineClause) -> tuple[str, str]:
    """Return the labels of both columns; what is said last leaves out what both begin with."""
    label = open_list.labels[clause.column]
    if clause.other is None:
        return label, ""
    first, second = clause.column, clause.other
    if clause.asked is Asked.BESIDE:
        first, second = second, first
    groups = [
        open_list.columns[number].path.rpartition(PATH_SEPARATOR) for number in (first, second)
    ]
    last = groups[1][2] if groups[0][0] == groups[1][0] else open_list.labels[second]
    said = {first: open_list.labels[first], second: last}
    return said[clause.column], said[clause.other]


def clauses_of(rule: LineRule) -> tuple[LineClause, ...]:
    """Take a rule apart into its clauses, in the order of its columns."""
    return tuple(_clauses(rule))


def _clauses(rule: LineRule) -> Iterator[LineClause]:
    where = rule.where
    for earlier, later in combinations(rule.order, 2):
        yield LineClause(Asked.NOT_BEFORE, later, earlier, where=where)
    for filled, blank in permutations(rule.together, 2):
        yield LineClause(Asked.BESIDE, blank, filled, where=where)
    if rule.within is not None:
        since, until, days = rule.within.since, rule.within.until, rule.within.days
        yield LineClause(Asked.WITHIN, until, since, days, where)
    for column, largest in rule.most:
        yield LineClause(Asked.AT_MOST, column, None, largest, where)
    for asked, columns in (
        (Asked.FILLED, rule.filled),
        (Asked.BLANK, rule.blank),
        (Asked.WORKDAY, rule.workday),
    ):
        yield from (LineClause(asked, column, where=where) for column in columns)
