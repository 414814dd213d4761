"""The lines of one list as a sheet holds them: blank lines are nothing, lines of sums no lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from xlreport.base.address import Coordinate, a1
from xlreport.base.cell_reference import CellReference
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.label import LONGEST_LABEL, is_label, normalise_label, spellings
from xlreport.form.meanings import NOT_APPLICABLE, Reading
from xlreport.form.measure import Kind, Measure, normalise_choice
from xlreport.form.open_list import NUMBER_LABEL, WITHHELD, Lines, ListColumn, OpenList
from xlreport.form.typed_values import read_value
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.reading._cells import TakenEntry
from xlreport.reading._labels import leaf_paths
from xlreport.reading._locate_list import ListLocation
from xlreport.reading.one_return import refer_entry

_SUMS: Final = re.compile(
    r"(?:本页|以上|本年|本期|全年|金额)?(?:合计|小计|总计|共计|累计|总金额|总额)(?:金额|数)?"
    r"(?:[（(][^（()）]{0,20}[）)])?(?:[:：].*)?"
)
_MOST_MERGED: Final = 100_000  # cells of merged ranges that are looked at
_HEADER_ROWS: Final = 8  # above the lines, in which the label of the numbers is looked for
_NOTHING_TO_SAY: Final = frozenset({"plain", "blank", "stated-unit"})


@dataclass(slots=True)
class ReadList:
    """One list as read, and what there is to say about its cells.

    - `lines`: the lines; `readings`: entries that were read differently from what was typed;
    - `computed`: entries with a formula and a saved result; `lost`: those without one;
    - `merged`: merged entries, which were not read;
    - `passed_over`: the first cells of rows that are no lines: sums, and headers written again;
    - `headers`: the first cells of headers between the lines whose columns are others.
    """

    lines: Lines
    readings: list[TakenEntry] = field(default_factory=list)
    computed: list[CellReference] = field(default_factory=list)
    lost: list[CellReference] = field(default_factory=list)
    merged: list[CellReference] = field(default_factory=list)
    passed_over: list[CellReference] = field(default_factory=list)
    headers: list[CellReference] = field(default_factory=list)


def read_lines(form: Form, open_list: OpenList, location: ListLocation, raw: RawSheet) -> ReadList:
    """Read the lines of a list that was located on a sheet."""
    location = _without_computed(open_list, location)
    rows = _filled_rows(location, raw)
    passed_over, headers = _take_out(form, open_list, location, raw, rows)
    lines = Lines(raw.name, location.columns, tuple(rows))
    read = ReadList(lines, passed_over=passed_over, headers=headers)
    merged = _merged(location, raw, rows)
    entries: list[tuple[Entry, ...]] = []
    unread: list[tuple[int, int, str]] = []
    for line, (row, cells) in enumerate(rows.items()):
        entry: list[Entry] = [None] * len(open_list.columns)
        for number, column in enumerate(open_list.columns):
            cell = cells.get(number)
            anchor = merged.get((row, location.columns[number]))
            if anchor is not None:
                seen = raw.cells[anchor].text
                read.merged.append(refer_entry(open_list, lines, line, number, seen))
                unread.append((line, number, seen))
            elif cell is not None:
                seen = _seen(cell, column.measure)
                reference = refer_entry(open_list, lines, line, number, seen)
                entry[number], is_read = _read_entry(read, reference, column, cell)
                if not is_read:
                    unread.append((line, number, seen))
        entries.append(tuple(entry))
    read.lines = replace(lines, entries=tuple(entries), unread=tuple(unread))
    return read


def _without_computed(open_list: OpenList, location: ListLocation) -> ListLocation:
    """Copy a location without the columns that formulas fill in every prepared row."""
    pairs = zip(location.columns, open_list.columns, strict=True)
    columns = tuple(-1 if column.computed else at for at, column in pairs)
    return replace(location, columns=columns)


def _filled_rows(location: ListLocation, raw: RawSheet) -> dict[int, Mapping[int, RawCell]]:
    """Collect the filled cells of each row below the header, by the number of their column."""
    number_of = {at: number for number, at in enumerate(location.columns) if at >= 0}
    rows: dict[int, dict[int, RawCell]] = defaultdict(dict)
    for (row, at), cell in raw.cells.items():
        number = number_of.get(at)
        is_filled = cell.formula is not None or bool(cell.text.strip())
        if number is not None and row >= location.top and is_filled:
            rows[row][number] = cell
    return {row: rows[row] for row in sorted(rows)}


def number_column(location: ListLocation, raw: RawSheet) -> int:
    """Return the column of the numbers of the lines; -1 where no label says which it is."""
    label = normalise_label(NUMBER_LABEL)
    header = range(max(0, location.top - _HEADER_ROWS), location.top)
    places = ((row, at) for row in header for at in range(max(location.columns, default=0) + 2))
    for place in places:
        cell = raw.cells.get(place)
        if cell is not None and normalise_label(cell.text[:20]) == label:
            return place[1]
    return -1


def _take_out(
    form: Form,
    open_list: OpenList,
    location: ListLocation,
    raw: RawSheet,
    rows: dict[int, Mapping[int, RawCell]],
) -> tuple[list[CellReference], list[CellReference]]:
    """Take the rows that are no lines out of `rows`: sums and headers, and headers of others."""
    passed_over: list[CellReference] = []
    headers: list[CellReference] = []
    numbers = number_column(location, raw)
    labels = _all_labels(form, open_list)
    private = {at for at, c in zip(location.columns, open_list.columns, strict=True) if c.private}
    paths = list(leaf_paths(open_list.outline).values())
    for row, cells in list(rows.items()):
        at = _telling_cell(raw, row, [numbers, *location.columns])
        cell = raw.cells[at]
        taken = None
        if _is_sum(open_list, location, at, cell) or _is_header(form, paths, cells):
            taken = passed_over
        elif normalise_label(cell.text[:LONGEST_LABEL]) in labels and _has_labels(cells, labels):
            taken = headers
        if taken is not None:
            told = WITHHELD if at[1] in private else cell.text
            taken.append(CellReference(raw.name, a1(*at), "", told))
            del rows[row]
    return passed_over, headers


def _telling_cell(raw: RawSheet, row: int, columns: Iterable[int]) -> Coordinate:
    """Return the first cell of a row that says in words what the row is; any filled one without.

    A number and a dash say nothing of it, even where they are stored as text.
    """
    places = [(row, at) for at in sorted(columns) if (row, at) in raw.cells]
    texts = (at for at in places if raw.cells[at].kind == "text" and _says(raw.cells[at].text))
    return next(texts, places[-1])


def _says(text: str) -> bool:
    body = normalise_label(text[:LONGEST_LABEL]).upper()
    return bool(body) and not body.isdecimal() and body not in NOT_APPLICABLE


def _is_sum(open_list: OpenList, location: ListLocation, at: Coordinate, cell: RawCell) -> bool:
    """Tell whether the cell that says what a row is says that it is a sum.

    A choice that is called so, as 累计 beside 当期, is what its line was asked for.
    """
    text = "".join(cell.text[:60].split())
    if cell.kind != "text" or _SUMS.fullmatch(text) is None:
        return False
    columns = zip(location.columns, open_list.columns, strict=True)
    choices = next((column.measure.choices for place, column in columns if place == at[1]), ())
    return normalise_choice(text) not in map(normalise_choice, choices)


def _is_header(form: Form, paths: Sequence[tuple[str, ...]], cells: Mapping[int, RawCell]) -> bool:
    """Tell whether a row is the header again, as on each page of a list that was pasted.

    `paths` are the labels of each column, outermost first.
    """
    return len(cells) > 1 and all(
        any(is_label(form, label, cell.text) for label in paths[number])
        for number, cell in cells.items()
    )


@cache
def _all_labels(form: Form, open_list: OpenList) -> frozenset[str]:
    """Return all spellings of the lowest labels of a list, and of the column of the numbers."""
    labels = (NUMBER_LABEL, *(leaf.text for leaf in open_list.outline.leaves()))
    return frozenset(each for label in labels for each in spellings(form, label))


def _has_labels(cells: Mapping[int, RawCell], labels: frozenset[str]) -> bool:
    """Tell whether most cells of a row are labels, which is a header and no line."""
    known = [normalise_label(cell.text[:LONGEST_LABEL]) in labels for cell in cells.values()]
    return len(known) > 1 and sum(known) * 2 > len(known)


def _merged(
    location: ListLocation, raw: RawSheet, rows: Mapping[int, Mapping[int, RawCell]]
) -> dict[Coordinate, Coordinate]:
    """Map each entry in a merged range that holds something to the first cell of the range.

    Whether the content is that of every line, or of the first alone, cannot be told.
    """
    columns = frozenset(location.columns)
    merged: dict[Coordinate, Coordinate] = {}
    effort = 0
    for top, left, bottom, right in raw.merges:
        content = raw.cells.get((top, left))
        if bottom < location.top or content is None or not content.text.strip():
            continue
        inside = [at for at in range(left, right + 1) if at in columns]
        last = min(bottom, max(rows, default=-1))
        for row in range(max(top, location.top), last + 1):
            effort += 1 + len(inside)
            if row in rows and (bottom > top or len(inside) > 1):
                merged |= {(row, at): (top, left) for at in inside}
        if effort > _MOST_MERGED:
            break
    return merged


def _seen(cell: RawCell, measure: Measure) -> str:
    """Return what a person sees in a cell, and for a figure what was typed."""
    is_figure = measure.is_number and measure.kind is not Kind.PERCENTAGE
    return cell.text if is_figure else cell.display.strip() or cell.text


def _read_entry(
    read: ReadList, reference: CellReference, column: ListColumn, cell: RawCell
) -> tuple[Entry, bool]:
    """Read one cell; return its value, and whether it was read or blank."""
    if cell.formula is not None:
        (read.computed if cell.text else read.lost).append(reference)
        if not cell.text:
            return None, False
    reading = read_value(cell.kind, cell.text, cell.shown, column.measure, cell.display)
    if reading.meaning not in _NOTHING_TO_SAY:
        told = _withheld(reading) if column.private else reading
        read.readings.append(TakenEntry(reference, column.measure, told))
    return entry_of(reading), not reading.unreadable


def _withheld(reading: Reading) -> Reading:
    """Copy a reading with nothing of what was read."""
    is_blank = not reading.words and reading.value is None
    return replace(
        reading, words="" if is_blank else WITHHELD, display=WITHHELD if reading.display else ""
    )


def entry_of(reading: Reading) -> Entry:
    """Return what a reading gives for a list: a text, or else a value."""
    return reading.words or reading.value
