"""The roster: the departments that must report, to which returns are matched.

Names change and codes do not: a code assigns a return to its department, and a department to its
predecessors of last year.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from xlreport.base.errors import RosterError
from xlreport.base.public import public
from xlreport.base.text import comparable, has_hidden, one_line, visible
from xlreport.office._problems import refuse_problems
from xlreport.office._roster_frame import read_frame
from xlreport.office._roster_rows import (
    COUNTED,
    EXAMPLE_CODES,
    HEADINGS,
    LEVELS,
    Row,
    row_problems,
    split_list,
)

if TYPE_CHECKING:
    import pandas as pd


@public
@dataclass(frozen=True, slots=True)
class Department:
    """One department or township that must report.

    Code and name suffice: it is then of a county, and added up. `order` puts it before others with
    a higher one. `no_duties` are the names or keys, as written, of the duties that it lacks.
    """

    code: str
    name: str
    kind: str = ""
    order: int = 0
    level: str = "县"
    counted: bool = True
    contact: str = ""
    predecessors: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    no_duties: tuple[str, ...] = ()

    __repr__ = one_line(lambda it: f"{it.code} {it.name}")

    def __post_init__(self) -> None:
        """Refuse control characters, which no workbook can contain."""
        for text in (self.code, self.name):
            if any(unicodedata.category(sign) == "Cc" for sign in text):
                raise RosterError(f"单位代码或名称中有不可见的控制字符：{text!r}，请删除。")


@public
@dataclass(frozen=True)
class Roster:
    """All departments in official order, and the name of their file, for messages.

    Raises `RosterError` for what `read_roster` refuses: a code or name that is blank, not usable or
    given twice. Departments are put in order by their `order`; equal ones stay as they are.
    """

    name: str
    departments: tuple[Department, ...]

    __repr__ = one_line(lambda it: f"{it.name}: {len(it.departments)} departments")

    def __post_init__(self) -> None:
        """Order the departments, and refuse those that no file could hold."""
        ordered = tuple(sorted(self.departments, key=lambda department: department.order))
        object.__setattr__(self, "departments", ordered)
        rows = [
            Row(number, dict(zip(HEADINGS, cells_of(each), strict=True)))
            for number, each in enumerate(self.departments, 1)
        ]
        refuse_problems(self.name or "名录", [*row_problems(rows)], "第 {} 个单位")

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, name: str = "单位名录") -> Roster:
        """Make a roster of a frame with a line for each department.

        Its columns, or levels of its index, are those of a roster's file, by their Chinese headings
        or by the fields of `Department`; only code and name are required, and a blank means what it
        means in a file. Raises `RosterError` as `read_roster` does; lines are counted from 1.
        """
        return cls(name, departments_of(read_frame(frame, name)))

    @cached_property
    def by_code(self) -> Mapping[str, Department]:
        """The first department of each code.

        Codes are compared in half width and lower case, without blanks: `D05` is under `d05`.
        """
        # From the last to the first, so that the first remains; the same holds for names.
        return {comparable(each.code): each for each in reversed(self.departments)}

    @cached_property
    def by_name(self) -> Mapping[str, Department]:
        """The first department of each name or other name, which are compared as codes are."""
        return {
            comparable(name): each
            for each in reversed(self.departments)
            for name in (each.name, *each.variants)
        }


def departments_of(rows: Sequence[Row]) -> tuple[Department, ...]:
    """Build the departments, in official order, from rows without problems."""
    departments = [
        Department(
            code=row.texts["code"],
            name=row.texts["name"],
            kind=row.texts["kind"],
            order=int(comparable(row.texts["order"]) or number),
            level=LEVELS[comparable(row.texts["level"])],
            counted=COUNTED[comparable(row.texts["counted"])],
            contact=row.texts["contact"],
            predecessors=split_list(row.texts["predecessors"]),
            variants=split_list(row.texts["variants"]),
            no_duties=split_list(row.texts["no_duties"]),
        )
        for number, row in enumerate(rows, start=1)
    ]
    return tuple(sorted(departments, key=lambda department: department.order))


def cells_of(department: Department) -> list[str]:
    """Return the cells of a department's line in a file, in the order of the headings."""
    return [
        department.code,
        department.name,
        department.kind,
        str(department.order),
        department.level,
        "是" if department.counted else "否",
        department.contact,
        "；".join(department.predecessors),
        "；".join(department.variants),
        "；".join(department.no_duties),
    ]


EXAMPLES = (
    Department(
        code=EXAMPLE_CODES[0],
        name="示例局（请删除本行）",
        kind="政府部门",
        order=1,
        contact="0000-0000000",
    ),
    Department(
        code=EXAMPLE_CODES[1],
        name="示例镇（请删除本行）",
        kind="乡镇",
        order=2,
        level="乡",
        contact="office@example.org",
        predecessors=("EXAMPLE-8", "EXAMPLE-9"),
        variants=("示例镇人民政府", "示例乡"),
    ),
    Department(
        code=EXAMPLE_CODES[2],
        name="示例垂直管理局（请删除本行）",
        kind="垂直管理单位",
        order=3,
        counted=False,
    ),
)
"""Made-up departments that show how to fill in a roster; a roster with one of them is refused."""


def unlisted_department(code: str, name: str, order: int = 0) -> Department:
    """Make the department of a return where no roster lists it; it is counted.

    Code and name may be that of a file, in which hidden signs may stand: they are shown as �.
    """
    return Department(_plain(code), _plain(name), order=order, level="")


def _plain(text: str) -> str:
    return " ".join(visible(text).split()) if has_hidden(text) else text


def find_department(roster: Roster, *, code: str = "", name: str = "") -> Department | None:
    """Find a department by code or, where no code fits, by name or other name.

    If code and name belong to two departments the code decides; the caller compares the names.
    """
    wanted_code, wanted_name = comparable(code), comparable(name)
    # A province has thousands of files and departments: so by an index, not by a search.
    department = roster.by_code.get(wanted_code) if wanted_code else None
    if department is None and wanted_name:
        department = roster.by_name.get(wanted_name)
    return department
