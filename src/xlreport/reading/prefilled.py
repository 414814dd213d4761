"""The figures that a workbook was sent out with, and which of them the clerk changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xlreport.base.finding import Finding, make_finding
from xlreport.form.form import Form
from xlreport.form.measure import format_value
from xlreport.form.sheet_names import STAMP_SHEET
from xlreport.formats.workbook import Package
from xlreport.layout.prefilled import read_prefilled
from xlreport.reading.one_return import Return


def prefilled_cells(form: Form, package: Package) -> dict[int, str]:
    """Return what a workbook was sent out with, as a person reads it, by cell index."""
    sheet = next((sheet for sheet in package.sheets if sheet.name == STAMP_SHEET), None)
    return {} if sheet is None else read_prefilled(form, sheet.cells)


def prefilled_findings(item: Return, package: Package) -> Iterator[Finding]:
    """Yield a notice for each cell that no longer says what it was sent out with."""
    for index, before in prefilled_cells(item.form, package).items():
        reference, now = item.reference(index), _shown(item, index)
        if now != before and reference.cell:
            measure = item.form.cells[index].measure
            unit = measure.unit if measure.is_number and not before.endswith("%") else ""
            finding = make_finding(
                "PREFILL-CHANGED", reference, before=before, now=now or "空着", unit=unit
            )
            yield replace(finding, expected=before)


def unchanged_cells(item: Return, package: Package) -> frozenset[int]:
    """Return the cells, by index, that still say what the workbook was sent out with."""
    sent = prefilled_cells(item.form, package).items()
    return frozenset(index for index, before in sent if _shown(item, index) == before)


def _shown(item: Return, index: int) -> str:
    """Return what a cell says, as a person reads it: a value, a text, or what was not taken."""
    value = item.values[index]
    if value is not None:
        return format_value(value, item.form.cells[index].measure)
    return item.words.get(index) or item.seen.get(index, "")
