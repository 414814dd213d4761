"""Reading one file as a return: identity, labels, cells, blanks, totals, in that order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlreport._blanks import settle_blanks
from xlreport._container import ZIP_ERRORS
from xlreport._cover import NIL
from xlreport._finding import Finding, make_finding
from xlreport._form import Form, fill_totals
from xlreport._identify import identify
from xlreport._layout import CHECKS_SHEET, INSTRUCTIONS_SHEET, Layout, lay_form
from xlreport._locate import Found, locate, relocated
from xlreport._package import Package, Unreadable, read_package
from xlreport._package import Sheet as RawSheet
from xlreport._reading_findings import (
    blank_findings,
    cell_findings,
    place_findings,
    workbook_findings,
)
from xlreport._return import Return
from xlreport._sources import Source
from xlreport._stamp import Stamp, StampKind
from xlreport._table_reader import TableCells, read_table

# What stands there is derived from the form and the tables; nothing is read from it.
_OURS_ALONE = frozenset({INSTRUCTIONS_SHEET, CHECKS_SHEET})


def read_source(source: Source, forms: Sequence[Form] = ()) -> Return:
    """Read one file; whatever is wrong with it becomes findings, never an exception.

    `forms` are forms that do not come with the library, such as a county's own.
    """
    try:
        data = source.read()
    except ZIP_ERRORS as error:
        reason = getattr(error, "strerror", None) or "压缩包内的文件损坏或加密"
        return _located(_refused(source, "", make_finding("FILE-UNOPENED", reason=str(reason))))
    return _located(read_bytes(source, data, forms))


def read_bytes(source: Source, data: bytes, forms: Sequence[Form]) -> Return:
    """Read the bytes of one file, as `read_source` does; findings do not yet name the file."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        package = read_package(data, skip=_OURS_ALONE)
    except Unreadable as error:
        return _refused(source, digest, make_finding(error.code, **error.facts))
    identity = identify(package, forms)
    if identity.form is None:
        refused = Return(source, digest, stamp=identity.stamp, findings=identity.findings)
        return replace(refused, code=identity.stamp.code if identity.stamp else "")
    found = _make_return(source, digest, package, identity.form, identity.stamp)
    return replace(found, findings=(*identity.findings, *found.findings))


def _refused(source: Source, digest: str, finding: Finding) -> Return:
    return Return(source, digest, findings=(finding,))


def _located(found: Return) -> Return:
    """Copy the return with its findings told whose they are."""
    findings = tuple(found.told(finding, found.department) for finding in found.findings)
    return replace(found, findings=findings)


def _read_fields(layout: Layout, sheets: Mapping[str, RawSheet]) -> dict[str, str]:
    """Read the fields of the cover and of the narrative, by name; blank ones are left out."""
    fields = {}
    for name, place in layout.fields.items():
        sheet = sheets.get(place.sheet)
        cell = sheet.cells.get((place.row, place.column)) if sheet else None
        if cell and cell.text.strip():
            fields[name] = cell.text
    return fields


@dataclass(slots=True)
class _Draft:
    """Collects what is read of all tables; `typed` is by cell index, None where missing."""

    typed: list[int | None]
    seen: dict[int, str] = field(default_factory=dict)
    unreadable: set[int] = field(default_factory=set)
    tables: list[TableCells] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def _read_tables(
    layout: Layout, found: Sequence[Found], nil: frozenset[str], *, summary: bool
) -> _Draft:
    """Read the value cells of every table that was found, at the places of `layout`."""
    form = layout.form
    draft = _Draft([None] * len(form.cells))
    for table, place in zip(form.tables, found, strict=True):
        draft.findings += place_findings(table, place)
        if place.raw is None:
            draft.unreadable.update(cell.index for cell in table.cells)
            continue
        cells = read_table(form, table, place.raw.cells, layout.places, summary=summary)
        draft.tables.append(cells)
        draft.seen |= cells.seen
        draft.unreadable |= cells.unreadable
        for index, value in cells.typed.items():
            draft.typed[index] = value
        is_nil = table.key in nil
        blanks = settle_blanks(table, draft.typed, cells.unreadable, nil=is_nil, summary=summary)
        for index in blanks.zeros:
            draft.typed[index] = 0
        draft.findings += blank_findings(layout, table, blanks, draft.seen)
    return draft


def _make_return(
    source: Source, digest: str, package: Package, form: Form, stamp: Stamp | None
) -> Return:
    places = locate(lay_form(form), package)
    layout = relocated(lay_form(form), places)
    fields = _read_fields(layout, {sheet.name: sheet for sheet in package.sheets})
    declared = (t.key for t in form.tables if fields.get(f"nil:{t.key}", "").strip() == NIL)
    nil = frozenset(declared)
    summary = stamp is not None and stamp.kind is StampKind.SUMMARY
    draft = _read_tables(layout, places, nil, summary=summary)
    values = list(draft.typed)
    fill_totals(form, values)
    judged = [new if old is None else old for old, new in zip(draft.typed, values, strict=True)]
    for cells in draft.tables:
        draft.findings += cell_findings(layout, cells, values, summary=summary)
    return Return(
        source,
        digest,
        form=form,
        stamp=stamp,
        year=(stamp.year if stamp else None) or _year_of(fields),
        code=(stamp.code if stamp else "") or fields.get("code", "").strip(),
        department=fields.get("department", "").strip(),
        revision=stamp.revision if stamp else 1,
        modified=package.modified,
        nil=nil,
        judged=tuple(judged),
        values=tuple(values),
        seen=draft.seen,
        unreadable=frozenset(draft.unreadable),
        blank_totals=frozenset(i for cells in draft.tables for i in cells.blank_totals),
        places=layout.places,
        texts={name[5:]: text for name, text in fields.items() if name.startswith("text:")},
        findings=(
            *workbook_findings(package, layout, stamp),
            *draft.findings,
        ),
    )


def _year_of(fields: Mapping[str, str]) -> int | None:
    """Read the year that a clerk wrote on the cover: 2026, 2026年, 2026.0."""
    digits = fields.get("year", "").strip().removesuffix("年").removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 4 else None
