"""Typed texts: trimmed, without control characters, and held against their pattern."""

from __future__ import annotations

import re
import unicodedata

from xlreport.form._folded import in_half_width, without_invisible
from xlreport.form.meanings import NOT_APPLICABLE, Reading
from xlreport.form.measure import LONGEST_TEXT, Measure

# Control characters, halves of characters, and two that XML does not know.
_NO_TEXT = frozenset({"Cc", "Cs"})
_NONCHARACTERS = "\ufffe\uffff"
_PICTURE = "=DISPIMG("


def read_text(text: str, measure: Measure) -> Reading:
    """Read a text as the words that it holds; never raise for its content."""
    words = _clean(text)
    if not words:
        return Reading(None, "only-spaces" if text else "blank")
    if is_picture(words):
        return Reading(None, "error-value")
    if len(words) > LONGEST_TEXT:
        return Reading(None, "too-long")
    meaning = "plain" if words == text else "spaces"
    if not measure.pattern or re.fullmatch(measure.pattern, words):
        return Reading(None, meaning, words=words)
    folded = in_half_width(words)
    if re.fullmatch(measure.pattern, folded):
        return Reading(None, "full-width", words=folded)
    is_none = folded.upper() in NOT_APPLICABLE
    return Reading(None, "not-applicable" if is_none else "pattern")


def is_picture(text: str) -> bool:
    """Tell whether a text stands for a picture that WPS shows in the cell."""
    return text.startswith(_PICTURE)


def _clean(text: str) -> str:
    """Return a text without blanks around it, and without what no person sees in it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    printable = (
        character
        for character in lines
        if character == "\n"
        or (unicodedata.category(character) not in _NO_TEXT and character not in _NONCHARACTERS)
    )
    return without_invisible("".join(printable))
