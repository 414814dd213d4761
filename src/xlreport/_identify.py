"""Whose workbook it is: stamps, and where there are none the labels of the forms we know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlreport._address import a1
from xlreport._errors import FormError
from xlreport._finding import CellReference, Finding, make_finding
from xlreport._form import Form
from xlreport._form_file import list_forms, load_form
from xlreport._grid import Role
from xlreport._label import is_label
from xlreport._layout import STAMP_SHEET, Sheet, SheetKind, lay_form
from xlreport._package import Package
from xlreport._package import Sheet as RawSheet
from xlreport._stamp import PROPERTY, Stamp, parse_stamp

_LABELS = {Role.BAND, Role.CORNER, Role.COLUMN_LABEL, Role.ROW_LABEL}
_FRONT_SHEETS = 2  # the cover, behind the list of issues in an annotated copy
_STAMP_COLUMNS = (
    2  # on the cover the stamp stands in the first column; a shifted sheet has a margin
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Is the form and stamp of a workbook; `form` is None where neither stamp nor labels tell."""

    form: Form | None
    stamp: Stamp | None
    findings: tuple[Finding, ...]


def identify(package: Package, forms: Sequence[Form]) -> Identity:
    """Find a workbook's form: by its stamps, else by the labels of `forms` and our own."""
    stamps = list(dict.fromkeys(_stamps(package)))
    if not stamps:
        return _by_labels(package, forms)
    stamp = stamps[0]
    findings = []
    if len(stamps) > 1:
        findings.append(make_finding("STAMP-DISAGREES", first=str(stamp), second=str(stamps[1])))
    form = _find_form(stamp.form, forms)
    if form is None:
        findings.append(make_finding("FORM-UNKNOWN", form=stamp.form))
    elif not stamp.matches(form.digest):
        findings.append(make_finding("FORM-REVISED", form=stamp.form))
    return Identity(form, stamp, tuple(findings))


def wrong_labels(form: Form, sheet: Sheet, raw: RawSheet) -> Iterator[CellReference]:
    """Yield the labels of a laid-out table sheet that are not what the form says.

    `path` of each is the official label, `value` what stands in its place.
    """
    for block in sheet.blocks:
        if block.role in _LABELS and block.text and not block.last:
            cell = raw.cells.get((block.top, block.left))
            seen = cell.text if cell else ""
            if not is_label(form, block.text, seen):
                yield CellReference(raw.name, a1(block.top, block.left), block.text, seen)


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


def _find_form(name: str, forms: Sequence[Form]) -> Form | None:
    for form in forms:
        if form.id == name:
            return form
    if not set(name.split("+")) <= set(list_forms()):
        return None  # a file's word is never taken for the path of a form file
    try:
        return load_form(name)
    except FormError:
        return None


def _by_labels(package: Package, forms: Sequence[Form]) -> Identity:
    known = [*forms, *(load_form(name) for name in list_forms())]
    found = [form for form in known if _fits(form, package)]
    # A form is recognised by the most tables it explains: an annex alone is not the whole.
    found.sort(key=lambda form: -len(form.tables))
    if not found:
        return Identity(None, None, (make_finding("FILE-FOREIGN"),))
    return Identity(found[0], None, (make_finding("STAMP-MISSING", form=found[0].id),))


def _fits(form: Form, package: Package) -> bool:
    sheets = {sheet.name: sheet for sheet in package.sheets}
    tables = [sheet for sheet in lay_form(form).sheets if sheet.kind is SheetKind.TABLE]
    return all(
        sheet.name in sheets and not any(wrong_labels(form, sheet, sheets[sheet.name]))
        for sheet in tables
    )
