"""What departments have published (公布核对), department by department, against their returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.sign import Sign
from xlreport.base.text import one_line
from xlreport.office.publication_record import PublishedLine
from xlreport.office.roster import Department

if TYPE_CHECKING:
    import pandas as pd


@public
class PublicationStatus(StrEnum):
    """How what a department has published stands against its return; it is exactly one."""

    EQUAL = "equal"
    OTHER_FIGURES = "other figures"
    OTHER_EDITION = "other edition"
    INCOMPLETE = "incomplete"
    NO_RETURN = "no return to compare with"
    UNREADABLE = "unreadable"
    NOT_FOUND = "not found"

    @property
    def chinese(self) -> str:
        """The words an officer sees."""
        return _WORDS[self]

    @property
    def sign(self) -> Sign:
        """The sign before the words."""
        return _SIGNS.get(self, Sign.OPEN)


_WORDS: Mapping[PublicationStatus, str] = {
    PublicationStatus.EQUAL: "一致",
    PublicationStatus.OTHER_FIGURES: "数字不同",
    PublicationStatus.OTHER_EDITION: "版本不同",
    PublicationStatus.INCOMPLETE: "公布不全",
    PublicationStatus.NO_RETURN: "没有可比的报送件",
    PublicationStatus.UNREADABLE: "无法读取",
    PublicationStatus.NOT_FOUND: "没有找到",
}
_SIGNS: Mapping[PublicationStatus, Sign] = {
    PublicationStatus.EQUAL: Sign.DONE,
    PublicationStatus.NO_RETURN: Sign.DOUBT,
    PublicationStatus.UNREADABLE: Sign.DOUBT,
}


@public
@dataclass(frozen=True, slots=True)
class PublishedCell:
    """One cell with two values, each as a person reads it, empty for a blank.

    `reported` is what the return says, and of a `change` what was published before. `address` is
    the cell's sheet and place in the official form.
    """

    address: str
    path: str
    reported: str
    published: str

    def __str__(self) -> str:
        """Return the cell and its two values: 表三 D6 8→7."""
        return f"{self.address} {self.reported or '空白'}→{self.published or '空白'}"


@public
@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page or Word file of a department, as it was read and compared.

    `published` is the day that the page states. Where it states none, `saved` is the day on which
    the file was last saved: the page was there by then. `differences` are the cells with another
    value than the return, `unread` the official paths of cells that hold no certain value, `texts`
    the headings of parts whose text is not that of the return. `before` and `now` are its lines in
    the record, and `changes` the cells that have changed between. `reason` tells why a file could
    not be read, `edition` the name of its form's edition, 2021年版.
    """

    file: str
    address: str
    form: str
    period: Period | None
    status: PublicationStatus
    published: date | None = None
    saved: date | None = None
    differences: tuple[PublishedCell, ...] = ()
    unread: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    before: PublishedLine | None = None
    now: PublishedLine | None = None
    changes: tuple[PublishedCell, ...] = ()
    reason: str = ""
    edition: str = ""

    __repr__ = one_line(lambda it: f"{it.file}: {it.status.value}")

    @property
    def is_changed(self) -> bool:
        """Tell whether its figures or texts are others than when it was seen before."""
        return bool(self.changes) or self.is_rewritten

    @property
    def is_rewritten(self) -> bool:
        """Tell whether its narrative is another than when it was seen before."""
        return bool(self.before and self.now and self.before.texts != self.now.texts)


@public
@dataclass(frozen=True, slots=True)
class Publication:
    """What one department has published.

    `others` are files of the department that do not count, each with the reason in Chinese, such
    as the report of another year. `days_late` counts from the deadline to the day of publication,
    or to the day of the check where nothing was found; None where no deadline was given or no day
    is known. `gone` is the day on which a page was seen that is no longer there.
    """

    department: Department
    status: PublicationStatus
    pages: tuple[PublishedPage, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    published: date | None = None
    days_late: int | None = None
    gone: date | None = None
    is_accepted: bool = True

    __repr__ = one_line(lambda it: f"{it.department.name}: {it.status.value}")

    @property
    def differences(self) -> tuple[PublishedCell, ...]:
        """The cells of all its pages that differ from the return."""
        return tuple(cell for page in self.pages for cell in page.differences)

    @property
    def is_changed(self) -> bool:
        """Tell whether a page is another than when it was seen before, or gone."""
        return self.gone is not None or any(page.is_changed for page in self.pages)

    @property
    def is_late(self) -> bool:
        """Tell whether it was published after the deadline, or is missing after it."""
        return bool(self.days_late)

    @property
    def is_settled(self) -> bool:
        """Tell whether the figures are equal, in time or not, and those of an accepted return."""
        return self.status is PublicationStatus.EQUAL and self.is_accepted


@public
@dataclass(frozen=True, slots=True)
class Publications:
    """What all departments have published, compared with their returns, in official order.

    `left_out` are the files of no department, each with the reason in Chinese. `record` are the
    lines of the record to keep for the next check.
    """

    period: Period | None
    title: str
    checked: date
    deadline: date | None
    departments: tuple[Publication, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    record: tuple[PublishedLine, ...] = ()

    __repr__ = one_line(lambda it: f"{it.period}: {len(it.departments)} departments")

    @property
    def counts(self) -> Mapping[PublicationStatus, int]:
        """Count the departments by status, in the order of the statuses."""
        counts = Counter(each.status for each in self.departments)
        return {status: counts[status] for status in PublicationStatus if counts[status]}

    @property
    def is_clean(self) -> bool:
        """Tell whether nobody has to act: all equal, or not yet due."""
        waiting = PublicationStatus.NOT_FOUND
        return all(
            each.is_settled or (each.status is waiting and not each.is_late and not each.gone)
            for each in self.departments
        )

    def frame(self) -> pd.DataFrame:
        """Return the cells that differ as a frame.

        Columns: department_code, department, file, address, path, reported, published.
        """
        import pandas as pd

        rows = [
            {
                "department_code": each.department.code,
                "department": each.department.name,
                "file": page.file,
                **asdict(cell),
            }
            for each in self.departments
            for page in each.pages
            for cell in page.differences
        ]
        names = ["department_code", "department", "file", *PublishedCell.__slots__]
        return pd.DataFrame(rows, columns=names)
