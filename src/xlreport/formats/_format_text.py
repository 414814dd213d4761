"""The text that a cell shows: its number or text, rendered by its number format.

What is shown is what Excel shows in a column that is wide enough, and LibreOffice where Excel
could not be asked; `tests/formats/shown.json` holds what was seen.
"""

from __future__ import annotations

import operator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlreport.formats._format_code import Condition, parse_code
from xlreport.formats._format_date import show_date
from xlreport.formats._format_number import show_number
from xlreport.formats.cell import NOTHING_SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlreport.formats._format_code import Section

# The display of a number whose format is not understood; no number is read from it.
UNKNOWN: Final = "？"
# Excel fills the column with these where no section fits a number.
_NO_SECTION: Final = "######"
_NUMBER_SECTIONS: Final = 3
_OPERATORS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


def render(code: str, value: float | Decimal | str) -> str:
    """Return what a cell shows of `value` under the number format `code`, as English Excel has it.

    A number is shown as in a column that is wide enough, rounded as the format rounds; a text is
    shown by the section for texts. Never raises: a format that is not understood shows `UNKNOWN`,
    one that shows nothing `NOTHING_SHOWN`.
    """
    sections = parse_code(code)
    if isinstance(value, str):
        shown = _show_text(sections, value)
    else:
        shown = _show_number(sections, value if isinstance(value, Decimal) else significant(value))
    return shown or NOTHING_SHOWN


def has_date(code: str, number: Decimal) -> bool:
    """Tell whether a number is shown as a day or a time."""
    section, _ = _choose(_of_numbers(parse_code(code)), number)
    return section is not None and section.has("date")


def significant(number: float) -> Decimal:
    """Return the 15 digits of a number that Excel keeps: 59237.244899999998 is 59237.2449."""
    return Decimal(f"{number:.15g}")


def _show_text(sections: Sequence[Section], text: str) -> str:
    """Show a text by the section for texts: the fourth, or the last where that has an @."""
    section = sections[-1]
    if len(sections) <= _NUMBER_SECTIONS and not section.has("value"):
        return text
    section = sections[min(len(sections) - 1, _NUMBER_SECTIONS)]
    if not section.known:
        return UNKNOWN
    if section.white:
        return ""
    if section.has("general"):
        return text
    return "".join(text if token.kind == "value" else token.text for token in section.tokens)


def _show_number(sections: Sequence[Section], number: Decimal) -> str:
    section, is_negative = _choose(_of_numbers(sections), number)
    if section is None:
        return _NO_SECTION
    if not section.known:
        return UNKNOWN
    if section.white:
        return ""
    if section.has("date"):
        return show_date(section, number)
    shown = show_number(section, abs(number))
    # What is rounded to 0 has no minus.
    has_minus = is_negative and not set(section.numerals[1:]).isdisjoint(shown)
    return f"-{shown}" if has_minus else shown


def _of_numbers(sections: Sequence[Section]) -> Sequence[Section]:
    """Return the sections for numbers: up to three before the section for texts."""
    is_for_texts = len(sections) > 1 and sections[-1].has("value")
    return sections[: min(len(sections) - is_for_texts, _NUMBER_SECTIONS)]


def _choose(sections: Sequence[Section], number: Decimal) -> tuple[Section | None, bool]:
    """Return the section that shows a number, and whether a minus stands before it.

    Without conditions the sections are for numbers above, below and equal to 0; without a third
    one 0 is shown by the first. A section for negative numbers alone shows no minus of itself, nor
    does any section but the first.
    """
    if len(sections) == 1 and sections[0].condition is None:
        return sections[0], number < 0
    conditions = _conditions(sections)
    for position, (section, condition) in enumerate(zip(sections, conditions, strict=True)):
        if condition is None or _OPERATORS[condition.operator](number, condition.limit):
            is_for_negatives = position > 0 or _only_negative(condition)
            return section, number < 0 and not is_for_negatives
    return None, False


def _conditions(sections: Sequence[Section]) -> list[Condition | None]:
    """Return the conditions of sections, with those of sections that state none."""
    conditions = [section.condition for section in sections]
    if conditions[0] is None:
        conditions[0] = Condition(">" if len(sections) == _NUMBER_SECTIONS else ">=", Decimal(0))
    states_none = sections[0].condition is None or len(sections) == _NUMBER_SECTIONS
    if conditions[1:2] == [None] and states_none:
        conditions[1] = Condition("<", Decimal(0))
    return conditions


def _only_negative(condition: Condition | None) -> bool:
    """Tell whether no number but a negative one meets a condition."""
    return (
        condition is not None
        and condition.limit <= 0
        and (
            condition.operator == "<" or (condition.operator in ("<=", "=") and condition.limit < 0)
        )
    )
