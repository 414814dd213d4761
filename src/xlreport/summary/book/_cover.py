"""What a summary concludes, for its cover: who reported, what was found, the main figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len

from xlreport.base.importance import say_counts
from xlreport.form.measure import to_number
from xlreport.layout.cover import NIL
from xlreport.layout.formulas import reference
from xlreport.layout.layout import COVER_SHEET, Position
from xlreport.layout.summary import CONCLUSION_WIDTH, CONCLUSIONS, lay_summary
from xlreport.layout.width import text_height
from xlreport.returns.findings_report import FINDINGS_SHEET
from xlreport.returns.status import DepartmentStatus, FileStatus
from xlreport.summary.book._departments import STATUS_SHEET
from xlreport.summary.book._notes import sources_place
from xlreport.summary.book._proof import PROOF_RESULT, proof_result
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book, done, link
from xlreport.writing.content import Formula, Value
from xlreport.writing.workbook import write_value

NONE = "无"
_OPEN = {
    "missing": DepartmentStatus.MISSING,
    "returned": DepartmentStatus.RETURNED,
    "conflict": DepartmentStatus.CONFLICT,
}
_BODY_SIZE = 11.0
_NAMES_WIDTH = 2 * CONCLUSION_WIDTH  # characters: what surely fits on three lines


def write_cover(book: Book, summary: Summary) -> None:
    """Write the conclusions on the cover, each linked to the sheet that says more."""
    layout = lay_summary(summary.form)
    worksheet = book.get_worksheet_by_name(COVER_SHEET)
    values = conclusions(summary)
    targets = _targets(summary)
    for block in layout.sheets[0].blocks:
        value = values.get(block.field)
        if value is not None:
            look = book.style(style.ROLE[block.role], _look(block.field, value))
            write_value(worksheet, block.top, block.left, value, look)
        if block.field in CONCLUSIONS:
            text = str(value.value if isinstance(value, Formula) else value)
            height = max(26.0, text_height(text, CONCLUSION_WIDTH, _BODY_SIZE))
            done(worksheet.set_row(block.top, height))
        if block.field in targets:
            link(worksheet, block.top, block.left, reference(targets[block.field]))
    worksheet.fit_to_pages(1, 1)


def _look(field: str, value: Value) -> Mapping[str, Any]:
    """Tell how a conclusion looks besides its role: what is open and what counts is bold."""
    kind = field.partition(":")[0]
    if kind in ("share", "nil"):
        return {**style.FIXED, "bold": kind == "nil" and value == NIL}
    return {"bold": kind == "headline" or (field in _OPEN and value != NONE)}


def conclusions(summary: Summary) -> dict[str, Value]:
    """Give the conclusions by the cover's fields; figures are live references to the tables."""
    layout = lay_summary(summary.form)
    filings = summary.returns.settlement.filings
    values: dict[str, Value] = {
        "share": f"{len(summary.counted)}／{summary.expected}",
        "scope": summary.scope.partition("：")[2],
        "files": _files(summary),
        "findings": say_counts(summary.returns.found),
        "proof": Formula(reference(PROOF_RESULT), str(proof_result(summary).value)),
    }
    for field, status in _OPEN.items():
        values[field] = _names([f.department.name for f in filings if f.status is status])
    nil = nil_tables(summary)
    values |= {f"nil:{t.key}": NIL if t.key in nil else "" for t in summary.form.tables}
    for index in summary.form.headline:
        number = to_number(summary.values[index] or 0, summary.form.cells[index].measure)
        values[f"headline:{index}"] = Formula(reference(layout.places[index]), number)
    return values


def _targets(summary: Summary) -> Mapping[str, Position]:
    places = lay_summary(summary.form).places
    return {
        **{field: Position(STATUS_SHEET, 0, 0) for field in (*_OPEN, "scope")},
        "files": sources_place(summary),
        "findings": Position(FINDINGS_SHEET, 0, 0),
        "proof": PROOF_RESULT,
        **{f"headline:{index}": places[index] for index in summary.form.headline},
    }


def _names(names: Sequence[str]) -> str:
    """List departments as far as there is room; the list of departments names them all."""
    if not names:
        return NONE
    text = f"{len(names)} 个：{'、'.join(names)}"
    if cell_len(text) <= _NAMES_WIDTH:
        return text
    text = ""
    for shown, name in enumerate(names):
        longer = f"{text}、{name}" if text else f"{len(names)} 个：{name}"
        if shown and cell_len(longer) > _NAMES_WIDTH - cell_len(f"等，名单见“{STATUS_SHEET}”"):
            break
        text = longer
    return f"{text}等，名单见“{STATUS_SHEET}”"


def _files(summary: Summary) -> str:
    counts = Counter(summary.returns.settlement.files)
    became = "，".join(
        f"{status.chinese} {counts[status]}" for status in FileStatus if counts[status]
    )
    return f"{counts.total()} 个：{became}"


def nil_tables(summary: Summary) -> frozenset[str]:
    """List the tables that every department declared nil: the county's own is nil then too."""
    return frozenset(
        table.key
        for table in summary.form.tables
        if all(table.key in summary.item(filing).nil for filing in summary.counted)
    )
