"""The findings about a county's summary that is read as a return: what is left out, what differs.

A summary is proved by its check code, and by the figures that it holds more than once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xlreport.base.errors import InputError
from xlreport.base.finding import Finding, make_finding
from xlreport.form.form import Form
from xlreport.form.open_list import said_by_owner
from xlreport.form.sheet_names import COVER_SHEET, DATA_SHEET, NOTES_SHEET
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Limits, Unreadable
from xlreport.formats.workbook import Package, Workbook
from xlreport.layout.check_code import CHECK_CODE_CAPTION, DIGEST_COLUMN, check_code, mark_uncounted
from xlreport.layout.data_sheet import IDENTITY
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.share import Share, read_share
from xlreport.layout.summary_cover import CONCLUSIONS, SHARE_CAPTION
from xlreport.reading._data_figures import text_at
from xlreport.reading.fields import read_summary_fields
from xlreport.reading.one_return import Return, state
from xlreport.reading.summary import (
    DataSheet,
    find_data_sheet,
    find_uncounted,
    sums_that_differ,
)

# 说明 has some lines for each of a province's departments, and one for each file.
_NOTES_LIMITS = Limits(rows=100_000, cells=1_000_000, tags=8_000_000, all_tags=10_000_000)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SCOPE = f"{CONCLUSIONS[FieldKind.SCOPE]}："
# Captions by which a sheet of a summary is known.
_CAPTIONS: Mapping[str, frozenset[str]] = {
    DATA_SHEET: frozenset(IDENTITY),
    NOTES_SHEET: frozenset({CHECK_CODE_CAPTION}),
    COVER_SHEET: frozenset({SHARE_CAPTION, CONCLUSIONS[FieldKind.SCOPE]}),
}


def summary_findings(
    form: Form, item: Return, package: Package, workbook: Workbook
) -> Iterator[Finding]:
    """Yield the findings about a summary that was read as `item`.

    They need its data sheet, which takes some seconds to parse for a province's 6,000 departments
    and some hundredths of a second for a county's.
    """
    fields = read_summary_fields(form, package.sheets)
    yield from _partial(fields)
    try:
        figures = find_data_sheet(workbook, form)
        yield from _prove(item, fields, figures, workbook)
    except InputError as error:
        yield make_finding("SUMMARY-UNPROVED", reason=f"汇总表{error}")
        return
    for index, expected in sums_that_differ(figures, item):
        cell = item.reference(index, value=item.seen.get(index) or "空白")
        yield replace(make_finding("SUMMARY-DIFFERS", cell, sum=expected), expected=expected)


def findings_without_identity(package: Package) -> Iterator[Finding]:
    """Yield a finding for a workbook that is no summary by its stamps, but by its sheets.

    Somebody may have copied the sheets of a summary into a new workbook, where no stamp is left.
    """
    sheets = {sheet.name: sheet for sheet in package.sheets}
    for name, captions in _CAPTIONS.items():
        if name in sheets and captions <= {
            cell.text.strip() for cell in sheets[name].cells.values()
        }:
            reason = f"有汇总表的表页“{name}”，而汇总表的标识（封面最下面一行等）已经没有了。"
            yield make_finding("SUMMARY-UNPROVED", reason=reason)
            return


def _prove(
    item: Return, fields: Mapping[Field, str], figures: DataSheet, workbook: Workbook
) -> Iterator[Finding]:
    """Yield a finding where the check code is not that of the figures, the share and the files.

    Version 0.1.0 wrote no check code. Raises `InputError` where 说明 cannot be read.
    """
    assert item.stamp is not None  # only a stamped workbook is known as a summary
    share = read_share(fields.get(Field(FieldKind.SHARE), ""))
    count = len(figures.rows)
    if share is not None and share.counted != count:
        counts = {"share": str(share), "count": str(count)}
        yield make_finding("SUMMARY-SHARE", **counts)
    stated = item.stamp.check_code
    if not stated:
        yield make_finding("SUMMARY-OLD")
        return
    notes = _read_notes(workbook)
    said, others = said_by_owner(item.lists), find_uncounted(workbook, item.form)
    rows = {
        code: (*state(item.form, row, figures.said.get(code, {})), *said.get(code, ()))
        for code, row in figures.rows.items()
    }
    beside = {
        code: state(item.form, row, others.said.get(code, {})) for code, row in others.rows.items()
    }
    names = {**figures.names, **others.names}
    rows |= mark_uncounted(beside)
    code = check_code(item.stamp, item.department, share, names, rows, notes.digests)
    if stated != code:
        yield make_finding("SUMMARY-CHANGED", stated=stated, computed=code)
        return
    if notes.check_code != stated:
        raise InputError(f"的校验码是 {stated}，“{NOTES_SHEET}”写的是“{notes.check_code}”。")
    scope = fields.get(Field(FieldKind.SCOPE), "")
    if read_share(scope) != share:
        raise _other_share(share, COVER_SHEET, scope)
    for sheet, text in ((DATA_SHEET, figures.title), *((NOTES_SHEET, t) for t in notes.scopes)):
        if read_share(text.rpartition(_SCOPE)[2]) not in (share, None):
            raise _other_share(share, sheet, text)


def _other_share(share: Share | None, sheet: str, text: str) -> InputError:
    return InputError(f"封面的计入单位是 {share}，而“{sheet}”上写的是“{text}”。")


@dataclass(frozen=True, slots=True)
class _Notes:
    """What 说明 says for the proof: the check code, the digests of all files, and the scope."""

    check_code: str
    digests: tuple[str, ...]
    scopes: tuple[str, ...]


def _read_notes(workbook: Workbook) -> _Notes:
    try:
        sheet = workbook.sheet(NOTES_SHEET, _NOTES_LIMITS)
    except Unreadable as error:
        raise InputError(f"的“{NOTES_SHEET}”太大，不能核对。") from error
    if sheet is None:
        raise InputError(f"没有“{NOTES_SHEET}”表页，不能核对校验码。")
    digests = [
        cell.text.strip()
        for (_, column), cell in sheet.cells.items()
        if column == DIGEST_COLUMN and _DIGEST.fullmatch(cell.text.strip())
    ]
    code = _beside(sheet, CHECK_CODE_CAPTION)
    scopes = (text_at(sheet, 0, 0), _beside(sheet, CONCLUSIONS[FieldKind.SCOPE]))
    return _Notes(code, tuple(digests), scopes)


def _beside(sheet: RawSheet, caption: str) -> str:
    """Return the text beside the first caption of that name; "" without one."""
    rows = (row for row, column in sheet.cells if column == 0)
    found = next((row for row in rows if text_at(sheet, row, 0) == caption), None)
    return "" if found is None else text_at(sheet, found, 1)


def _partial(fields: Mapping[Field, str]) -> Iterator[Finding]:
    """Yield a finding if departments are missing from the totals, according to the cover."""
    for kind in (FieldKind.SCOPE, FieldKind.SHARE):
        text = fields.get(Field(kind), "").strip()
        share = read_share(text)
        if share is not None and share.counted < share.expected:
            yield make_finding("SUMMARY-PARTIAL", scope=text)
            return
