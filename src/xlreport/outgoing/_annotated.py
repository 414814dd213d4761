"""Annotated copies (退回件): a return sent back with its findings marked, ready to be corrected.

It is written anew from the form, so that formulas and locks are whole again and no mark of an
earlier copy remains; only what was typed is carried over, as it was typed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlreport.base.finding import Finding, Severity
from xlreport.base.importance import by_importance, say_counts
from xlreport.form.library import Library
from xlreport.form.measure import Values
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import Shown
from xlreport.formats.sources import Source, read_again
from xlreport.formats.workbook import Package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.grid import Role
from xlreport.layout.layout import CHECKS_SHEET, INSTRUCTIONS_SHEET, ISSUES_SHEET, Layout, lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.office.roster import Department
from xlreport.office.theme import default_theme
from xlreport.reading.explanations import explanation_fields
from xlreport.reading.fields import read_fields
from xlreport.reading.one_return import Return
from xlreport.returns.packing import unpack_return
from xlreport.writing import style
from xlreport.writing.book import Book
from xlreport.writing.cell import write_link
from xlreport.writing.content import Content, Value
from xlreport.writing.list_sheet import Column, write_list
from xlreport.writing.workbook import open_book

_CARRIED = {
    FieldKind.CONTACT,
    FieldKind.PHONE,
    FieldKind.DEADLINE,
    FieldKind.SIGNER,
    FieldKind.SIGNED_ON,
    FieldKind.TEXT,
}
_HOW = "请直接在本文件中修改：错误须改正，警告请核对。看过“检查”表页后，重新报送本文件。"
_HOW_ELSEWHERE = (
    "本文件不是本年度的报送表，请不要在上面修改："
    "请在本年度下发的报送表上重新填写并报送，下列问题供填写时参考。"
)
_OTHER_EDITION = frozenset({"EDITION", "S-EDITION"})
_COLUMNS = (
    Column("序号", 7),
    Column("程度", 8),
    Column("位置", 12),
    Column("指标", 40),
    Column("问题", 60),
    Column("怎么办", 46),
)
# Without its format such a number would be read as one when the copy comes back.
_SEEN_OTHERWISE: frozenset[Shown] = frozenset({"scaled", "struck", "元", "万元", "亿元"})
_DERIVED = frozenset({INSTRUCTIONS_SHEET, CHECKS_SHEET})


@dataclass(frozen=True, slots=True)
class Job:
    """Is what one copy is made of; the return is packed, since a worker has forms of its own."""

    name: str
    source: Source
    packed: bytes
    department: Department
    found: Sequence[Finding]
    last: Values | None


def build_copies(library: Library, jobs: Sequence[Job]) -> list[bytes | None]:
    """Build the bytes of several copies: what a worker does."""
    copies: list[bytes | None] = []
    for job in jobs:
        item = unpack_return(job.packed, job.source, library)
        copies.append(build_annotated(item, job.department, job.found, job.last))
    return copies


def build_annotated(
    item: Return, department: Department, found: Sequence[Finding], last: Values | None = None
) -> bytes:
    """Build the bytes of one annotated copy; `found` are the findings to be marked in it.

    `last` are last year's figures by cell index (scaled integers). Raises `InputError` where the
    file is not the one any more that was read before.
    """
    layout = lay_form(item.form)
    package = read_workbook(read_again(item.source, item.sha256), skip=_DERIVED)
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


def carried_fields(layout: Layout, package: Package) -> Mapping[Field, str]:
    """Carry over what the clerk wrote outside the tables."""
    fields = read_fields(layout, package.sheets)
    return {field: text for field, text in fields.items() if field.kind in _CARRIED}


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
    elsewhere = any(f.code in _OTHER_EDITION and f.severity is not Severity.INFO for f in found)
    how = _HOW_ELSEWHERE if elsewhere else _HOW
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
        book, ISSUES_SHEET, f"{ISSUES_SHEET}　{say_counts(found)}　{how}", _COLUMNS, rows
    )
    indexes, places = _indexes(item), lay_form(item.form).positions
    look = book.style(style.ROLE[Role.FIGURE])
    for row, finding in enumerate(found, 2):
        index = indexes.get((finding.sheet, finding.cell))
        if index is not None:
            # In the copy every table stands at its own place again.
            place = places[index]
            target = reference(place, absolute=False)
            write_link(worksheet, row, 2, target, look, f"{place.sheet}!{place.address}")
    worksheet.protect("", {"format_columns": True, "autofilter": True})
