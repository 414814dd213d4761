"""Typed dates: a day that is written in full becomes its number, anything else is asked for again.

A year of two digits may be one of any century, or of the emperor; a day of 25 is no day. Nothing
of a date is guessed.
"""

from __future__ import annotations

import re
from datetime import date

from xlreport.form._folded import in_half_width, without_invisible
from xlreport.form.meanings import NOT_APPLICABLE, Reading
from xlreport.form.measure import FIRST_DATE, LAST_DATE, Measure

_LONGEST = 40  # characters of a date with its time
_TIME = r"(?:(?:T|\s{0,9})[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(
    r"(?:(?P<year>[0-9]{4})(?:"
    r"年\s*(?P<m1>[0-9]{1,2})\s*月\s*(?P<d1>[0-9]{1,2})(?:\s*[日号])?"
    r"|(?P<sign>[-/.])\s*(?P<m2>[0-9]{1,2})\s*(?P=sign)\s*(?P<d2>[0-9]{1,2})"
    r"|(?P<m3>[0-9]{2})(?P<d3>[0-9]{2})))" + _TIME
)
_SHORT_YEAR = re.compile(
    r"[0-9]{2}年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*[日号]?|[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{1,2}"
    r"|[0-9]{1,2}-[A-Z][a-z]{2}-[0-9]{2}"
)
_PART = re.compile(
    r"[0-9]{4}年?|[0-9]{4}(?:年\s*|[-/.])[0-9]{1,2}\s*月?|[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*[日号]?)?"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}"
)


def read_date(text: str, _: Measure) -> Reading:
    """Read a text that should be a date; never raise for its content."""
    visible = without_invisible(text)
    folded = in_half_width(visible)
    if not folded:
        return Reading(None, "only-spaces" if text else "blank")
    if folded.upper() in NOT_APPLICABLE:
        return Reading(None, "not-applicable")
    match = _WHOLE.fullmatch(folded) if len(folded) <= _LONGEST else None
    if match is not None:
        is_iso = text == visible and _ISO.fullmatch(visible)
        return _day_of(match, "plain" if is_iso else "date-spelling")
    for meaning, pattern in (("short-year", _SHORT_YEAR), ("part-of-date", _PART)):
        if pattern.fullmatch(folded[:_LONGEST]):
            return Reading(None, meaning)
    return Reading(None, "no-date")


def _day_of(match: re.Match[str], meaning: str) -> Reading:
    """Return the day that a match of `_WHOLE` names, if there is such a day."""
    month = match["m1"] or match["m2"] or match["m3"]
    day = match["d1"] or match["d2"] or match["d3"]
    try:
        found = date(int(match["year"]), int(month), int(day))
    except ValueError:
        return Reading(None, "no-such-date")
    if not FIRST_DATE <= found <= LAST_DATE:
        return Reading(None, "no-such-date")
    return Reading(found.toordinal(), meaning)
