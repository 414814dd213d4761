"""Counties in two years, with the figures that a test says and 0 in all other cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from support.departments import make_department
from support.filled import all_values, as_return, cells_at
from xlreport import Form, Returns, Roster
from xlreport.base.period import Period
from xlreport.past.last_year import Earlier, LastYear
from xlreport.returns.received import check_and_settle

LICENCES = "proactive.licences.decisions"
PENALTIES = "proactive.penalties.decisions"
COERCIVE = "proactive.coercive_measures.decisions"
FEES = "proactive.fees.fees_amount"
WAN = 10**6  # 分
Numbers = Mapping[str, int]
USUAL = ({LICENCES: 120, FEES: 31 * WAN}, {LICENCES: 95}, {LICENCES: 66}, {LICENCES: 77})


def county(
    form: Form,
    *now: Numbers,
    last: tuple[Numbers, ...] = (),
    older: tuple[tuple[Numbers, ...], ...] = (),
    **more: object,
) -> Returns:
    """Settle a county whose departments report these figures, and in the years before those."""
    roster = Roster("", tuple(make_department(f"D{n:02}") for n in range(len(now))))
    items = [
        replace(as_return(form, cells_at(form, each), code=who.code, year=2026), **more)  # type: ignore[arg-type]
        for who, each in zip(roster.departments, now, strict=True)
    ]
    years = []
    for number, figures in enumerate(filter(None, (last, *older))):
        rows = {
            who.code: all_values(form, cells_at(form, each))
            for who, each in zip(roster.departments, figures, strict=True)
        }
        period, names = Period(2025 - number), {code: code for code in rows}
        word = "上年" if not number else period.title
        years.append(LastYear(form, period, rows, names, word=word))
    before = Earlier(years[0], years[0], tuple(years[1:])) if years else None
    period = Period(2026)
    return check_and_settle(items, roster=roster, period=period, before=before, prefer={})
