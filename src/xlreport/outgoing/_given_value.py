"""A value as a program gives it: read strictly, in the unit of its cell.

A clerk's spelling is read with a finding. A program can be told, so what a reader would only take
with a warning is refused, and nothing is rounded.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from math import isnan
from numbers import Integral, Real

from xlreport.base.errors import InputError
from xlreport.checks.column_types import from_object
from xlreport.form.entry import Entry
from xlreport.form.meanings import MEANING, sentence_of
from xlreport.form.measure import FIRST_DATE, LAST_DATE, Kind, Measure
from xlreport.form.typed_values import read_value

_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_NOTHING = frozenset({"NAType", "NaTType"})  # of pandas, which need not be loaded to tell
_HARMLESS = frozenset({"", "info"})  # severities of meanings
# Sentences that say what was taken, put so that they ask for it.
_ASKED = {
    "rounded": "金额的小数超过了分，请先取到分",
    "converted": "单位与本栏不同，请先换算成本栏的单位",
}
_TYPES = {
    Kind.DATE: "日期，如 2026-01-05",
    Kind.YES_NO: "逻辑值",
    Kind.CHOICE: "选项的文字",
    Kind.TEXT: "文字",
}


def read_given(value: object, measure: Measure) -> Entry:
    """Return what a value is in a cell of `measure`: a scaled integer, a text, None for a blank.

    A number is in the cell's own unit, a percentage a share of 1, a day a `date` or a text such as
    2026-01-05. Raises `InputError` with the reason for a value that the cell cannot hold.
    """
    if is_missing(value):
        return None
    if isinstance(value, str):
        return _read_text(value, measure)
    if measure.kind is Kind.TEXT:
        if isinstance(value, Integral) and not isinstance(value, bool):
            return _read_text(str(value), measure)
        raise _misfit(value, measure)
    number = from_object(_exact(value), measure)
    if number is None:
        raise _misfit(value, measure)
    if measure.is_number and abs(number) > measure.largest:
        raise _refusal("too-large", measure)
    if measure.kind is Kind.DATE and not _is_day(value, number):
        raise _refusal("no-such-date", measure)
    return number


def _exact(value: object) -> object:
    """Return a float as a decimal: sums of floats are off by less than the 15 digits it has."""
    is_float = isinstance(value, Real) and not isinstance(value, Integral)
    return Decimal(f"{float(value):.15g}") if is_float else value  # type: ignore[arg-type]


def is_missing(value: object) -> bool:
    """Tell whether a value is one of those that stand for no value: None, NaN, NA, NaT, ""."""
    if value is None or type(value).__name__ in _NOTHING:
        return True
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, Real) and isnan(value)


def _read_text(text: str, measure: Measure) -> Entry:
    if measure.is_number and _PLAIN_NUMBER.fullmatch(text.strip()):
        return read_given(Decimal(text.strip()), measure)
    reading = read_value("text", text, "", measure)
    if not (reading.is_filled and MEANING[reading.meaning].severity in _HARMLESS):
        raise _refusal(reading.meaning, measure)
    return reading.words or reading.value


def _is_day(value: object, number: int) -> bool:
    """Tell whether a date is a day without a time, of a year that a cell can hold."""
    has_time = isinstance(value, datetime) and value.time() != time()
    return not has_time and FIRST_DATE <= date.fromordinal(number) <= LAST_DATE


def _misfit(value: object, measure: Measure) -> InputError:
    """Return the error for a value of another type, or for a number with too many places."""
    is_number = isinstance(value, Real | Decimal) and not isinstance(value, bool)
    if not (is_number and measure.is_number):
        wanted = _TYPES.get(measure.kind, "数")
        return InputError(f"应是{wanted}，不是 {type(value).__name__}")
    if measure.kind is Kind.MONEY:
        return _refusal("rounded", measure)
    return _refusal("fraction" if measure.scale == 0 else "places", measure)


def _refusal(meaning: str, measure: Measure) -> InputError:
    return InputError(_ASKED.get(meaning) or sentence_of(MEANING[meaning], measure))
