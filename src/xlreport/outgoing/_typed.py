"""A value as a clerk types it into a template."""

from __future__ import annotations

from xlreport.form.measure import Kind, Measure, day_number, format_value, to_number
from xlreport.reading.one_return import Return
from xlreport.writing.content import Value


def as_typed(value: int, measure: Measure) -> Value:
    """Return a scaled integer as a clerk types it: a number, or text with its unit if required.

    A 0 needs no unit; a date is the number that its cell shows as a date.
    """
    if measure.kind is Kind.DATE:
        return day_number(value)
    if measure.is_number and not measure.unit_required:
        return to_number(value, measure)
    unit = measure.unit if value else ""
    return f"{format_value(value, measure)}{unit}"


def typed_in(item: Return, index: int, measure: Measure) -> Value:
    """Return what stands in a cell of a return as a clerk types it into a cell of `measure`.

    What is no value stays as it was typed; "" for a blank.
    """
    value = item.values[index]
    if value is not None:
        return as_typed(value, measure)
    return item.words.get(index) or item.seen.get(index, "")
