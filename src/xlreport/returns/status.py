"""What becomes of files and departments: every status, and its Chinese words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xlreport.base.finding import Finding
from xlreport.base.text import one_line
from xlreport.office.roster import Department


class FileStatus(StrEnum):
    """Says what became of a file; each file has exactly one."""

    USED = "used"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    CONFLICTING = "conflicting"
    NOT_ON_ROSTER = "not on the roster"
    UNREADABLE = "unreadable"

    @property
    def chinese(self) -> str:
        """Give the words an officer sees."""
        return _FILE_WORDS[self]


class DepartmentStatus(StrEnum):
    """Says how a department stands; each department has exactly one."""

    ACCEPTED = "accepted"
    WARNINGS = "accepted with warnings"
    NIL = "nil return"
    RETURNED = "returned for correction"
    CONFLICT = "conflict"
    MISSING = "missing"

    @property
    def chinese(self) -> str:
        """Give the words an officer sees."""
        return _DEPARTMENT_WORDS[self]

    @property
    def added_up(self) -> bool:
        """Tell whether the figures of such a department go into the totals."""
        return self in (DepartmentStatus.ACCEPTED, DepartmentStatus.WARNINGS, DepartmentStatus.NIL)


_FILE_WORDS = {
    FileStatus.USED: "已采用",
    FileStatus.DUPLICATE: "重复报送",
    FileStatus.SUPERSEDED: "已被取代",
    FileStatus.CONFLICTING: "数据冲突",
    FileStatus.NOT_ON_ROSTER: "不在名录",
    FileStatus.UNREADABLE: "无法读取",
}
_DEPARTMENT_WORDS = {
    DepartmentStatus.ACCEPTED: "通过",
    DepartmentStatus.WARNINGS: "通过（有警告）",
    DepartmentStatus.NIL: "零报送",
    DepartmentStatus.RETURNED: "退回修改",
    DepartmentStatus.CONFLICT: "数据冲突",
    DepartmentStatus.MISSING: "未报送",
}


@dataclass(frozen=True, slots=True)
class Filing:
    """Is how one department stands, and the number of the file that is used for it, if any."""

    department: Department
    status: DepartmentStatus
    used: int | None = None

    __repr__ = one_line(lambda it: f"{it.department.code} {it.department.name}: {it.status.value}")


@dataclass(frozen=True, slots=True)
class Settlement:
    """Is what became of every file and department; findings are by the number of the file."""

    files: tuple[FileStatus, ...]
    filings: tuple[Filing, ...]
    findings: tuple[tuple[int, Finding], ...]

    __repr__ = one_line(lambda it: f"{len(it.files)} files, {len(it.filings)} departments")
