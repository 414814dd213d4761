"""The result of a check as text, JSON, CSV or a workbook; field names in JSON are stable."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from xlreport._book import Book
from xlreport._content import Value
from xlreport._finding import Finding, Severity, quotable
from xlreport._list_sheet import Column, write_list
from xlreport._returns import Returns, finding_row
from xlreport._status import DepartmentStatus

FINDINGS_SHEET = "审核问题"

# What a spreadsheet program takes for a formula when it opens a CSV file; +1 and -5 are numbers.
_FORMULA = re.compile(r"\s*([=@＝＠]|[-+－＋](?![0-9.]*$))")

FINDING_COLUMNS = (
    Column("程度", 8),
    Column("单位", 24),
    Column("文件", 26),
    Column("位置", 12),
    Column("指标", 34),
    Column("填写", 12),
    Column("问题", 56),
    Column("怎么办", 44),
    Column("规则", 12),
)


def finding_lines(found: Sequence[Finding]) -> list[list[Value]]:
    """List findings as the rows of a sheet or CSV file with `FINDING_COLUMNS`."""
    return [
        [
            finding.severity.chinese,
            finding.department,
            finding.file,
            f"{finding.sheet}!{finding.cell}" if finding.cell else "",
            finding.path,
            finding.seen,
            finding.message,
            finding.advice,
            finding.rule or finding.code,
        ]
        for finding in found
    ]


def as_json(returns: Returns, *, ascii_only: bool = False) -> str:
    """Render returns and findings as JSON, which is ASCII for streams that lack characters."""
    files = zip(returns.items, returns.settlement.files, strict=True)
    owners = {
        filing.used: filing.department.name
        for filing in returns.settlement.filings
        if filing.used is not None
    }
    content = {
        "returns": [
            {
                "file": item.file,
                "department": owners.get(number, item.department),
                "code": item.code,
                "form": item.form_id,
                "year": item.year,
                "revision": item.revision,
                "status": status.value,
                "sha256": item.sha256,
            }
            for number, (item, status) in enumerate(files)
        ],
        "departments": [
            {
                "code": filing.department.code,
                "department": filing.department.name,
                "status": filing.status.value,
            }
            for filing in returns.settlement.filings
        ],
        "findings": [_finding_object(finding) for finding in returns.found],
    }
    return json.dumps(content, ensure_ascii=ascii_only, indent=2) + "\n"


def _finding_object(finding: Finding) -> dict[str, object]:
    cells = [
        {
            "sheet": cell.sheet,
            "cell": cell.cell,
            "path": cell.path,
            "side": cell.side,
            "value": cell.value,
        }
        for cell in finding.cells
    ]
    return {**finding_row(finding), "cells": cells}


def as_csv(returns: Returns) -> str:
    """Render findings as CSV with Chinese headings; no text becomes a formula when it is opened."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.heading for column in FINDING_COLUMNS])
    for line in finding_lines(returns.found):
        writer.writerow([f"'{text}" if _FORMULA.match(str(text)) else text for text in line])
    return buffer.getvalue()


def as_workbook(returns: Returns, title: str = FINDINGS_SHEET) -> bytes:
    """Render findings as a workbook with one list, under a title."""
    book = Book(title, returns.year or 2000, locked=False)
    write_list(book, FINDINGS_SHEET, title, FINDING_COLUMNS, finding_lines(returns.found))
    return book.to_bytes()


def as_text(returns: Returns) -> str:
    """Render findings for a person, file by file, the gravest first, and how everybody stands."""
    lines: list[str] = []
    for (department, file), found in groupby(
        returns.found, key=lambda finding: (finding.department, finding.file)
    ):
        lines += [f"■ {quotable(department) or '（单位不详）'}　{quotable(file)}"]
        for finding in found:
            lines.append(f"  {finding.severity.chinese}　{finding.message}")
            if finding.severity is not Severity.INFO:
                lines.append(f"  　　　→ {finding.advice}")
        lines.append("")
    return "".join(f"{_one_line(line)}\n" for line in [*lines, *status_lines(returns)])


def _one_line(text: str) -> str:
    """Replace what would break a line or steer a terminal, as a file name or a cell may hold."""
    return "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text)


_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}

AS_TEXT: Mapping[str, Callable[[Returns], str]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
}


def status_lines(returns: Returns) -> Iterator[str]:
    """Yield who has not reported, how many departments stand how, and the counts of findings."""
    counts = Counter(filing.status for filing in returns.settlement.filings)
    missing = [
        filing.department.name
        for filing in returns.settlement.filings
        if filing.status is DepartmentStatus.MISSING
    ]
    if missing:
        yield f"未报送：{'、'.join(missing)}"
    stand = "，".join(
        f"{status.chinese} {counts[status]}" for status in DepartmentStatus if counts[status]
    )
    yield f"单位 {counts.total()} 个：{stand or '没有可识别的报送件'}"
    severities = Counter(finding.severity for finding in returns.found)
    said = "，".join(f"{severity.chinese} {severities[severity]}" for severity in Severity)
    yield f"文件 {len(returns.items)} 个；{said}"
