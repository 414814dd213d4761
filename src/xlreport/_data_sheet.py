"""Where things stand on the data sheet (分单位数据) of a summary, and reading it back.

It is how a summary keeps its departments' figures: they serve as last year's a year later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from xlreport._address import a1
from xlreport._container import Limits, Unreadable
from xlreport._errors import InputError
from xlreport._form import Form
from xlreport._other_formats import read_workbook
from xlreport._package import Sheet as RawSheet
from xlreport._summary_layout import SUMMARY_SHEETS, lay_summary
from xlreport._values import Measure, read_value

DATA_SHEET = "分单位数据"
IDENTITY = ("单位代码", "单位名称", "单位类别")
GROUP_ROW = 1  # below the title
HEADING_ROW = 2
FIRST_ROW = 3
FIRST_COLUMN = len(IDENTITY)
_SEPARATOR = " › "
_SUMS = ("合计（", "其中：")  # as the rows of sums are named, which have no code
# A province has some 6,000 departments, each with a row of 200 cells.
DATA_LIMITS = Limits(rows=10_000, cells=2_000_000, tags=8_000_000, all_tags=10_000_000)


@cache
def headings_of(form: Form) -> tuple[tuple[str, str], ...]:
    """Give the two headings of each cell's column, by the cell's index.

    Above stands what a group of columns has in common, a row of the official table (where it has
    one row alone, a group of its columns); below the column's label, whole where its end alone
    would stand twice in the group. Money says its unit.
    """
    paths = []
    for table in form.tables:
        single = len({(cell.row, cell.row_path) for cell in table.cells}) == 1
        for cell in table.cells:
            column = cell.column_path.split(_SEPARATOR)
            above = column[:-1] if single else [cell.row_path]
            shown = filter(None, (table.sheet, *above))
            paths.append((_SEPARATOR.join(shown), column))
    ends = Counter((group, column[-1]) for group, column in paths)
    found = []
    for cell, (group, column) in zip(form.cells, paths, strict=True):
        label = column[-1] if ends[group, column[-1]] == 1 else "\n".join(column)
        unit = cell.measure.unit
        stated = not cell.measure.scale or unit in label
        found.append((group, label if stated else f"{label}\n（{unit}）"))
    return tuple(found)


def groups_of(form: Form) -> list[tuple[str, int, int]]:
    """List the groups of columns: heading, first and last cell by index."""
    groups: list[tuple[str, int, int]] = []
    for index, (group, _) in enumerate(headings_of(form)):
        if groups and groups[-1][0] == group:
            groups[-1] = (group, groups[-1][1], index)
        else:
            groups.append((group, index, index))
    return groups


@dataclass(frozen=True, slots=True)
class DataSheet:
    """Is what a summary's data sheet says: values by the form's cells, and names, by code."""

    rows: Mapping[str, tuple[int | None, ...]]
    names: Mapping[str, str]


def open_data_sheet(data: bytes, form: Form) -> DataSheet:
    """Read the data sheet of the summary in `data`, and nothing else of it.

    Raises `InputError` where it cannot be read whole; the sentence goes on from the file's name.
    """
    own = {sheet.name for sheet in lay_summary(form).sheets}
    try:
        package = read_workbook(data, DATA_LIMITS, (SUMMARY_SHEETS | own) - {DATA_SHEET})
    except Unreadable as error:
        raise InputError(f"的“{DATA_SHEET}”太大，读不出各单位数据。") from error
    for sheet in package.sheets:
        if sheet.name == DATA_SHEET:
            found = read_data_sheet(form, sheet)
            if found is None:
                raise InputError(f"的“{DATA_SHEET}”被改动，读不出各单位数据。")
            return found
    raise InputError(f"没有“{DATA_SHEET}”表页，读不出各单位数据。")


def read_data_sheet(form: Form, sheet: RawSheet) -> DataSheet | None:
    """Read a data sheet back; None where its headings are not those of the form's cells.

    Raises `InputError` as `open_data_sheet` does for departments that stand behind a gap or the
    sum, have no code or that of another, and for a figure that cannot be read.
    """
    expected = {(GROUP_ROW, first): group for group, first, _ in groups_of(form)}
    labels = (label for _, label in headings_of(form))
    expected |= {(HEADING_ROW, index): label for index, label in enumerate(labels)}
    for (row, index), text in expected.items():
        raw = sheet.cells.get((row, FIRST_COLUMN + index))
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
    """List the official inputs that are not the sum of their column: cell by index, and the sum.

    `values` are the summary's by the form's cells; what is `unreadable` there is passed over. A
    column with nothing in it adds up to nothing, which a 0 in the official table also says.
    """
    sums = [sum(filter(None, column)) for column in zip(*data.rows.values(), strict=True)]
    return [
        (cell.index, sums[cell.index] if sums else 0)
        for cell in form.inputs
        if cell.index not in unreadable
        and (values[cell.index] or 0) != (sums[cell.index] if sums else 0)
    ]


def _department_rows(sheet: RawSheet) -> list[int]:
    """List the rows of departments; `InputError` for one behind a gap or the sum.

    A row of figures is a department's unless it is named as a sum; below, an office may write
    notes.
    """
    filled = {row for row, column in sheet.cells if column >= FIRST_COLUMN and row >= FIRST_ROW}
    found: list[int] = []
    end = FIRST_ROW
    while end in filled or _text(sheet, end, 0):
        if _is_sum(sheet, end):
            break
        found.append(end)
        end += 1
    for row in sorted(filled):
        if row > end and not _is_sum(sheet, row):
            who = _text(sheet, row, 1) or _text(sheet, row, 0) or "没有名称的单位"
            where = "是合计行" if _is_sum(sheet, end) else "是空行"
            advice = "请把各单位的行连在一起，放在合计行上面。"
            raise _fault(end, 0, f"{where}，下面第 {row + 1} 行还有“{who}”的数据；{advice}")
    return found


def _is_sum(sheet: RawSheet, row: int) -> bool:
    return not _text(sheet, row, 0) and _text(sheet, row, 1).startswith(_SUMS)


def _read_figures(measures: Sequence[Measure], sheet: RawSheet, row: int) -> tuple[int | None, ...]:
    values: list[int | None] = []
    for column, measure in enumerate(measures, FIRST_COLUMN):
        raw = sheet.cells.get((row, column))
        if raw is None:
            values.append(None)
            continue
        reading = read_value(raw.kind, raw.text, "", measure)
        if reading.unreadable or (raw.formula is not None and not raw.text):
            seen = f"“{raw.text}”不是能读取的数字" if raw.text else "的公式没有算出的值"
            raise _fault(row, column, f"{seen}；请改填数字。")
        values.append(reading.value)
    return tuple(values)


def _text(sheet: RawSheet, row: int, column: int) -> str:
    raw = sheet.cells.get((row, column))
    return raw.text.strip() if raw else ""


def _fault(row: int, column: int, what: str) -> InputError:
    return InputError(f"的“{DATA_SHEET}”{a1(row, column)} {what}")
