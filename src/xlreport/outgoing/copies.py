"""Annotated copies of many returns: which departments get one back, named, built and written.

Apart from the copy itself (`_annotate.py`), which workers build without loading any frame.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor
from contextlib import closing
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import file_name, write_file
from xlreport.base.finding import Finding, Severity
from xlreport.base.workers import Progress, choose_workers, map_items, refuse_lost, silent
from xlreport.form.library import library_of
from xlreport.form.measure import Values
from xlreport.office.roster import Department
from xlreport.outgoing._annotated import Job, build_copies
from xlreport.reading.one_return import Return
from xlreport.returns.file import File
from xlreport.returns.last_year import rows_for
from xlreport.returns.packing import pack
from xlreport.returns.returns import Returns

_SENT_BACK = (Severity.ERROR, Severity.WARNING)
# A suggestion, and what a copy does not carry over, are listed in it too.
_LISTED = frozenset({"SLIP", "SHEETS-BEYOND", "CONTENT-BEYOND"})


@checked
def annotate(
    returns: Returns,
    folder: str | os.PathLike[str],
    progress: Progress = silent,
    *,
    workers: int = 1,
    executor: Executor | None = None,
) -> list[Path]:
    """Write an annotated copy for each department whose return has an error or an open warning.

    A warning is open until the department has explained it or the county has waived it. A copy's
    revision is one higher than that of the return. Gives the paths in the roster's order.
    `workers` processes, or an `executor`, build the copies as `read_returns` says; this
    process writes them. Raises `OutputError` where a file cannot be written, `InputError` for
    published reports and as `read_returns` does for workers.
    """
    if any(isinstance(item, Return) and item.published for item in returns.items):
        raise InputError("公开发布的报告不能退回；请先用 xlreport import 转为报送件。")
    crew = choose_workers(workers, executor)
    library = library_of(item.form for item in _sent_from(returns))
    jobs = [
        _job(returns, filing.department, filing.used)
        for filing in returns.settlement.filings
        if filing.used
    ]
    wanted = [job for job in jobs if job is not None]
    paths, lost = [], []
    with closing(map_items(build_copies, library, wanted, lambda _: None, crew)) as built:
        for number, job in enumerate(jobs, 1):
            if job is not None:
                data = next(built)
                if data is None:
                    lost.append(job.name)
                else:
                    write_file(Path(folder) / job.name, data)
                    paths.append(Path(folder) / job.name)
            progress(number, len(jobs))
    refuse_lost(lost)
    return paths


def _sent_from(returns: Returns) -> list[Return]:
    """List the returns as they go back: what was migrated as it was filled in."""
    return [item.as_read or item for item in returns.items if isinstance(item, Return)]


def _job(returns: Returns, department: Department, file: File[Return]) -> Job | None:
    """Say what a department's copy is made of; None where nothing is to be corrected."""
    item = file.item.as_read or file.item
    about = [finding for finding in file.findings if _goes_back(finding)]
    if not any(_is_open(finding) for finding in about):
        return None
    parts = department.code, department.name, str(item.year or ""), f"退回件{item.revision + 1}"
    last = _last_row(returns, item, department)
    packed = pack(item)
    return Job(f"{file_name(*parts)}.xlsx", item.source, packed, department, about, last)


def _goes_back(finding: Finding) -> bool:
    return finding.severity in _SENT_BACK or finding.code in _LISTED


def _is_open(finding: Finding) -> bool:
    """Tell whether a department still has to do something: else a copy would go out for ever."""
    is_answered = bool(finding.answer or finding.waiver)
    return finding.severity is Severity.ERROR or (
        finding.severity is Severity.WARNING and not is_answered
    )


def _last_row(returns: Returns, item: Return, department: Department) -> Values | None:
    """Give last year's figures: the lines that compare with them, explained or not, stay there."""
    if returns.before is None:
        return None
    return rows_for(returns.before, item.form, [department], returns.roster)[0]
