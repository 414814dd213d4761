"""The main figures then and now on the cover of a summary, read from the sheet 同比."""

from __future__ import annotations

from xlreport.form.measure import Kind, Measure, format_value
from xlreport.layout.formulas import reference
from xlreport.layout.layout import Position
from xlreport.summary.book._years import (
    CHANGE_COLUMN,
    FIRST_INDICATOR_ROW,
    LAST_COLUMN,
    THIS_COLUMN,
)
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import NO_COUNTERPART, YearOnYear, comparable
from xlreport.writing.content import Formula, Value

_NOTHING = "—"  # where no department has a value


def can_compare(years: YearOnYear | None) -> bool:
    """Tell whether there are earlier figures of a department that is added up."""
    return years is not None and bool(years.pairs.pairs)


def say_scope(summary: Summary, years: YearOnYear) -> str:
    """Say over how many departments the main figures are compared."""
    both, counted = len(years.pairs.pairs), len(summary.counted)
    others = "" if both == counted else f"，计入汇总的有 {counted} 个"
    return f"{years.sheet}（同口径 {both} 个单位{others}）"


def both_years(summary: Summary, years: YearOnYear, index: int) -> Value:
    """Return both totals as one text: 86 → 99."""
    measure = summary.form.cells[index].measure
    sides = [
        as_text(_cell(years, index, LAST_COLUMN), years.last[index], measure),
        as_text(_cell(years, index, THIS_COLUMN), years.this[index], measure),
    ]
    if not comparable(years, summary, index):
        sides[0] = f'"{NO_COUNTERPART}"', NO_COUNTERPART
    text = '&" → "&'.join(formula for formula, _ in sides)
    return Formula(text, " → ".join(shown for _, shown in sides))


def as_text(cell: str, value: int | None, measure: Measure) -> tuple[str, str]:
    """Return the number of a cell as part of a formula of text, and as it is shown."""
    if value is None:
        return f'"{_NOTHING}"', _NOTHING
    return _text(cell, measure), _shown(value, measure)


def change_of(summary: Summary, years: YearOnYear, index: int) -> Value:
    """Return the change with its rate: +13（+15.1%）; blank where nothing is compared."""
    measure = summary.form.cells[index].measure
    last, this = years.last[index], years.this[index]
    is_whole = last is not None and this is not None
    if not comparable(years, summary, index) or not (measure.adds or is_whole):
        return ""
    if last is None and this is None:
        return ""
    change = (this or 0) - (last or 0)
    at = _cell(years, index, CHANGE_COLUMN)
    formula = f'IF({at}>0,"+","")&{_text(at, measure)}'
    shown = f"{'+' if change > 0 else ''}{_shown(change, measure)}"
    if measure.adds and last is not None and last > 0:
        rate = _cell(years, index, CHANGE_COLUMN + 1)
        formula += f'&"（"&TEXT({rate},"+0.0%;-0.0%;0.0%")&"）"'
        shown += f"（{_percent(change, last)}）"
    return Formula(formula, shown)


def _cell(years: YearOnYear, index: int, column: int) -> str:
    at = Position(years.sheet, FIRST_INDICATOR_ROW + index, column)
    return reference(at, absolute=False)


def _text(cell: str, measure: Measure) -> str:
    """Return the formula of a number as text: a percentage with its places."""
    if measure.kind is not Kind.PERCENTAGE:
        return cell
    places = f"0.{'0' * measure.places}%" if measure.places else "0%"
    return f'TEXT({cell},"{places}")'


def _shown(value: int, measure: Measure) -> str:
    """Write a number as `_text` does."""
    if measure.kind is not Kind.PERCENTAGE:
        return format_value(value, measure)
    whole, rest = divmod(abs(value), 10**measure.places)
    places = f".{rest:0{measure.places}d}" if measure.places else ""
    return f"{'-' if value < 0 else ''}{whole}{places}%"


def _percent(change: int, last: int) -> str:
    """Write a rate as `TEXT` does: one place, halves away from zero."""
    tenths, rest = divmod(abs(change) * 1000, last)
    tenths += 2 * rest >= last
    sign = "+" if change > 0 else "-" if change < 0 else ""
    return f"{sign}{tenths // 10}.{tenths % 10}%"
