"""The made-up offices that are measured: departments with numbers, and their rosters."""

from __future__ import annotations

from xlreport.office.roster import Department, Roster

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
