"""The statuses of files and departments, with their Chinese words."""

from __future__ import annotations

from enum import StrEnum

from xlreport.base.public import public
from xlreport.base.sign import Sign


@public
class FileStatus(StrEnum):
    """The status of a file; each file has exactly one."""

    USED = "used"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    CONFLICTING = "conflicting"
    NOT_ON_ROSTER = "not on the roster"
    ATTACHMENT = "attachment"
    UNREADABLE = "unreadable"
    IGNORED = "ignored"

    @property
    def chinese(self) -> str:
        """Return the words an officer sees."""
        return _FILE_WORDS[self]

    @property
    def sign(self) -> Sign:
        """The sign before the words; what nobody needs to act on is set aside."""
        return _FILE_SIGNS.get(self, Sign.ASIDE)


@public
class DepartmentStatus(StrEnum):
    """The status of a department; each department has exactly one."""

    ACCEPTED = "accepted"
    WARNINGS = "accepted with warnings"
    NIL = "nil return"
    RETURNED = "returned for correction"
    CONFLICT = "conflict"
    MISSING = "missing"

    @property
    def chinese(self) -> str:
        """Return the words an officer sees."""
        return _DEPARTMENT_WORDS[self]

    @property
    def sign(self) -> Sign:
        """The sign before the words."""
        return _DEPARTMENT_SIGNS[self]

    @property
    def added_up(self) -> bool:
        """Tell whether the figures of such a department go into the totals."""
        return self in (DepartmentStatus.ACCEPTED, DepartmentStatus.WARNINGS, DepartmentStatus.NIL)


OPEN_STATUSES = (DepartmentStatus.MISSING, DepartmentStatus.RETURNED, DepartmentStatus.CONFLICT)
"""The statuses of departments that must still act, the most urgent first."""

UNOPENED = "收到了，但打不开"
"""The word for a missing department of which nothing but dead files has come."""

UNKNOWN_FORM = "FORM-UNKNOWN"
"""The finding of a workbook that can be read once the file of its form is given."""

_FILE_WORDS = {
    FileStatus.USED: "已采用",
    FileStatus.DUPLICATE: "重复报送",
    FileStatus.SUPERSEDED: "已被取代",
    FileStatus.CONFLICTING: "数据冲突",
    FileStatus.NOT_ON_ROSTER: "不在名录",
    FileStatus.ATTACHMENT: "附件",
    FileStatus.UNREADABLE: "无法读取",
    FileStatus.IGNORED: "不采用",
}
_DEPARTMENT_WORDS = {
    DepartmentStatus.ACCEPTED: "通过",
    DepartmentStatus.WARNINGS: "通过（有警告）",
    DepartmentStatus.NIL: "零报送",
    DepartmentStatus.RETURNED: "退回修改",
    DepartmentStatus.CONFLICT: "数据冲突",
    DepartmentStatus.MISSING: "未报送",
}
_FILE_SIGNS = {
    FileStatus.USED: Sign.DONE,
    FileStatus.CONFLICTING: Sign.OPEN,
    FileStatus.NOT_ON_ROSTER: Sign.DOUBT,
    FileStatus.UNREADABLE: Sign.OPEN,
}
_DEPARTMENT_SIGNS = {
    DepartmentStatus.ACCEPTED: Sign.DONE,
    DepartmentStatus.WARNINGS: Sign.DOUBT,
    DepartmentStatus.NIL: Sign.NIL,
    DepartmentStatus.RETURNED: Sign.OPEN,
    DepartmentStatus.CONFLICT: Sign.OPEN,
    DepartmentStatus.MISSING: Sign.OPEN,
}
