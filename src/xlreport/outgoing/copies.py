"""Annotated copies of many returns: which departments get one, how it is named and written.

Workers build the copies (`_annotated.py`) without loading pandas.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from datetime import date
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import file_name
from xlreport.base.finding import Finding, Severity
from xlreport.base.folder import Folder
from xlreport.base.memory import Target
from xlreport.base.progress import Progress, silent
from xlreport.base.workers import PATIENCE, choose_workers, map_items, refuse_lost
from xlreport.form.library import library_of
from xlreport.form.measure import Values
from xlreport.office.roster import Department
from xlreport.outgoing._annotated import Job, build_copies
from xlreport.outgoing._letter import Answer
from xlreport.past.last_year import earlier_rows
from xlreport.reading.one_return import Return
from xlreport.returns.packing import pack
from xlreport.returns.returns import Returns
from xlreport.settlement.file import File

_SENT_BACK = (Severity.ERROR, Severity.WARNING)
# Also listed: suggestions, and content that a copy does not carry over.
_LISTED = frozenset({"SLIP", "SHEETS-BEYOND", "CONTENT-BEYOND", "COMMENT-BESIDE"})


@checked
def annotate(
    returns: Returns,
    folder: Target,
    progress: Progress = silent,
    *,
    deadline: date | None = None,
    contact: str = "",
    workers: int = 1,
    executor: Executor | None = None,
    patience: float = PATIENCE,
) -> list[Path]:
    """Write an annotated copy for each department whose return has an error or an open warning.

    A binary file object in place of the `folder` gets a zip archive of them.

    The letter in front of a copy (问题清单) names the `deadline`, the last day to answer, and as
    `contact` whom to ask: the county's office, a name, a telephone number.

    A warning is open until the department has explained it or the county has waived it. A copy's
    revision is one higher than that of the return. Returns the paths in the roster's order.
    `workers` processes, or an `executor`, build the copies, as documented for `read_returns`;
    this process writes them. Raises `OutputError` where a file cannot be written; `InputError`
    for published reports, and for workers as `read_returns` does.
    """
    if any(isinstance(item, Return) and item.published for item in returns.items):
        raise InputError(
            "公开发布的报告不能退回；请先转为报送件：用 xlreport.write_imported，"
            "或在命令行用 xlreport import。"
        )
    crew = choose_workers(workers, executor, patience)
    library = library_of(item.form for item in _sent_from(returns))
    jobs = [
        _job(returns, filing.department, filing.used, Answer(filing.status, deadline, contact))
        for filing in returns.settlement.filings
        if filing.used
    ]
    wanted = [job for job in jobs if job is not None]
    place = Folder(folder)
    place.expect(job.name for job in wanted)
    copies = map_items(
        build_copies, library, wanted, lambda _: None, crew, name=lambda job: job.name
    )
    with closing(copies):
        return _write_copies(place, jobs, copies, progress)


def _write_copies(
    folder: Folder, jobs: Sequence[Job | None], copies: Iterator[bytes | None], progress: Progress
) -> list[Path]:
    """Write the copies as they are built, in the order of the jobs; return their paths.

    A copy is None where the worker that built it died.
    """
    paths, lost = [], []
    for number, job in enumerate(jobs, 1):
        if job is not None:
            data = next(copies)
            if data is None:
                lost.append(job.name)
            else:
                paths.append(folder.put(job.name, data))
        progress(number, len(jobs))
    next(copies, None)  # an error of the executor stands behind all answers
    folder.finish()
    refuse_lost(lost)
    return paths


def _sent_from(returns: Returns) -> list[Return]:
    """List the returns as the departments filled them in, not as they were migrated."""
    return [item.as_filed for item in returns.items if isinstance(item, Return)]


def _job(
    returns: Returns, department: Department, file: File[Return], answer: Answer
) -> Job | None:
    """Return what a department's copy is made of; None where there is nothing to correct."""
    item = file.item.as_filed
    listed = [
        finding
        for finding in file.findings
        if finding.severity in _SENT_BACK or finding.code in _LISTED
    ]
    if not any(_is_open(finding) for finding in listed):
        return None
    return Job(
        name=copy_name(department, file.item),
        source=item.source,
        packed=pack(item),
        department=department,
        findings=listed,
        answer=answer,
        last=_last_row(returns, item, department),
    )


def copy_name(department: Department, item: Return) -> str:
    """Return the name of the annotated copy of a department's return."""
    filed = item.as_filed
    name = file_name(
        department.code,
        department.name,
        str(filed.period or ""),
        filed.form.title,
        f"退回件{filed.revision + 1}",
    )
    return f"{name}.xlsx"


def _is_open(finding: Finding) -> bool:
    """Tell whether the department has to act; without this, a copy would be sent for ever."""
    if finding.severity is Severity.WARNING:
        return not (finding.answer or finding.waiver)
    return finding.severity is Severity.ERROR


def _last_row(returns: Returns, item: Return, department: Department) -> Values | None:
    """Return the row of earlier figures, so that the comparisons with them stay in the copy."""
    return earlier_rows(returns.before, item.form, item.period, [department], returns.roster)[0]
