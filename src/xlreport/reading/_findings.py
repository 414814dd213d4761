"""The findings of reading one workbook: values read differently, blanks, labels not found.

All cells of a table with the same reading share one finding, so a clerk's habit is reported once.
Unreadable cells are reported one by one, because each has to be corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlreport.base.address import a1, place
from xlreport.base.cell_reference import CellReference
from xlreport.base.errors import system_reason
from xlreport.base.finding import Finding, make_finding, quotable
from xlreport.form.blanks import Blanks
from xlreport.form.check_kind import KINDS, CheckKind
from xlreport.form.form import Form, with_dependents
from xlreport.form.meanings import MEANING, Reading, sentence_of
from xlreport.form.measure import Kind, Measure, format_value
from xlreport.form.parts import Check, Table
from xlreport.form.said import ruled_by
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import RefusedMember
from xlreport.formats.workbook import Package
from xlreport.layout.layout import (
    Layout,
    SheetKind,
    lay_form,
)
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.reading._beside import beyond_findings
from xlreport.reading._cells import TableCells, TakenEntry
from xlreport.reading._locate import TableLocation
from xlreport.reading.identify import saving_time
from xlreport.reading.one_return import refer

_CODES = {"info": "READ-AS", "warning": "FORM", "error": "UNREADABLE"}
_LABELS_NAMED = 3


def unopened_finding(error: BaseException) -> Finding:
    """Make the finding about a file, or a file in an archive, that cannot be opened."""
    if isinstance(error, RefusedMember):
        return make_finding(error.reason.code, **error.reason.facts)
    return make_finding("FILE-UNOPENED", reason=system_reason(error, "压缩包内的文件损坏或加密"))


def location_findings(table: Table, location: TableLocation) -> Iterator[Finding]:
    """Yield the findings about a table that is missing, moved or changed."""
    name = {"table": table.heading}
    if location.candidates:
        yield make_finding("TABLE-AMBIGUOUS", **name, places="、".join(location.candidates))
    elif location.raw is None:
        yield make_finding("LABEL" if location.wrong else "SHEET-MISSING", *location.wrong, **name)
    elif location.missing:
        yield make_finding("LABEL-LOST", *location.wrong, **name, labels=_named(table, location))
    elif location.wrong:
        yield make_finding("LABEL-OTHER", *location.wrong, **name)
    if location.raw is None:
        return
    if location.unassigned:
        yield make_finding("FIGURES-BEYOND", *location.unassigned, **name)
    if location.merged:
        yield make_finding("VALUES-MERGED", *location.merged, **name)
    if location.raw.state != "visible":
        yield make_finding("SHEET-HIDDEN", **name, sheet_name=location.raw.name)
    if location.moved:
        values = [(b.top, b.left) for b in location.sheet.blocks if b.cell >= 0 and b.top >= 0]
        where = place(location.sheet.name, a1(*min(values)))
        yield make_finding("TABLE-MOVED", **name, where=where)


def _named(table: Table, location: TableLocation) -> str:
    """Name a few of the labels, or else of the cells, that were not found."""
    names = location.unmatched or [c.path for c in table.cells if c.index in location.missing]
    more = f"等{len(names)}个" if len(names) > _LABELS_NAMED else ""
    return "、".join(f"“{name}”" for name in names[:_LABELS_NAMED]) + more


def blank_findings(
    layout: Layout, table: Table, blanks: Blanks, seen: Mapping[int, str], *, certain: bool = True
) -> Iterator[Finding]:
    """Yield what the empty-value policy reports about a table, one finding for each case.

    Where blanks are not `certain`, a blank may be an error value that the format hides.
    """
    whole = {"table": table.heading}
    # A cell with "/" or the like has a finding of its own already.
    missing = [index for index in blanks.missing if index not in seen]
    required = [_reference(layout, index, seen) for index in blanks.required]
    if blanks.contradiction:
        numbers = [_reference(layout, index, seen) for index in blanks.contradiction]
        yield make_finding("NIL-CONTRADICTED", *numbers, **whole)
    if blanks.empty:
        first = [*(_reference(layout, index, seen) for index in missing), *required][:1]
        check = layout.form.check_of(CheckKind.BLANK, table.cells[0].index)
        yield ruled_by(check, make_finding("BLANK-TABLE", *first, **whole))
    else:
        yield from _asked_findings(layout, missing, seen, whole)
        if required:
            yield make_finding("BLANK-REQUIRED", *required, **whole)
    if blanks.zeros and not blanks.declared:
        code = "BLANK-ZERO" if certain else "BLANK-ZERO-OTHER"
        yield from _of_each_check(layout, code, blanks.zeros, seen, whole)


def _asked_findings(
    layout: Layout, asked: Iterable[int], seen: Mapping[int, str], whole: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield what is asked for in a table: figures, of which 0 is one, and all else."""
    cells = {True: list[int](), False: list[int]()}
    for index in asked:
        cells[layout.form.cells[index].measure.counts_from_zero].append(index)
    yield from _of_each_check(layout, "BLANK", cells[True], seen, whole)
    yield from _of_each_check(layout, "BLANK-ENTRY", cells[False], seen, whole)


def _of_each_check(
    layout: Layout,
    code: str,
    indexes: Iterable[int],
    seen: Mapping[int, str],
    whole: Mapping[str, str],
) -> Iterator[Finding]:
    """Yield a finding about blank cells for each check that some of them belong to."""
    groups: dict[Check, list[CellReference]] = {}
    for index in indexes:
        check = layout.form.check_of(CheckKind.BLANK, index)
        groups.setdefault(check, []).append(_reference(layout, index, seen))
    for check, references in groups.items():
        yield ruled_by(check, make_finding(code, *references, **whole))


def cell_findings(
    layout: Layout, cells: TableCells, values: Sequence[int | None]
) -> Iterator[Finding]:
    """Yield the findings about readings and totals of one table; `values` are recomputed."""
    form = layout.form
    yield from reading_findings(
        form,
        (
            TakenEntry(
                _reference(layout, index, cells.seen), form.cells[index].measure, reading, index
            )
            for index, reading in cells.readings.items()
        ),
    )
    right, stale = _compare_totals(layout.form, cells, values)
    groups: list[tuple[str, Iterable[int]]] = [
        ("INPUT-LOST", cells.lost),
        ("TOTAL-BLANK", [i for i in cells.blank_totals if values[i] is not None]),
        ("TOTAL-TYPED", right),
        ("SHARE-TYPED", _wrong_shares(layout.form, cells, values)),
        ("TOTAL-CHANGED", cells.changed),
        ("TOTAL-BROKEN", cells.broken),
        ("TOTAL-FAILED", cells.failed),
        ("TOTAL-STALE", stale),
    ]
    for code, indexes in groups:
        references = [_reference(layout, index, cells.seen) for index in indexes]
        if references:
            yield make_finding(code, *references)


def reading_findings(
    form: Form, taken: Iterable[TakenEntry], singly: int | None = None
) -> Iterator[Finding]:
    """Yield the findings about values that were read differently from what was typed.

    Errors are reported cell by cell, as each has to be corrected; of a list, which may have
    thousands, only the first `singly` ones are.
    """
    groups: dict[tuple[str, bool, int, str], list[TakenEntry]] = {}
    for number, entry in enumerate(taken):
        severity = MEANING[entry.reading.meaning].severity
        if severity:
            is_single = severity == "error" and (singly is None or number < singly)
            group = number if is_single else -1
            check = _check_of_entry(form, entry)
            key = entry.reading.meaning, entry.measure.is_number, group, check.id
            groups.setdefault(key, []).append(entry)
    for (name, is_number, *_), entries in groups.items():
        code = "UNIT-UNKNOWN" if name == "unit-unknown" else _CODES[MEANING[name].severity]
        finding = make_finding(
            code if is_number else f"ENTRY-{code}",
            *[entry.reference for entry in entries],
            **_facts(entries[0].measure, entries[0].reading),
        )
        yield ruled_by(_check_of_entry(form, entries[0]), finding)


def _check_of_entry(form: Form, entry: TakenEntry) -> Check:
    """Return the check that a value read differently belongs to."""
    meaning, index = entry.reading.meaning, entry.cell
    if meaning == "fraction" and entry.measure.kind in KINDS[CheckKind.WHOLE].measures:
        return form.check_of(CheckKind.WHOLE, index)
    if meaning == "unit-unknown":
        paired = (c for c in form.checks if c.kind is CheckKind.BOTH_OR_NEITHER)
        about = (c for c in paired if any(index in pair.cells for pair in c.pairs))
        return next(about, form.check_of(CheckKind.REMARK, index))
    return form.check_of(CheckKind.REMARK, index)


def _facts(measure: Measure, reading: Reading) -> dict[str, str]:
    """Say what a reading means and, where a cell shows another number than its own, what it shows.

    A value read is described in words and as a number; an amount has its unit.
    """
    sentence = sentence_of(MEANING[reading.meaning], measure)
    if reading.display:
        display = quotable(reading.display.strip())
        seen = f"“{display}”" if display else "空白"
        shown = f"; the cell shows {display or 'nothing'}"
        return {"sentence": f"单元格显示为{seen}，{sentence}", "shown": shown}
    return {"sentence": sentence, "shown": "", **_taken(measure, reading)}


def _taken(measure: Measure, reading: Reading) -> dict[str, str]:
    """Describe the value read, in words and as a number; an amount has its unit."""
    if reading.words:
        return {"taken": f"读作“{quotable(reading.words)}”", "number": reading.words}
    if reading.value is None:
        return {"taken": "视为空白", "number": "a blank"}
    unit = measure.unit if measure.kind is Kind.MONEY else ""
    number = f"{format_value(reading.value, measure)}{unit}"
    return {"taken": f"读作 {number}", "number": number}


def _compare_totals(
    form: Form, cells: TableCells, values: Sequence[int | None]
) -> tuple[list[int], list[int]]:
    """List totals typed over with the right value, and formulas with a stale saved value."""
    given = {*cells.computed}  # in a summary a counted cell is a sum over departments
    typed = [
        index
        for index, value in cells.typed.items()
        if value is not None and form.cells[index].total and index not in given
    ]
    right = [i for i in typed if cells.typed[i] == values[i]]
    stale = [i for i in cells.intact if i in cells.cached and cells.cached[i] != (values[i] or 0)]
    if stale:
        # SUM skips text and adds up typed totals; the finding about the part explains the total.
        parts = {
            *cells.readings,
            *cells.lost,
            *cells.changed,
            *cells.broken,
            *cells.failed,
            *typed,
        } - {*right}
        explained = with_dependents(form, parts)
        stale = [index for index in stale if index not in explained]
    return right, stale


def _wrong_shares(form: Form, cells: TableCells, values: Sequence[int | None]) -> list[int]:
    """List the shares that were typed and are not what the table gives; totals have a rule."""
    typed = ((i, cells.typed[i]) for i in form.share_of if cells.typed.get(i) is not None)
    return [index for index, value in typed if value != values[index]]


def _reference(layout: Layout, index: int, seen: Mapping[int, str]) -> CellReference:
    return refer(layout.form, layout.positions, index, seen.get(index, ""))


_LOCKED = (SheetKind.COVER, SheetKind.TABLE, SheetKind.LIST)


def workbook_findings(
    package: Package,
    layout: Layout,
    stamp: Stamp | None,
    derived: Sequence[RawSheet] = (),
    beside: Sequence[RawSheet] = (),
) -> Iterator[Finding]:
    """Yield the findings about a workbook as a whole: format, macros, links, locks, extra content.

    `layout` has the tables at their locations; of the sheets in `derived` only what was typed
    beside the form's text is looked for, `beside` are the sheets of lists without the lists. A
    summary has sheets of its own and no locks.
    """
    kind = stamp.kind if stamp else None
    untouched = package.modified and not saving_time(package, stamp)
    if kind is StampKind.ANNOTATED and untouched:
        yield make_finding("UNANSWERED")
    if package.unseen:
        yield make_finding("READ-PARTLY", format=package.other_format, unseen=package.unseen)
    elif package.other_format:
        yield make_finding("READ-OTHER", format=package.other_format)
    if package.macros:
        yield make_finding("MACROS")
    if package.links:
        yield make_finding("LINKS")
    if kind is StampKind.SUMMARY:
        return
    if stamp and not package.unseen:
        yield from _unprotected(package, layout)
    yield from beyond_findings(package, layout, stamp, derived, beside)


def _unprotected(package: Package, layout: Layout) -> Iterator[Finding]:
    """Name the sheets whose protection somebody removed."""
    locked = {sheet.name for sheet in lay_form(layout.form).sheets if sheet.kind in _LOCKED}
    names = [sheet.name for sheet in package.sheets if sheet.name in locked and not sheet.protected]
    if names:
        yield make_finding("UNPROTECTED", names="、".join(names))
