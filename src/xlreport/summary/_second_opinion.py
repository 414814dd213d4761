"""The second opinion on a return that is added up: openpyxl reads the same bytes again.

Two independent readers must agree on every cell. openpyxl gets only the parts that lead to the
compared cells, each after a guarded run of expat, since openpyxl expands entities and keeps
parts as trees. It skips styles, names and validations, which would be most of its work. It
refuses much that office programs accept, so a missing second opinion is not an error.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import iterparse

from xlreport.base.address import Coordinate, a1
from xlreport.base.finding import CellReference, Finding, make_finding
from xlreport.base.progress import Progress, silent
from xlreport.base.workers import Workers, map_items
from xlreport.formats.cell import unescape
from xlreport.formats.container import LIMITS, Limits, Unreadable, open_container
from xlreport.formats.expat import parse
from xlreport.formats.sources import Source, read_again
from xlreport.formats.xlsx import read_package
from xlreport.layout.layout import CHECKS_SHEET, INSTRUCTIONS_SHEET, lay_form
from xlreport.layout.summary import SUMMARY_SHEETS
from xlreport.reading.one_return import Return
from xlreport.returns.file import File

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from openpyxl.reader.excel import ExcelReader

    from xlreport.formats.cell import RawCell, RawSheet
    from xlreport.formats.container import Container
    from xlreport.formats.workbook import Package

# What openpyxl gives for one cell: its data type and its value.
_Seen = dict[tuple[int, int], tuple[str, object]]
# openpyxl needs some ten times the time and memory for a tag, so its limits are lower.
_CHECKED: Final = Limits(tags=200_000, all_tags=1_000_000)
_BLANK: Final = ("n", None)


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell (zero-based) that the two readers read differently, with both readings."""

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

    Only the sheets named in `sheets` are read and compared (None: all). A formula is compared by
    its text, unless it is shared from another cell; with `cached`, the values stored with the
    formulas are compared too, which reads the sheets once more. Returns None, never an exception,
    where openpyxl gives no opinion: it refuses the workbook, or reads no cell at all (Strict).
    """
    wanted = {sheet.name for sheet in package.sheets} if sheets is None else sheets
    try:
        container = open_container(data, _CHECKED)
        with container.archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _compare_sheets(data, container, package, wanted, cached=cached)
    except Exception:  # noqa: BLE001 - openpyxl raises nearly everything, and no kind matters
        return None


def _compare_sheets(
    data: bytes, container: Container, package: Package, wanted: Collection[str], *, cached: bool
) -> list[Difference] | None:
    reader = _open_reader(data, container)
    parts = _worksheet_parts(reader)
    if len(parts) != len(package.sheets):
        return None
    first: list[Difference] = []
    again: list[Difference] = []
    ours_any = theirs_any = False
    for part, sheet in zip(parts, package.sheets, strict=True):
        if sheet.name not in wanted:
            continue
        seen = _read(reader, part, cached=False)
        ours_any = ours_any or bool(sheet.cells)
        theirs_any = theirs_any or bool(seen)
        first += _compare_sheet(sheet, seen, cached=False)
        if cached and any(cell.formula is not None and cell.text for cell in sheet.cells.values()):
            again += _compare_sheet(sheet, _read(reader, part, cached=True), cached=True)
    return None if ours_any and not theirs_any else [*first, *again]


def _open_reader(data: bytes, container: Container) -> ExcelReader:
    """Let openpyxl read the parts before the sheets: manifest, shared strings, workbook.

    Each part passes a guarded run of expat first, which raises Unreadable for a hostile part and
    for one that is not XML.
    """
    from openpyxl.reader.excel import ExcelReader

    def guarded(name: str, *_: object) -> BytesIO:
        parse(container, name.lower(), None, {}, {}, [])
        return BytesIO(container.archive.read(name))

    reader = ExcelReader(BytesIO(data), read_only=True, keep_links=False)
    reader.archive.open = guarded  # type: ignore[method-assign, assignment]
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    return reader


def _worksheet_parts(reader: ExcelReader) -> list[str]:
    """List the members that are worksheets, in their order, as openpyxl goes through them."""
    return [
        relation.target
        for _, relation in reader.parser.find_sheets()
        if relation.target in reader.valid_files and "chartsheet" not in relation.Type
    ]


def _read(reader: ExcelReader, part: str, *, cached: bool) -> _Seen:
    """Return the cells within the limits in which openpyxl reads a value.

    Like its own read-only sheets, this skips a row whose number is not greater than the last, and
    cells behind the last cell of a row: no office program writes them.
    """
    seen: _Seen = {}
    last = 0
    for row, cells in _rows(reader, part, cached=cached):
        if row > LIMITS.rows:
            break
        if row <= last:
            continue
        last = row
        most = min(cells[-1]["column"], LIMITS.columns) if cells else 0
        for column, cell in {cell["column"]: cell for cell in cells}.items():
            if column <= most and cell["value"] is not None and cell["value"] != "":
                seen[row - 1, column - 1] = cell["data_type"], cell["value"]
    return seen


def _rows(
    reader: ExcelReader, part: str, *, cached: bool
) -> Iterator[tuple[int, Sequence[Mapping[str, Any]]]]:
    """Yield rows (one-based) with their cells as openpyxl reads them, and no other part of a sheet.

    Without styles it takes no number for a date.
    """
    from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser

    with reader.archive.open(part) as stream:
        parser = WorkSheetParser(stream, reader.shared_strings, data_only=cached)
        for _, element in iterparse(stream):  # noqa: S314 - a guarded run came before
            if element.tag == ROW_TAG:
                yield parser.parse_row(element)  # type: ignore[arg-type]  # the stubs want a list
                element.clear()


def _compare_sheet(sheet: RawSheet, seen: _Seen, *, cached: bool) -> Iterator[Difference]:
    """Yield the cells that the readers read differently; with `cached`, cells of formulas only."""
    for coordinate in sorted(sheet.cells.keys() | seen.keys()):
        ours = sheet.cells.get(coordinate)
        data_type, theirs = seen.get(coordinate, _BLANK)
        if cached and (ours is None or ours.formula is None):
            continue
        if not _agree(ours, data_type, theirs, cached=cached):
            yield _difference(sheet.name, coordinate, ours, theirs, cached=cached)


def _agree(ours: RawCell | None, data_type: str, theirs: object, *, cached: bool) -> bool:
    if ours is None:
        return False
    if ours.formula is not None and not cached:
        text = getattr(theirs, "text", theirs)
        return data_type == "f" and (not ours.formula or text == f"={ours.formula}")
    return _same_value(ours, data_type, theirs)


def _same_value(ours: RawCell, data_type: str, theirs: object) -> bool:
    if theirs is None or theirs == "":
        return not ours.text
    if isinstance(theirs, bool):
        return ours.kind == "boolean" and theirs == (ours.text == "TRUE")
    if isinstance(theirs, int | float):
        return ours.kind == "number" and bool(ours.text) and float(theirs) == float(ours.text)
    if data_type == "e" or ours.kind == "error":
        return data_type == "e" and ours.kind == "error" and theirs == ours.text
    return ours.kind == "text" and _same_text(ours, theirs)


def _same_text(ours: RawCell, theirs: object) -> bool:
    """Compare texts: openpyxl keeps `_x000D_` as written, and turns a t="d" into a date."""
    if isinstance(theirs, str):
        return ours.text in (theirs[: LIMITS.text], unescape(theirs)[: LIMITS.text])
    if ours.shown != "date":
        return False
    from openpyxl.utils.datetime import from_ISO8601

    return bool(theirs == from_ISO8601(ours.text))  # type: ignore[no-untyped-call]


def _difference(
    sheet: str, coordinate: Coordinate, ours: RawCell | None, theirs: object, *, cached: bool
) -> Difference:
    mine = ""
    if ours is not None:
        mine = ours.text if ours.formula is None or cached else f"={ours.formula}"
    other = getattr(theirs, "text", theirs)
    row, column = coordinate
    theirs_text = "" if other is None else str(other)
    return Difference(sheet, row, column, ours=mine, theirs=theirs_text)


# These sheets are derived from the form and the tables: no cell of theirs is added up.
_DERIVED = frozenset({INSTRUCTIONS_SHEET, CHECKS_SHEET})


@dataclass(frozen=True, slots=True)
class _SecondReading:
    """One file to be read again: its digest at first reading, and the sheets to compare."""

    source: Source
    sha256: str
    sheets: frozenset[str]


def verify_returns(
    files: Sequence[File[Return]],
    workers: Workers,
    progress: Progress = silent,
) -> Iterator[tuple[File[Return], Finding]]:
    """Yield where two readers disagree about files that are added up, whoever reads them.

    The instructions are not compared, and 检查 only where explanations were read from it. A file
    that ends every process that reads it again has no second opinion. Raises `InputError` where a
    file was changed or removed since it was read.
    """
    jobs = [_job(file.item) for file in files]
    with closing(map_items(_look_again, None, jobs, _no_opinion, workers)) as answers:
        for done, (file, differences) in enumerate(zip(files, answers, strict=True), 1):
            finding = _judge(differences)
            if finding is not None:
                yield file, finding
            progress(done, len(files))


def _job(item: Return) -> _SecondReading:
    names = {sheet.name for sheet in lay_form(item.form).sheets} - _DERIVED
    if item.explanations:
        names.add(CHECKS_SHEET)
    # A moved table is read, and so verified, on the sheet it was moved to.
    sheets = names | {position.sheet for position in item.positions}
    return _SecondReading(item.source, item.sha256, frozenset(sheets))


def _look_again(_: None, jobs: Sequence[_SecondReading]) -> list[list[Difference] | None]:
    return [_first_difference(job) for job in jobs]


def _first_difference(job: _SecondReading) -> list[Difference] | None:
    """List the first cell that the readers read differently; None without a second opinion."""
    data = read_again(job.source, job.sha256)
    try:
        package = read_package(data, skip=(_DERIVED | SUMMARY_SHEETS) - job.sheets)
        cells = differences(data, package, job.sheets)
    except Unreadable:
        return None  # read before, so in one of the other formats: openpyxl knows none of them
    return None if cells is None else cells[:1]


def _no_opinion(_: _SecondReading) -> None:
    """Answer for a file that ends every process: it has no second opinion."""


def _judge(cells: Sequence[Difference] | None) -> Finding | None:
    if cells is None:
        return make_finding("READ-ONCE")
    if not cells:
        return None
    first = cells[0]
    cell = CellReference(first.sheet, a1(first.row, first.column), "", first.ours)
    return make_finding("VERIFY", cell, first=first.ours, second=first.theirs)
