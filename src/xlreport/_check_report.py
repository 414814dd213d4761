"""The result of a check as text, JSON, CSV or a workbook; field names in JSON are stable."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from xlreport._book import Book
from xlreport._content import Value
from xlreport._finding import Finding, Severity
from xlreport._list_sheet import Column, write_list
from xlreport._returns import Returns, finding_row
from xlreport._status import DepartmentStatus

FINDINGS_SHEET = "审核问题"

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


def as_json(returns: Returns) -> str:
    """Render returns and findings as JSON."""
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
    return json.dumps(content, ensure_ascii=False, indent=2)


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
    """Render findings as CSV with Chinese headings."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([column.heading for column in FINDING_COLUMNS])
    writer.writerows(finding_lines(returns.found))
    return buffer.getvalue()


def as_workbook(returns: Returns) -> bytes:
    """Render findings as a workbook with one list."""
    book = Book(FINDINGS_SHEET, returns.year or 2000, locked=False)
    write_list(book, FINDINGS_SHEET, FINDINGS_SHEET, FINDING_COLUMNS, finding_lines(returns.found))
    return book.to_bytes()


def as_text(returns: Returns) -> str:
    """Render findings for a person, file by file, the gravest first, and how everybody stands."""
    lines: list[str] = []
    for (department, file), found in groupby(
        returns.found, key=lambda finding: (finding.department, finding.file)
    ):
        lines += [f"■ {department or '（单位不详）'}　{file}"]
        for finding in found:
            lines.append(f"  {finding.severity.chinese}　{finding.message}")
            if finding.severity is not Severity.INFO:
                lines.append(f"  　　　→ {finding.advice}")
        lines.append("")
    return "\n".join([*lines, *status_lines(returns)])


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
