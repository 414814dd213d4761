"""Whose workbook it is: stamps, and where there are none the labels of the forms we know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlreport.base.finding import Finding, make_finding
from xlreport.form.form import Form
from xlreport.form.library import Library, shipped_with_annex
from xlreport.formats.workbook import Package
from xlreport.layout.layout import STAMP_SHEET, lay_form
from xlreport.layout.stamp import PROPERTY, Stamp, parse_stamp
from xlreport.reading._locate import TableLocation, label_sheets, locate

_LEAST_SHARE = 0.8  # of a form's cells must stand in a workbook without a stamp
_FRONT_SHEETS = 2  # the cover, behind the list of issues in an annotated copy
_STAMP_COLUMNS = 2  # the stamp stands in the cover's first column; a shifted sheet has a margin


@dataclass(frozen=True, slots=True)
class Identity:
    """Is the form and stamp of a workbook, and where the form's tables stand in it.

    `form` is None where neither stamp nor labels tell.
    """

    form: Form | None
    stamp: Stamp | None
    findings: tuple[Finding, ...]
    places: Sequence[TableLocation] = ()


def identify(package: Package, library: Library, *, least_share: float = _LEAST_SHARE) -> Identity:
    """Find a workbook's form: by its stamps, else by the labels of the library's forms.

    `least_share` of a form's cells must stand in a workbook without a stamp.
    """
    stamps = list(dict.fromkeys(_stamps(package)))
    if not stamps:
        return _by_labels(package, library, least_share)
    stamp = stamps[0]
    findings = []
    if len(stamps) > 1:
        findings.append(make_finding("STAMP-DISAGREES", first=str(stamp), second=str(stamps[1])))
    form = library.by_id(stamp.form)
    if form is None:
        findings.append(make_finding("FORM-UNKNOWN", form=stamp.form))
        return Identity(None, stamp, tuple(findings))
    places = locate(lay_form(form), package)
    if not _is_whole(places):
        other = _other_form(form, package, library)
        if other is not None:
            findings.append(make_finding("FORM-REPLACED", form=form.id, other=other.form.id))
            return Identity(other.form, stamp, tuple(findings), other.places)
    if not stamp.matches(form.digest):
        findings.append(make_finding("FORM-REVISED", form=stamp.form))
    return Identity(form, stamp, tuple(findings), places)


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
    """Is how much of a form stands in a workbook: the share of its cells and their number."""

    form: Form
    places: Sequence[TableLocation]
    share: float
    cells: int


def _by_labels(package: Package, library: Library, least_share: float) -> Identity:
    """Recognise the form whose tables stand in a workbook, whole or nearly so.

    Of those that stand there whole the largest counts, since an annex alone is not the whole;
    two that are there in part, and as much of both, are not told apart. A form with an annex of
    which nothing is there says no more than the form alone.
    """
    fits = sorted(_fits(package, library), key=lambda fit: fit.share, reverse=True)
    first, *others = sorted(fits, key=_rank, reverse=True)
    equals = [fit for fit in others if _rank(fit) == _rank(first)]
    is_rival = first.share < 1 and not all(_is_part(first.form, fit.form) for fit in equals)
    if first.share < least_share or is_rival:
        return Identity(None, None, (make_finding("FILE-FOREIGN"),))
    form = _with_annex(first, others)
    missing = make_finding("STAMP-MISSING", form=form.id)
    places = first.places if form is first.form else locate(lay_form(form), package)
    return Identity(form, None, (missing,), places)


def _with_annex(first: _Fit, others: Sequence[_Fit]) -> Form:
    """Give the form with the annex whose tables stand in the same workbook, if one does."""
    tables = {table.key for table in first.form.tables}
    annexes = [fit.form for fit in others if fit.share == 1]
    annexes = [form for form in annexes if tables.isdisjoint(t.key for t in form.tables)]
    together = shipped_with_annex(first.form, annexes[0]) if len(annexes) == 1 else None
    return together or first.form


def _other_form(form: Form, package: Package, library: Library) -> _Fit | None:
    """Find the other edition whose tables stand, all of them, in a workbook of this stamp."""
    fits = (fit for fit in _fits(package, library) if fit.form.title == form.title)
    return next((fit for fit in fits if fit.share == 1 and fit.form.id != form.id), None)


def _fits(package: Package, library: Library) -> list[_Fit]:
    sheets = label_sheets(package)
    return [_fit(form, locate(lay_form(form), package, sheets)) for form in library.candidates()]


def _fit(form: Form, places: Sequence[TableLocation]) -> _Fit:
    tables = zip(form.tables, places, strict=True)
    found = [len(t.cells) - len(place.missing) for t, place in tables if place.raw is not None]
    return _Fit(form, places, sum(found) / len(form.cells), sum(found))


def _rank(fit: _Fit) -> tuple[bool, int]:
    return fit.share == 1, fit.cells


def _is_part(form: Form, other: Form) -> bool:
    """Tell whether `form` is `other`, or one of those that `other` is put together of."""
    return set(form.id.split("+")) <= set(other.id.split("+"))


def _is_whole(places: Sequence[TableLocation]) -> bool:
    return all(place.raw is not None and not place.missing for place in places)
