"""The sheets of a return that two readers must see alike, and the fingerprint of their cells."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from xlreport.form.sheet_names import CHECKS_SHEET, INSTRUCTIONS_SHEET
from xlreport.formats.fingerprint import fingerprint, marks_of
from xlreport.formats.workbook import Package
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import StampKind
from xlreport.reading.one_return import Return

# These sheets are derived from the form and the tables: no cell of theirs is added up.
DERIVED: Final = frozenset({INSTRUCTIONS_SHEET, CHECKS_SHEET})


def is_summary(item: Return) -> bool:
    """Tell whether the file of a return is a summary."""
    return item.stamp is not None and item.stamp.kind is StampKind.SUMMARY


def compared_sheets(item: Return) -> frozenset[str]:
    """Name the sheets that are compared: 检查 only where explanations were read from it.

    A moved table is read, and so compared, on the sheet it was moved to.
    """
    names = {sheet.name for sheet in lay_form(item.form).sheets} - DERIVED
    names |= {position.sheet for position in item.positions}
    if item.explanations:
        names.add(CHECKS_SHEET)
    if not is_summary(item):  # the lists of a summary have its check code
        names |= {lines.sheet for lines in item.lists.values()}
    return frozenset(names)


def fingerprint_of(item: Return, package: Package) -> str:
    """Return the fingerprint of the compared sheets of a return; "" where not all were read.

    `package` has all of them but 检查. Only an .xlsx has a fingerprint.
    """
    names = compared_sheets(item)
    if package.other_format or CHECKS_SHEET in names:
        return ""
    return fingerprint_of_sheets(package, names)


def fingerprint_of_sheets(package: Package, names: Collection[str]) -> str:
    """Return the fingerprint of those sheets of a workbook that have one of the names."""
    sheets = {sheet.name: sheet.cells for sheet in package.sheets if sheet.name in names}
    return fingerprint((name, marks_of(sheets[name])) for name in sorted(sheets))
