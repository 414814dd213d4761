"""Typed choices: yes or no, or one of the choices that the form file lists; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping

from xlreport.form._folded import in_half_width, without_invisible
from xlreport.form.meanings import NOT_APPLICABLE, Reading
from xlreport.form.measure import NO, YES, Measure, normalise_choice

_SIGNS: Mapping[str, int] = {
    **dict.fromkeys(("√", "✓", "✔", "☑", "有", "对", "Y", "YES", "TRUE"), 1),
    **dict.fromkeys(("×", "✗", "✘", "☒", "无", "没有", "不", "N", "NO", "FALSE"), 0),
}
_NUMBERS: Mapping[str, int] = {"1": 1, "0": 0}
_WORDS: Mapping[str, int] = {YES: 1, NO: 0}


def read_yes_no(text: str, _: Measure) -> Reading:
    """Read a text that should say yes or no; never raise for its content."""
    visible = without_invisible(text)
    folded = in_half_width(visible).upper()
    if not folded:
        return Reading(None, "only-spaces" if text else "blank")
    body = folded.partition("(")[0]
    note = visible[len(body) + 1 : -1].strip() if folded.endswith(")") else ""
    word = body.strip() if note else folded
    for meaning, values in (
        ("plain", _WORDS),
        ("yes-no-sign", _SIGNS),
        ("yes-no-number", _NUMBERS),
    ):
        if word in values:
            return Reading(values[word], "remark" if note else meaning, note)
    return Reading(None, "not-applicable" if folded in NOT_APPLICABLE else "no-yes-no")


def read_choice(text: str, measure: Measure) -> Reading:
    """Read a text that should be one of the choices; never raise for its content."""
    visible = without_invisible(text)
    if not visible:
        return Reading(None, "only-spaces" if text else "blank")
    if text in measure.choices:
        return Reading(measure.choices.index(text), "plain")
    wanted = normalise_choice(visible)
    for number, choice in enumerate(measure.choices):
        if normalise_choice(choice) == wanted:
            return Reading(number, "choice-spelling")
    for number, words in enumerate(measure.choice_variants):
        if wanted in words:
            return Reading(number, "choice-variant")
    is_none = in_half_width(visible).upper() in NOT_APPLICABLE
    return Reading(None, "not-applicable" if is_none else "no-choice")
