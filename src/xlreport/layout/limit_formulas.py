"""The formulas of the columns that a limit computes: the deadline, what is left, and the state.

They look working days up on the sheet of working days by two defined names, and use functions of
Excel 2007. COUNT tells a day from a text, and MAX passes over texts and blanks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xlreport.form.deadline import EXPIRED, Standing
from xlreport.form.limit import Limit, Pair
from xlreport.layout.list_grid import own_cell

WORKDAYS: Final = "workdays"
"""The name of all working days that are known, in their order."""
WORKDAYS_END: Final = "workdays_end"
"""The name of the last day of the years that are known."""


def limit_formulas(limit: Limit) -> Mapping[int, str]:
    """Return the formulas of the computed columns, without "=", by column, to be put `in_row`."""
    formulas = {limit.deadline: _deadline(limit)}
    if limit.left is not None:
        formulas[limit.left] = _left(limit)
    if limit.state is not None:
        formulas[limit.state] = _state(limit)
    return formulas


def _deadline(limit: Limit) -> str:
    """Return the formula of the deadline: so many working days after the term began."""
    days = [str(limit.days)]
    if limit.extended is not None:
        extension = f"MAX(0,{own_cell(limit.extended)})"
        days.append(extension if limit.told is None else f"IF({_is_day(limit.told)},{extension},0)")
    days += (_pause(limit, pair) for pair in limit.pauses)
    found = f"INDEX({WORKDAYS},{_number(_start(limit))}+{'+'.join(days)})"
    return f'IF(OR({_has_no(limit.starts)},{_waits_at_all(limit)}),"",IFERROR({found},""))'


def _start(limit: Limit) -> str:
    """Return the day from which the term runs."""
    first, *restarts = (own_cell(limit.starts), *(own_cell(came) for _, came in limit.restarts))
    return f"MAX({','.join((first, *restarts))})" if restarts else first


def _pause(limit: Limit, pair: Pair) -> str:
    """Return the working days that a pair takes out of the term.

    Up to a day that is not known they cannot be counted: the quotient is an error then.
    """
    asked, came = map(own_cell, pair)
    since = f"MAX({asked},{_start(limit)})"
    count = f"{_number(came)}/({came}<={WORKDAYS_END})-{_number(since)}"
    return f"IF(COUNT({asked},{came})=2,IF({came}>{since},{count},0),0)"


def _left(limit: Limit) -> str:
    """Return the formula of the working days that an open line has left."""
    days = f'IF(TODAY()>{WORKDAYS_END},"",{_days_left(limit)})'
    return f'IF(OR({_has_no(limit.deadline)},{_is_day(limit.ends)}),"",{days})'


def _days_left(limit: Limit) -> str:
    return f"{_number(own_cell(limit.deadline))}-{_number('TODAY()')}"


def _state(limit: Limit) -> str:
    """Return the formula of the words that say how a line stands."""
    closed = f"IF({_is_day(limit.ends)},{_closed(limit)},{_open(limit)})"
    return f'IF({_has_no(limit.starts)},"",{closed})'


def _closed(limit: Limit) -> str:
    is_late = f"INT({own_cell(limit.ends)})>{own_cell(limit.deadline)}"
    in_term = f"IF({is_late},{_say(Standing.CLOSED_LATE)},{_say(Standing.CLOSED)})"
    unknown = _say(Standing.CLOSED_UNKNOWN)
    no_term = f"IF({_waits_at_all(limit)},{_say(Standing.CLOSED)},{unknown})"
    return f"IF({_is_day(limit.deadline)},{in_term},{no_term})"


def _open(limit: Limit) -> str:
    is_urgent = f"{_days_left(limit)}<={limit.warn}"
    state = f"IF({is_urgent},{_say(Standing.URGENT)},{_say(Standing.RUNNING)})"
    state = f"IF(TODAY()>{own_cell(limit.deadline)},{_say(Standing.OVERDUE)},{state})"
    state = f"IF({_has_no(limit.deadline)},{_say(Standing.UNKNOWN)},{state})"
    for pair in reversed((*limit.restarts, *limit.pauses)):
        state = f"IF({_waits(pair)},{_waiting(limit, pair[0])},{state})"
    return state


def _waiting(limit: Limit, asked: int) -> str:
    """Return what to say of a line that waits since the day in a column."""
    words, until = dict(limit.waits)[asked], dict(limit.expires).get(asked)
    if until is None:
        return _say(words)
    is_over = f"AND({_is_day(until)},TODAY()>{own_cell(until)})"
    return f"IF({is_over},{_say(words + EXPIRED)},{_say(words)})"


def _waits(pair: Pair) -> str:
    """Return the condition that a pair has its first day alone."""
    asked, came = map(own_cell, pair)
    return f"COUNT({asked})>COUNT({came})"


def _waits_at_all(limit: Limit) -> str:
    pairs = (*limit.restarts, *limit.pauses)
    return f"OR({','.join(map(_waits, pairs))})" if pairs else "FALSE"


def _is_day(column: int) -> str:
    return f"COUNT({own_cell(column)})=1"


def _has_no(column: int) -> str:
    return f"COUNT({own_cell(column)})=0"


def _number(day: str) -> str:
    """Return the number of the last working day that is not after a day."""
    return f"MATCH({day},{WORKDAYS},1)"


def _say(words: str) -> str:
    return '"{}"'.format(words.replace('"', '""'))
