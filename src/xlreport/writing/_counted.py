"""The values of cells that are counted from a list, as their formulas compute them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlreport.form.counts import Count
from xlreport.form.form import Form
from xlreport.form.measure import day_number
from xlreport.writing.content import Content, Formula, Value

Line = Sequence[Value | None]


def counted_numbers(form: Form, content: Content) -> Mapping[int, Decimal]:
    """Return the values of counted cells by cell index, from the lines of a workbook."""
    return {
        index: _counted(form, count, content)
        for index, count in form.count_of.items()
        if index not in content.values
    }


def _counted(form: Form, count: Count, content: Content) -> Decimal:
    lines = [
        line for line in content.lists.get(count.list, ()) if _counts(form, count, line, content)
    ]
    if count.sum is None:
        return Decimal(len(lines))
    values = (line[count.sum] for line in lines)
    return sum((Decimal(repr(v)) for v in values if isinstance(v, int | float)), Decimal())


def _counts(form: Form, count: Count, line: Line, content: Content) -> bool:
    """Tell whether the formula counts a line: it compares texts as they stand, without case."""
    open_list = form.open_list(count.list)
    assert open_list is not None  # the form file was checked
    for number, wanted in count.where:
        texts = {open_list.columns[number].shown(value).casefold() for value in wanted}
        if str(line[number]).casefold() not in texts:
            return False
    if not any(value not in (None, "") for value in line):
        return False
    period = content.stamp.period
    if period is None:
        return not count.dated
    first, last = (day_number(each.toordinal()) for each in (period.first, period.last))
    days = ((line[column], span) for column, span in count.dated)
    return all(span.has(_day(value), first, last) for value, span in days)


def _day(value: Value | None) -> int | None:
    """Return the number of a day, as a formula takes it: the text of one is none."""
    return None if value is None or isinstance(value, str | Formula) else int(value)
