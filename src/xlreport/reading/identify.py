"""Identify the form of a workbook: by its stamps, or by the labels of the forms in the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlreport.base.finding import Finding, make_finding
from xlreport.base.local_time import local_time
from xlreport.form.form import Form, told_apart
from xlreport.form.library import Library, shipped_with_annex
from xlreport.form.sheet_names import STAMP_SHEET
from xlreport.formats.workbook import Package
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import PROPERTY, Stamp, StampKind, made_at, parse_stamp
from xlreport.reading._label_sheet import label_sheets
from xlreport.reading._locate import TableLocation, count_matched, locate
from xlreport.reading._locate_list import ListLocation, locate_lists

_LEAST_SHARE = 0.8  # of a form's cells, in a workbook without a stamp
_FRONT_SHEETS = 2  # the cover, behind the list of issues in an annotated copy
_STAMP_COLUMNS = 2  # the stamp stands in the cover's first column; a shifted sheet has a margin


@dataclass(frozen=True, slots=True)
class Identity:
    """The form and stamp of a workbook, and the locations of the form's tables in it.

    `form` is None where neither stamp nor labels identify it. A summary has no locations of lists,
    whose lines stand on sheets of their own.
    """

    form: Form | None
    stamp: Stamp | None
    findings: tuple[Finding, ...]
    locations: Sequence[TableLocation] = ()
    lists: Sequence[ListLocation] = ()


def saving_time(package: Package, stamp: Stamp | None) -> str:
    """Return the local time at which the workbook was saved; empty where nobody saved it.

    A workbook that the library wrote states the first day of its year, until somebody saves it.
    """
    period = stamp.period if stamp else None
    if period and package.modified == f"{made_at(period.year):%Y-%m-%dT%H:%M:%SZ}":
        return ""
    return local_time(package.modified)


def identify(package: Package, library: Library, *, least_share: float = _LEAST_SHARE) -> Identity:
    """Identify the form of a workbook by its stamps, else by the labels of the library's forms.

    In a workbook without a stamp at least `least_share` of a form's cells have to be matched.
    """
    stamps = list(dict.fromkeys(_stamps(package)))
    if not stamps:
        return _by_labels(package, library, least_share)
    stamp = stamps[0]
    findings = []
    if len(stamps) > 1:
        first, second = (_said(each, library) for each in stamps[:2])
        findings.append(make_finding("STAMP-DISAGREES", first=first, second=second))
    form = library.by_id(stamp.form)
    if form is None:
        findings.append(make_finding("FORM-UNKNOWN", form=stamp.form))
        return Identity(None, stamp, tuple(findings))
    locations = locate(lay_form(form), package)
    is_summary = stamp.kind is StampKind.SUMMARY
    lists = () if is_summary else locate_lists(form, package)
    if not _is_whole(locations):
        other = _other_form(form, package, library)
        if other is not None:
            stamped, found = told_apart(form, other.form)
            findings.append(make_finding("FORM-REPLACED", form=stamped, other=found))
            return Identity(other.form, stamp, tuple(findings), other.locations, other.lists)
    if not any(map(stamp.matches, (form.digest, *form.revised_digests))):
        findings.append(make_finding("FORM-REVISED", form=form.name))
    return Identity(form, stamp, tuple(findings), locations, lists)


def _said(stamp: Stamp, library: Library) -> str:
    """Return what a stamp says in words: 2021年版、2026年度、单位代码 D05、第1次."""
    form = library.by_id(stamp.form)
    words = [form.name if form else stamp.form]
    words += [stamp.period.chinese] if stamp.period else []
    words += [f"单位代码 {stamp.code}"] if stamp.code else []
    return "、".join([*words, f"第{stamp.revision}次下发"])


def _stamps(package: Package) -> Iterator[Stamp]:
    texts = [package.properties.get(PROPERTY, "")]
    for sheet in package.sheets:
        if sheet.name == STAMP_SHEET:
            texts += [cell.text for cell in sheet.cells.values()]
    for sheet in package.sheets[:_FRONT_SHEETS]:
        texts += [c.text for (_, column), c in sheet.cells.items() if column < _STAMP_COLUMNS]
    for text in texts:
        if text.startswith("xlreport:"):
            stamp = parse_stamp(text)
            if stamp is not None:
                yield stamp


@dataclass(frozen=True, slots=True)
class _Fit:
    """How much of a form was matched in a workbook: the share of its cells and their number.

    The columns of lists count as cells.
    """

    form: Form
    locations: Sequence[TableLocation]
    lists: Sequence[ListLocation]
    share: float
    cells: int


def _by_labels(package: Package, library: Library, least_share: float) -> Identity:
    """Identify the form whose tables are in a workbook, whole or nearly so.

    Of several whole forms the largest is taken, since an annex is part of a larger form. Two forms
    matched in part and equally well are refused. A form with an annex of which nothing is matched
    counts as the form alone.
    """
    fits = sorted(_fits(package, library), key=lambda fit: fit.share, reverse=True)
    first, *others = sorted(fits, key=_rank, reverse=True)
    equals = [fit for fit in others if _rank(fit) == _rank(first)]
    is_ambiguous = first.share < 1 and not all(_is_part(first.form, fit.form) for fit in equals)
    if first.share < least_share or is_ambiguous:
        return Identity(None, None, (_refusal(fits, least_share),))
    form = _with_annex(first, others)
    missing = make_finding("STAMP-MISSING", form=form.name)
    if form is first.form:
        return Identity(form, None, (missing,), first.locations, first.lists)
    locations = locate(lay_form(form), package)
    return Identity(form, None, (missing,), locations, locate_lists(form, package))


def _refusal(fits: Sequence[_Fit], least_share: float) -> Finding:
    """Make the finding about a workbook that is no form, or that holds one more than once."""
    for fit in fits:
        doubled = [
            (table, location)
            for table, location in zip(fit.form.tables, fit.locations, strict=True)
            if location.candidates
        ]
        cells = fit.cells + sum(len(table.cells) for table, _ in doubled)
        if doubled and cells >= least_share * len(fit.form.cells):
            table, location = doubled[0]
            places = "、".join(location.candidates)
            return make_finding("TABLE-AMBIGUOUS", table=table.heading, places=places)
    return make_finding("FILE-FOREIGN")


def _with_annex(first: _Fit, others: Sequence[_Fit]) -> Form:
    """Return the form with the annex whose tables are in the same workbook, if there is one."""
    tables = {table.key for table in first.form.tables}
    annexes = [fit.form for fit in others if fit.share == 1]
    annexes = [form for form in annexes if tables.isdisjoint(t.key for t in form.tables)]
    together = shipped_with_annex(first.form, annexes[0]) if len(annexes) == 1 else None
    return together or first.form


def _other_form(form: Form, package: Package, library: Library) -> _Fit | None:
    """Find another edition whose tables are all in a workbook with this form's stamp."""
    fits = (fit for fit in _fits(package, library) if fit.form.title == form.title)
    return next((fit for fit in fits if fit.share == 1 and fit.form.id != form.id), None)


def _fits(package: Package, library: Library) -> list[_Fit]:
    sheets = label_sheets(package.sheets)
    return [
        _fit(form, locate(lay_form(form), package, sheets), locate_lists(form, package))
        for form in library.candidates()
    ]


def _fit(form: Form, locations: Sequence[TableLocation], lists: Sequence[ListLocation]) -> _Fit:
    matched = count_matched(form, locations) + sum(location.found for location in lists)
    all_cells = len(form.cells) + sum(len(each.columns) for each in form.lists)
    return _Fit(form, locations, lists, matched / all_cells, matched)


def _rank(fit: _Fit) -> tuple[bool, int]:
    return fit.share == 1, fit.cells


def _is_part(form: Form, other: Form) -> bool:
    """Tell whether `form` is `other` or one of the forms that `other` consists of."""
    return set(form.id.split("+")) <= set(other.id.split("+"))


def _is_whole(locations: Sequence[TableLocation]) -> bool:
    return all(location.raw is not None and not location.missing for location in locations)
