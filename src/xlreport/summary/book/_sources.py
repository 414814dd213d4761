"""Figures of second sources beside those of the returns: the sheet 对账."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from xlreport.base.address import sheet_title
from xlreport.base.path import row_and_column, split_path
from xlreport.base.sign import Sign
from xlreport.form.sheet_names import SOURCES_SHEET
from xlreport.returns.reconciling import MatchResult, SourceMatch
from xlreport.summary.summary import Summary
from xlreport.writing.book import Book
from xlreport.writing.list_sheet import Column, Entry, Figures, Marked, fitted, write_list

_COLUMNS = (
    Column("结果", 15),
    Column("来源", 12),
    Column("单位代码", 8.5),
    Column("单位名称", 17),
    Column("表", 5.5),
    Column("指标", 17),
    Column("栏目", 12),
    Column("填报数", 11),
    Column("来源数", 11),
    Column("相差", 9.5, Figures.SIGNED),
    Column("计量单位", 6.5),
    Column("备注", 9.5),
)
_SIGNS = {
    MatchResult.DIFFERENT: Sign.OPEN,
    MatchResult.OPEN: Sign.ASIDE,
    MatchResult.EQUAL: Sign.DONE,
}
"""The sign of each result, in the order of the list."""
_ORDER = tuple(_SIGNS)
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
    write_list(book, SOURCES_SHEET, title, fitted(_COLUMNS, rows), rows, _NOTE)


def _counts(matches: Iterable[SourceMatch]) -> str:
    counts = Counter(match.result for match in matches)
    return "，".join(f"{result.chinese} {counts[result]} 项" for result in _ORDER if counts[result])


def _row(match: SourceMatch) -> list[Entry]:
    department = match.department
    reported, difference = match.reported, match.difference
    return [
        Marked(_SIGNS[match.result], match.result.chinese),
        match.source,
        department.code,
        department.name,
        *_place(match),
        match.why if match.why or reported is None else reported,
        match.given,
        "" if difference is None else difference,
        match.unit,
        match.note,
    ]


def _place(match: SourceMatch) -> tuple[str, str, str]:
    """Return table, row and column of a figure; a rule between two forms is a sentence alone."""
    if match.cell is None:
        return "", match.what, ""
    labels = row_and_column(match.cell.row_path, match.cell.column_path)
    return sheet_title(split_path(match.what)[0]), *labels
