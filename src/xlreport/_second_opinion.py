"""The second opinion on a return that is added up: openpyxl reads the same bytes again.

Two independent readers must agree on every cell. openpyxl expands entities and keeps what it
reads in trees, so it sees a file only after every part has gone through a guarded run of
expat; and because it gives up on much that office programs accept, having no opinion is no
finding.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from xlreport._cell import unescape
from xlreport._container import LIMITS, Limits, Unreadable, open_container
from xlreport._xml import parse

if TYPE_CHECKING:
    from collections.abc import Collection

    from openpyxl import Workbook

    from xlreport._package import Cell, Package

# What openpyxl gives for one cell: its data type and its value.
_Seen = dict[tuple[int, int], tuple[str, object]]
# openpyxl needs some ten times the time and memory for a tag: what it reads is bounded tighter.
_CHECKED: Final = Limits(tags=200_000, all_tags=1_000_000)
_BLANK: Final = ("n", None)


@dataclass(frozen=True, slots=True)
class Difference:
    """Names a cell (zero-based) that the two readers see differently, and what each sees."""

    sheet: str
    row: int
    column: int
    ours: str
    theirs: str


def differences(
    data: bytes,
    package: Package,
    sheets: Collection[str] | None = None,
    *,
    cached: bool = False,
) -> list[Difference] | None:
    """Compare every cell of `package` with what openpyxl reads in the same `data`.

    Only the sheets named in `sheets` are compared (None: all). A formula is compared by its
    text, unless it is shared from another cell; with `cached`, the values stored with the
    formulas are compared too, which costs a second load. Returns None, never an exception, where
    openpyxl gives no opinion: it refuses the workbook, or sees nothing at all in it (Strict).
    """
    try:
        if not _is_safe(data):
            return None
        found = _compare(data, package, sheets, cached=False)
        if cached and found is not None and _has_cached(package, sheets):
            again = _compare(data, package, sheets, cached=True)
            return None if again is None else [*found, *again]
    except Exception:  # noqa: BLE001 - openpyxl raises nearly everything, and none of it matters
        return None
    return found


def _is_safe(data: bytes) -> bool:
    """Tell whether every member passes a guarded run; what is no XML at all fails at once."""
    container = open_container(data, _CHECKED)
    with container.archive:
        for part in container.members:
            try:
                parse(container, part, None, {}, {}, [])
            except Unreadable as problem:
                # openpyxl runs the same parser, and stops at the same byte.
                if problem.code != "FILE-DAMAGED":
                    return False
    return True


def _has_cached(package: Package, sheets: Collection[str] | None) -> bool:
    return any(
        cell.formula is not None and cell.text
        for sheet in package.sheets
        if sheets is None or sheet.name in sheets
        for cell in sheet.cells.values()
    )


def _compare(
    data: bytes, package: Package, sheets: Collection[str] | None, *, cached: bool
) -> list[Difference] | None:
    """Load once and compare; `cached` compares the stored values of formulas and nothing else."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(data), read_only=True, data_only=cached, keep_links=False)
        try:
            return _compare_sheets(book, package, sheets, cached=cached)
        finally:
            book.close()


def _compare_sheets(
    book: Workbook, package: Package, sheets: Collection[str] | None, *, cached: bool
) -> list[Difference] | None:
    # With no format known as a date, openpyxl leaves the numbers as they are.
    book._date_formats = set()  # type: ignore[attr-defined]
    book._timedelta_formats = set()  # type: ignore[attr-defined]
    if len(book.worksheets) != len(package.sheets):
        return None
    found: list[Difference] = []
    ours_any = theirs_any = False
    for index, sheet in enumerate(package.sheets):
        if sheets is not None and sheet.name not in sheets:
            continue
        seen = _read(book, index)
        ours_any = ours_any or bool(sheet.cells)
        theirs_any = theirs_any or bool(seen)
        for place in sorted(sheet.cells.keys() | seen.keys()):
            ours, theirs = sheet.cells.get(place), seen.get(place, _BLANK)
            if cached and (ours is None or ours.formula is None):
                continue
            if not _agree(ours, *theirs, cached=cached):
                found.append(_difference(sheet.name, place, ours, theirs[1], cached=cached))
    return None if ours_any and not theirs_any else found


def _read(book: Workbook, index: int) -> _Seen:
    """Give the cells within the limits that openpyxl sees something in."""
    sheet = book.worksheets[index]
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=LIMITS.rows)
    return {
        (row, column): (cell.data_type, value)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells[: LIMITS.columns])
        if (value := cell.value) is not None and value != ""
    }


def _agree(ours: Cell | None, data_type: str, theirs: object, *, cached: bool) -> bool:
    if ours is None:
        return False
    if ours.formula is not None and not cached:
        text = getattr(theirs, "text", theirs)
        return data_type == "f" and (not ours.formula or text == f"={ours.formula}")
    return _same_value(ours, data_type, theirs)


def _same_value(ours: Cell, data_type: str, theirs: object) -> bool:
    if theirs is None or theirs == "":
        return not ours.text
    if isinstance(theirs, bool):
        return ours.kind == "boolean" and theirs == (ours.text == "TRUE")
    if isinstance(theirs, int | float):
        return ours.kind == "number" and bool(ours.text) and float(theirs) == float(ours.text)
    if data_type == "e" or ours.kind == "error":
        return data_type == "e" and ours.kind == "error" and theirs == ours.text
    return ours.kind == "text" and _same_text(ours, theirs)


def _same_text(ours: Cell, theirs: object) -> bool:
    """Compare texts: openpyxl keeps `_x000D_` as written, and turns a t="d" into a date."""
    if isinstance(theirs, str):
        return ours.text in (theirs[: LIMITS.text], unescape(theirs)[: LIMITS.text])
    if ours.shown != "date":
        return False
    from openpyxl.utils.datetime import from_ISO8601

    return bool(theirs == from_ISO8601(ours.text))  # type: ignore[no-untyped-call]


def _difference(
    sheet: str, place: tuple[int, int], ours: Cell | None, theirs: object, *, cached: bool
) -> Difference:
    mine = ""
    if ours is not None:
        mine = ours.text if ours.formula is None or cached else f"={ours.formula}"
    other = getattr(theirs, "text", theirs)
    return Difference(sheet, *place, mine, "" if other is None else str(other))
