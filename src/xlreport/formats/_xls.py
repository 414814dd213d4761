"""The worksheets of an .xls, .et or Excel 95 workbook as xlrd reads them, in a process of its own.

xlrd builds whole rectangles and parses much that no return needs. So it is handed the records that
are needed, and the cells are taken as it finds them.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from dataclasses import dataclass, field, replace
from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from xlreport.base.address import Area
from xlreport.formats._cell_formats import Renderer, built_in_code
from xlreport.formats._child_answer import number_text
from xlreport.formats._looks import look_of
from xlreport.formats._styles import CellStyle, Colour, Font
from xlreport.formats._xls_formula import Formulas, without_doubtful_zeros
from xlreport.formats.cell import Comment, RawCell, RawSheet, SheetState, read_meaning, unread_sheet
from xlreport.formats.workbook import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from xlrd.book import Book
    from xlrd.sheet import Sheet

    from xlreport.base.address import Coordinate
    from xlreport.formats.cell import Look
    from xlreport.formats.container import Limits

_STATES: Final[tuple[SheetState, ...]] = ("visible", "hidden", "veryHidden")
_EXCEL_5: Final = 50
_EXCEL_97: Final = 80
_CHINESE: Final = 936
# Below these no digit can be told: 3 points in twentieths, 0.4 characters in 256ths.
_LEAST_HEIGHT: Final = 60
_LEAST_WIDTH: Final = 102
_SOLID: Final = 1
_MACROS: Final = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT_CUR", "_VBA_PROJECT\0"))

# Records by their numbers in [MS-XLS] 2.3; those of Excel 95 are among them.
_END, _FONT, _CODE_PAGE, _PROTECT, _EXTERNAL_SHEET = 0x0A, 0x31, 0x42, 0x12, 0x17
_STYLE, _NUMBER_FORMAT, _BOOK, _SHARED_FORMULA, _RESULT = 0xE0, 0x41E, 0x1AE, 0x4BC, 0x207
_DATE_MODE: Final = 0x22
_OLD_TEXTS: Final = frozenset({_NUMBER_FORMAT, _EXTERNAL_SHEET, _RESULT})
_BEGINNINGS: Final = frozenset({0x09, 0x209, 0x409, 0x809})
_FORMULAS: Final = frozenset({0x06, 0x206, 0x406})
_COMMENTS: Final = frozenset({0x1C, 0x3C, 0x5D, 0x1B6})
# What xlrd gets: a slip in any other record, which no return needs, would cost the file.
_NEEDED: Final = frozenset(
    {
        *(_END, _FONT, _CODE_PAGE, _EXTERNAL_SHEET, _STYLE, _NUMBER_FORMAT, _BOOK),
        *(_SHARED_FORMULA, _RESULT, *_BEGINNINGS, *_FORMULAS, *_COMMENTS),
        *(0x2F, 0x85, 0x92, 0xFC),  # password, sheets, palette, shared strings
        *(0x7D, 0xE5, 0x208, 0x225),  # columns, merges, rows, default height
        *(0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x221, 0x236, 0x27E),  # cells
    }
)
_NOTHING: Final = (0xFFFF, 0, b"")


def load() -> None:
    """Import xlrd before the time of reading is counted."""
    import xlrd.formula  # noqa: F401


def read(data: bytes, limits: Limits, only: Collection[str], skip: Collection[str]) -> Package:
    """Read the worksheets named in `only` (all if it is empty) and not in `skip`; list the others.

    Raises whatever xlrd raises.
    """
    records = _open(data)
    sheets = []
    room = limits.cells
    for number, name in enumerate(records.book.sheet_names()):
        state = _STATES[min(2, records.book._sheet_visibility[number] & 3)]  # type: ignore[attr-defined]
        sheet = unread_sheet(name, state)
        if (not only or name in only) and name not in skip:
            sheet = _read_sheet(records, number, sheet, limits, room)
            room -= len(sheet.cells)
        sheets.append(sheet)
    return Package(
        sheets=tuple(without_doubtful_zeros(sheets)),
        properties=MappingProxyType({}),
        names=MappingProxyType({}),
        application="",
        modified="",
        macros=any(name in data for name in _MACROS),
        links=records.links,
    )


@dataclass(slots=True)
class _Records:
    """The records of a workbook, on their way to xlrd.

    `format_ids` are the number formats of the styles, `links` counts other workbooks. Of the
    worksheet that is being read, `formulas` are noted here because xlrd drops them.
    """

    book: Book
    format_ids: list[int] = field(default_factory=list)
    links: int = 0
    renderer: Renderer = field(default_factory=Renderer)
    looks: dict[int, Look | None] = field(default_factory=dict)
    formulas: Formulas = field(default_factory=Formulas)
    protected: bool = False
    is_embedded: bool = False

    def look(self, style: int) -> Look | None:
        """Return the look of a style, found once."""
        if style not in self.looks:
            self.looks[style] = _look(self.book, style)
        return self.looks[style]

    def next(self) -> tuple[int, int, bytes]:
        """Return the next record for xlrd: its number, length and content."""
        number, length, data = type(self.book).get_record_parts(self.book)
        if number in _BEGINNINGS or number == _END:
            self.is_embedded = number != _END  # a chart inside a worksheet
        elif number in _FORMULAS:
            self.formulas.add(data)
        elif number == _SHARED_FORMULA:
            self.formulas.share(data)
        elif number == _PROTECT:
            self.protected = self.protected or (not self.is_embedded and any(data))
        elif number == _STYLE:
            self.format_ids.append(*struct.unpack_from("<H", data, 2))
        elif number == _DATE_MODE:
            self.renderer.from_1904 = any(data)
        elif number == _BOOK:
            self.links += len(data) > 4 and data[2:4] != b"\1\4"
        elif number == _FONT:
            data = data[:14] + bytes(2)  # without its name
        elif number in _OLD_TEXTS and self.book.biff_version < _EXCEL_97:
            data = self._with_size(number, data)
        return (number, length, data) if number in _NEEDED else _NOTHING

    def _with_size(self, number: int, data: bytes) -> bytes:
        """Give an old text the size that xlrd expects: characters in a result, else bytes.

        Programs write one or the other, which differ where a character takes two bytes.
        """
        if number == _RESULT:
            text = data[2:].decode(self.book.encoding or self.book.derive_encoding())
            return struct.pack("<H", len(text)) + data[2:]
        if number == _NUMBER_FORMAT:
            return data[:2] + bytes([len(data) - 3]) + data[3:]
        return bytes([len(data) - 2]) + data[1:] if data[1:2] == b"\3" else data


def _open(data: bytes) -> _Records:
    """Let xlrd read what stands before the worksheets."""
    from xlrd.biffh import XL_WORKBOOK_GLOBALS
    from xlrd.book import Book

    book = Book()
    book.biff2_8_load(
        file_contents=data, logfile=StringIO(), formatting_info=True, ragged_rows=True
    )
    book.biff_version = book.getbof(XL_WORKBOOK_GLOBALS) or 0
    if book.biff_version < _EXCEL_5:
        raise ValueError("older than Excel 5")
    if book.biff_version < _EXCEL_97:
        book.codepage = _CHINESE  # unless the file says otherwise
    records = _Records(book)
    book.get_record_parts = records.next  # type: ignore[method-assign]
    book.parse_globals()
    return records


def _read_sheet(
    records: _Records, number: int, unread: RawSheet, limits: Limits, room: int
) -> RawSheet:
    """Read one worksheet; of more than `room` cells those beyond it are left out but for one."""
    from xlrd.biffh import XL_CELL_EMPTY, XL_WORKSHEET
    from xlrd.sheet import Sheet

    book = records.book
    records.formulas, records.protected = Formulas(), False
    book._position = book._sh_abs_posn[number]  # type: ignore[attr-defined]
    book.getbof(XL_WORKSHEET)
    records.is_embedded = False
    sheet = Sheet(book, book._position, unread.name, number)  # type: ignore[attr-defined]
    found: dict[Coordinate, tuple[int | None, Any, int]] = {}
    outside = 0

    def put(row: int, column: int, kind: int | None, value: Any, style: int) -> None:
        nonlocal outside
        if row >= limits.rows or column >= limits.columns:
            outside += 1
        elif len(found) <= room and kind != XL_CELL_EMPTY:  # which xlrd adds to fill rectangles
            found[row, column] = kind, value, style

    for name in ("handle_obj", "handle_txo", "handle_note"):
        setattr(sheet, name, _quiet(getattr(sheet, name)))
    sheet.put_cell = put  # type: ignore[assignment]  # the stubs know numbers as texts
    sheet.read(book)
    cells = {}
    looks = {}
    for at, (kind, value, style) in found.items():
        formula = records.formulas.text(book, *at) if at in records.formulas.cells else None
        cell = _cell(kind, value, formula, limits)
        if cell.text or formula is not None:
            is_struck = isinstance(value, str) and _is_struck(book, sheet, at, value, style)
            shown, display = records.renderer.show(_code(records, style), cell.kind, cell.text)
            cells[at] = cell._replace(shown="struck" if is_struck else shown, display=display)
            if look := records.look(style):
                looks[at] = look
    return replace(
        unread,
        protected=records.protected,
        cells=cells,
        merges=tuple(Area(top, left, b - 1, r - 1) for top, b, left, r in sheet.merged_cells),
        outside=outside,
        looks=looks,
        hidden_rows=_hidden(sheet.rowinfo_map, "height", _LEAST_HEIGHT),
        hidden_columns=_hidden(sheet.colinfo_map, "width", _LEAST_WIDTH),
        comments=tuple(
            Comment("comment", at, note.text, note.author)
            for at, note in sheet.cell_note_map.items()
        ),
    )


def _quiet(handle: Callable[..., Any]) -> Callable[..., Any]:
    """Return a handler of comments that passes over what it cannot read."""

    def call(*arguments: Any) -> Any:
        with suppress(AssertionError, LookupError, ValueError, struct.error):
            return handle(*arguments)

    return call


def _cell(kind: int | None, value: Any, formula: str | None, limits: Limits) -> RawCell:
    """Make a raw cell of what xlrd found; without a kind it is a number."""
    from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_ERROR, XL_CELL_TEXT, error_text_from_code

    if kind == XL_CELL_TEXT:
        return RawCell("text", value[: limits.text], formula, "")
    if kind == XL_CELL_BOOLEAN:
        return RawCell("boolean", "TRUE" if value else "FALSE", formula, "")
    if kind == XL_CELL_ERROR:
        return RawCell("error", error_text_from_code.get(value, "#N/A"), formula, "")
    return RawCell(*read_meaning("n", number_text(float(value)), (), limits.text), formula, "")


def _is_struck(book: Book, sheet: Sheet, at: Coordinate, text: str, style: int) -> bool:
    """Tell whether a run of a text is struck out, raised or lowered."""
    runs = sheet.rich_text_runlist_map.get(at)
    if not runs:
        return False
    first = (0, book.xf_list[style].font_index)
    ends = [*(begin for begin, _ in runs), len(text)]
    for (begin, font), end in zip((first, *runs), ends, strict=True):
        look = book.font_list[font]
        if (look.struck_out or look.escapement) and text[begin:end].strip():
            return True
    return False


def _code(records: _Records, style: int) -> str:
    """Return the number format of a style: the file's own, or the one that every program has."""
    from xlrd.formatting import std_format_strings

    key = records.format_ids[style]
    found = records.book.format_map.get(key)
    # xlrd adds the built-in ones of English Excel, which has $ for ￥.
    is_own = found is not None and found.format_str != std_format_strings.get(key)
    return found.format_str if found is not None and is_own else built_in_code(key)


def _look(book: Book, style: int) -> Look | None:
    """Return how the font and the background of a style make a number look."""
    xf = book.xf_list[style]
    font = book.font_list[xf.font_index]
    own = Font(
        size=f"{font.height / 20:g}",
        colour=_colour(book, font.colour_index),
        struck=bool(font.struck_out),
    )
    paper = xf.background
    fill = None
    if paper is not None and paper.fill_pattern == _SOLID:
        fill = _colour(book, paper.pattern_colour_index)
    return look_of(CellStyle(0, own, fill))


def _colour(book: Book, index: int) -> Colour:
    rgb = book.colour_map.get(index)
    return Colour("auto", "", "") if rgb is None else Colour("rgb", bytes(rgb).hex(), "")


def _hidden(infos: Mapping[int, Any], size: str, least: int) -> frozenset[int]:
    """Return the rows or columns that nobody sees: hidden, filtered out or far too small."""
    return frozenset(i for i, info in infos.items() if info.hidden or getattr(info, size) < least)
