"""The second reader of an .xlsx workbook: openpyxl reads the same bytes again.

Two independent readers must agree on every cell. openpyxl gets only the parts that lead to the
compared cells, each after a guarded run of expat, since openpyxl expands entities and keeps
parts as trees. It skips styles, names and validations, which would be most of its work. It
refuses much that office programs accept, so a missing second reading is not an error.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import iterparse

from xlreport.formats.cell import unescape
from xlreport.formats.container import LIMITS, Limits, Unreadable, open_container
from xlreport.formats.expat import parse

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from openpyxl.reader.excel import ExcelReader

    from xlreport.base.address import Coordinate
    from xlreport.formats.cell import RawCell, RawKind, RawSheet
    from xlreport.formats.container import Container
    from xlreport.formats.workbook import Package

# What openpyxl gives for the cells of a sheet: the data type and the value of each.
Seen = dict[tuple[int, int], tuple[str, object]]
# openpyxl needs some ten times the time and memory for a tag, so its limits are lower.
_CHECKED: Final = Limits(tags=200_000, all_tags=1_000_000)
_BLANK: Final = ("n", None)
DATE: Final = "d"
"""The data type of a date, whose number a reader may not tell."""

_TOO_LARGE: Final = "表页太大或标记太多，第二种读取方法没有读"
_REFUSED: Final = "第二种读取方法（openpyxl）打不开这个文件"
_SAW_NOTHING: Final = "第二种读取方法（openpyxl）在这个文件中没有读到内容"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell (zero-based) that the two readers read differently, with both readings."""

    sheet: str
    row: int
    column: int
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What a second reader reads in a workbook.

    `differences` are the cells that our own reader reads otherwise, `cells` what the second one
    gives for the cells of each sheet that was compared. Where it gave no opinion both are empty,
    and `refusal` is the reason, in Chinese.
    """

    differences: tuple[Difference, ...] = ()
    cells: Mapping[str, Seen] = field(default_factory=dict)
    refusal: str = ""

    def is_date(self, sheet: str, coordinate: Coordinate) -> bool:
        """Tell whether a cell was read as a date, which may be a number in a date's format."""
        return self.cells.get(sheet, {}).get(coordinate, _BLANK)[0] == DATE

    def value(self, sheet: str, coordinate: Coordinate) -> tuple[RawKind, str]:
        """Return kind and text of a cell as our own reader gives them; a blank is an empty text."""
        data_type, value = self.cells.get(sheet, {}).get(coordinate, _BLANK)
        if value is None:
            return "text", ""
        if isinstance(value, bool):
            return "boolean", "TRUE" if value else "FALSE"
        if isinstance(value, int | float):
            return "number", repr(value)
        return "error" if data_type == "e" else "text", str(value)


def read_second(
    data: bytes,
    package: Package,
    sheets: Collection[str],
    results: Mapping[str, Collection[Coordinate]],
) -> SecondReading:
    """Compare every cell of some `sheets` of `package` with what openpyxl reads in `data`.

    A formula is compared by its text, unless it is shared from another cell. `results` names by
    sheet the formulas whose saved results count: these are compared too, which reads the sheet
    once more. Never raises an exception: openpyxl gives no opinion where it refuses the workbook,
    where the workbook is too large for it, and where it reads no cell at all (Strict).
    """
    try:
        container = open_container(data, _CHECKED)
        with container.archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _compare_sheets(data, container, package, sheets, results)
    except Unreadable as problem:
        is_large = problem.code in ("FILE-HOSTILE", "FILE-LARGE")
        return SecondReading(refusal=_TOO_LARGE if is_large else _REFUSED)
    except Exception:  # noqa: BLE001 - openpyxl raises nearly everything, and no kind matters
        return SecondReading(refusal=_REFUSED)


def _compare_sheets(
    data: bytes,
    container: Container,
    package: Package,
    wanted: Collection[str],
    results: Mapping[str, Collection[Coordinate]],
) -> SecondReading:
    reader = _open_reader(data, container)
    parts = _worksheet_parts(reader)
    found: list[Difference] = []
    cells: dict[str, Seen] = {}
    for part, sheet in zip(parts, package.sheets, strict=True):
        if sheet.name not in wanted:
            continue
        seen = _read(reader, part, cached=False)
        found += _compare_sheet(sheet, seen, sheet.cells.keys() | seen.keys(), cached=False)
        formulas = results.get(sheet.name, ())
        if formulas:
            saved = _read(reader, part, cached=True)
            found += _compare_sheet(sheet, saved, formulas, cached=True)
            seen |= {each: saved.get(each, _BLANK) for each in formulas}
        cells[sheet.name] = _decoded(sheet, seen)
    ours_any = any(sheet.cells for sheet in package.sheets if sheet.name in wanted)
    if ours_any and not any(cells.values()):
        return SecondReading(refusal=_SAW_NOTHING)
    return SecondReading(tuple(found), cells)


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


def _read(reader: ExcelReader, part: str, *, cached: bool) -> Seen:
    """Return the cells within the limits in which openpyxl reads a value.

    Rows and cells may stand in any order, as for LibreOffice and openpyxl's ordinary sheets: each
    is put where its reference says. Of two at one place the last counts.
    """
    seen: Seen = {}
    for _, cells in _rows(reader, part, cached=cached):
        for cell in cells:
            row, column, value = cell["row"], cell["column"], cell["value"]
            if row > LIMITS.rows or column > LIMITS.columns:
                continue
            if value is None or value == "":
                seen.pop((row - 1, column - 1), None)
            else:
                seen[row - 1, column - 1] = cell["data_type"], value
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


def _compare_sheet(
    sheet: RawSheet, seen: Seen, coordinates: Collection[Coordinate], *, cached: bool
) -> Iterator[Difference]:
    """Yield the cells that the readers read differently; with `cached`, by the saved results."""
    for coordinate in sorted(coordinates):
        ours = sheet.cells.get(coordinate)
        data_type, theirs = seen.get(coordinate, _BLANK)
        if not _agree(ours, data_type, theirs, cached=cached):
            yield _difference(sheet.name, coordinate, ours, theirs, cached=cached)


def _decoded(sheet: RawSheet, seen: Seen) -> Seen:
    """Return the cells with `_x000D_` and its like decoded where our own reader decodes them.

    openpyxl keeps them as written, but drops the escape of an escape, so that it cannot be told.
    """
    decoded = {
        at: (data_type, unescape(value))
        for at, (data_type, value) in seen.items()
        if isinstance(value, str) and "_x" in value and at in sheet.cells
    }
    same = {at: each for at, each in decoded.items() if each[1] == sheet.cells[at].text}
    return seen | same if same else seen


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
