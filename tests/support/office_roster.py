"""Departments for tests."""

from __future__ import annotations

from xlreport.office.roster import Department


def make_department(
    code: str,
    name: str = "",
    *,
    level: str = "县",
    counted: bool = True,
    predecessors: tuple[str, ...] = (),
) -> Department:
    """Make a department with the fields that a test is about."""
    return Department(
        code=code,
        name=name or f"{code}局",
        kind="部门",
        order=1,
        level=level,
        counted=counted,
        contact="",
        predecessors=predecessors,
        variants=(),
    )
