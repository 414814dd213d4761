"""The values of cells that are counted from a list, as their formulas compute them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from xlreport.form.counted import count_lists
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.measure import Kind, day_number
from xlreport.form.open_list import Lines, ListColumn, OpenList
from xlreport.writing.content import Content, Value

Line = Sequence[Value | None]


def counted_numbers(form: Form, content: Content) -> Mapping[int, Decimal]:
    """Return the values of counted cells by cell index, from the lines of a workbook."""
    counts = [count for index, count in form.count_of.items() if index not in content.values]
    filled = {each.key: _filled(content.lists.get(each.key, ())) for each in form.lists}
    lists = {each.key: _as_seen(each, filled[each.key]) for each in form.lists if counts}
    period = None if content.chooses_period(form.period) else content.stamp.period
    numbers: dict[int, Decimal] = {}
    for count, counted in count_lists(counts, lists, period):
        numbers[count.cell] = Decimal(counted.value if counted else 0)
        if counted and count.sum is not None:  # to the last digit that was typed
            lines = filled[count.list]
            numbers[count.cell] = _sum(lines[number][count.sum] for number in counted.lines)
    return numbers


def _filled(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if any(value not in (None, "") for value in line)]


def _as_seen(open_list: OpenList, lines: Sequence[Line]) -> Lines:
    """Return lines as formulas see them."""
    columns = open_list.columns
    entries = tuple(
        tuple(_seen(column, value) for column, value in zip(columns, line, strict=True))
        for line in lines
    )
    return Lines(open_list.sheet, (), tuple(range(len(lines))), entries)


def _seen(column: ListColumn, value: Value | None) -> Entry:
    """Return what a formula compares: a day by its number, a choice in whatever case."""
    kind = column.measure.kind
    if isinstance(value, int | float):
        return int(value) - day_number(0) if kind is Kind.DATE else None
    if not isinstance(value, str) or kind is Kind.TEXT:
        return value if isinstance(value, str) else None
    return _numbers_of(column.measure.answers).get(value.casefold())


@cache
def _numbers_of(answers: tuple[str, ...]) -> Mapping[str, int]:
    return {answer.casefold(): number for number, answer in enumerate(answers)}


def _sum(values: Iterable[Value | None]) -> Decimal:
    return sum((Decimal(repr(v)) for v in values if isinstance(v, int | float)), Decimal())
