"""What departments have published: returns, and the pages that an officer has saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from support.county import filling
from support.filled import all_values, as_return, find
from support.published import html_page, report_parts
from support.settled import settled
from xlreport import Form, Returns, Roster
from xlreport.form.measure import format_value
from xlreport.office.roster import Department

YEAR = 2026
CHANGED = "proactive.licences.decisions"  # a cell whose value no total needs
SAVED_FROM = "<!-- saved from url=(0020)https://a.gov.cn/edu -->"
NAMES = {
    "D1": "盐池县教育局",
    "D2": "盐池县民政局",
    "D3": "盐池县公安局",
    "D4": "盐池县财政局",
    "D5": "盐池县花马池镇",
    "D6": "盐池县统计局",
    "D7": "盐池县司法局",
    "D8": "盐池县审计局",
}
ROSTER = Roster("名录.csv", tuple(Department(code, name) for code, name in NAMES.items()))


def returns_of(form: Form, *codes: str, texts: Mapping[str, str] | None = None) -> Returns:
    """Give right returns of departments, each with the figures of its number."""
    items = [
        replace(
            as_return(form, filling(int(code[1:]), form), code=code, name=NAMES[code], year=YEAR),
            texts=texts or {},
        )
        for code in codes
    ]
    return settled(items, ROSTER)


def page_of(
    form: Form,
    code: str,
    *,
    title: str = "",
    changes: Mapping[str, str] | None = None,
    head: str = "",
    texts: Mapping[str, str] | None = None,
) -> bytes:
    """Give the page of a department: its own figures, but for the texts in `changes`."""
    values = all_values(form, filling(int(code[1:]), form))
    printed = {
        cell.index: format_value(values[cell.index] or 0, cell.measure)
        + (cell.measure.unit if cell.measure.unit_required else "")
        for cell in form.cells
    }
    printed |= {find(form, name): text for name, text in (changes or {}).items()}
    line = title or f"{NAMES[code]}{YEAR}年政府信息公开工作年度报告"
    page = html_page([line], report_parts(form, printed, texts or {}))
    return f"{head}".encode() + page


def save(folder: Path, **pages: bytes) -> Path:
    """Save pages in a folder, each under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in pages.items():
        (folder / f"{name}.html").write_bytes(data)
    return folder
