"""The published report as a file, written only if it reads back with the same numbers.

Everybody quotes what a website publishes, so a lost or moved number must be noticed before.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.ending import ready_ending
from xlreport.base.errors import VerificationError
from xlreport.base.files import write_file
from xlreport.base.finding import Severity
from xlreport.base.memory import Target, target_path
from xlreport.form.label import normalise_label
from xlreport.form.typed_values import read_typed
from xlreport.formats.container import Unreadable
from xlreport.layout.grid import Block, lay_table
from xlreport.office.theme import Theme, chosen_theme
from xlreport.reading.published import read_published_sheets
from xlreport.report._page import build_page
from xlreport.report._word import build_word
from xlreport.report.report import Report, make_report
from xlreport.report.shown_table import ShownTable
from xlreport.returns.returns import Returns
from xlreport.summary.summary import Summary
from xlreport.summary.verified import verified

_LOG = logging.getLogger(__name__)
PAGE, _WORD = ".html", ".docx"
_NEEDED = {_WORD: ("docx", "lxml"), PAGE: ("jinja2", "lxml")}


@checked
def write_report(
    source: Returns | Summary,
    path: Target,
    *,
    ending: str = "",
    texts: Mapping[str, str] | None = None,
    theme: str | os.PathLike[str] | None = None,
    partial: bool = False,
    signed_on: date | None = None,
    verify: bool = True,
) -> Path:
    """Write the report to be published, of a summary or of the one return that `source` holds.

    Of many returns, take that of one department: `returns.only("D05")`. `path` ends in .docx or
    .html; for a binary file object without a name, `ending` tells which. `texts` are narrative
    parts by key, which replace those of the return (`read_report_text` reads them from a file);
    `theme` is a theme file. A summary that leaves
    departments out is written only with `partial`. `signed_on` is the day below the report; without
    it a Word file has room for it. With `verify` a return is first read again by a
    second reader and must agree cell by cell. Before the file is written, every number is read
    back and compared. A text that does not state what the tables hold is logged as a warning. A
    part that nobody has written says 【请补写】.

    Raises `InputError` for another ending, without the libraries of the extra `report`, or if no
    report can be made of `source`; `VerificationError` if a number does not read back;
    `OutputError` if the file cannot be written.
    """
    ending = report_ending(path, ending)  # refuse a wrong ending first
    if verify and isinstance(source, Returns):
        source = verified(source)
    report = make_report(source, texts, partial=partial, signed_on=signed_on)
    made_theme = chosen_theme(theme)
    return write_made_report(report, path, made_theme, ending=ending)


def write_made_report(
    report: Report, path: Target, theme: Theme, *, ending: str = "", overwrite: bool = True
) -> Path:
    """Write a report already made, as `write_report` does."""
    data = build_report(report, theme, report_ending(path, ending))
    write_file(path, data, overwrite=overwrite)
    return target_path(path)


def build_report(report: Report, theme: Theme, ending: str) -> bytes:
    """Return the bytes of a report, of which every number was read back.

    What its texts say otherwise than its tables is logged. Raises `VerificationError` for a number
    that does not read back.
    """
    for finding in report.findings:
        if finding.severity is Severity.WARNING:
            _LOG.warning("%s: %s", report.title, finding.english)
    data = build_page(report, theme) if ending == PAGE else build_word(report, theme)
    verify_report(report, data, ending)
    return data


def report_ending(path: Target, nameless: str = "") -> str:
    """Return the ending of a file, or `nameless` where it has none.

    Raises `InputError` if no report can be written so.
    """
    return ready_ending(path, nameless, _NEEDED)


def verify_report(report: Report, data: bytes, ending: str) -> None:
    """Compare every label and number of a written report, cell by cell, with the data.

    Raises `VerificationError` with the first difference.
    """
    try:
        sheets = read_published_sheets(data, ending)
    except Unreadable as error:
        raise VerificationError("写出的公开报告不能读回。没有写入文件。") from error
    tables = [section.table for section in report.sections if section.table is not None]
    if len(sheets) - 1 != len(tables):  # the last sheet holds the text
        raise VerificationError(
            f"写出的公开报告应有 {len(tables)} 张表，读回的是 {len(sheets) - 1} 张。没有写入文件。"
        )
    for table, sheet in zip(tables, sheets[:-1], strict=True):
        for block in lay_table(table.table).blocks:
            cell = sheet.cells.get((block.top, block.left))
            seen = cell.text if cell else ""
            if not _is_same(table, block, seen):
                expected = block.text if block.cell < 0 else table.shown(block.cell)
                raise VerificationError(
                    f"写出的公开报告与数据不一致：“{table.table.heading}”第 {block.top + 1} 行"
                    f"第 {block.left + 1} 列应为“{expected}”，读回的是“{seen}”。没有写入文件。"
                )


def _is_same(table: ShownTable, block: Block, seen: str) -> bool:
    """Tell whether a text is a block's label or value; too large a sum is compared as text."""
    if block.cell < 0:
        return normalise_label(seen) == normalise_label(block.text)
    value, shown = table.values[block.cell], table.shown(block.cell)
    if value is None:  # no other word either, which a person might take for a figure
        return normalise_label(seen) == normalise_label(shown)
    reading = read_typed(seen, table.measures[block.cell])
    return seen == shown if reading.meaning == "too-large" else reading.value == value
