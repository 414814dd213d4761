"""Last year's figures from what an office has kept: a summary workbook, or a folder of returns."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from xlreport._container import Limits, Unreadable
from xlreport._data_sheet import DATA_SHEET, read_data_sheet
from xlreport._errors import InputError
from xlreport._form import Form
from xlreport._last_year import LastYear, Row
from xlreport._other_formats import read_workbook
from xlreport._published_reader import read_published_source
from xlreport._return import Return
from xlreport._sources import find_sources
from xlreport._stamp import StampKind
from xlreport._status import collected_form, collected_year
from xlreport._summary_layout import SUMMARY_SHEETS

# A province has some 6,000 departments, each with a row of 200 cells.
_SUMMARY_LIMITS = Limits(rows=10_000, cells=2_000_000, tags=8_000_000, all_tags=10_000_000)

NamedRow = tuple[str, str, str, tuple[int | None, ...]]  # file, code, name, figures


def read_last_year(paths: Iterable[str | os.PathLike[str]], forms: Sequence[Form] = ()) -> LastYear:
    """Read last year's figures by department: a summary's data sheet, returns, published reports.

    Summaries of several counties count as one return each, as they do for their city.
    Raises `InputError` where nothing can be read, and where two files of one department differ.
    """
    items = [read_published_source(source, forms) for source in find_sources(paths)]
    readable = [item for item in items if item.form is not None]
    form = collected_form(readable)
    if form is None:
        raise InputError("上年数据中没有能读取的汇总表或报送件。")
    items = [item for item in readable if item.form is form]
    total, inner = county_rows(items, form)
    found = [(item.file, code_of(item), item.department, item.values) for item in items]
    rows: dict[str, Row] = {}
    names: dict[str, str] = {}
    for file, code, name, values in [*found, *inner]:
        if code in rows and tuple(rows[code]) != tuple(values):
            raise InputError(f"上年数据中“{name}”有两份不同的数字（{file} 等），请只留一份。")
        rows[code], names[code] = values, name
    return LastYear(form, collected_year(readable), rows, names, total)


def check_last_year(before: LastYear, year: int | None) -> None:
    """Raise `InputError` where the figures are not those of the year before `year`."""
    if before.year is not None and year is not None and before.year != year - 1:
        raise InputError(
            f"上年数据是 {before.year} 年度的；本次是 {year} 年度，应为 {year - 1} 年度的。"
        )


def county_rows(items: Sequence[Return], form: Form) -> tuple[str, list[NamedRow]]:
    """Read the departments of the one county of which there is a summary among `items`.

    Gives the code of its total, empty where returns of others stand beside it, and the file,
    code, name and figures of each department. Summaries of several counties are those counties'
    returns to their city: they give none. Raises `InputError` for a data sheet gone or changed.
    """
    summaries = [item for item in items if item.stamp and item.stamp.kind is StampKind.SUMMARY]
    codes = {code_of(item) for item in summaries}
    if len(codes) != 1:
        return "", []
    rows = [row for item in summaries for row in _department_rows(item, form)]
    alone = {code_of(item) for item in items} <= codes | {code for _, code, _, _ in rows}
    return codes.pop() if alone else "", rows


def code_of(item: Return) -> str:
    """Give the code under which a return's figures stand: its name where it has none."""
    return item.code or item.department


def _department_rows(item: Return, form: Form) -> list[NamedRow]:
    try:
        others = SUMMARY_SHEETS - {DATA_SHEET}
        package = read_workbook(item.source.read(), _SUMMARY_LIMITS, others)
    except Unreadable as error:
        raise InputError(f"{item.file} 的“{DATA_SHEET}”太大，读不出各单位数据。") from error
    for sheet in package.sheets:
        if sheet.name == DATA_SHEET:
            data = read_data_sheet(form, sheet)
            if data is None:
                raise InputError(f"{item.file} 的“{DATA_SHEET}”被改动，读不出各单位数据。")
            return [(item.file, code, data.names[code], row) for code, row in data.rows.items()]
    raise InputError(f"{item.file} 没有“{DATA_SHEET}”表页，读不出各单位数据。")
