"""What a chart shows, as a sentence: which bar is the longest, or what its series add up to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from xlreport.form.measure import Measure, format_value

NOTHING_TO_DRAW = "各项均为 0。"
_LEADERS = 3  # names in a sentence


def say_largest(
    labels: Sequence[str],
    values: Sequence[int],
    measure: Measure,
    unit: str,
    whole: tuple[str, int] | None = None,
) -> str:
    """Say which bar is the longest, and its share of all bars.

    `whole` gives another total for the share, with its name: the bars may be a part of it.
    """
    name, total = whole or ("各项合计", sum(values))
    largest = max(values)
    if largest <= 0:
        return NOTHING_TO_DRAW
    leaders = [label for label, value in zip(labels, values, strict=True) if value == largest]
    shown = f"{grouped(largest, measure)} {unit}".strip()
    if len(leaders) > _LEADERS:
        return f"{len(leaders)} 项同为最多，各 {shown}。"
    if len(leaders) > 1:
        return f"{'、'.join(leaders)}同为最多，各 {shown}。"
    if min(values) < 0:  # a share of a sum with negative parts says nothing
        return f"{leaders[0]}最多，{shown}。"
    return f"{leaders[0]}最多，{shown}，占{name}的 {percent(largest, total)}%。"


def say_totals(
    names: Sequence[str], rows: Sequence[Sequence[int]], measure: Measure, unit: str
) -> str:
    """Say what each series adds up to."""
    if not any(map(any, rows)):
        return NOTHING_TO_DRAW
    parts = [
        f"{name} {grouped(sum(row), measure)} {unit}".strip()
        for name, row in zip(names, rows, strict=True)
    ]
    return f"{'，'.join(parts)}。"


def percent(part: int, whole: int) -> Decimal:
    """Return a share in percent with one decimal place; 0 of nothing, and of what is negative."""
    if part <= 0 or whole <= 0:
        return Decimal()
    share = Decimal(100 * part) / Decimal(whole)
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def grouped(value: int, measure: Measure) -> str:
    """Write a number with thousands separators."""
    text = format_value(value, measure)
    if not measure.is_number:
        return text
    whole, dot, decimals = text.removeprefix("-").partition(".")
    return f"{'-' if value < 0 else ''}{int(whole):,}{dot}{decimals}"
