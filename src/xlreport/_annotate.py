"""Annotated copies (退回件): a return sent back with its findings marked, ready to be corrected.

It is written anew from the form, so that formulas and locks are whole again and no mark of an
earlier copy remains; only what was typed is carried over, as it was typed.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xlreport import _style
from xlreport._address import quoted
from xlreport._book import Book, done, write_file
from xlreport._compact import pack, unpack
from xlreport._content import Content, Value
from xlreport._errors import InputError
from xlreport._explanations import explanation_fields
from xlreport._field_reader import read_fields
from xlreport._finding import Finding, Severity
from xlreport._form import Form
from xlreport._grid import Role
from xlreport._importance import by_importance, say_counts
from xlreport._last_year import Row, rows_for
from xlreport._layout import CHECKS_SHEET, INSTRUCTIONS_SHEET, ISSUES_SHEET, Layout, lay_form
from xlreport._list_sheet import Column, write_list
from xlreport._other_formats import read_workbook
from xlreport._package import Package
from xlreport._progress import Progress, silent
from xlreport._return import Return
from xlreport._roster import Department
from xlreport._sheets import open_book
from xlreport._sources import Source
from xlreport._stamp import Stamp, StampKind
from xlreport._template import file_name
from xlreport._theme import default_theme
from xlreport._workers import choose_workers, map_items, refuse_lost

if TYPE_CHECKING:  # a worker builds copies without the frames
    from xlreport._returns import Returns
    from xlreport._status import Filing

_CARRIED = {"contact", "phone", "deadline", "signer", "date", "text"}
_HOW = "请按下面的说明逐项改正：直接在本文件中修改，核对“检查”表页后重新报送本文件。"
_COLUMNS = (
    Column("序号", 7),
    Column("程度", 8),
    Column("位置", 12),
    Column("指标", 40),
    Column("问题", 60),
    Column("怎么办", 46),
)
# Without its format such a number would be read as one when the copy comes back.
_SEEN_OTHERWISE = frozenset({"scaled", "struck", "元", "万元", "亿元"})


def annotate(
    returns: Returns,
    folder: str | os.PathLike[str],
    progress: Progress = silent,
    *,
    workers: int = 1,
    executor: Executor | None = None,
) -> list[Path]:
    """Write an annotated copy for each department whose return has an error or a warning.

    A copy's revision is one higher than that of the return. Gives the paths in the roster's
    order. `workers` processes, or an `executor`, build the copies as `read_returns` says; this
    process writes them. Raises `OutputError` where a file cannot be written, `InputError` for
    published reports and as `read_returns` does for workers.
    """
    if any(item.published for item in returns.items):
        raise InputError("公开发布的报告不能退回；请先用 xlreport import 转为报送件。")
    crew = choose_workers(workers, executor)
    forms = list(dict.fromkeys(item.form for item in _sent_from(returns) if item.form))
    # By department as well: two folders may hold files of one name.
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in returns.found:
        if not finding.replaced:
            found.setdefault((finding.file, finding.department), []).append(finding)
    filings = [filing for filing in returns.settlement.filings if filing.used is not None]
    jobs = [_job(returns, filing, found, forms) for filing in filings]
    wanted = [job for job in jobs if job is not None]
    paths, lost = [], []
    with closing(map_items(_build_chunk, forms, wanted, lambda _: None, crew)) as built:
        for number, job in enumerate(jobs, 1):
            if job is not None:
                data = next(built)
                if data is None:
                    lost.append(job.name)
                else:
                    write_file(Path(folder) / job.name, data)
                    paths.append(Path(folder) / job.name)
            progress(number, len(filings))
    refuse_lost(lost)
    return paths


@dataclass(frozen=True, slots=True)
class _Job:
    """Is what one copy is made of; the return is packed, since a worker has forms of its own."""

    name: str
    source: Source
    packed: bytes
    department: Department
    found: Sequence[Finding]
    last: Row | None


def _sent_from(returns: Returns) -> list[Return]:
    """List the returns as they go back: what was migrated as it was filled in."""
    return [item.as_read or item for item in returns.items]


def _job(
    returns: Returns,
    filing: Filing,
    found: Mapping[tuple[str, str], Sequence[Finding]],
    forms: Sequence[Form],
) -> _Job | None:
    """Say what a department's copy is made of; None where nothing is to be corrected."""
    assert filing.used is not None  # the others have sent nothing that could go back
    item = returns.items[filing.used]
    item = item.as_read or item
    department = filing.department
    about = [f for f in found.get((item.file, department.name), ()) if _goes_back(f)]
    if not any(finding.severity in _SENT_BACK for finding in about):
        return None
    parts = department.code, department.name, str(item.year or ""), f"退回件{item.revision + 1}"
    last = _last_row(returns, item, department)
    packed = pack(item, forms)
    return _Job(f"{file_name(*parts)}.xlsx", item.source, packed, department, about, last)


def _build_chunk(forms: Sequence[Form], jobs: Sequence[_Job]) -> list[bytes | None]:
    return [
        build_annotated(unpack(job.packed, job.source, forms), job.department, job.found, job.last)
        for job in jobs
    ]


_SENT_BACK = (Severity.ERROR, Severity.WARNING)
# A suggestion, and what a copy does not carry over, are listed in it too.
_LISTED = frozenset({"SLIP", "SHEETS-BEYOND", "CONTENT-BEYOND"})
_DERIVED = frozenset({INSTRUCTIONS_SHEET, CHECKS_SHEET})


def _goes_back(finding: Finding) -> bool:
    return finding.severity in _SENT_BACK or finding.code in _LISTED


def _last_row(returns: Returns, item: Return, department: Department) -> Row | None:
    """Give last year's figures: the lines that compare with them, explained or not, stay there."""
    if returns.before is None or item.form is None:
        return None
    return rows_for(returns.before, item.form, [department], returns.roster)[0]


def build_annotated(
    item: Return, department: Department, found: Sequence[Finding], last: Row | None = None
) -> bytes:
    """Build the bytes of one annotated copy; `found` are the findings to be marked in it.

    `last` are last year's figures by cell index (scaled integers).
    """
    assert item.form is not None  # only files that were read are sent back
    layout = lay_form(item.form)
    package = read_workbook(item.source.read(), skip=_DERIVED)
    content = Content(
        Stamp(
            StampKind.ANNOTATED,
            item.form.id,
            item.form.digest,
            item.year,
            department.code,
            item.revision + 1,
        ),
        department=department.name,
        values=_typed(item, package),
        nil=item.nil,
        fields={**carried_fields(layout, package), **explanation_fields(item)},
        marks=remarks(item, found),
        last=last,
        theme=default_theme(),
    )
    return open_book(
        item.form, content, first=lambda book: _write_issues(book, item, found)
    ).to_bytes()


def _typed(item: Return, package: Package) -> dict[int, Value]:
    """Carry over what was typed, wherever its table stood: numbers as numbers, the rest as text."""
    assert item.form is not None  # only files that were read are sent back
    sheets = {sheet.name: sheet.cells for sheet in package.sheets}
    values: dict[int, Value] = {}
    for cell in item.form.inputs:
        place = item.places[cell.index]
        raw = sheets.get(place.sheet, {}).get((place.row, place.column))
        if raw is None or not raw.text:
            continue
        if raw.kind == "number" and raw.shown != "date":
            number = float(raw.text)
            whole = math.isfinite(number) and number == int(number)
            values[cell.index] = (
                int(number) if whole else raw.text if math.isinf(number) else number
            )
        else:
            values[cell.index] = raw.text
        if cell.index in item.unreadable and raw.shown in _SEEN_OTHERWISE:
            values[cell.index] = f"{raw.text}？"
    return values


def carried_fields(layout: Layout, package: Package) -> Mapping[str, str]:
    """Carry over what the clerk wrote outside the tables."""
    fields = read_fields(layout, package.sheets)
    return {name: text for name, text in fields.items() if name.partition(":")[0] in _CARRIED}


def _indexes(item: Return) -> dict[tuple[str, str], int]:
    """Map the addresses in the file that came back to cell indexes."""
    places = enumerate(item.places)
    return {(place.sheet, place.address): index for index, place in places if place.address}


def remarks(item: Return, found: Sequence[Finding]) -> dict[int, str]:
    """Give the remark of each cell that a finding is about, by cell index."""
    indexes = _indexes(item)
    remarks: dict[int, list[str]] = {}
    for finding in found:
        # A wrong total is marked alone: which of its parts is wrong nobody knows.
        for cell in finding.cells[:1] if finding.code == "TOTAL-WRONG" else finding.cells:
            index = indexes.get((cell.sheet, cell.cell))
            # What is only guessed marks no cell that is not marked already.
            if index is not None and (finding.code != "SLIP" or index in remarks):
                said = f"{finding.severity.chinese}：{finding.message}\n{finding.advice}"
                remarks.setdefault(index, []).append(said)
    return {index: "\n".join(dict.fromkeys(said)) for index, said in remarks.items()}


def _write_issues(book: Book, item: Return, found: Sequence[Finding]) -> None:
    """Write the list of what is to be corrected, with links to the cells."""
    found = by_importance(found)
    rows: list[list[Value]] = [
        [
            number,
            finding.severity.chinese,
            f"{finding.sheet}!{finding.cell}" if finding.cell else "",
            finding.path,
            finding.full_message,
            finding.advice,
        ]
        for number, finding in enumerate(found, 1)
    ]
    worksheet = write_list(
        book, ISSUES_SHEET, f"{ISSUES_SHEET}　{say_counts(found)}　{_HOW}", _COLUMNS, rows
    )
    assert item.form is not None  # only files that were read are sent back
    indexes, places = _indexes(item), lay_form(item.form).places
    link = book.style(_style.ROLE[Role.FIGURE])
    for row, finding in enumerate(found, 2):
        index = indexes.get((finding.sheet, finding.cell))
        if index is not None:
            # In the copy every table stands at its own place again.
            place = places[index]
            target = f"internal:{quoted(place.sheet)}!{place.address}"
            shown = f"{place.sheet}!{place.address}"
            done(worksheet.write_url(row, 2, target, link, shown))
    worksheet.protect("", {"format_columns": True, "autofilter": True})
