"""Annotated copies (退回件): a return with its findings marked, to be corrected and sent again.

A copy is written from the form, so that formulas and locks are intact and no mark of an earlier
copy is left; only what was typed is carried over, as it was typed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlreport.base.finding import Finding
from xlreport.form.library import Library
from xlreport.form.measure import Kind, Measure, Values
from xlreport.form.sheet_names import CHECKS_SHEET, INSTRUCTIONS_SHEET
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import RawCell
from xlreport.formats.sources import Source, read_again
from xlreport.formats.workbook import Package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Layout, Position, lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.office.duties import duties_without
from xlreport.office.roster import Department
from xlreport.office.theme import default_theme
from xlreport.outgoing._letter import Answer, write_letter
from xlreport.outgoing._remarks import (
    PlaceInFile,
    indexes_of_places,
    remarks,
    remarks_by_place,
)
from xlreport.outgoing._typed import as_typed
from xlreport.outgoing._typed_lines import (
    places_of_entries,
    position_of_entry,
    remarks_on_lines,
    typed_lines,
)
from xlreport.reading.explanations import explanation_fields
from xlreport.reading.fields import read_fields
from xlreport.reading.one_return import Return
from xlreport.reading.prefilled import prefilled_cells
from xlreport.returns.packing import unpack_return
from xlreport.writing.book import Book
from xlreport.writing.content import Content, Value
from xlreport.writing.workbook import open_book

_CARRIED = {
    FieldKind.CONTACT,
    FieldKind.PHONE,
    FieldKind.DEADLINE,
    FieldKind.DUTY,
    FieldKind.SIGNER,
    FieldKind.SIGNED_ON,
    FieldKind.TEXT,
}
_DERIVED = frozenset({INSTRUCTIONS_SHEET, CHECKS_SHEET})


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to build one copy; the return is packed, since it refers to a form."""

    name: str
    source: Source
    packed: bytes
    department: Department
    findings: Sequence[Finding]
    answer: Answer
    last: Values | None


def build_copies(library: Library, jobs: Sequence[Job]) -> list[bytes | None]:
    """Build the bytes of several copies, in a worker."""
    copies: list[bytes | None] = []
    for job in jobs:
        item = unpack_return(job.packed, job.source, library)
        copies.append(build_annotated(item, job.department, job.findings, job.answer, job.last))
    return copies


def build_annotated(
    item: Return,
    department: Department,
    findings: Sequence[Finding],
    answer: Answer,
    last: Values | None = None,
) -> bytes:
    """Build the bytes of one annotated copy in which the `findings` are marked.

    `answer` stands in the letter in front. `last` is a row of earlier figures (scaled integers).
    Raises `InputError` where the file has changed since it was read.
    """
    layout = lay_form(item.form)
    package = read_workbook(read_again(item.source, item.sha256), skip=_DERIVED)
    content = Content(
        Stamp(
            kind=StampKind.ANNOTATED,
            form=item.form.id,
            digest=item.form.digest,
            period=item.period,
            code=department.code,
            revision=item.revision + 1,
        ),
        department=department.name,
        values=typed_inputs(item, package),
        nil=item.nil,
        no_duties=duties_without(item.form, department),
        fields={**carried_fields(layout, package), **explanation_fields(item)},
        marks=remarks(item, findings),
        lists=typed_lines(item.form, item.lists),
        line_marks=remarks_on_lines(remarks_by_place(findings), item),
        last=last,
        prefilled=prefilled_cells(item.form, package),
        theme=default_theme(),
    )

    def write_front(book: Book) -> None:
        write_letter(book, item, department, answer, findings, _links(item))

    return open_book(item.form, content, first=write_front).to_bytes()


def typed_inputs(item: Return, package: Package) -> dict[int, Value]:
    """Map the inputs to what was typed in the return, wherever its tables are."""
    sheets = {sheet.name: sheet.cells for sheet in package.sheets}
    values: dict[int, Value] = {}
    for cell in item.form.inputs:
        position = item.positions[cell.index]
        raw = sheets.get(position.sheet, {}).get((position.row, position.column))
        if raw is None or not raw.text:
            continue
        value = item.values[cell.index]
        if cell.index in item.unreadable:
            values[cell.index] = _doubtful(raw, cell.measure)
        elif cell.measure.kind is Kind.DATE and value is not None and _is_day(raw):
            values[cell.index] = as_typed(value, cell.measure)
        else:
            values[cell.index] = _content(raw)
    return values


def _doubtful(raw: RawCell, measure: Measure) -> Value:
    """Return the content of an unreadable cell; what only looked wrong gets a mark.

    The look is not carried over: without a mark the number would be accepted next time, and in the
    format of a percentage or a date any number looks right.
    """
    has_format = measure.kind in (Kind.DECIMAL, Kind.PERCENTAGE, Kind.DATE)
    is_number_in_format = raw.kind == "number" and has_format
    if not (raw.display or raw.shown == "struck" or is_number_in_format):
        return _content(raw)
    shown = raw.text if measure.is_number else raw.display.strip() or raw.text
    return f"{shown}？"


def _is_day(raw: RawCell) -> bool:
    return raw.kind == "number" or raw.shown == "date"


def _content(raw: RawCell) -> Value:
    """Return the content of a cell: a number as a number, a date or anything else as text."""
    if raw.kind != "number":
        return raw.text
    number = float(raw.text)
    if math.isinf(number):  # too large; a workbook cannot hold it as a number
        return raw.text
    return int(number) if number.is_integer() else number


def carried_fields(layout: Layout, package: Package) -> Mapping[Field, str]:
    """Return the fields that a clerk fills in outside the tables, with their texts."""
    fields = read_fields(layout, package.sheets)
    return {field: text for field, text in fields.items() if field.kind in _CARRIED}


def _links(item: Return) -> dict[PlaceInFile, Position]:
    """Map the places of cells in the return to their positions in the copy.

    The tables of a return may have been moved; in the copy they are where the form has them.
    """
    positions = lay_form(item.form).positions
    targets = {cell: positions[index] for cell, index in indexes_of_places(item).items()}
    if item.form.lists:
        places = places_of_entries(item).items()
        targets |= {cell: position_of_entry(item.form, place) for cell, place in places}
    return targets
