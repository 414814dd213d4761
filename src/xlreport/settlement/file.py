"""Files with their owners and statuses, departments with theirs, and the settlement of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeGuard, TypeVar

from xlreport.base.finding import Finding, quotable
from xlreport.base.public import public
from xlreport.base.text import comparable, one_line
from xlreport.form.open_list import Lines, join_lines
from xlreport.office.roster import Department
from xlreport.reading.one_return import Item, Return, Unread
from xlreport.settlement.status import DepartmentStatus, FileStatus

Item_co = TypeVar("Item_co", bound=Unread | Return, covariant=True)


@public
@dataclass(frozen=True, eq=False, slots=True)
class File(Generic[Item_co]):
    """One file that was received: what was read of it, its department, findings and status.

    `owner` is None where the department is not on the roster, `likely` the department that an
    unreadable file is probably of, by its name or place. Two files of equal content are two files,
    so they are equal only if they are the same object.
    """

    item: Item_co
    owner: Department | None
    findings: tuple[Finding, ...]
    status: FileStatus
    likely: Department | None = None

    __repr__ = one_line(lambda it: f"{it.item.file}: {it.status.value}")

    @property
    def name(self) -> str:
        """Return the file's name as an officer knows it."""
        return self.item.file

    @property
    def department(self) -> str:
        """Return the name of the department: the roster's, else the one written in the file."""
        return self.owner.name if self.owner else self.item.department

    @property
    def code(self) -> str:
        """Return the code of the department: the roster's, else the one written in the file."""
        return self.owner.code if self.owner else self.item.code


AnyFile = File[Unread | Return]


@public
@dataclass(frozen=True, slots=True)
class Filing:
    """The status of one department, and the file whose figures are used, if any."""

    department: Department
    status: DepartmentStatus
    used: File[Return] | None = None

    __repr__ = one_line(lambda it: f"{it.department.code} {it.department.name}: {it.status.value}")


@public
@dataclass(frozen=True, slots=True)
class Settlement:
    """All files in reading order, and all departments in official order.

    The used file of a department is one of `files`.
    """

    files: tuple[AnyFile, ...]
    filings: tuple[Filing, ...]

    __repr__ = one_line(lambda it: f"{len(it.files)} files, {len(it.filings)} departments")


class FileChange(Protocol):
    """A function that copies a file with other findings or another status."""

    def __call__(self, file: File[Item], /) -> File[Item]:
        """Return the changed file."""


def is_return(file: AnyFile) -> TypeGuard[File[Return]]:
    """Tell whether a file could be read as a return."""
    return isinstance(file.item, Return)


def is_named(file: AnyFile, name: str) -> bool:
    """Tell whether a file has a name, as it is shown, as the member of an archive, or as a path."""
    return bool(name) and comparable(name) in names_of(file)


def names_of(file: AnyFile) -> frozenset[str]:
    """Collect the comparable names of a file: as shown, in its archive, and its path.

    A long name, or one with hidden signs, is known by the one that sentences and tables show, too.
    """
    source = file.item.source
    names = (file.name, source.member, str(source.path), source.path.name)
    return frozenset(comparable(each) for name in names for each in (name, quotable(name)) if name)


def change_files(settlement: Settlement, change: FileChange) -> Settlement:
    """Copy a settlement with every file changed, among all files and where it is used."""
    used: dict[AnyFile, File[Return]] = {
        filing.used: change(filing.used) for filing in settlement.filings if filing.used
    }
    others = tuple(file if file in used else change(file) for file in settlement.files)
    return replace_used(replace(settlement, files=others), used)


def replace_used(settlement: Settlement, new: Mapping[AnyFile, File[Return]]) -> Settlement:
    """Copy a settlement with some of the used files replaced; `new` maps each to its successor."""
    filings = (
        replace(filing, used=new[filing.used]) if filing.used and filing.used in new else filing
        for filing in settlement.filings
    )
    files = (new.get(file, file) for file in settlement.files)
    return Settlement(tuple(files), tuple(filings))


def lines_of(key: str, filings: Iterable[Filing]) -> Lines:
    """Join the lines of a list of departments, each of which has a file that is used."""
    return join_lines(
        (filing.department.code, filing.department.name, filing.used.item.lists[key])
        for filing in filings
        if filing.used and key in filing.used.item.lists
    )
