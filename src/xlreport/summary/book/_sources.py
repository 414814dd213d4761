"""Figures of second sources beside those of the returns: the sheet 对账."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from xlreport.layout.summary import SOURCES_SHEET
from xlreport.returns.reconciling import MatchResult, SourceMatch
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book
from xlreport.writing.cell import write_value
from xlreport.writing.content import Value
from xlreport.writing.list_sheet import Column, first_row, write_list

_COLUMNS = (
    Column("结果", 14),
    Column("来源", 16),
    Column("单位代码", 11),
    Column("单位名称", 24),
    Column("指标", 40),
    Column("填报数", 13),
    Column("来源数", 13),
    Column("相差", 13),
    Column("计量单位", 10),
    Column("备注", 22),
)
_RESULT = 0
_ORDER = (MatchResult.DIFFERENT, MatchResult.OPEN, MatchResult.EQUAL)
_NOTE = (
    "填报数是采用的报送件中的数，空白按0比对；来源数是其他部门掌握的数，或同一单位另一种报表中的数。"
    "不符的不一定是填报错误，两边口径可能不同，请逐项核实。"
)


def write_sources(book: Book, summary: Summary) -> None:
    """Add the sheet, if returns were held against any second source; differences come first."""
    matches = sorted(summary.returns.matches, key=lambda match: _ORDER.index(match.result))
    if not matches:
        return
    title = f"{SOURCES_SHEET}　{_counts(matches)}"
    rows = [_row(match) for match in matches]
    worksheet = write_list(book, SOURCES_SHEET, title, _COLUMNS, rows, _NOTE)
    look = book.style(style.TEXT_CELL, style.ALARM)
    for number, match in enumerate(matches, first_row(_NOTE)):
        if match.result is MatchResult.DIFFERENT:
            write_value(worksheet, number, _RESULT, match.result.chinese, look)


def _counts(matches: Iterable[SourceMatch]) -> str:
    counts = Counter(match.result for match in matches)
    return "，".join(f"{result.chinese} {counts[result]} 项" for result in _ORDER if counts[result])


def _row(match: SourceMatch) -> list[Value]:
    department = match.department
    reported, difference = match.reported, match.difference
    return [
        match.result.chinese,
        match.source,
        department.code,
        department.name,
        match.what,
        match.why if match.why or reported is None else reported,
        match.given,
        "" if difference is None else difference,
        match.unit,
        match.note,
    ]
