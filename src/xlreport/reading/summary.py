"""The data sheet of a county's summary, which its city reads as a return.

A summary differs from other returns in two respects: departments may be missing from its totals,
and it holds its figures twice, in the official tables and department by department.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlreport.base.errors import InputError
from xlreport.base.path import say_path
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.measure import format_value
from xlreport.form.sheet_names import DATA_SHEET, UNCOUNTED_SHEET
from xlreport.form.sums import Counts, add_rows, count_answers, format_all_counts, read_counts
from xlreport.formats.any_format import open_workbook
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Limits, Unreadable
from xlreport.formats.workbook import Workbook
from xlreport.layout.data_sheet import (
    FIRST_VALUE_COLUMN,
    GROUP_ROW,
    HEADING_ROW,
    PREDECESSORS,
    SEPARATOR,
    UNKNOWN_KIND,
    groups_of,
    headings_of,
)
from xlreport.reading._data_figures import (
    columns_of,
    data_fault,
    read_figure,
    read_figures,
    text_at,
)
from xlreport.reading.one_return import Return

_SUM, _PART = "合计（", "其中："  # beginnings of the names of rows of sums, which have no code
_KIND = 2  # the column of the kind of a department
# A province has some 6,000 departments, each with a row of 200 cells.
DATA_LIMITS = Limits(rows=10_000, cells=2_000_000, tags=8_000_000, all_tags=10_000_000)


@dataclass(frozen=True, slots=True)
class DataSheet:
    """A summary's data sheet: each department's values (by cell index) and name, by its code.

    `said` are the texts that stand in place of values, by code and cell index: words, the counts
    of another summary, “no such duty”. `predecessors` are the codes before it, where it has any.
    """

    title: str
    rows: Mapping[str, tuple[int | None, ...]]
    names: Mapping[str, str]
    said: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    predecessors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def no_duties(self, form: Form, code: str) -> frozenset[str]:
        """Return the keys of the duties that a department does not have by its row."""
        cells = {index for index, text in self.said.get(code, {}).items() if text == NO_DUTY}
        return frozenset(duty.key for duty in form.duties if cells.issuperset(duty.cells))


def open_departments(data: bytes, form: Form) -> tuple[DataSheet, DataSheet]:
    """Read the departments of the summary in `data`: those added up, and those that are not.

    Raises `InputError` where they cannot be read whole; its sentence begins after the file's name.
    """
    try:
        workbook = open_workbook(data, DATA_LIMITS)
    except Unreadable as error:
        raise _too_large(DATA_SHEET) from error
    return find_data_sheet(workbook, form), find_uncounted(workbook, form)


def find_data_sheet(workbook: Workbook, form: Form) -> DataSheet:
    """Read the data sheet of an opened summary; raises `InputError` as `open_departments` does."""
    found = _find_rows(workbook, form, DATA_SHEET)
    if found is None:
        raise InputError(f"没有“{DATA_SHEET}”表页，读不出各单位数据。")
    sheet, data = found
    _refuse_other_sums(form, sheet, data)
    return data


def find_uncounted(workbook: Workbook, form: Form) -> DataSheet:
    """Read the departments of an opened summary that are not added up; most have none.

    Raises `InputError` as `open_departments` does.
    """
    found = _find_rows(workbook, form, UNCOUNTED_SHEET)
    return DataSheet("", {}, {}) if found is None else found[1]


def _find_rows(workbook: Workbook, form: Form, name: str) -> tuple[RawSheet, DataSheet] | None:
    """Read a sheet of departments; None where there is none of that name."""
    try:
        sheet = workbook.sheet(name, DATA_LIMITS)
    except Unreadable as error:
        raise _too_large(name) from error
    if sheet is None:
        return None
    data = read_data_sheet(form, sheet)
    if data is None:
        raise InputError(f"的“{name}”被改动，读不出各单位数据。")
    return sheet, data


def _too_large(name: str) -> InputError:
    return InputError(f"的“{name}”太大，读不出各单位数据。")


def read_data_sheet(form: Form, sheet: RawSheet) -> DataSheet | None:
    """Read a data sheet back; None where its headings are not those of the form's cells.

    Raises `InputError` as `open_departments` does for departments below a blank row or the sum,
    for a department without a code, for a code that occurs twice, and for an unreadable figure.
    """
    expected = {(GROUP_ROW, first): group for group, first, _ in groups_of(form)}
    labels = (label for _, label in headings_of(form))
    expected |= {(HEADING_ROW, index): label for index, label in enumerate(labels)}
    for (row, index), text in expected.items():
        raw = sheet.cells.get((row, FIRST_VALUE_COLUMN + index))
        # Until version 0.1 a heading had the sign of frames between its labels.
        if raw is None or say_path(raw.text) != text:
            return None
    columns = columns_of(form)
    rows: dict[str, tuple[int | None, ...]] = {}
    names: dict[str, str] = {}
    said: dict[str, Mapping[int, str]] = {}
    predecessors: dict[str, tuple[str, ...]] = {}
    behind = FIRST_VALUE_COLUMN + len(columns)
    for row in _department_rows(sheet):
        code, name = text_at(sheet, row, 0), text_at(sheet, row, 1)
        if not code:
            advice = "请填上这个单位的代码。"
            raise data_fault(
                sheet, row, 0, f"是空的，这一行是“{name or '没有名称'}”的数据；{advice}"
            )
        if code in rows:
            advice = "请改正单位代码，或删去重复的一行。"
            raise data_fault(sheet, row, 0, f"的单位代码“{code}”在上面已经有了；{advice}")
        names[code] = name
        rows[code], said[code] = read_figures(columns, sheet, row)
        if text_at(sheet, GROUP_ROW, behind) == PREDECESSORS and text_at(sheet, row, behind):
            predecessors[code] = tuple(text_at(sheet, row, behind).split(SEPARATOR))
    return DataSheet(text_at(sheet, 0, 0), rows, names, said, predecessors)


def sums_that_differ(data: DataSheet, item: Return) -> list[tuple[int, str]]:
    """List what stands in a summary and differs from what its column gives, as (cell index, that).

    Inputs and typed totals are compared, unreadable cells are not. A column without values has
    the sum 0. Answers are counted; what is neither added nor counted is not compared.
    """
    form = item.form
    rows = list(data.rows.values())
    sums = add_rows(form, rows) if rows else [None] * len(form.cells)
    stand = {cell.index for cell in form.given} | item.typed_totals
    stand -= {cell.index for cell in form.not_added}
    differing = [
        (index, format_value(sums[index] or 0, form.cells[index].measure))
        for index in sorted(stand - item.unreadable)
        if (item.judged[index] or 0) != (sums[index] or 0)
    ]
    counted = format_all_counts(form, counts_of(form, data))
    shown = format_all_counts(form, item.counts)
    differing += [
        (index, counted.get(index, ""))
        for index in sorted(counted.keys() | shown.keys())
        if counted.get(index) != shown.get(index) and index not in item.unreadable
    ]
    return differing


def counts_of(form: Form, data: DataSheet) -> dict[int, tuple[int, ...]]:
    """Count the answers on a data sheet, whose rows are departments or counties."""
    return count_answers(
        form, [(row, _counts_in(form, data.said.get(code, {}))) for code, row in data.rows.items()]
    )


def _counts_in(form: Form, texts: Mapping[int, str]) -> Counts:
    read = {index: read_counts(text, form.cells[index].measure) for index, text in texts.items()}
    return {index: counts for index, counts in read.items() if counts is not None}


def _department_rows(sheet: RawSheet) -> list[int]:
    """List the rows of departments; raise `InputError` for one below a blank row or a sum.

    A row of figures is a department's unless it is named as a sum; the sum over all stands above
    them, in summaries of version 0.1.0 below. An office may write notes below the departments.
    """
    filled = {
        row for row, column in sheet.cells if column >= FIRST_VALUE_COLUMN and row > HEADING_ROW
    }
    rows: list[int] = []
    end = _first_row(sheet)
    while end in filled or text_at(sheet, end, 0):
        if _is_sum(sheet, end):
            break
        rows.append(end)
        end += 1
    for row in sorted(filled):
        if row > end and not _is_sum(sheet, row):
            who = text_at(sheet, row, 1) or text_at(sheet, row, 0) or "没有名称的单位"
            where = "是合计行" if _is_sum(sheet, end) else "是空行"
            advice = "请把各单位的行连在一起，中间不留空行和合计行。"
            raise data_fault(
                sheet, end, 0, f"{where}，下面第 {row + 1} 行还有“{who}”的数据；{advice}"
            )
    return rows


def _first_row(sheet: RawSheet) -> int:
    """Return the row of the first department; the others follow it, one below the other."""
    row = HEADING_ROW + 1
    while _is_sum(sheet, row):
        row += 1
    return row


def _is_sum(sheet: RawSheet, row: int) -> bool:
    return not text_at(sheet, row, 0) and text_at(sheet, row, 1).startswith((_SUM, _PART))


def _refuse_other_sums(form: Form, sheet: RawSheet, data: DataSheet) -> None:
    """Raise `InputError` where a row of sums says something else than its departments add up to.

    A formula without a saved result says nothing.
    """
    rows = dict(enumerate(data.rows.values(), _first_row(sheet)))
    kinds = {row: text_at(sheet, row, _KIND) for row in rows}
    others = {row for row, _ in sheet.cells if row > HEADING_ROW} - rows.keys()
    columns = columns_of(form)
    for row in sorted(row for row in others if _is_sum(sheet, row)):
        kind, name = text_at(sheet, row, _KIND), text_at(sheet, row, 1)
        if not name.startswith((_SUM, f"{_PART}{kind or UNKNOWN_KIND}（")):
            continue  # a sum of the office's own
        addends = [r for at, r in rows.items() if name.startswith(_SUM) or kinds[at] == kind]
        for cell, total in zip(
            form.cells, add_rows(form, addends) if addends else (), strict=False
        ):
            raw = sheet.cells.get((row, FIRST_VALUE_COLUMN + cell.index))
            if raw is None or not raw.text or not (cell.measure.adds or cell.total):
                continue
            if raw.text == NO_DUTY and total is None:
                continue
            measure = columns[cell.index].measure
            if read_figure(raw, measure) != (total or 0):
                seen = f"是 {raw.text}，由上面各单位算出的是 {format_value(total or 0, measure)}。"
                raise data_fault(sheet, row, FIRST_VALUE_COLUMN + cell.index, seen)
