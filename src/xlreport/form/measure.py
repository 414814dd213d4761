"""What a cell holds: its kind, its unit, and the scaled integers that values are.

Every value but a text is a whole number, so that sums over any number of returns are exact and a
worker returns compact arrays:

| kind | the number | example |
|---|---|---|
| count, change | the number itself | 3 → 3 |
| money | the amount in 分 | 25.1 万元 → 25100000 |
| decimal | the number without its decimal point | 2.5 of one place → 25 |
| percentage | the share of 1 without its decimal point | 55.56% of two places → 5556 |
| date | the day counted from 1 January of year 1 (`date.toordinal`) | 2026-01-05 → 739621 |
| yes/no | 1 or 0 | 是 → 1 |
| choice | its number in the list of choices, from 0 | 部门网站 → 1 |

A text has no number: its words stand beside the values.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from xlreport.base.errors import FormError
from xlreport.base.public import public

# 240,000 returns of this size still add up within 64 bits (件, or 分: ten thousand million 元).
LARGEST_VALUE = 10**12
# The largest total: a spreadsheet keeps 15 digits of a number.
LARGEST_TOTAL = 10**15
_MONEY_SCALES = {"元": 2, "万元": 6, "亿元": 10}  # powers of ten from 分

LARGEST_PERCENTAGE = 1000  # % that is not taken for a mistake, such as 55.56 in a cell of 0.00%
LONGEST_TEXT = 1000  # characters of the text of a cell
FIRST_DATE, LAST_DATE = date(1901, 1, 1), date(2199, 12, 31)  # others are taken for mistakes
_DAY_ZERO = date(1899, 12, 30).toordinal()
PERCENT_PLACES = 2  # a percentage is kept as a share of 1
YES, NO = "是", "否"

Values = Sequence[int | None]
"""Scaled integers by cell index, None where missing (see `Measure`)."""


@public
class Kind(StrEnum):
    """The kind of value that a cell holds."""

    COUNT = "count"
    CHANGE = "change"
    MONEY = "money"
    DECIMAL = "decimal"
    PERCENTAGE = "percentage"
    DATE = "date"
    TEXT = "text"
    YES_NO = "yes_no"
    CHOICE = "choice"


ADDABLE = frozenset({Kind.COUNT, Kind.CHANGE, Kind.MONEY, Kind.DECIMAL})
"""The kinds whose values may be added up; a sum of the others says nothing."""
NUMERIC = ADDABLE | {Kind.PERCENTAGE}
"""The kinds whose values are numbers."""


@public
class Blank(StrEnum):
    """What a blank cell means, as a form file says it.

    `ASKED` is 0 with a notice in a row that holds a number, else missing and asked for. `ZERO` is 0
    wherever it stands, without a notice. `ERROR` is missing and must be filled in. `NOT_YET` is
    missing and not asked for.
    """

    ASKED = "asked"
    ZERO = "zero"
    ERROR = "error"
    NOT_YET = "not_yet"


@public
@dataclass(frozen=True, slots=True)
class Measure:
    """The kind and unit of a cell's values, and what is allowed in it.

    - `unit_required`: an amount must be typed with its unit;
    - `largest`: the largest scaled integer that is not taken for a mistake;
    - `places`: decimal places of a decimal or a percentage;
    - `adds`: values of several departments may be added up;
    - `choices`: what a choice may be, in official order; `choice_keys`: their keys, or none;
      `choice_variants`: other words that are accepted for each, normalised, or none at all;
    - `pattern`: the regular expression that a text must match as a whole, empty if it may be
      any; `example` is a text that does;
    - `blank`: what a blank means.

    Raises `FormError` for money in another unit than 元, 万元 or 亿元, for a count whose unit would
    have to be typed, and for values that add up though their kind does not.
    """

    kind: Kind
    unit: str
    unit_required: bool = False
    largest: int = LARGEST_VALUE
    places: int = 0
    adds: bool = True
    choices: tuple[str, ...] = ()
    choice_keys: tuple[str, ...] = ()
    choice_variants: tuple[tuple[str, ...], ...] = ()
    pattern: str = ""
    example: str = ""
    blank: Blank = Blank.ASKED

    def __post_init__(self) -> None:
        """Refuse a measure in which no value could be read, or whose sums would say nothing."""
        if self.kind is Kind.MONEY and self.unit not in _MONEY_SCALES:
            raise FormError(f"money in {self.unit!r}: not one of {', '.join(_MONEY_SCALES)}")
        if self.kind is not Kind.MONEY and self.unit_required:
            raise FormError(f"a {self.kind} in {self.unit!r}: only money can require its unit")
        if self.adds and self.kind not in ADDABLE:
            raise FormError(f"a {self.kind} cannot be added up")

    @property
    def scale(self) -> int:
        """The power of ten by which values are scaled: decimal places, for money down to 分."""
        if self.kind is Kind.MONEY:
            return _MONEY_SCALES[self.unit]
        return self.places + (PERCENT_PLACES if self.kind is Kind.PERCENTAGE else 0)

    @property
    def is_number(self) -> bool:
        """Whether values are numbers, which rules and shares may be about."""
        return self.kind in NUMERIC

    @property
    def answers(self) -> tuple[str, ...]:
        """The words of every value there can be, where these are few: of a yes/no and a choice."""
        return (NO, YES) if self.kind is Kind.YES_NO else self.choices

    @property
    def counts_from_zero(self) -> bool:
        """Whether a blank may stand for 0: where nothing was counted, but not for an average."""
        return self.adds or self.kind in (Kind.COUNT, Kind.CHANGE, Kind.MONEY)

    def stated(self) -> Measure:
        """Return the measure for a summary, which prints the unit and holds totals."""
        return replace(self, unit_required=False, largest=LARGEST_TOTAL)


def normalise_choice(text: str) -> str:
    """Return a form of a choice that is equal for all spellings of the same words."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def format_value(value: int, measure: Measure) -> str:
    """Write a value as a person reads it, numbers as exact decimal text without their unit."""
    match measure.kind:
        case Kind.PERCENTAGE:
            return f"{_decimal_text(value, measure.places)}%"
        case Kind.DATE:
            return date.fromordinal(value).isoformat()
        case Kind.YES_NO:
            return YES if value else NO
        case Kind.CHOICE:
            return measure.choices[value]
        case _:
            return _decimal_text(value, measure.scale)


def exact_text(value: int, measure: Measure) -> str:
    """Write a number as exact decimal text in its unit, a percentage as a share of 1."""
    return _decimal_text(value, measure.scale)


def _decimal_text(value: int, scale: int) -> str:
    whole, rest = divmod(abs(value), 10**scale)
    decimals = f".{rest:0{scale}d}".rstrip("0") if rest else ""
    return f"{'-' if value < 0 else ''}{whole}{decimals}"


def day_number(day: int) -> int:
    """Return the number by which a spreadsheet keeps a day that is a value, with days from 1900."""
    return day - _DAY_ZERO


def to_number(value: int, measure: Measure) -> int | float:
    """Return a numeric value in the unit of its measure as an integer or the nearest float.

    A percentage is a share of 1.
    """
    unit: int = 10**measure.scale
    return value / unit if value % unit else value // unit  # int / int rounds correctly
