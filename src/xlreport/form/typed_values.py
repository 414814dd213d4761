"""The meanings of typed cells: what was typed becomes a value here, or is reported as unreadable.

Every way of writing has one row in the table of meanings (`form/meanings.py`). Values are integers
from here on (see `Measure`), so that sums over any number of returns are exact; texts are words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from xlreport.form.meanings import Reading
from xlreport.form.measure import Kind, Measure
from xlreport.form.typed_choices import read_choice, read_yes_no
from xlreport.form.typed_dates import read_date
from xlreport.form.typed_numbers import PLAIN_DIGITS, read_number, read_number_cell
from xlreport.form.typed_texts import read_text

_COUNT, _CHANGE = Kind.COUNT, Kind.CHANGE
_MONEY, _DECIMAL = Kind.MONEY, Kind.DECIMAL
_BLANK = Reading(None, "blank")
_MOST_DIGITS = 15  # that a spreadsheet keeps of a number

_READERS: Mapping[Kind, Callable[[str, Measure], Reading]] = {
    Kind.DATE: read_date,
    Kind.YES_NO: read_yes_no,
    Kind.CHOICE: read_choice,
    Kind.TEXT: read_text,
}


def read_value(kind: str, text: str, shown: str, measure: Measure, display: str = "") -> Reading:
    """Read a raw cell of a workbook; never raise for its content.

    `kind` is number, text, boolean or error; `text` is the stored text; `shown` and `display` as
    in `RawCell`. What is stored is taken only where the cell shows the same.
    """
    # The common cases, some hundred cells of every return: no pattern, no Decimal.
    if kind == "number":
        if text.isdecimal() and len(text) <= PLAIN_DIGITS and not shown and not display:
            of = measure.kind
            value = int(text)
            if of is _MONEY or of is _DECIMAL:
                value *= 10**measure.scale
            elif of is not _COUNT and of is not _CHANGE:
                value = measure.largest + 1
            if value <= measure.largest and not (measure.unit_required and value):
                return _plain(value)
    elif not text and not display:
        return _BLANK
    reader = _READERS.get(measure.kind)
    if reader is None:
        return read_number_cell(kind, text, shown, measure, display)
    return _read_words(kind, text, shown, measure, display)


@lru_cache(maxsize=1 << 12)
def _plain(value: int) -> Reading:
    return Reading(value, "plain")


def read_typed(text: str, measure: Measure) -> Reading:
    """Read a typed text, as on a published page; never raise for its content."""
    return _READERS.get(measure.kind, read_number)(text, measure)


def _read_words(kind: str, text: str, shown: str, measure: Measure, display: str) -> Reading:
    """Read a raw cell that should hold a date, a choice, yes or no, or a text, as it is shown.

    A date is a number in the file, and which day it is depends on the workbook: what its cell
    shows is the same in all of them.
    """
    if kind == "error":
        return Reading(None, "error-value")
    read = _READERS[measure.kind]
    reading = read(display or (_digits(text) if kind == "number" else text), measure)
    shows_nothing = bool(display) and not display.strip()
    if shows_nothing or (kind == "text" and display and not _is_same(read(text, measure), reading)):
        return Reading(None, "shown-otherwise", display=display)
    if not reading.is_filled:
        return replace(reading, display=display) if reading.unreadable else reading
    if shown == "struck":
        return Reading(None, "struck")
    if measure.kind is Kind.DATE:
        return replace(reading, meaning="plain" if shown == "date" else "date-spelling")
    if kind == "number" and measure.kind is Kind.TEXT and shown != "date":
        lost = sum(map(str.isdigit, _digits(text))) > _MOST_DIGITS
        reading = (
            Reading(None, "lost-digits") if lost else replace(reading, meaning="number-as-text")
        )
    return reading


def _is_same(one: Reading, other: Reading) -> bool:
    return (one.value, one.words) == (other.value, other.words)


def _digits(text: str) -> str:
    """Return a stored number as it is shown without a format, without an exponent.

    Excel stores 17.1 as 17.100000000000001; of what it stores it shows 15 digits.
    """
    try:
        digits = f"{Decimal(f'{float(text):.{_MOST_DIGITS}g}'):f}"
    except ValueError:
        return text
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
