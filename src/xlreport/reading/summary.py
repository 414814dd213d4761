"""A county's summary, which its city reads as a return: its data sheet and the findings about it.

A summary differs from other returns in two respects: departments may be missing from its totals,
and it holds its figures twice, in the official tables and department by department.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xlreport.base.address import a1
from xlreport.base.errors import InputError
from xlreport.base.finding import Finding, make_finding
from xlreport.form.form import Form
from xlreport.form.measure import Measure, format_value
from xlreport.form.typed_values import read_value
from xlreport.formats.any_format import open_workbook
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Limits, Unreadable
from xlreport.formats.workbook import Package, Workbook
from xlreport.layout.check_code import (
    CHECK_CODE_CAPTION,
    DIGEST_COLUMN,
    NOTES_SHEET,
    check_code,
)
from xlreport.layout.data_sheet import (
    DATA_SHEET,
    FIRST_DEPARTMENT_ROW,
    FIRST_VALUE_COLUMN,
    GROUP_ROW,
    HEADING_ROW,
    groups_of,
    headings_of,
)
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.share import read_share
from xlreport.layout.summary import lay_summary
from xlreport.reading.fields import read_fields
from xlreport.reading.one_return import Return

_SUMS = ("合计（", "其中：")  # beginnings of the names of rows of sums; such rows have no code
# A province has some 6,000 departments, each with a row of 200 cells.
DATA_LIMITS = Limits(rows=10_000, cells=2_000_000, tags=8_000_000, all_tags=10_000_000)
# 说明 has some lines for each of them, and one for each file.
_NOTES_LIMITS = Limits(rows=100_000, cells=1_000_000, tags=8_000_000, all_tags=10_000_000)
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class DataSheet:
    """A summary's data sheet: each department's values (by cell index) and name, by its code."""

    rows: Mapping[str, tuple[int | None, ...]]
    names: Mapping[str, str]


def open_data_sheet(data: bytes, form: Form) -> DataSheet:
    """Read the data sheet of the summary in `data`, and no other sheet.

    Raises `InputError` where it cannot be read whole; its sentence begins after the file's name.
    """
    try:
        workbook = open_workbook(data, DATA_LIMITS)
    except Unreadable as error:
        raise _too_large() from error
    return _find_data_sheet(workbook, form)


def _find_data_sheet(workbook: Workbook, form: Form) -> DataSheet:
    """Read the data sheet of an opened summary; raises `InputError` as `open_data_sheet` does."""
    try:
        sheet = workbook.sheet(DATA_SHEET, DATA_LIMITS)
    except Unreadable as error:
        raise _too_large() from error
    if sheet is None:
        raise InputError(f"没有“{DATA_SHEET}”表页，读不出各单位数据。")
    data = read_data_sheet(form, sheet)
    if data is None:
        raise InputError(f"的“{DATA_SHEET}”被改动，读不出各单位数据。")
    return data


def _too_large() -> InputError:
    return InputError(f"的“{DATA_SHEET}”太大，读不出各单位数据。")


def read_data_sheet(form: Form, sheet: RawSheet) -> DataSheet | None:
    """Read a data sheet back; None where its headings are not those of the form's cells.

    Raises `InputError` as `open_data_sheet` does for departments below a blank row or the sum,
    for a department without a code, for a code that occurs twice, and for an unreadable figure.
    """
    expected = {(GROUP_ROW, first): group for group, first, _ in groups_of(form)}
    labels = (label for _, label in headings_of(form))
    expected |= {(HEADING_ROW, index): label for index, label in enumerate(labels)}
    for (row, index), text in expected.items():
        raw = sheet.cells.get((row, FIRST_VALUE_COLUMN + index))
        if raw is None or raw.text != text:
            return None
    measures = [cell.measure.stated() for cell in form.cells]
    rows: dict[str, tuple[int | None, ...]] = {}
    names: dict[str, str] = {}
    for row in _department_rows(sheet):
        code, name = _text(sheet, row, 0), _text(sheet, row, 1)
        if not code:
            advice = "请填上这个单位的代码。"
            raise _fault(row, 0, f"是空的，这一行是“{name or '没有名称'}”的数据；{advice}")
        if code in rows:
            advice = "请改正单位代码，或删去重复的一行。"
            raise _fault(row, 0, f"的单位代码“{code}”在上面已经有了；{advice}")
        rows[code], names[code] = _read_figures(measures, sheet, row), name
    return DataSheet(rows, names)


def sums_that_differ(
    form: Form, data: DataSheet, values: Sequence[int | None], unreadable: Collection[int]
) -> list[tuple[int, int]]:
    """List the official inputs that differ from the sum of their column, as (cell index, sum).

    `values` are the summary's by cell index; those of `unreadable` cells are ignored. A column
    without values has the sum 0.
    """
    sums = [sum(filter(None, column)) for column in zip(*data.rows.values(), strict=True)]
    return [
        (cell.index, sums[cell.index] if sums else 0)
        for cell in form.inputs
        if cell.index not in unreadable
        and (values[cell.index] or 0) != (sums[cell.index] if sums else 0)
    ]


def _department_rows(sheet: RawSheet) -> list[int]:
    """List the rows of departments; raise `InputError` for one below a blank row or the sum.

    A row of figures is a department's unless it is named as a sum. An office may write notes
    below the departments.
    """
    filled = {
        row
        for row, column in sheet.cells
        if column >= FIRST_VALUE_COLUMN and row >= FIRST_DEPARTMENT_ROW
    }
    rows: list[int] = []
    end = FIRST_DEPARTMENT_ROW
    while end in filled or _text(sheet, end, 0):
        if _is_sum(sheet, end):
            break
        rows.append(end)
        end += 1
    for row in sorted(filled):
        if row > end and not _is_sum(sheet, row):
            who = _text(sheet, row, 1) or _text(sheet, row, 0) or "没有名称的单位"
            where = "是合计行" if _is_sum(sheet, end) else "是空行"
            advice = "请把各单位的行连在一起，放在合计行上面。"
            raise _fault(end, 0, f"{where}，下面第 {row + 1} 行还有“{who}”的数据；{advice}")
    return rows


def _is_sum(sheet: RawSheet, row: int) -> bool:
    return not _text(sheet, row, 0) and _text(sheet, row, 1).startswith(_SUMS)


def _read_figures(measures: Sequence[Measure], sheet: RawSheet, row: int) -> tuple[int | None, ...]:
    values: list[int | None] = []
    for column, measure in enumerate(measures, FIRST_VALUE_COLUMN):
        raw = sheet.cells.get((row, column))
        if raw is None:
            values.append(None)
            continue
        reading = read_value(raw.kind, raw.text, raw.shown, measure, raw.display)
        if reading.unreadable or (raw.formula is not None and not raw.text):
            otherwise = f"（显示为“{reading.display.strip()}”）" if reading.display else ""
            seen = f"“{raw.text}”{otherwise}不是能读取的数字" if raw.text else "的公式没有算出的值"
            raise _fault(row, column, f"{seen}；请改填数字。")
        values.append(reading.value)
    return tuple(values)


def _text(sheet: RawSheet, row: int, column: int) -> str:
    raw = sheet.cells.get((row, column))
    return raw.text.strip() if raw else ""


def _fault(row: int, column: int, what: str) -> InputError:
    return InputError(f"的“{DATA_SHEET}”{a1(row, column)} {what}")


def summary_findings(
    form: Form, item: Return, package: Package, workbook: Workbook
) -> Iterator[Finding]:
    """Yield the findings about a summary that was read as `item`.

    They need its data sheet, which takes some seconds to parse for a province's 6,000 departments
    and some hundredths of a second for a county's.
    """
    fields = read_fields(lay_summary(form), package.sheets)
    yield from _partial(fields)
    try:
        figures = _find_data_sheet(workbook, form)
        yield from _prove(item, fields, figures, workbook)
    except InputError as error:
        yield make_finding("SUMMARY-UNPROVED", reason=f"汇总表{error}")
        return
    for index, total in sums_that_differ(form, figures, item.values, item.unreadable):
        expected = format_value(total, form.cells[index].measure)
        finding = make_finding("SUMMARY-DIFFERS", item.reference(index), sum=expected)
        yield replace(finding, expected=expected)


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
    scope = read_share(fields.get(Field(FieldKind.SCOPE), ""))
    code = check_code(item.stamp, share, figures.names, figures.rows, notes.digests)
    if {stated} != {code, notes.check_code} or scope != share:
        yield make_finding("SUMMARY-CHANGED", stated=stated, computed=code)


@dataclass(frozen=True, slots=True)
class _Notes:
    """What 说明 says for the proof: the check code and the digests of all files received."""

    check_code: str
    digests: tuple[str, ...]


def _read_notes(workbook: Workbook) -> _Notes:
    try:
        sheet = workbook.sheet(NOTES_SHEET, _NOTES_LIMITS)
    except Unreadable as error:
        raise InputError(f"的“{NOTES_SHEET}”太大，不能核对。") from error
    if sheet is None:
        raise InputError(f"没有“{NOTES_SHEET}”表页，不能核对校验码。")
    rows = [row for (row, column), cell in sheet.cells.items() if column == 0]
    captioned = (row for row in rows if _text(sheet, row, 0) == CHECK_CODE_CAPTION)
    digests = [
        cell.text.strip()
        for (_, column), cell in sheet.cells.items()
        if column == DIGEST_COLUMN and _DIGEST.fullmatch(cell.text.strip())
    ]
    return _Notes(_text(sheet, next(captioned, 0), 1), tuple(digests))


def _partial(fields: Mapping[Field, str]) -> Iterator[Finding]:
    """Yield a finding if departments are missing from the totals, according to the cover."""
    for kind in (FieldKind.SCOPE, FieldKind.SHARE):
        text = fields.get(Field(kind), "").strip()
        share = read_share(text)
        if share is not None and share.counted < share.expected:
            yield make_finding("SUMMARY-PARTIAL", scope=text)
            return
