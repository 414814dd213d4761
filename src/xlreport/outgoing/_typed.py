"""A value as a clerk types it into a template."""

from __future__ import annotations

from xlreport.form.measure import Measure, format_value, to_number
from xlreport.writing.content import Value


def as_typed(value: int, measure: Measure) -> Value:
    """Return a scaled integer as a clerk types it: a number, or text with its unit if required.

    A 0 needs no unit.
    """
    if not measure.unit_required:
        return to_number(value, measure)
    unit = measure.unit if value else ""
    return f"{format_value(value, measure)}{unit}"
