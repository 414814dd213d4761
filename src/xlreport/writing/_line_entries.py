"""The entries of a line as formulas take them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlreport.form.entry import Entry
from xlreport.form.measure import Kind, Measure, day_number
from xlreport.form.open_list import OpenList
from xlreport.layout.count_formulas import lines_formula
from xlreport.writing.content import Formula, Value


def entries_seen(open_list: OpenList, line: Sequence[Value | None]) -> tuple[Entry, ...]:
    """Return what formulas take for the entries of a line; a blank line may have no values.

    A text where a day, a number or a choice belongs stands as it is.
    """
    if not line:
        return (None,) * len(open_list.columns)
    pairs = zip(open_list.columns, line, strict=True)
    return tuple(_seen(column.measure, value) for column, value in pairs)


def is_filled(line: Sequence[Value | None]) -> bool:
    """Tell whether a line holds anything."""
    return any(value is not None for value in line)


def count_filled(open_list: OpenList, lines: Sequence[Sequence[Value | None]]) -> Formula:
    """Return how many lines of a list hold anything, as a formula."""
    return Formula(lines_formula(open_list, len(lines)), sum(map(is_filled, lines)))


def _seen(measure: Measure, value: Value | None) -> Entry:
    if isinstance(value, str):
        answers = [answer.casefold() for answer in measure.answers]
        is_answer = value.casefold() in answers
        return answers.index(value.casefold()) if is_answer else value or None
    if not isinstance(value, int | float):
        return None
    if measure.kind is Kind.DATE:
        return int(value) - day_number(0)
    if measure.is_number:
        return int(Decimal(repr(value)).scaleb(measure.scale))
    return str(value)
