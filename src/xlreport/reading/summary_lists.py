"""The lists of a county's summary, which its city reads: every line with its department."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from xlreport.base.address import a1
from xlreport.base.errors import InputError
from xlreport.base.finding import make_finding
from xlreport.form.entry import Entry
from xlreport.form.measure import Measure
from xlreport.form.open_list import Lines, OpenList
from xlreport.form.typed_values import read_value
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Limits, Unreadable
from xlreport.formats.workbook import Workbook
from xlreport.layout.summary_lists import (
    FIRST_ENTRY_COLUMN,
    FIRST_LINE_ROW,
    HEADING_ROW,
    MOST_LINES,
    list_headings,
    summary_lists,
)
from xlreport.reading._lines import entry_of
from xlreport.reading.one_return import Return

_LIMITS: Final = Limits(
    rows=MOST_LINES + FIRST_LINE_ROW,
    cells=2_000_000,
    tags=8_000_000,
    all_tags=10_000_000,
    strings=2_000_000,
)


def with_lists(item: Return, workbook: Workbook) -> Return:
    """Copy a summary that was read with its lists; one that cannot be read becomes a finding."""
    lists: dict[str, Lines] = {}
    try:
        for name, open_list in summary_lists(item.form):
            lists[open_list.key] = _read_list(open_list, name, workbook)
    except InputError as error:
        unproved = make_finding("SUMMARY-UNPROVED", reason=f"汇总表{error}")
        return replace(item, lists=lists, findings=(*item.findings, unproved))
    return replace(item, lists=lists)


def _read_list(open_list: OpenList, name: str, workbook: Workbook) -> Lines:
    """Read one list; raises `InputError`, whose sentence begins after the word 汇总表."""
    try:
        sheet = workbook.sheet(name, _LIMITS)
    except Unreadable as error:
        raise InputError(f"的“{name}”太大，读不出“{open_list.heading}”。") from error
    if sheet is None:
        raise InputError(f"没有“{name}”表页，读不出“{open_list.heading}”。")
    for column, heading in enumerate(list_headings(open_list)):
        if _text(sheet, HEADING_ROW, column) != heading:
            where = f"“{name}”{a1(HEADING_ROW, column)}"
            raise InputError(f"的{where}应为“{heading}”，读不出“{open_list.heading}”。")
    if sheet.outside:
        raise InputError(f"的“{name}”超过 {MOST_LINES} 条，没有读全。")
    rows = sorted({row for row, column in sheet.cells if column and row >= FIRST_LINE_ROW})
    entries = tuple(_read_line(open_list, sheet, row) for row in rows)
    place_of = {n: at for at, n in enumerate(open_list.reported, FIRST_ENTRY_COLUMN)}
    columns = [place_of.get(number, -1) for number in range(len(open_list.columns))]
    owners = tuple((_text(sheet, row, 1), _text(sheet, row, 2)) for row in rows)
    return Lines(name, tuple(columns), tuple(rows), entries, owners=owners)


def _read_line(open_list: OpenList, sheet: RawSheet, row: int) -> tuple[Entry, ...]:
    entries: list[Entry] = [None] * len(open_list.columns)
    for at, number in enumerate(open_list.reported, FIRST_ENTRY_COLUMN):
        entries[number] = _read_entry(sheet, row, at, open_list.columns[number].measure)
    return tuple(entries)


def _read_entry(sheet: RawSheet, row: int, column: int, measure: Measure) -> Entry:
    raw = sheet.cells.get((row, column))
    if raw is None:
        return None
    reading = read_value(raw.kind, raw.text, raw.shown, measure.stated(), raw.display)
    if reading.unreadable:
        where = f"“{sheet.name}”{a1(row, column)}"
        raise InputError(f"的{where}的“{raw.text}”不是能读取的内容；请不要改动汇总表。")
    return entry_of(reading)


def _text(sheet: RawSheet, row: int, column: int) -> str:
    raw = sheet.cells.get((row, column))
    return raw.text.strip() if raw else ""
