"""Departments, and rosters of them."""

from __future__ import annotations

from dataclasses import replace

from xlreport.office.roster import Department, Roster


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


def unchecked(*departments: Department) -> Roster:
    """Make a roster as no file gives it, to see what else stands in the way of odd texts."""
    roster = object.__new__(Roster)
    object.__setattr__(roster, "name", "")
    object.__setattr__(roster, "departments", departments)
    return roster


def number_departments(count: int) -> Roster:
    """Make a roster of departments whose codes are D01, D02 and so on."""
    departments = (make_department(f"D{number:02}") for number in range(1, count + 1))
    return Roster("名录.csv", tuple(departments))


def owners(*names: str) -> list[tuple[str, str]]:
    """Give the names of departments the codes D1, D2 and so on."""
    return [(f"D{number}", name) for number, name in enumerate(names, 1)]


# As a roster with no more than codes and names gives it: no kind.
HEALTH = replace(make_department("HEALTH", "卫生健康局"), kind="")
