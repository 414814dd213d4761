"""What the county decided (处理意见): every decision, with both figures of a correction."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.base.path import row_and_column
from xlreport.base.text import comparable
from xlreport.form.sheet_names import DECISIONS_SHEET
from xlreport.office.decisions import Decision
from xlreport.reading.one_return import Return
from xlreport.returns.returns import Returns
from xlreport.summary.summary import Summary
from xlreport.writing.book import Book
from xlreport.writing.list_sheet import Column, Entry, as_number, fitted, write_list

_COLUMNS = (
    Column("意见", 7.5),
    Column("单位代码", 8.5),
    Column("单位名称", 12.5),
    Column("文件", 10),
    Column("表", 7.5),
    Column("指标", 13),
    Column("栏目", 8.5),
    Column("报送数", 7.5),
    Column("更正为", 7.5),
    Column("原因", 12),
    Column("提供人", 7.5),
    Column("决定人", 7.5),
    Column("日期", 10.5),
    Column("结果", 13),
)
_NOTE = (
    "“更正”的，各表、“分单位数据”和合计用的都是更正后的数；“报送数”是单位文件中的数，文件没有改动。"
)
_USED = "已照办"


def write_decisions_sheet(book: Book, summary: Summary) -> None:
    """Add the sheet, if anything was decided: a line for each decision and what became of it."""
    returns = summary.returns
    if returns.decided or returns.undecided:
        title = f"{DECISIONS_SHEET}　{summary.share}"
        rows = list(_rows(summary))
        write_list(book, DECISIONS_SHEET, title, fitted(_COLUMNS, rows), rows, _NOTE)


def _rows(summary: Summary) -> Iterator[list[Entry]]:
    returns = summary.returns
    results = dict.fromkeys(returns.decided, _USED)
    results |= {decision: f"没有用上：{reason}" for decision, reason in returns.undecided}
    departments = [filing.department for filing in returns.settlement.filings]
    names = {comparable(each.code): each.name for each in departments}
    places = dict(_places(returns))
    for decision in sorted(results, key=lambda each: each.line):
        place = places.get(decision, (decision.cell, "", ""))
        yield [
            decision.kind.chinese,
            decision.code,
            names.get(comparable(decision.code), ""),
            decision.file,
            *place,
            as_number(decision.old),
            as_number(decision.new),
            decision.reason,
            decision.told_by,
            decision.decided_by,
            str(decision.day or ""),
            results[decision],
        ]


def _places(returns: Returns) -> Iterator[tuple[Decision, tuple[str, str, str]]]:
    """Yield the decisions that corrected a cell, each with table, row and column."""
    for item in reversed(returns.items):  # what comes last stays: that of the first file
        if isinstance(item, Return):
            filed = item.as_filed
            for index, decision in filed.corrections.items():
                at, cell = filed.reference(index), filed.form.cells[index]
                yield decision, (at.place, *row_and_column(cell.row_path, cell.column_path))
