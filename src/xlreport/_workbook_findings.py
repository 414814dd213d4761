"""The findings about a workbook as a whole: format, locks, what it holds beyond the form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from xlreport._address import a1
from xlreport._finding import CellReference, Finding, make_finding
from xlreport._form import Form
from xlreport._layout import (
    ISSUES_SHEET,
    MIGRATION_SHEET,
    STAMP_SHEET,
    Layout,
    SheetKind,
    lay_form,
)
from xlreport._package import Package
from xlreport._stamp import Stamp, StampKind, made_at

_FOREIGN_SHEETS_NAMED = 3
_READ = (SheetKind.COVER, SheetKind.TABLE, SheetKind.TEXTS)
_LOCKED = (SheetKind.COVER, SheetKind.TABLE)


def workbook_findings(package: Package, layout: Layout, stamp: Stamp | None) -> Iterator[Finding]:
    """Yield what is odd about the workbook as a whole: format, macros, links, what is beyond.

    `layout` has the tables where they were found. A summary has sheets of its own beside the
    form's, and no locks.
    """
    kind = stamp.kind if stamp else None
    if stamp and kind is StampKind.ANNOTATED and _is_untouched(package, stamp):
        yield make_finding("UNANSWERED")
    if package.other_format:
        yield make_finding("READ-OTHER", format=package.other_format)
    if package.macros:
        yield make_finding("MACROS")
    if package.links:
        yield make_finding("LINKS")
    if kind is StampKind.SUMMARY:
        return
    if stamp and not package.other_format:
        yield from _unprotected(package, layout)
    yield from _beyond(package, layout)


def _is_untouched(package: Package, stamp: Stamp) -> bool:
    """Tell whether nobody has saved a workbook since we wrote it."""
    return bool(stamp.year) and package.modified == f"{made_at(stamp.year or 1):%Y-%m-%dT%H:%M:%SZ}"


def _unprotected(package: Package, layout: Layout) -> Iterator[Finding]:
    """Name the sheets whose protection somebody removed."""
    locked = {sheet.name for sheet in lay_form(layout.form).sheets if sheet.kind in _LOCKED}
    names = [sheet.name for sheet in package.sheets if sheet.name in locked and not sheet.protected]
    if names:
        yield make_finding("UNPROTECTED", names="、".join(names))


def _beyond(package: Package, layout: Layout) -> Iterator[Finding]:
    """Name the sheets, and the cells on our own sheets, that hold what is not read.

    Where a table was moved its sheet is not looked at: what else stands there came along.
    """
    known = {sheet.name for sheet in layout.sheets}
    known |= {STAMP_SHEET, ISSUES_SHEET, MIGRATION_SHEET}
    foreign = [s.name for s in package.sheets if s.name not in known and s.cells]
    if foreign:
        yield make_finding("SHEETS-BEYOND", names="、".join(foreign[:_FOREIGN_SHEETS_NAMED]))
    home = lay_form(layout.form).sheets
    unmoved = {own.name for own, sheet in zip(home, layout.sheets, strict=True) if own is sheet}
    spots = _spots(layout.form)
    cells = [
        CellReference(raw.name, a1(*spot), "", raw.cells[spot].text)
        for raw in package.sheets
        if raw.name in unmoved and raw.name in spots
        for spot in sorted(raw.cells.keys() - spots[raw.name])
        if raw.cells[spot].text.strip()
    ]
    if cells:
        yield make_finding("CONTENT-BEYOND", *cells)


@cache
def _spots(form: Form) -> dict[str, frozenset[tuple[int, int]]]:
    """Give the spots of each sheet that the form fills or lets a clerk fill."""
    return {
        sheet.name: frozenset((block.top, block.left) for block in sheet.blocks)
        for sheet in lay_form(form).sheets
        if sheet.kind in _READ
    }
