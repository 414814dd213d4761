"""Typed numbers: a text or a number cell becomes a scaled integer, or is reported as unreadable.

A text that fits no row of the table of meanings is a word, and its number is never guessed.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from xlreport.form._folded import in_half_width, without_invisible
from xlreport.form.meanings import NOT_APPLICABLE, Reading
from xlreport.form.measure import _MONEY_SCALES, PERCENT_PLACES, Kind, Measure

_LONGEST_NUMBER = 64
_LONGEST_KEPT = 20  # characters of a text whose reading is kept
PLAIN_DIGITS = 12  # so many digits are a number without more ado, and need no Decimal
_COUNT_UNITS = frozenset("件项个条次宗起份")

_NUMBER = re.compile(
    r"(?P<sign>[+-]|增加?|减少?)?\s*"
    r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?P<decimals>\.[0-9]+)?\s*"
    r"(?P<unit>[^\s0-9]*)"
)
_DATE = re.compile(
    r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?:[T\s].*)?|[0-9]{4}[-/][0-9]{1,2}"
    r"|[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?|[0-9]{1,2}月(?:[0-9]{1,2}[日号])?"
)
_PERCENT = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\s*%")
_ERROR_VALUE = re.compile(r"#[A-Z][A-Z0-9/_]*[!?]|#N/A")
# How accounts show an amount and a negative number: ￥5 and (5). The sign tells no unit.
_YUAN_SIGN = re.compile(r"(\(?[+-]?)\s*[￥¥]\s*")
_NEGATIVE = re.compile(r"\(([^()+-]*)\)")
_EXPONENT = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]*)?E[+-]?[0-9]{1,3}")
# How they show 0, without blanks: 0.00 with or without a unit, a dash, or nothing.
_ZERO_SHOWN = re.compile(r"[￥¥]?(?:-*|—*|[+-]?0[0,]*(?:\.0*)?[A-Za-z%‰一-鿿]*)")
_ASKED_AGAIN = frozenset({"places", "percent-missing"})
_UNIT_IN_BRACKETS = re.compile(r"(?:单位:?\s*)?(\S+)")

# Wide enough for the longest number that is read, so that scaling never rounds.
_EXACT = Context(prec=4 * _LONGEST_NUMBER, rounding=ROUND_HALF_EVEN)


def read_number_cell(kind: str, text: str, shown: str, measure: Measure, display: str) -> Reading:
    """Read a raw cell that should hold a number, with the arguments of `read_value`."""
    if kind == "number":
        if measure.places or measure.kind is Kind.PERCENTAGE:
            return _read_placed(text, shown, display, measure)
        return _as_shown(_read_number(text, measure), shown, display, measure)
    if kind in ("boolean", "error"):
        return Reading(None, "boolean" if kind == "boolean" else "error-value")
    is_short = len(text) + len(display) <= _LONGEST_KEPT
    return (_read_text_once if is_short else _read_text)(text, shown, display, measure)


def _read_text(text: str, shown: str, display: str, measure: Measure) -> Reading:
    """Read the text of a cell that should hold a number, with the arguments of `read_value`."""
    reading = read_number(text, measure)
    if shown == "struck" and reading.value is not None:
        return Reading(None, "struck")
    if display and read_number(display, measure).value != reading.value:
        return Reading(None, "shown-otherwise", display=display)
    # A cell whose unit must be typed is formatted as text, so a plain 0 in it is as intended; the
    # sign of a percentage leaves no doubt.
    is_as_intended = measure.unit_required or measure.kind is Kind.PERCENTAGE
    stored_as_text = reading.meaning == "plain" and not is_as_intended
    return replace(reading, meaning="text-number") if stored_as_text else reading


# Where numbers are stored as text, nearly all are, and most of them are small.
_read_text_once = lru_cache(maxsize=1 << 12)(_read_text)


def read_number(text: str, measure: Measure) -> Reading:
    """Read a text that should be a number; never raise for its content."""
    visible = without_invisible(text)
    folded = in_half_width(visible)
    if meaning := _meaning_without_value(text, folded, measure):
        return Reading(None, meaning)
    body, bracket, remark = folded.partition("(")
    note = visible[len(body) + 1 : -1].strip() if bracket else ""
    body = body.rstrip()
    match = _NUMBER.fullmatch(body) if len(body) <= _LONGEST_NUMBER else None
    if match is None or (bracket and not remark.endswith(")")):
        return Reading(None, "word")
    sign, unit = match["sign"] or "", match["unit"]
    inner = _UNIT_IN_BRACKETS.fullmatch(in_half_width(note))
    if inner and not unit and _is_unit(inner[1], measure):  # 25.1（万元）: a unit, not a remark
        unit, bracket, note = inner[1], "", ""
    in_words = sign.startswith(("增", "减"))
    if (unit and not _is_unit(unit, measure)) or (in_words and measure.kind is not Kind.CHANGE):
        return Reading(None, "word")
    habits = (
        ("remark", bracket),
        (_unit_meaning(unit, measure), unit not in ("", "%")),
        ("signed-word", in_words),
        ("thousands", "," in match["whole"]),
        ("plus-sign", sign == "+" and measure.kind is not Kind.CHANGE),
        ("leading-zeros", match["whole"].startswith("0") and match["whole"] != "0"),
        ("full-width", folded != visible),
        ("spaces", visible != text or len(body.split()) > 1),
    )
    meaning = next((meaning for meaning, present in habits if present), "plain")
    digits = match["whole"].replace(",", "") + (match["decimals"] or "")
    number = Decimal("-" + digits if sign in {"-", "减", "减少"} else digits)
    return _settle(number, unit, Reading(None, meaning, note), measure)


def read_stored(text: str, measure: Measure) -> int | None:
    """Return the value of a number that a formula computed: a percentage is a share of 1.

    It is rounded to the places of its measure; None for what is no number, and for too large a one.
    """
    value: int | None
    if text.isdecimal() and len(text) <= PLAIN_DIGITS:  # nearly every total of a return
        value = int(text) * 10**measure.scale
    else:
        number = _stored_number(text)
        value = None if number is None else _rounded(number, measure)
    return value if value is not None and abs(value) <= measure.largest else None


def _rounded(number: Decimal, measure: Measure) -> int:
    """Return a number in the unit of its measure as a scaled integer, a half away from zero."""
    return int(number.scaleb(measure.scale, _EXACT).to_integral_value(ROUND_HALF_UP, _EXACT))


def _stored_number(text: str) -> Decimal | None:
    try:
        stored = float(text)
    except ValueError:
        return None
    # Excel stores 59237.2449 as 59237.244899999998 and a formula may give 0.30000000000000004; the
    # 15 digits that Excel shows are the number that is meant.
    return Decimal(f"{stored:.15g}") if math.isfinite(stored) and "_" not in text else None


def _read_number(text: str, measure: Measure) -> Reading:
    """Read a number cell that is not simply a run of digits."""
    if not text.strip():
        return Reading(None, "blank")
    number = _stored_number(text)
    if number is None:
        return Reading(None, "too-large" if _is_infinite(text) else "word")
    return _settle(number, "", Reading(None, "plain"), measure)


def _is_infinite(text: str) -> bool:
    try:
        return math.isinf(float(text))
    except ValueError:
        return False


def _read_placed(text: str, shown: str, display: str, measure: Measure) -> Reading:
    """Read the number cell of a decimal or a percentage, which is taken as its cell shows it.

    More places than the measure has are rounded where the format rounds them, too.
    """
    plain = _read_number(text, measure)
    number = _stored_number(text)
    if shown == "date" or not display.strip() or number is None:
        return _as_shown(plain, shown, display, measure)
    value = _rounded(number, measure)
    if abs(value) > measure.largest:
        return Reading(None, "too-large", display=display)
    if not _shows(display.strip(), value, measure):
        seen = read_number(display.strip(), measure)
        meaning = seen.meaning if seen.meaning in _ASKED_AGAIN else "shown-otherwise"
        return Reading(None, meaning, display=display)
    if measure.kind is Kind.PERCENTAGE and value and "%" not in in_half_width(display):
        return plain
    is_exact = number.scaleb(measure.scale, _EXACT) == value
    return Reading(value, "plain" if is_exact else "rounded-as-shown")


def _as_shown(reading: Reading, shown: str, display: str, measure: Measure) -> Reading:
    """Refuse the reading of a number whose cell shows another number, or none."""
    if shown == "date":
        return Reading(None, "date", display=display)
    if reading.meaning == "unit-unknown":  # asked for, whatever the cell shows
        return reading
    if not display or _shows(display.strip(), reading.value, measure):
        return reading
    if _PERCENT.fullmatch(display.strip()):
        return Reading(None, "percent", display=display)
    is_number = reading.value is not None
    return Reading(None, "shown-otherwise" if is_number else reading.meaning, display=display)


def _shows(seen: str, value: int | None, measure: Measure) -> bool:
    """Tell whether a display shows a value, alone or with a unit that its cell may have."""
    if value is None:
        return False
    body = in_half_width(seen)
    if value == 0 and _ZERO_SHOWN.fullmatch("".join(body.split())):
        return True
    if measure.kind is Kind.MONEY and (sign := _YUAN_SIGN.match(body)):
        body = sign[1] + body[sign.end() :]
    if bracket := _NEGATIVE.fullmatch(body):
        body = f"-{bracket[1]}"
    if _EXPONENT.fullmatch(body):
        reading = _settle(Decimal(body), "", Reading(None, "plain"), measure)
    else:
        reading = read_number(body.removesuffix("."), replace(measure, unit_required=False))
    return reading.value == value and reading.meaning != "remark"


def _meaning_without_value(text: str, folded: str, measure: Measure) -> str:
    """Return the meaning of a text without a number, empty for a text that may have one."""
    upper = folded.upper()
    tests = (
        ("blank", not text),
        ("only-spaces", not folded),
        ("error-value", _ERROR_VALUE.fullmatch(upper)),
        ("boolean", upper in {"TRUE", "FALSE"}),
        ("not-applicable", upper in NOT_APPLICABLE),
        ("date", _DATE.fullmatch(folded)),
        ("percent", measure.kind is not Kind.PERCENTAGE and _PERCENT.fullmatch(folded)),
    )
    return next((meaning for meaning, fits in tests if fits), "")


def _is_unit(unit: str, measure: Measure) -> bool:
    """Tell whether a number of this measure may be followed by this unit."""
    if measure.kind is Kind.MONEY:
        return unit in _MONEY_SCALES
    if measure.kind is Kind.PERCENTAGE:
        return unit == "%"
    return unit == measure.unit or (measure.kind is not Kind.DECIMAL and unit in _COUNT_UNITS)


def _unit_meaning(unit: str, measure: Measure) -> str:
    """Return the meaning of a number that is followed by this unit."""
    if measure.unit_required:
        return "stated-unit"
    return "converted" if measure.kind is Kind.MONEY and unit != measure.unit else "with-unit"


def _settle(number: Decimal, unit: str, reading: Reading, measure: Measure) -> Reading:
    """Complete a reading with its value, or with the reason why the number cannot be one."""
    scale = _MONEY_SCALES[unit or measure.unit] if measure.kind is Kind.MONEY else measure.scale
    if unit == "%":
        scale -= PERCENT_PLACES
    exact = number.scaleb(scale, _EXACT)
    whole = exact.to_integral_value(context=_EXACT)
    is_share = measure.kind is Kind.PERCENTAGE and not unit and bool(number)
    if is_share and abs(number) >= 1:
        return replace(reading, meaning="percent-missing")
    if abs(whole) > measure.largest:
        return replace(reading, meaning="too-large")
    if whole != exact and measure.kind is not Kind.MONEY:
        return replace(reading, meaning="places" if measure.scale else "fraction")
    if measure.unit_required and not unit and number:
        return replace(reading, meaning="unit-unknown")
    meaning = reading.meaning if whole == exact else "rounded"
    meaning = "share-of-1" if is_share else meaning
    return replace(reading, value=int(whole), meaning=meaning)
