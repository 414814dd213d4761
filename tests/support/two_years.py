"""A county in two years, whose departments received so many requests in each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from support.county import FORM, write
from support.departments import make_department
from support.filled import all_values, as_return, as_typed, cells_at, find
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.office.roster import Department, Roster
from xlreport.past.last_year import Earlier, LastYear
from xlreport.returns.received import check_and_settle, read_returns
from xlreport.summary.book.book import write_summary
from xlreport.summary.summary import Summary, consolidate
from xlreport.writing.content import Value

PERSON = "requests.received.natural_person"
TOTAL = find(FORM, "requests.received.total")


def inputs(received: int, form: Form = FORM) -> dict[int, int]:
    """Fill a return in which so many requests came in and were granted."""
    return cells_at(form, {PERSON: received, "requests.granted.natural_person": received})


def figures(
    received: Mapping[str, int], form: Form = FORM, *, total: str = "", year: int = 2025
) -> LastYear:
    rows = {code: all_values(form, inputs(number, form)) for code, number in received.items()}
    return LastYear(form, Period(year), rows, {code: f"{code}局" for code in rows}, total)


def two_years(now: Mapping[str, int], before: LastYear | None, *more: Department) -> Summary:
    """Consolidate a county whose departments report these numbers; `more` stand on its roster."""
    known = {department.code for department in more}
    roster = Roster("", (*(make_department(code) for code in now if code not in known), *more))
    items = [as_return(FORM, inputs(number), code=code, year=2026) for code, number in now.items()]
    earlier = Earlier(before, before) if before else None
    returns = check_and_settle(items, roster=roster, period=Period(2026), before=earlier, prefer={})
    return consolidate(returns, name="某县", code="X", verify=False)


def received(number: int, form: Form = FORM) -> dict[int, Value]:
    return as_typed(form, inputs(number, form))


def fill(folder: Path, year: int, **numbers: int) -> Path:
    """Write a folder of returns in which the departments received so many requests."""
    for code, number in numbers.items():
        write(folder / str(year), make_department(code), received(number), year=year)
    return folder / str(year)


def summarise(folder: Path, roster: Roster | None = None) -> Path:
    county = consolidate(read_returns(folder, roster=roster), name="某县", code="X", verify=False)
    return write_summary(county, folder.with_suffix(".xlsx"))
