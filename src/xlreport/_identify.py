"""Whose workbook it is: stamps, and where there are none the labels of the forms we know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlreport._errors import FormError
from xlreport._finding import Finding, make_finding
from xlreport._form import Form
from xlreport._form_file import list_forms, load_form
from xlreport._layout import STAMP_SHEET, lay_form
from xlreport._locate import locate
from xlreport._package import Package
from xlreport._stamp import PROPERTY, Stamp, parse_stamp

_FRONT_SHEETS = 2  # the cover, behind the list of issues in an annotated copy
_STAMP_COLUMNS = 2  # the stamp stands in the cover's first column; a shifted sheet has a margin


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
    return all(found.raw is not None for found in locate(lay_form(form), package))
