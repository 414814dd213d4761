"""The sheet 对账 of a summary: figures of second sources, those that differ first."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl

from support.county import mixed_county
from xlreport.form.sheet_names import SOURCES_SHEET
from xlreport.returns.reconciling import MatchResult, SourceMatch
from xlreport.summary.book._sources import write_sources
from xlreport.summary.summary import Summary, consolidate
from xlreport.writing.book import Book


def sheets(summary: Summary) -> dict[str, list[list[object]]]:
    """Write the sheet by itself, and give the sheets by name as rows of values."""
    book = Book("汇总", 2026, locked=False)
    book.add_worksheet("封面")
    write_sources(book, summary)
    opened = openpyxl.load_workbook(BytesIO(book.to_bytes()))
    return {sheet.title: [[*row] for row in sheet.values] for sheet in opened}


def test_what_differs_comes_first_with_both_numbers() -> None:
    summary = consolidate(mixed_county(""), name="盐池县", verify=False)
    department = summary.counted[0].department
    cell = summary.form.cells[0]
    equal = SourceMatch("财政局", department, cell.path, MatchResult.EQUAL, 9.5, 9.5, 0)
    equal = replace(equal, unit="万元", note="决算", cell=cell)
    open_one = SourceMatch("司法局", department, "四 › 复议", MatchResult.OPEN, 3, why="未报送")
    differs = SourceMatch("司法局", department, "四 › 诉讼", MatchResult.DIFFERENT, 3, 2, -1)
    returns = replace(summary.returns, matches=(equal, open_one, differs))
    rows = sheets(replace(summary, returns=returns))[SOURCES_SHEET]
    assert "对账　不符 1 项，没有可比的数 1 项，相符 1 项" == rows[0][0]
    owner = [department.code, department.name]
    table, *labels = cell.path.split(" › ")
    assert [
        ["× 不符", "司法局", *owner, None, "四 › 诉讼", None, 2, 3, -1, None, None],
        ["– 没有可比的数", "司法局", *owner, None, "四 › 复议", None, "未报送", 3, *[None] * 3],
        ["√ 相符", "财政局", *owner, f"表{table}", *labels, 9.5, 9.5, 0, "万元", "决算"],
    ] == rows[3:]


def test_without_second_sources_there_is_no_such_sheet() -> None:
    assert ["封面"] == [*sheets(consolidate(mixed_county(""), name="盐池县", verify=False))]
