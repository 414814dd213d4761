"""Last year's figures from what an office has kept: a summary workbook, or a folder of returns."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from xlreport._data_sheet import DATA_SHEET, read_data_sheet
from xlreport._errors import InputError
from xlreport._form import Form
from xlreport._last_year import LastYear
from xlreport._package import read_package
from xlreport._reader import read_source
from xlreport._return import Return
from xlreport._sources import find_sources
from xlreport._stamp import StampKind
from xlreport._status import collected_form, collected_year


def read_last_year(paths: Iterable[str | os.PathLike[str]], forms: Sequence[Form] = ()) -> LastYear:
    """Read last year's figures by department: a summary's data sheet, or the returns themselves.

    Raises `InputError` where nothing can be read, and where two files of one department differ.
    """
    items = [read_source(source, forms) for source in find_sources(paths)]
    readable = [item for item in items if item.form is not None]
    form = collected_form(readable)
    if form is None:
        raise InputError("上年数据中没有能读取的汇总表或报送件。")
    rows: dict[str, Sequence[int | None]] = {}
    names: dict[str, str] = {}
    for item in readable:
        if item.form is not form:
            continue
        for code, name, values in _figures(item, form):
            if code in rows and tuple(rows[code]) != tuple(values):
                raise InputError(
                    f"上年数据中“{name}”有两份不同的数字（{item.file} 等），请只留一份。"
                )
            rows[code], names[code] = values, name
    return LastYear(form, collected_year(readable), rows, names)


def check_last_year(before: LastYear, year: int | None) -> None:
    """Raise `InputError` where the figures are not those of the year before `year`."""
    if before.year is not None and year is not None and before.year != year - 1:
        raise InputError(
            f"上年数据是 {before.year} 年度的；本次是 {year} 年度，应为 {year - 1} 年度的。"
        )


def _figures(item: Return, form: Form) -> Iterable[tuple[str, str, Sequence[int | None]]]:
    own = (item.code or item.department, item.department, item.values)
    if item.stamp is None or item.stamp.kind is not StampKind.SUMMARY:
        return [own]
    for sheet in read_package(item.source.read()).sheets:
        if sheet.name == DATA_SHEET:
            data = read_data_sheet(form, sheet)
            if data is None:
                raise InputError(f"{item.file} 的“{DATA_SHEET}”被改动，读不出各单位上年数据。")
            return [own, *((code, data.names[code], row) for code, row in data.rows.items())]
    raise InputError(f"{item.file} 没有“{DATA_SHEET}”表页，读不出各单位上年数据。")
