"""Read one file as a return: its identity, labels, cells, blanks and totals, in that order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xlreport.base.finding import make_finding
from xlreport.form.counted import counted_values
from xlreport.form.form import Form
from xlreport.form.library import SHIPPED, Library
from xlreport.form.sheet_names import CHECKS_SHEET, COVER_SHEET, INSTRUCTIONS_SHEET, SUMMARY_SHEETS
from xlreport.form.totals import fill_totals
from xlreport.formats.any_format import open_workbook
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import ZIP_ERRORS, Unreadable
from xlreport.formats.sources import Source
from xlreport.formats.workbook import Package, Workbook
from xlreport.layout.cover import NIL
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Layout, lay_form
from xlreport.layout.stamp import StampKind
from xlreport.layout.summary import lay_summary
from xlreport.reading._beside import derived_sheets
from xlreport.reading._cover import contact_of, cover_findings, one_line_of, period_of
from xlreport.reading._doubtful import doubtful_findings
from xlreport.reading._figure_code import figure_code_of
from xlreport.reading._findings import (
    cell_findings,
    unopened_finding,
    workbook_findings,
)
from xlreport.reading._input_formulas import formula_findings
from xlreport.reading._lines_elsewhere import lines_elsewhere
from xlreport.reading._locate import relocated
from xlreport.reading._locate_list import lists_relocated
from xlreport.reading._read_lists import ListDraft, clear_counted, read_lists
from xlreport.reading._read_tables import read_tables
from xlreport.reading.compared import fingerprint_of
from xlreport.reading.explanations import read_explanations
from xlreport.reading.fields import read_form_fields
from xlreport.reading.identify import Identity, identify, saving_time
from xlreport.reading.no_duty import declared_duties, without_duties
from xlreport.reading.one_return import Return, Unread, located_return, refer
from xlreport.reading.period_findings import period_findings
from xlreport.reading.prefilled import prefilled_findings
from xlreport.reading.seen import as_seen
from xlreport.reading.summary_findings import findings_without_identity, summary_findings
from xlreport.reading.summary_lists import with_lists

# The text of the instructions comes from the form, so nothing is read from that sheet.
TOO_MUCH = (MemoryError, RecursionError)  # ends the reading of one file, but not of all others
TOO_MUCH_FINDING = make_finding("FILE-HOSTILE", reason="读取它所需的内存超过了限度")

_NEVER_READ = frozenset({INSTRUCTIONS_SHEET})


def read_source(source: Source, library: Library = SHIPPED) -> Unread | Return:
    """Read one file; whatever is wrong with it becomes findings, never an exception.

    `library` holds the forms that the file may have.
    """
    if source.passed_over:
        left = make_finding("FILE-PASSED-OVER", what=source.passed_over)
        return located_return(Unread(source, "", (left,)))
    try:
        data = source.read()
    except ZIP_ERRORS as error:
        return located_return(Unread(source, "", (unopened_finding(error),)))
    return located_return(read_bytes(source, data, library))


def read_bytes(source: Source, data: bytes, library: Library = SHIPPED) -> Unread | Return:
    """Read the bytes of one file, as `read_source` does; findings do not yet name the file."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        return _read_workbook(source, digest, data, library)
    except Unreadable as error:
        return Unread(source, digest, (make_finding(error.code, **error.facts),))
    except TOO_MUCH:
        return Unread(source, digest, (TOO_MUCH_FINDING,))


def _read_workbook(source: Source, digest: str, data: bytes, library: Library) -> Unread | Return:
    """Read a workbook; raises `Unreadable`."""
    opened = _open(data, library)
    identity = opened.identity
    if identity.form is None:
        return Unread(source, digest, identity.findings, identity.stamp)
    derived: Sequence[RawSheet] = ()
    if not _is_summary(identity):
        derived = derived_sheets(opened.workbook, opened.package, identity.form)
    item = make_return(source, digest, opened.package, identity.form, identity, derived)
    form, stamped = identity.form, identity.stamp is not None
    explanations, ignored = read_explanations(form, opened.workbook, stamped=stamped)
    if _is_summary(identity):
        item = with_lists(item, opened.workbook)
        more = tuple(summary_findings(form, item, opened.package, opened.workbook))
    else:
        changed = prefilled_findings(item, opened.package)
        about_cover = findings_without_identity(opened.package)
        more = (*period_findings(item), *changed, *about_cover)
    findings = (*identity.findings, *item.findings, *ignored, *more)
    item = replace(item, explanations=explanations, findings=findings)
    return replace(item, fingerprint=fingerprint_of(item, opened.package))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A workbook, the sheets parsed to identify it, and its identity."""

    workbook: Workbook
    package: Package
    identity: Identity


def _open(data: bytes, library: Library) -> _Opened:
    """Open and identify a workbook.

    A summary's additional sheets are not parsed; in any other workbook a sheet of such a name is
    parsed like all others. 检查 is parsed later, and only if its XML may hold explanations, which
    few returns have.
    """
    workbook = open_workbook(data)
    skip = _NEVER_READ
    if workbook.xml(CHECKS_SHEET) is not None:
        skip |= {CHECKS_SHEET}
    package = workbook.read(skip | SUMMARY_SHEETS)
    identity = identify(package, library)
    if not _is_summary(identity) and any(s.name in SUMMARY_SHEETS for s in package.sheets):
        package = workbook.read(skip)
        identity = identify(package, library)
    return _Opened(workbook, package, identity)


def _is_summary(identity: Identity) -> bool:
    return identity.stamp is not None and identity.stamp.kind is StampKind.SUMMARY


def make_return(
    source: Source,
    digest: str,
    package: Package,
    form: Form,
    identity: Identity,
    derived: Sequence[RawSheet] = (),
) -> Return:
    """Read the tables of a workbook whose form is known; findings do not yet name the file.

    `derived` are sheets on which only what was typed beside the form's text is looked for.
    """
    stamp, summary = identity.stamp, _is_summary(identity)
    original = lay_summary(form) if summary else lay_form(form)
    layout = lists_relocated(relocated(original, identity.locations), identity.lists)
    fields = read_form_fields(form, package.sheets, summary=summary)
    if stamp is None:
        # A workbook of the library has a stamp, and patterns of headings take long to compile.
        from xlreport.reading.heading import read_heading

        fields = read_heading(form, package.sheets) | fields
    nil = _nil_tables(form, fields)
    has_formulas = not package.unseen
    draft = read_tables(layout, identity.locations, nil, summary=summary, has_formulas=has_formulas)
    lists = read_lists(layout, identity.lists)
    if lists.lists:
        lists.findings += lines_elsewhere(form, lists.lists, _other_sheets(package, layout, lists))
    period = period_of(form, stamp, fields)
    counted = {} if summary else counted_values(form, lists.lists, period)
    if not has_formulas:
        clear_counted(counted, draft.typed, draft.tables)
    values = _with_totals(form, draft.typed, counted)
    for cells in draft.tables:
        draft.findings += cell_findings(layout, cells, values)
    draft.findings += lists.findings
    computed = [index for cells in draft.tables for index in cells.computed]
    inputs = [*(refer(form, layout.positions, i, "") for i in computed), *lists.computed]
    if inputs and not summary:  # in a summary every input is a formula
        draft.findings += formula_findings(package, inputs)
    draft.findings += doubtful_findings(layout, identity.locations, draft.typed, draft.seen)
    about_workbook = (
        *workbook_findings(package, layout, stamp, derived, lists.beside),
        *cover_findings(form, fields, stamp),
    )
    item = Return(
        source,
        digest,
        form=form,
        stamp=stamp,
        period=period,
        code=(stamp.code if stamp else "") or one_line_of(fields.get(Field(FieldKind.CODE), "")),
        department=one_line_of(fields.get(Field(FieldKind.DEPARTMENT), "")),
        contact=contact_of(fields),
        revision=stamp.revision if stamp else 1,
        modified=saving_time(package, stamp),
        nil=nil,
        judged=_with_typed(values, draft.typed),
        values=values,
        figure_code=figure_code_of(layout, identity, draft.tables, values),
        counts={i: counts for cells in draft.tables for i, counts in cells.counts.items()},
        lists=lists.lists,
        words=draft.words,
        seen=as_seen(draft.seen, len(form.cells)),
        unreadable=frozenset(draft.unreadable),
        blank_totals=frozenset(i for cells in draft.tables for i in cells.blank_totals),
        typed_totals=frozenset(c.index for c in form.totals if draft.typed[c.index] is not None),
        positions=layout.positions,
        texts={str(f.key): text for f, text in fields.items() if f.kind is FieldKind.TEXT},
        findings=(*about_workbook, *draft.findings),
    )
    return without_duties(item, declared_duties(form, fields), COVER_SHEET)


def _other_sheets(package: Package, layout: Layout, lists: ListDraft) -> list[RawSheet]:
    """Return the sheets that are not of the form, and those of lists without the lists."""
    own = {sheet.name for sheet in layout.sheets}
    return [*(sheet for sheet in package.sheets if sheet.name not in own), *lists.beside]


def _nil_tables(form: Form, fields: Mapping[Field, str]) -> frozenset[str]:
    """Collect the keys of the tables that the cover declares nil."""
    keys = [table.key for table in form.tables]
    return frozenset(k for k in keys if fields.get(Field(FieldKind.NIL, k), "").strip() == NIL)


def _with_totals(
    form: Form, typed: Sequence[int | None], counted: Mapping[int, int | None]
) -> tuple[int | None, ...]:
    """Return the values with all totals recomputed, and with cells as lists count them."""
    values = list(typed)
    for index, value in counted.items():
        values[index] = value
    fill_totals(form, values)
    return tuple(values)


def _with_typed(
    values: tuple[int | None, ...], typed: Sequence[int | None]
) -> tuple[int | None, ...]:
    """Return the values with typed totals as typed; mostly they are equal, and then one object."""
    judged = tuple(new if old is None else old for old, new in zip(typed, values, strict=True))
    return values if judged == values else judged
