"""The result of a check as text, JSON, CSV or a workbook; the JSON field names are stable."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from xlreport.base.finding import Finding, Severity, quotable
from xlreport.base.finding_fields import cell_row, finding_row
from xlreport.base.importance import count_severities, most_important, say_counts
from xlreport.base.period import period_fields
from xlreport.base.text import csv_text, json_text
from xlreport.desk.board import Board
from xlreport.desk.board import board as board_of
from xlreport.desk.board_text import as_object, board_lines, count_files
from xlreport.desk.file_use import WHY_NOT_USED
from xlreport.returns.returns import Returns
from xlreport.returns.unusual import unusual_row
from xlreport.settlement.file import AnyFile, Filing

HEADINGS = ("程度", "单位", "文件", "位置", "指标", "填写", "问题", "怎么办", "说明", "规则")


def finding_lines(findings: Sequence[Finding]) -> list[list[str]]:
    """List findings as the rows of a CSV file with `HEADINGS`."""
    return [
        [
            finding.severity.chinese,
            finding.department,
            finding.file,
            finding.place,
            finding.path,
            finding.seen,
            finding.message,
            finding.advice,
            "；".join(finding.remarks),
            finding.rule or finding.code,
        ]
        for finding in findings
    ]


def as_json(returns: Returns, board: Board | None = None, *, ascii_only: bool = False) -> str:
    """Render returns, findings and the board as JSON; `ascii_only` for streams without Chinese."""
    names: dict[AnyFile, str] = {
        filing.used: filing.department.name
        for filing in returns.settlement.filings
        if filing.used is not None
    }
    counts = count_severities(returns.found)
    matters = most_important(returns.found)
    content = {
        "summary": {
            **{f"{severity}s": count for severity, count in counts.items()},
            "most_important": [matter.index for matter in matters],
        },
        "returns": [
            _file_object(file, names.get(file, file.item.department))
            for file in returns.settlement.files
        ],
        "departments": [_filing_object(filing) for filing in returns.settlement.filings],
        "findings": [_finding_object(finding) for finding in returns.found],
        "unusual": [unusual_row(each) for each in returns.unusual_figures],
        "board": as_object(board or board_of(returns)),
    }
    return json_text(content, indent=2, ascii_only=ascii_only) + "\n"


def _file_object(file: AnyFile, department: str) -> dict[str, object]:
    return {
        "file": file.name,
        "department": department,
        "code": file.item.code,
        "form": file.item.form_id,
        **period_fields(file.item.period),
        "revision": file.item.revision,
        "status": file.status.value,
        "sha256": file.item.sha256,
        "figure_code": file.item.figure_code,
    }


def _filing_object(filing: Filing) -> dict[str, object]:
    return {
        "code": filing.department.code,
        "department": filing.department.name,
        "kind": filing.department.kind,
        "status": filing.status.value,
        "file": filing.used.name if filing.used else "",
        "contact": filing.department.contact,
    }


def _finding_object(finding: Finding) -> dict[str, object]:
    return {**finding_row(finding), "cells": [cell_row(cell) for cell in finding.cells]}


def as_csv(returns: Returns, _board: Board | None = None) -> str:
    """Render findings as CSV with Chinese headings; no text is taken for a formula on opening."""
    return csv_text(HEADINGS, finding_lines(returns.found))


def as_text(returns: Returns, board: Board | None = None) -> str:
    """Render a check for a person: the most important, then file by file, then the board."""
    shown = board or board_of(returns)
    lines = [*report_lines(returns, shown), *map(_one_line, status_lines(returns, shown))]
    return "".join(f"{line}\n" for line in lines)


def report_lines(returns: Returns, board: Board) -> list[str]:
    """List the lines: the most important findings, then each file's findings with advice.

    A file that is not used has one line.
    """
    lines: list[str] = [*_opening_lines(returns, board), ""]
    for (department, file, replaced), group in groupby(
        returns.found,
        key=lambda finding: (finding.department, finding.file, finding.replaced),
    ):
        findings = list(group)
        head = f"■ {quotable(department) or _likely_department(findings)}　{quotable(file)}"
        if replaced:
            lines += [f"{head}：{_why_not_used(findings)}"]
            continue
        lines += [head]
        for finding in findings:
            # The county's file of waivers refers to a warning by this name.
            named = f"［{finding.rule or finding.code}］"
            name = named if finding.severity is Severity.WARNING else ""
            lines.append(f"  {finding.severity.marked}　{finding.full_message}{name}")
            if finding.severity is not Severity.INFO:
                lines.append(f"  　　　　→ {finding.advice}")
        lines.append("")
    if lines[-1]:
        lines.append("")
    return [_one_line(line) for line in lines]


def _likely_department(findings: Sequence[Finding]) -> str:
    """Return in brackets of whom a file may be that names no department itself."""
    told = (each.facts["department"] for each in findings if each.code in _OF_LIKELY)
    likely = next(told, None)
    return f"（可能是{quotable(likely)}）" if likely else "（单位不详）"


def _why_not_used(findings: Sequence[Finding]) -> str:
    """Say in one line why a file is not used; its own findings need no action and are counted."""
    reason = next((each.message for each in findings if each.code in WHY_NOT_USED), "没有采用。")
    asking = [each for each in findings if each.severity is not Severity.INFO]
    others = sum(finding.code not in WHY_NOT_USED for finding in asking)
    return f"{reason}它自己的{others}处错误和警告不用处理。" if others else reason


def _opening_lines(returns: Returns, board: Board) -> Iterator[str]:
    """Yield the lines at the top: the counts, and the most important findings."""
    yield f"{say_counts(returns.found)}；{count_files(board)}"
    matters = most_important(returns.found)
    if matters:
        yield "最重要的问题："
    for number, matter in enumerate(matters, 1):
        finding = returns.found[matter.index]
        name = quotable(finding.department or finding.file)
        shared = f"（共 {matter.departments} 个单位有这类问题）" if matter.departments > 1 else ""
        yield f"  {number}. {finding.severity.marked}　{name}：{finding.message}{shared}"


def _one_line(text: str) -> str:
    """Replace line breaks and control characters, which a file name or a cell may hold."""
    return "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text)


_OF_LIKELY = frozenset({"FILE-LIKELY", "FILE-BESIDE"})
"""Codes of the findings that say of whom a dead file may be."""

_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}

AS_TEXT: Mapping[str, Callable[[Returns, Board], str]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
}


def status_lines(returns: Returns, board: Board | None = None) -> Iterator[str]:
    """Yield the board as lines, and the numbers of files and findings."""
    board = board or board_of(returns)
    yield from board_lines(board)
    yield f"{count_files(board)}；{say_counts(returns.found)}"
