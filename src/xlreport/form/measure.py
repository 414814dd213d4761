"""What a cell holds: its kind, its unit, and the scaled integers that values are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from xlreport.base.errors import FormError

# 240,000 returns of this size still add up within 64 bits (件, or 分: ten thousand million 元).
LARGEST_VALUE = 10**12
# The largest total: a spreadsheet keeps 15 digits of a number.
LARGEST_TOTAL = 10**15
_MONEY_SCALES = {"元": 2, "万元": 6, "亿元": 10}  # powers of ten from 分

Values = Sequence[int | None]
"""Scaled integers by cell index, None where missing (see `Measure`)."""


class Kind(StrEnum):
    """The kind of number that a cell holds."""

    COUNT = "count"
    CHANGE = "change"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Measure:
    """The kind and unit of a cell's values, and whether an amount must be typed with its unit.

    `largest` is the largest scaled integer that is not taken for a mistake.

    Raises `FormError` for money in another unit than 元, 万元 or 亿元, and for a count whose unit
    would have to be typed.
    """

    kind: Kind
    unit: str
    unit_required: bool = False
    largest: int = LARGEST_VALUE

    def __post_init__(self) -> None:
        """Refuse a measure in which no amount could be read."""
        if self.kind is Kind.MONEY and self.unit not in _MONEY_SCALES:
            raise FormError(f"money in {self.unit!r}: not one of {', '.join(_MONEY_SCALES)}")
        if self.kind is not Kind.MONEY and self.unit_required:
            raise FormError(f"a {self.kind} in {self.unit!r}: only money can require its unit")

    @property
    def scale(self) -> int:
        """The power of ten by which values are scaled: 0, or for money that from the unit to 分."""
        return _MONEY_SCALES[self.unit] if self.kind is Kind.MONEY else 0

    def stated(self) -> Measure:
        """Return the measure for a summary, which prints the unit and holds totals."""
        return replace(self, unit_required=False, largest=LARGEST_TOTAL)


def format_value(value: int, measure: Measure) -> str:
    """Write a value as exact decimal text in the unit of the measure, without the unit."""
    whole, rest = divmod(abs(value), 10**measure.scale)
    decimals = f".{rest:0{measure.scale}d}".rstrip("0") if rest else ""
    return f"{'-' if value < 0 else ''}{whole}{decimals}"


def to_number(value: int, measure: Measure) -> int | float:
    """Return a value in the unit of its measure as an integer or the nearest float."""
    unit: int = 10**measure.scale
    return value / unit if value % unit else value // unit  # int / int rounds correctly
