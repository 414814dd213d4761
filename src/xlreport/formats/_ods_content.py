"""The worksheets of an .ods workbook, parsed by expat.

A cell has the value that its attributes give, and shows the text of its paragraphs: white space
between elements is no text, nor are comments and drawings. A cell that is said to be repeated
stands in every place of its own, as far as the limits go.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from xlreport.base.address import Area
from xlreport.formats._format_text import UNKNOWN
from xlreport.formats._ods_styles import (
    OFFICE,
    STYLE_ENDS,
    STYLE_STARTS,
    TABLE,
    OdsStyles,
    look_of_style,
)
from xlreport.formats._ods_text import TEXT_ENDS, TEXT_STARTS, Texts, Written
from xlreport.formats._ods_value import read_value, repeated
from xlreport.formats.cell import Comment, RawSheet, unread_sheet
from xlreport.formats.container import Unreadable, add_merges, damaged, hostile, too_many_cells
from xlreport.formats.expat import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlreport.base.address import Coordinate
    from xlreport.formats.cell import Look, RawCell, SheetState
    from xlreport.formats.container import Container, Limits

_PART: Final = "content.xml"
_HIDDEN: Final = ("collapse", "filter")
_DAY_ZERO: Final = datetime(1899, 12, 30)


@dataclass(slots=True)
class _Sheet:
    """One worksheet so far; `row` and `column` are those of the next cell.

    `columns` are the default styles of the columns, `filled` the cells of the current row with
    their looks.
    """

    name: str
    state: SheetState
    protected: bool
    is_read: bool
    cells: dict[Coordinate, RawCell] = field(default_factory=dict)
    looks: dict[Coordinate, Look] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    comments: list[Comment] = field(default_factory=list)
    outside: int = 0
    row: int = 0
    rows: int = 1
    row_style: str = ""
    column: int = 0
    columns: list[str] = field(default_factory=list)
    filled: list[tuple[int, RawCell, Look | None]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _State(Texts):
    """The state of all handlers; `room` is how many cells there may still be."""

    container: Container
    limits: Limits
    is_spreadsheet: bool = False
    is_wanted: Callable[[int, str], bool]
    room: int
    sheets: list[RawSheet] = field(default_factory=list)
    sheet: _Sheet | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    links: int = 0
    day_zero: datetime = _DAY_ZERO


def read_content(
    container: Container, styles: OdsStyles, is_wanted: Callable[[int, str], bool], room: int
) -> tuple[list[RawSheet], int]:
    """Read the wanted worksheets, list the others, and count the links to other files.

    `is_wanted` tells it by position and name; `room` is how many cells they may have together.
    Raises `Unreadable`, FILE-ODS where the document is no spreadsheet.
    """
    limits = container.limits
    state = _State(
        styles=styles,
        text=styles.text,
        longest=limits.text,
        container=container,
        limits=limits,
        is_wanted=is_wanted,
        room=room,
    )
    parse(container, _PART, state, _STARTS, _ENDS, state.text)
    if not state.is_spreadsheet:
        raise Unreadable("FILE-ODS")
    return state.sheets, state.links


def _start_spreadsheet(state: _State, _: dict[str, str]) -> None:
    state.is_spreadsheet = True


def _start_table(state: _State, attributes: dict[str, str]) -> None:
    if state.sheet is not None:
        raise damaged(_PART)
    if len(state.sheets) >= state.limits.sheets:
        raise hostile(f"表页超过 {state.limits.sheets} 张")
    name = attributes.get(f"{TABLE} name", "")
    look = state.styles.look("table", attributes.get(f"{TABLE} style-name", ""))
    state.sheet = _Sheet(
        name=name,
        state="hidden" if look.display == "false" else "visible",
        protected=attributes.get(f"{TABLE} protected") == "true",
        is_read=state.is_wanted(len(state.sheets), name),
    )


def _end_table(state: _State) -> None:
    sheet, state.sheet = state.sheet, None
    assert sheet is not None  # a table was begun
    _add_comments(state, sheet, (0, 0))  # drawings on the whole sheet
    if not sheet.is_read:
        state.sheets.append(unread_sheet(sheet.name, sheet.state))
        return
    state.sheets.append(
        RawSheet(
            name=sheet.name,
            state=sheet.state,
            protected=sheet.protected,
            cells=sheet.cells,
            merges=tuple(sheet.merges),
            outside=sheet.outside,
            looks=sheet.looks,
            hidden_rows=frozenset(sheet.hidden_rows),
            hidden_columns=frozenset(sheet.hidden_columns),
            comments=tuple(sheet.comments),
        )
    )


def _start_column(state: _State, attributes: dict[str, str]) -> None:
    sheet = state.sheet
    if sheet is not None:
        first = len(sheet.columns)
        count = min(repeated(attributes, "columns"), state.limits.columns - first)
        sheet.columns += [attributes.get(f"{TABLE} default-cell-style-name", "")] * count
        if _is_hidden(state, attributes, "table-column"):
            sheet.hidden_columns.update(range(first, first + count))


def _start_row(state: _State, attributes: dict[str, str]) -> None:
    sheet = state.sheet
    if sheet is not None:
        if sheet.filled:  # a row in a row; so no row has more cells than columns are read
            raise damaged(_PART)
        sheet.rows = repeated(attributes, "rows")
        sheet.column = 0
        sheet.row_style = attributes.get(f"{TABLE} default-cell-style-name", "")
        if _is_hidden(state, attributes, "table-row"):
            last = min(sheet.row + sheet.rows, state.limits.rows)
            sheet.hidden_rows.update(range(sheet.row, last))


def _is_hidden(state: _State, attributes: dict[str, str], family: str) -> bool:
    style = family, attributes.get(f"{TABLE} style-name", "")
    return attributes.get(f"{TABLE} visibility") in _HIDDEN or style in state.styles.small


def _end_row(state: _State) -> None:
    """Put the cells of a row in each of its places."""
    sheet = state.sheet
    if sheet is None:
        return
    first = sheet.row
    sheet.row += sheet.rows
    if not sheet.filled:
        return
    rows = range(first, min(sheet.row, state.limits.rows))
    state.room -= len(rows) * len(sheet.filled)
    if state.room < 0:
        raise too_many_cells(state.limits)
    for row in rows:
        for column, cell, look in sheet.filled:
            sheet.cells[row, column] = cell
            if look is not None:
                sheet.looks[row, column] = look
    sheet.filled.clear()


def _start_cell(state: _State, attributes: dict[str, str]) -> None:
    state.attributes = attributes
    state.written = Written()


def _end_cell(state: _State) -> None:
    sheet, attributes = state.sheet, state.attributes
    if sheet is None:
        return
    first = sheet.column
    count = repeated(attributes, "columns")
    sheet.column += count
    if not sheet.is_read or sheet.row >= state.limits.rows:
        return
    _add_comments(state, sheet, (sheet.row, first))
    if _SPANNED in attributes:
        _merge(state, sheet, first)
    if not (state.written.paragraphs or _TYPE in attributes or _FORMULA in attributes):
        return
    cell = _cell(state, sheet, first)
    if not cell.text and cell.formula is None:
        return
    last = min(first + count, state.limits.columns)
    sheet.outside += count - max(0, last - first)
    look = _look(state, sheet, first)
    sheet.filled += [(column, cell, look) for column in range(first, last)]


def _add_comments(state: _State, sheet: _Sheet, at: Coordinate) -> None:
    sheet.comments += [Comment(note.kind, at, note.text, note.author) for note in state.notes]
    state.notes.clear()


def _merge(state: _State, sheet: _Sheet, column: int) -> None:
    bottom, right = (repeated(state.attributes, each, "spanned") for each in ("rows", "columns"))
    if (bottom, right) != (1, 1):
        add_merges(state.container, 1)
        sheet.merges.append(Area(sheet.row, column, sheet.row + bottom - 1, column + right - 1))


def _cell(state: _State, sheet: _Sheet, column: int) -> RawCell:
    shown = "\n".join(state.written.paragraphs) if state.written.paragraphs else None
    cell = read_value(state.attributes, shown, state.day_zero, state.limits.text)
    if state.written.is_struck:
        return cell._replace(shown="struck")
    style = _style(state, sheet, column)
    data = state.styles.look("table-cell", style).data
    if cell.kind == "number" and state.styles.is_unseen(style, data, float(cell.text)):
        return cell._replace(display=UNKNOWN)
    is_plain = data is None or data in state.styles.plain
    is_percentage = state.attributes.get(_TYPE) == "percentage"
    if cell.kind == "number" and shown is None and (is_percentage or not is_plain):
        return cell._replace(display=UNKNOWN)  # how it looks is not said
    return cell


def _look(state: _State, sheet: _Sheet, column: int) -> Look | None:
    own = look_of_style(state.styles.look("table-cell", _style(state, sheet, column)))
    return own or state.written.look


def _style(state: _State, sheet: _Sheet, column: int) -> str:
    """Return the style of a cell: its own, that of its row or that of its column."""
    own = state.attributes.get(f"{TABLE} style-name") or sheet.row_style
    return own or (sheet.columns[column] if column < len(sheet.columns) else "")


def _day_zero(state: _State, attributes: dict[str, str]) -> None:
    try:
        written = datetime.fromisoformat(attributes.get(f"{TABLE} date-value", ""))
    except ValueError:
        return
    state.day_zero = written.replace(tzinfo=None)


def _link(state: _State, _: dict[str, str]) -> None:
    state.links += 1


def _of_style(handler: Callable[..., None]) -> Callable[..., None]:
    return lambda state, *attributes: handler(state.styles, *attributes)


_TYPE: Final = f"{OFFICE} value-type"
_FORMULA: Final = f"{TABLE} formula"
_SPANNED: Final = f"{TABLE} number-columns-spanned"
_CELLS: Final = (f"{TABLE} table-cell", f"{TABLE} covered-table-cell")
_STARTS: Final = {
    **TEXT_STARTS,
    **{name: _of_style(handler) for name, handler in STYLE_STARTS.items()},
    f"{OFFICE} spreadsheet": _start_spreadsheet,
    f"{TABLE} table": _start_table,
    f"{TABLE} table-column": _start_column,
    f"{TABLE} table-row": _start_row,
    f"{TABLE} table-source": _link,
    f"{TABLE} null-date": _day_zero,
    **dict.fromkeys(_CELLS, _start_cell),
}
_ENDS: Final = {
    **TEXT_ENDS,
    **{name: _of_style(handler) for name, handler in STYLE_ENDS.items()},
    f"{TABLE} table": _end_table,
    f"{TABLE} table-row": _end_row,
    **dict.fromkeys(_CELLS, _end_cell),
}
