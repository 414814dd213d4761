"""Formulas that count the cells of an area which hold something else than their kind asks for.

They are stricter than the reader in one thing: what the reader takes for what was meant, such as
3件 or 2026.1.5, is not as it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from xlreport.form.form import Form
from xlreport.form.measure import (
    FIRST_DATE,
    LARGEST_PERCENTAGE,
    LAST_DATE,
    NO,
    YES,
    Kind,
    Measure,
    day_number,
)

ChoiceLists = Mapping[tuple[str, ...], str]
"""The defined names of lists of choices."""

# The least and the largest number that a cell may hold.
_BOUNDS: Mapping[Kind, tuple[int, int]] = {
    Kind.DATE: (day_number(FIRST_DATE.toordinal()), day_number(LAST_DATE.toordinal())),
    Kind.PERCENTAGE: (-LARGEST_PERCENTAGE // 100, LARGEST_PERCENTAGE // 100),
}
_NOISE = 8  # places to which a product is rounded: 2.3 * 10 is not quite 23
_SHAPE = re.compile(
    r"(?P<sign>\[0-9\]|\\d|\[[^\[\]\\^]+\])\{(?P<least>[0-9]{1,3})(?:,(?P<most>[0-9]{1,3}))?\}"
)


class TextShape(NamedTuple):
    """What a formula can tell of a pattern: how long a text is, and whether it has digits only."""

    least: int
    most: int
    digits: bool


def text_shape(measure: Measure) -> TextShape | None:
    """Return the shape of the texts that a pattern allows; None where a formula cannot tell."""
    match = _SHAPE.fullmatch(measure.pattern)
    if match is None:
        return None
    least = int(match["least"])
    return TextShape(least, int(match["most"] or least), match["sign"] in ("[0-9]", r"\d"))


def is_told(measure: Measure) -> bool:
    """Tell whether a formula can find anything wrong in a cell of this measure."""
    return measure.kind is not Kind.TEXT or text_shape(measure) is not None


def may_be_negative(measure: Measure) -> bool:
    """Tell whether a number below 0 may stand in a cell of this measure."""
    return measure.kind not in (Kind.COUNT, Kind.MONEY)


def alike(form: Form, inputs: Iterable[int], *, signed: bool) -> Mapping[Measure, tuple[int, ...]]:
    """Group inputs that one formula can count, by a measure of each group.

    Whole numbers are alike, except that only a change may be below 0 where not all are `signed`.
    """
    groups: dict[Measure, list[int]] = {}
    for index in inputs:
        measure = form.cells[index].measure
        kind = Kind.CHANGE if signed and measure.kind is Kind.COUNT else measure.kind
        plain = Measure(
            kind,
            measure.unit if kind is Kind.MONEY else "",
            places=measure.places,
            adds=False,
            choices=measure.choices,
            pattern=measure.pattern,
        )
        groups.setdefault(plain, []).append(index)
    ordered = sorted(groups.items(), key=lambda pair: pair[0].kind is not Kind.CHANGE)
    return {measure: tuple(indexes) for measure, indexes in ordered}


def count_wrong(area: str, measure: Measure, lists: ChoiceLists, *, signed: bool = True) -> str:
    """Return the formula that counts the wrong cells of an area, which is one column wide.

    `lists` are the names of lists of choices. Where cells are not `signed` a number below 0 is
    wrong, too.
    """
    if measure.kind in (Kind.COUNT, Kind.CHANGE, Kind.MONEY):
        return count_unread(area, whole=measure.kind is not Kind.MONEY, signed=signed)
    texts = f"COUNTA({area})-COUNT({area})"
    match measure.kind:
        case Kind.DATE:
            formula = texts + _outside(area, measure)
        case Kind.YES_NO:
            formula = f'COUNTA({area})-COUNTIF({area},"{YES}")-COUNTIF({area},"{NO}")'
        case Kind.CHOICE:
            formula = f"COUNTA({area})-SUMPRODUCT(--({area}={lists[measure.choices]}))"
        case Kind.TEXT:
            formula = _count_misshapen(area, text_shape(measure))
        case _:
            scaled = f"ROUND({area}*{10**measure.scale},{_NOISE})"
            places = f'SUMPRODUCT(ISNUMBER({area})*ISNUMBER(FIND(".",{scaled})))'
            formula = f"{texts}+{places}{_outside(area, measure)}"
    return formula


def count_unread(area: str, *, whole: bool, signed: bool = True) -> str:
    """Count the cells of an area that hold text, or a fraction where `whole`.

    Where they are not `signed`, those below 0 are counted, too.
    """
    texts = f"COUNTA({area})-COUNT({area})"
    if signed:
        fraction = f'+SUMPRODUCT(ISNUMBER({area})*ISNUMBER(FIND(".",{area})))'
        return f"{texts}{fraction}" if whole else texts
    if not whole:
        return f'{texts}+COUNTIF({area},"<0")'
    return f'{texts}+SUMPRODUCT(ISNUMBER({area})*((({area}<0)+ISNUMBER(FIND(".",{area})))>0))'


def _count_misshapen(area: str, shape: TextShape | None) -> str:
    if shape is None:
        return "0"
    fits = f"(LEN({area})>={shape.least})*(LEN({area})<={shape.most})"
    digits = f"*ISNUMBER(-{area})" if shape.digits else ""
    return f"SUMPRODUCT((LEN({area})>0)*(1-{fits}{digits}))"


def _outside(area: str, measure: Measure) -> str:
    """Return what counts the numbers that are too small or too large, to be added."""
    if measure.kind not in _BOUNDS:
        return ""
    least, most = _BOUNDS[measure.kind]
    return f'+COUNTIF({area},"<{least}")+COUNTIF({area},">{most}")'


def is_wrong(value: float | str, measure: Measure) -> bool:
    """Tell whether `count_wrong` counts a cell that holds this value, which is not negative."""
    match measure.kind:
        case Kind.YES_NO:
            wrong = value not in (YES, NO)
        case Kind.CHOICE:
            wrong = str(value).casefold() not in map(str.casefold, measure.choices)
        case Kind.TEXT:
            wrong = _is_misshapen(str(value), text_shape(measure))
        case _:
            wrong = isinstance(value, str) or _is_wrong_number(Decimal(repr(value)), measure)
    return wrong


def _is_wrong_number(number: Decimal, measure: Measure) -> bool:
    least, most = _BOUNDS.get(measure.kind, (number, number))
    if not least <= number <= most:
        return True
    has_places = measure.kind not in (Kind.DATE, Kind.MONEY)
    return has_places and bool(round(number.scaleb(measure.scale), _NOISE) % 1)


def _is_misshapen(text: str, shape: TextShape | None) -> bool:
    if shape is None or not text:
        return False
    is_long = not shape.least <= len(text) <= shape.most
    return is_long or (shape.digits and not (text.isascii() and text.isdigit()))
