"""The second reader of plain workbooks: calamine, which shares no code with our own reader.

calamine reads a return in half a millisecond where openpyxl takes ten. But it holds a sheet as a
full rectangle, shows neither formulas nor error values, and a false index ends it. So it gets an
archive of the few parts that lead to the compared cells, inflated within limits, and only where
their cells are written plainly; formulas are taken from the XML itself. Of any other workbook
nothing is said here, and openpyxl reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from xlreport.formats._relations import first_of, read_once, read_relations
from xlreport.formats._workbook_parts import read_workbook_part
from xlreport.formats._written_cells import Written, scan_sheet
from xlreport.formats.container import LIMITS, Unreadable, open_container, read_chunks
from xlreport.formats.fingerprint import Marks, fingerprint, formula_mark
from xlreport.formats.second_reader import SecondReading, Seen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from xlreport.formats.container import Container

# Where every office program has them; without the styles calamine takes no number for a date.
_START: Final = "_rels/.rels"
_MAIN: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_MOST: Final = 4 << 20  # bytes of all parts together
# calamine makes room for as many strings as are announced, and a false number ends the process.
_STRINGS: Final = re.compile(
    rb'\s*+(?:<\?xml [^<>?]*+\?>)?\s*+<sst(?: (?:xmlns(?::[a-z]++)?="[^"<>&]*+"'
    rb'|(?:uniqueC|c)ount="[0-9]{0,6}"|[a-z]++:[a-zA-Z]++="[^"<>&]*+"))*+\s*+/?>'
)
_BLANK: Final = ""


@dataclass(frozen=True, slots=True)
class PlainReading:
    """What calamine reads in some sheets of a plain workbook, and the fingerprint of all cells."""

    reading: SecondReading
    fingerprint: str


class _NotPlainError(Exception):
    """The signal that nothing is said about a workbook here."""


@dataclass(frozen=True, slots=True)
class _Excerpt:
    """The parts of a workbook that lead to the cells of some sheets, and these cells.

    `parts` are inflated and have the names by which they were found; `listed` are the names of all
    sheets, charts included, `strings` the number of shared strings.
    """

    parts: Mapping[str, bytes]
    listed: list[str]
    strings: int
    written: Mapping[str, list[Written]]


def read_plain(data: bytes, sheets: Collection[str]) -> PlainReading | None:
    """Read those of some `sheets` that the .xlsx workbook in `data` has.

    None for all that is not plain: other formats, large or odd workbooks, and cells of which
    calamine sees something else than their XML has. Never raises an exception.
    """
    try:
        container = open_container(data, LIMITS)
        with container.archive:
            excerpt = _take_excerpt(container, sheets)
        rows = _rows_by_calamine(excerpt)
        compared = {name: _compare(cells, rows[name]) for name, cells in excerpt.written.items()}
    except (Unreadable, _NotPlainError):
        return None
    reading = SecondReading(cells={name: seen for name, (seen, _) in compared.items()})
    marks = ((name, compared[name][1]) for name in sorted(compared))
    return PlainReading(reading, fingerprint(marks))


def _take_excerpt(container: Container, wanted: Collection[str]) -> _Excerpt:
    """Inflate what leads to the cells of the wanted sheets, and find the cells in the XML."""
    relations = read_once(container, _RELATIONS, read_relations)
    listed = read_once(container, _MAIN, read_workbook_part).sheets
    strings = first_of(relations, "sharedstrings")
    leads = {sheet.name: relations.get(sheet.relationship) for sheet in listed}
    sheets = {
        name: lead.part
        for name, lead in leads.items()
        if lead is not None and lead.kind == "worksheet" and name in wanted
    }
    needed = [_START, _MAIN, _RELATIONS, *sheets.values()]
    if strings is not None and strings in container.members:
        needed.append(strings)
    sizes = (container.members[part].file_size for part in needed if part in container.members)
    if len(leads) < len(listed) or None in leads.values() or sum(sizes) > _MOST:
        raise _NotPlainError
    inflated = {part: b"".join(read_chunks(container, part)) for part in needed}
    count = _count_strings(inflated.get(strings or "", b""))
    return _Excerpt(
        parts={container.members[part].filename: xml for part, xml in inflated.items()},
        listed=[sheet.name for sheet in listed],
        strings=count,
        written={name: _written(inflated[part], count) for name, part in sheets.items()},
    )


def _count_strings(xml: bytes) -> int:
    """Count the shared strings in their part."""
    if xml and (_STRINGS.match(xml) is None or xml.count(b"<sst") > 1 or b":sst" in xml):
        raise _NotPlainError
    return xml.count(b"</si>") + xml.count(b"<si/>")


def _written(xml: bytes, strings: int) -> list[Written]:
    """Find the cells of a sheet; the index of a string that is not there makes calamine panic."""
    cells = scan_sheet(xml)
    if cells is None:
        raise _NotPlainError
    indexes = [cell.text for cell in cells if cell.kind == "s"]
    are_numbers = all(map(str.isdecimal, indexes))
    if not are_numbers or max(map(int, indexes), default=-1) >= strings:
        raise _NotPlainError
    return cells


def _rows_by_calamine(excerpt: _Excerpt) -> Mapping[str, Sequence[Sequence[object]]]:
    """Return the rows of the sheets from the first row and column on, as calamine reads them."""
    from python_calamine import load_workbook

    archive = BytesIO()
    with ZipFile(archive, "w") as stored:
        for name, content in excerpt.parts.items():
            stored.writestr(name, content)
    archive.seek(0)
    try:
        with load_workbook(archive) as book:
            if book.sheet_names != excerpt.listed:
                raise _NotPlainError
            return {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in excerpt.written
            }
    except Exception as error:
        raise _NotPlainError from error  # whatever calamine raises, and no kind matters
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _NotPlainError from error


def _compare(cells: Sequence[Written], rows: Sequence[Sequence[object]]) -> tuple[Seen, Marks]:
    """Return what calamine sees in the cells, and their marks as our own reader should have them.

    Raises `_NotPlainError` where calamine sees something else, or a cell that is not there.
    """
    seen: Seen = {}
    marks: Marks = {}
    height, width = len(rows), len(rows[0]) if rows else 0
    for row, column, kind, formula, text in cells:
        value = rows[row][column] if row < height and column < width else _BLANK
        at = row, column
        if value != _BLANK:
            seen[at] = _meant(kind, text, value)
        elif formula is None:
            raise _NotPlainError  # an error value, or a text of blanks
        if formula is not None:
            marks[at] = formula_mark(formula)
        elif kind == "n":
            marks[at] = f"number{text}"
        else:
            marks[at] = f"boolean{str(value).upper()}" if kind == "b" else f"text{seen[at][1]}"
    if len(seen) != sum(len(row) - row.count(_BLANK) for row in rows):
        raise _NotPlainError
    return seen, marks


def _meant(kind: str, text: str, value: object) -> tuple[str, object]:
    """Return type and value of a cell of some type, in which calamine sees `value`.

    Raises `_NotPlainError` where that is not what the XML has.
    """
    if kind == "n" and _is_number(text, value):
        return "n", value
    if kind in ("s", "str", "inlineStr") and isinstance(value, str):
        return "s", value[: LIMITS.text]
    if kind == "str" and _is_number(text, value):  # what calamine takes for a number
        return "s", text
    if kind == "b" and text in ("0", "1") and value is (text == "1"):
        return "b", value
    raise _NotPlainError


def _is_number(text: str, value: object) -> bool:
    """Tell whether calamine sees the number that a text is."""
    try:
        return isinstance(value, float) and float(text) == value
    except ValueError:
        return False
