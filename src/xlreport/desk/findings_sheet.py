"""The sheets of findings: the most important ones (审核概要), then all of them (审核问题)."""

from __future__ import annotations

from collections.abc import Sequence

from xlreport.base.address import sheet_title
from xlreport.base.finding import Finding, Severity
from xlreport.base.importance import most_important, say_counts
from xlreport.base.path import row_and_column
from xlreport.form.sheet_names import FINDINGS_SHEET, OVERVIEW_SHEET
from xlreport.writing.book import Book
from xlreport.writing.list_sheet import Column, Entry, Marked, as_number, fitted, write_list

_COLUMNS = (
    Column("程度", 8.5),
    Column("单位", 15),
    Column("表", 8.5),
    Column("指标", 18.5),
    Column("栏目", 9.5),
    Column("填写", 7.5),
    Column("问题", 33),
    Column("怎么办", 21.5),
    Column("说明", 13),
    Column("文件", 26, folded=True),
    Column("规则", 12, folded=True),
)
_OVERVIEW_COLUMNS = (
    Column("序号", 5.5),
    Column("程度", 8.5),
    Column("涉及单位数", 7.5),
    Column("单位", 17),
    Column("表", 8.5),
    Column("指标", 19.5),
    Column("栏目", 9.5),
    Column("问题", 36),
    Column("怎么办", 23),
)


def add_findings_sheets(
    book: Book, findings: Sequence[Finding], title: str = FINDINGS_SHEET
) -> None:
    """Add both sheets of findings."""
    rows = [
        [
            number,
            _marked(findings[matter.index].severity),
            matter.departments,
            *_whose_and_where(findings[matter.index]),
            findings[matter.index].message,
            findings[matter.index].advice,
        ]
        for number, matter in enumerate(most_important(findings), 1)
    ]
    head = f"{OVERVIEW_SHEET}　{say_counts(findings)}"
    write_list(book, OVERVIEW_SHEET, head, fitted(_OVERVIEW_COLUMNS, rows), rows)
    add_findings_sheet(book, findings, title)


def add_findings_sheet(
    book: Book, findings: Sequence[Finding], title: str = FINDINGS_SHEET
) -> None:
    """Add the sheet of all findings, the gravest first and those of files not used last."""
    ordered = sorted(findings, key=lambda each: (each.replaced, each.severity.rank))
    rows = [
        [
            _marked(each.severity),
            *_whose_and_where(each),
            as_number(each.seen),
            each.message,
            each.advice,
            "；".join(each.remarks),
            each.file,
            each.rule or each.code,
        ]
        for each in ordered
    ]
    write_list(book, FINDINGS_SHEET, title, fitted(_COLUMNS, rows), rows)


def _marked(severity: Severity) -> Marked:
    return Marked(severity.sign, severity.chinese)


def _whose_and_where(finding: Finding) -> Sequence[Entry]:
    """Return whose a finding is, or of which file, and its place: table, row and column."""
    whose = finding.department or finding.file
    if not finding.cells:
        return whose, finding.sheet, "", ""
    first = finding.cells[0]
    row, column = row_and_column(first.row_path, first.column_path)
    labels = row or ("" if column else first.path), column
    return whose, first.place or sheet_title(first.sheet), *labels
