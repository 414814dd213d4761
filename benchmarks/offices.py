"""The made-up offices that are measured: departments with numbers, their rosters and returns."""

from __future__ import annotations

from collections.abc import Sequence

from xlreport.base.period import Period
from xlreport.office.roster import Department, Roster
from xlreport.reading.one_return import Return, Unread
from xlreport.returns.received import check_and_settle
from xlreport.returns.returns import Returns

FORM = "ogi-2021"
YEAR = 2026


def department(number: int, prefix: str = "D") -> Department:
    """Make the department of a number; the prefix of its code names its level."""
    return Department(
        code=f"{prefix}{number:05}",
        name=f"第{number}{prefix}局",
        kind="部门",
        order=number,
        level="县",
        counted=True,
        contact="",
        predecessors=(),
        variants=(),
    )


def roster(count: int, prefix: str = "D") -> Roster:
    """Make the roster of the first departments."""
    return Roster("名录.csv", tuple(department(number, prefix) for number in range(count)))


def settle(items: Sequence[Unread | Return], own: Roster | None) -> Returns:
    """Check and settle what was read."""
    return check_and_settle(items, roster=own, period=Period(YEAR), before=None, prefer={})
