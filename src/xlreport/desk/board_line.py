"""The lines of the board: one department with its files, and one file with what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xlreport.base.finding import Finding, Severity
from xlreport.base.importance import by_importance
from xlreport.base.public import public
from xlreport.base.sign import Sign
from xlreport.base.text import one_line
from xlreport.desk.file_use import Use
from xlreport.office.roster import Department
from xlreport.settlement.file import AnyFile, Filing
from xlreport.settlement.status import UNKNOWN_FORM, UNOPENED, DepartmentStatus, FileStatus

_FIRST = (Sign.OPEN, Sign.DOUBT)  # of the departments on top; the others follow in their order


@public
@dataclass(frozen=True, eq=False, slots=True)
class BoardFile:
    """One file on the board: what became of it, why, and when it was saved.

    `why` is empty for a file that is counted. `saved` is None where nothing tells it.
    """

    file: AnyFile
    use: Use
    why: str
    saved: datetime | None

    __repr__ = one_line(lambda it: f"{it.file.name}: {it.use.value}")


@public
@dataclass(frozen=True, eq=False, slots=True)
class BoardLine:
    """One department on the board.

    - `files`: all files of the department, the used one first, and dead ones that may be its own.
    - `points`: its open errors and warnings, the most important first.
    - `contact`: whom to call, by the roster, else by the cover of its return.
    - `saved`: when the used file was saved, or the latest one where none is used.
    - `blank_texts`: the headings of narrative parts that the used file lacks, and others have.
    - `days_late`: by how many days its first file came after the deadline; for a department without
      a file, how many have passed since. None where that is not known, 0 in time.
    """

    filing: Filing
    files: tuple[BoardFile, ...]
    points: tuple[Finding, ...]
    contact: str
    saved: datetime | None
    days_late: int | None
    blank_texts: tuple[str, ...]

    __repr__ = one_line(lambda it: f"{it.department.name}: {it.status.value}")

    @property
    def department(self) -> Department:
        """The department."""
        return self.filing.department

    @property
    def status(self) -> DepartmentStatus:
        """The status of the department."""
        return self.filing.status

    @property
    def word(self) -> str:
        """The word for the status; a department of which only dead files came has its own."""
        is_unopened = self.status is DepartmentStatus.MISSING and self.dead
        return UNOPENED if is_unopened else self.status.chinese

    @property
    def dead(self) -> tuple[BoardFile, ...]:
        """The files that cannot be read and are, or are probably, its own."""
        return tuple(each for each in self.files if each.use is FileStatus.UNREADABLE)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The errors to be corrected, those of the file that counts or of those in conflict.

        A photo of the signed page that came beside a return is none of its errors.
        """
        used = self.filing.used
        rivals = (each.file for each in self.files if each.use is FileStatus.CONFLICTING)
        findings = (f for file in ([used] if used else rivals) for f in file.findings)
        return tuple(by_importance(each for each in findings if each.is_open_error))

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The warnings among `points`."""
        return tuple(point for point in self.points if point.severity is Severity.WARNING)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The warnings that nobody has explained or approved yet."""
        return tuple(point for point in self.warnings if not (point.answer or point.waiver))

    @property
    def figure_code(self) -> str:
        """The code that the signed sheets of the used file bear; empty where there is none."""
        used = self.filing.used
        return used.item.as_filed.figure_code if used else ""

    @property
    def is_open(self) -> bool:
        """Whether the department must still report or correct."""
        return not self.status.added_up

    @property
    def sign(self) -> Sign:
        """The sign of the status; that of a department that is not added up is set aside."""
        aside = not self.department.counted and not self.is_open
        return Sign.ASIDE if aside else self.status.sign


def make_line(
    filing: Filing, files: Sequence[BoardFile], deadline: date | None, now: datetime | None
) -> BoardLine:
    """Make the line of a department, whose `files` are those of its code."""
    files = sorted(files, key=lambda each: each.file is not filing.used)
    points = (
        finding
        for each in files
        for finding in each.file.findings
        if not finding.replaced and finding.severity is not Severity.INFO
    )
    times = [each.saved for each in files if each.saved is not None]
    used = next((each.saved for each in files if each.file is filing.used), None)
    return BoardLine(
        filing,
        tuple(files),
        tuple(by_importance(points)),
        filing.department.contact or _contact_on(files),
        used or max(times, default=None),
        _days_late(deadline, min(times, default=None) if files else now),
        _blank_texts(filing),
    )


def _blank_texts(filing: Filing) -> tuple[str, ...]:
    """Return the headings that the notice about the used file names, so that both say the same."""
    if filing.used is None:
        return ()
    notices = (each for each in filing.used.findings if each.code == "NARRATIVE-BLANK")
    named = "".join(each.facts["parts"] for each in notices)
    headings = (text.heading for text in filing.used.item.form.texts)
    return tuple(heading.strip() for heading in headings if f"“{heading}”" in named)


def _contact_on(files: Sequence[BoardFile]) -> str:
    """Return the first contact on the covers of files; empty where none has one."""
    contacts = (each.file.item.contact for each in files)
    return next(filter(None, contacts), "")


def _days_late(deadline: date | None, came: datetime | None) -> int | None:
    if deadline is None or came is None:
        return None
    return max(0, (came.date() - deadline).days)


def urgency(line: BoardLine) -> int:
    """Return the sort key of a department: who must act comes first, then who is doubtful."""
    return _FIRST.index(line.sign) if line.sign in _FIRST else len(_FIRST)


def of_unknown_form(files: Sequence[BoardFile]) -> list[BoardFile]:
    """Choose the workbooks that can be read once the file of their form is named."""
    return [
        file
        for file in files
        if file.use is FileStatus.UNREADABLE
        and any(finding.code == UNKNOWN_FORM for finding in file.file.findings)
    ]


def all_of_unknown_form(files: Sequence[BoardFile]) -> bool:
    """Tell whether every one of some files can be read once the file of its form is named."""
    return len(of_unknown_form(files)) == len(files)
