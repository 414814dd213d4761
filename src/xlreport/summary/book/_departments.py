"""The list of departments (报送情况) of a summary with their statuses, the open ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from xlreport.base.finding import Severity
from xlreport.returns.file import Filing
from xlreport.returns.status import DepartmentStatus
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book
from xlreport.writing.cell import write_value
from xlreport.writing.content import Value
from xlreport.writing.list_sheet import Column, first_row, write_list

STATUS_SHEET = "报送情况"
_COLUMNS = (
    Column("单位代码", 11),
    Column("单位名称", 30),
    Column("单位类别", 12),
    Column("状态", 16),
    Column("联系方式", 20),
    Column("计入汇总", 10),
    Column("采用的文件", 38),
    Column("错误", 7),
    Column("警告", 7),
    Column("提示", 7),
)
_STATUS = 3
_ORDER = {status: rank for rank, status in enumerate(reversed(DepartmentStatus))}


def write_departments(book: Book, summary: Summary) -> None:
    """Add the list of all departments, the missing ones first, with whom to call."""
    findings = Counter(
        (finding.department, finding.severity)
        for finding in summary.returns.found
        if not finding.replaced
    )
    filings = sorted(summary.returns.settlement.filings, key=lambda filing: _ORDER[filing.status])
    added_up = {filing.department.code for filing in summary.counted}
    rows: list[list[Value]] = []
    for filing in filings:
        who = filing.department
        counts = [findings[who.name, severity] for severity in Severity]
        file = filing.used.name if filing.used else ""
        status = [filing.status.chinese, who.contact, _counted(filing, added_up), file]
        rows.append([who.code, who.name, who.kind, *status, *counts])
    note = _counts(summary)
    title = f"{STATUS_SHEET}　{summary.share}"
    worksheet = write_list(book, STATUS_SHEET, title, _COLUMNS, rows, note)
    look = book.style(style.TEXT_CELL, style.ALARM)
    for row, filing in enumerate(filings, first_row(note)):
        if not filing.status.added_up:
            write_value(worksheet, row, _STATUS, filing.status.chinese, look)


def _counted(filing: Filing, added_up: Collection[str]) -> str:
    if not filing.department.counted:
        return "不计入"
    return "是" if filing.department.code in added_up else "否"


def _counts(summary: Summary) -> str:
    """Return the sentence on how many departments have each status, the missing ones first."""
    filings = summary.returns.settlement.filings
    counts = Counter(filing.status for filing in filings)
    parts = "，".join(f"{status.chinese} {counts[status]}" for status in _ORDER if counts[status])
    uncounted = sum(not filing.department.counted for filing in filings)
    rest = f"；其中 {uncounted} 个按名录不计入汇总" if uncounted else ""
    return f"单位 {len(filings)} 个：{parts}{rest}"
