"""The reports of all departments whose returns are accepted, a file each, in one folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError, VerificationError
from xlreport.base.files import file_name, write_file
from xlreport.base.finding import Finding
from xlreport.base.folder import Folder
from xlreport.base.memory import Target
from xlreport.base.period import Period
from xlreport.base.progress import Progress, silent
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.base.workers import PATIENCE, choose_workers
from xlreport.form.form import Form
from xlreport.office.roster import Department
from xlreport.office.theme import Theme, chosen_theme
from xlreport.report.file import build_report, report_ending
from xlreport.report.report import Report, make_report
from xlreport.returns.returns import Returns
from xlreport.summary.verified import verified


@public
class ReportState(StrEnum):
    """What became of the report of one department.

    `UNCHANGED` is one that was there already, byte for byte; `KEPT` a file of its name that holds
    something else, since somebody edited it or the return is another one, and was not replaced.
    """

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REFUSED = "refused"


@public
@dataclass(frozen=True, slots=True)
class ReportFile:
    """The report of one department, as `write_reports` wrote it.

    `path` is where it stands, and `reason` why none was written. `findings` are what the checks
    find in its texts; `drafts` and `unwritten` are the headings of the parts that were made from
    the figures, and of those that somebody has still to write.
    """

    department: Department
    state: ReportState
    path: Path = Path()
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    drafts: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()

    __repr__ = one_line(lambda it: f"{it.department.name} {it.state.value}: {it.path.name}")


@checked
def write_reports(  # noqa: PLR0913 - each has its place in a call
    returns: Returns,
    folder: Target,
    *,
    ending: str = ".docx",
    theme: str | os.PathLike[str] | None = None,
    signed_on: date | None = None,
    verify: bool = True,
    progress: Progress = silent,
    workers: int = 1,
    executor: Executor | None = None,
    patience: float = PATIENCE,
) -> list[ReportFile]:
    """Write the report of every department whose return is accepted, from its own texts.

    A report is written as `write_report` does it, and named as the department's template is. A
    file that is there already is never replaced. A binary file object in place of the `folder`
    gets a zip archive. `ending` is .docx or .html; all are `signed_on` one day. One that cannot be
    written, such as of a file that only one reader can read, has its reason and does not stop the
    others; `progress` is called with the number of departments that are done and the number of
    all. `workers` or an `executor` do the second reading, as they read for `read_returns`. Raises
    `InputError` for another ending, and `OutputError` where a file cannot be written.
    """
    crew = choose_workers(workers, executor, patience)
    report_ending(Path(f"report{ending}"))
    chosen = chosen_theme(theme)
    read = verified(returns, crew) if verify else returns
    put = put_reports(returns, read, folder, chosen, ending, progress, signed_on=signed_on)
    return list(put)


def put_reports(
    returns: Returns,
    read: Returns,
    folder: Target,
    theme: Theme,
    ending: str,
    progress: Progress = silent,
    *,
    signed_on: date | None = None,
) -> Iterator[ReportFile]:
    """Write reports as `write_reports` does; `read` are the same returns, read a second time."""
    place = Folder(folder)
    used = [(filing.department, filing.used.item) for filing in returns.usable if filing.used]
    place.expect(
        _file_name(department, item.period, item.form, ending) for department, item in used
    )
    for number, filing in enumerate(returns.usable, 1):
        yield _put_report(read, filing.department, place, theme, ending, signed_on)
        progress(number, len(returns.usable))
    place.finish()


def _file_name(department: Department, period: Period | None, form: Form, ending: str) -> str:
    title = file_name(department.code, department.name, str(period or ""), form.title)
    return f"{title}{ending}"


def _put_report(
    read: Returns,
    department: Department,
    place: Folder,
    theme: Theme,
    ending: str,
    signed_on: date | None,
) -> ReportFile:
    """Write the report of one department, or say why there is none."""
    try:
        report = make_report(read.only(department.code), signed_on=signed_on)
        data = build_report(report, theme, ending)
    except (InputError, VerificationError) as error:
        return ReportFile(department, ReportState.REFUSED, reason=str(error))
    state, path = _put(place, _file_name(department, report.period, report.form, ending), data)
    return ReportFile(
        department,
        state,
        path,
        findings=report.findings,
        drafts=drafted_headings(report),
        unwritten=unwritten_headings(report),
    )


def _put(place: Folder, name: str, data: bytes) -> tuple[ReportState, Path]:
    """Write a file unless one of its name is there; return what became of it, and its path."""
    if isinstance(place.target, str | os.PathLike):
        path = Path(place.target) / name
        if path.is_file():
            is_same = path.read_bytes() == data
            return (ReportState.UNCHANGED if is_same else ReportState.KEPT), path
    path = place.put(name, data, lambda path, data: write_file(path, data, overwrite=False))
    return ReportState.WRITTEN, path


def drafted_headings(report: Report) -> tuple[str, ...]:
    """List the headings of the parts that were drafted from the figures."""
    return tuple(section.heading for section in report.sections if section.draft)


def unwritten_headings(report: Report) -> tuple[str, ...]:
    """List the headings of the parts that somebody has still to write."""
    return tuple(section.heading for section in report.sections if section.unwritten)
