"""What a summary concludes, for its cover: who reported, what was found, the main figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len

from xlreport import _style
from xlreport._book import Book, done, link
from xlreport._check_report import FINDINGS_SHEET
from xlreport._content import Formula, Value
from xlreport._cover import NIL
from xlreport._importance import say_counts
from xlreport._layout import COVER_SHEET, Place
from xlreport._sheets import write_value
from xlreport._state_formulas import reference
from xlreport._status import DepartmentStatus, FileStatus
from xlreport._summary import Summary
from xlreport._summary_layout import CONCLUSION_WIDTH, CONCLUSIONS, lay_summary
from xlreport._summary_lists import STATUS_SHEET
from xlreport._summary_notes import sources_place
from xlreport._summary_proof import PROOF_RESULT, proof_result
from xlreport._values import to_number
from xlreport._width import text_height

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
            look = book.style(_style.ROLE[block.role], _look(block.field, value))
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
        return {**_style.FIXED, "bold": kind == "nil" and value == NIL}
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


def _targets(summary: Summary) -> Mapping[str, Place]:
    places = lay_summary(summary.form).places
    return {
        **{field: Place(STATUS_SHEET, 0, 0) for field in (*_OPEN, "scope")},
        "files": sources_place(summary),
        "findings": Place(FINDINGS_SHEET, 0, 0),
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
