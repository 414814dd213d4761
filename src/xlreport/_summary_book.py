"""The summary workbook: official tables with live sums, the data, who reported, what was found."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from xlreport._book import Book, write_file
from xlreport._check_report import FINDING_COLUMNS, FINDINGS_SHEET, finding_lines
from xlreport._content import Content, Value
from xlreport._errors import VerificationError
from xlreport._finding import Severity
from xlreport._list_sheet import Column, write_list
from xlreport._reader import read_bytes
from xlreport._sheets import open_book
from xlreport._sources import Source
from xlreport._stamp import Stamp, StampKind
from xlreport._status import DepartmentStatus, moment_of
from xlreport._summary import Summary
from xlreport._summary_data import sums, write_data_sheet

STATUS_SHEET = "报送情况"
FILES_SHEET = "文件情况"


def build_summary(summary: Summary) -> bytes:
    """Build the summary workbook's bytes."""
    form = summary.form
    stamp = Stamp(StampKind.SUMMARY, form.id, form.digest, summary.year, summary.code)
    standing = {f"text:{text.key}": text.standing for text in form.texts if text.standing}
    content = Content(
        stamp,
        department=summary.name,
        values=sums(summary),
        nil=frozenset(_nil_tables(summary)),
        fields=standing,
        note=f"{summary.name}　{summary.year}年　{summary.share}",
        scope=summary.scope,
        locked=False,
    )
    book = open_book(form, content)
    write_data_sheet(book, summary)
    _write_departments(book, summary)
    _write_files(book, summary)
    _write_findings(book, summary)
    return book.to_bytes()


def write_summary(summary: Summary, path: str | os.PathLike[str]) -> Path:
    """Write the summary workbook, after reading it back and comparing every cell.

    Raises `VerificationError` where what was written reads otherwise than the summary says,
    `OutputError` where the file cannot be written; what stood there before is then untouched.
    """
    data = build_summary(summary)
    back = read_bytes(Source(Path(path)), data, [summary.form])
    for cell in summary.form.cells:
        if back.values[cell.index] != summary.values[cell.index]:
            raise VerificationError(
                f"{cell.path}: written {summary.values[cell.index]}, "
                f"read back {back.values[cell.index]}"
            )
    write_file(path, data)
    return Path(path)


def _nil_tables(summary: Summary) -> list[str]:
    """List the tables that every department declared nil: the county's own is nil then too."""
    return [
        table.key
        for table in summary.form.tables
        if all(table.key in summary.item(filing).nil for filing in summary.counted)
    ]


def _write_departments(book: Book, summary: Summary) -> None:
    found = Counter((finding.department, finding.severity) for finding in summary.returns.found)
    rows: list[list[Value]] = []
    for filing in sorted(
        summary.returns.settlement.filings,
        key=lambda filing: -list(DepartmentStatus).index(filing.status),
    ):
        who = filing.department
        counts = [found[who.name, severity] for severity in Severity]
        file = "" if filing.used is None else summary.item(filing).file
        counted = "是" if filing in summary.counted else "否"
        rows.append(
            [
                who.code,
                who.name,
                who.kind,
                filing.status.chinese,
                counted,
                file,
                *counts,
                who.contact,
            ]
        )
    columns = [
        Column("单位代码", 12),
        Column("单位名称", 30),
        Column("单位类别", 12),
        Column("状态", 16),
        Column("已计入", 9),
        Column("采用的文件", 36),
        Column("错误", 8),
        Column("警告", 8),
        Column("提示", 8),
        Column("联系方式", 20),
    ]
    write_list(book, STATUS_SHEET, f"报送情况　{summary.scope}", columns, rows)


def _write_files(book: Book, summary: Summary) -> None:
    rows: list[list[Value]] = [
        [
            item.file,
            item.department,
            status.chinese,
            item.revision,
            moment_of(item.modified),
            item.sha256,
        ]
        for item, status in zip(
            summary.returns.items, summary.returns.settlement.files, strict=True
        )
    ]
    columns = [
        Column("文件", 40),
        Column("封面所写单位", 28),
        Column("状态", 12),
        Column("修订", 8),
        Column("保存时间", 22),
        Column("SHA-256", 68),
    ]
    write_list(book, FILES_SHEET, FILES_SHEET, columns, rows)


def _write_findings(book: Book, summary: Summary) -> None:
    rows = finding_lines(summary.returns.found)
    write_list(book, FINDINGS_SHEET, FINDINGS_SHEET, FINDING_COLUMNS, rows)
