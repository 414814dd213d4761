"""Templates (填报模板): the locked workbooks that are sent out, one for each department."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from xlreport._book import write_file
from xlreport._content import Content, Value
from xlreport._errors import InputError
from xlreport._form import Form
from xlreport._roster import Department, Roster
from xlreport._sheets import open_book
from xlreport._stamp import Stamp, StampKind

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_NAME_LENGTH = 200  # bytes in UTF-8, some 66 Han characters: file systems take 255 at most
_YEARS = range(2008, 2101)  # the Regulations came into force in 2008


def build_template(
    form: Form,
    *,
    year: int | None = None,
    department: Department | None = None,
    revision: int = 1,
    values: Mapping[int, Value] | None = None,
    nil: frozenset[str] = frozenset(),
    fields: Mapping[str, str] | None = None,
) -> bytes:
    """Build one template's bytes; without a department its name, code and year are inputs.

    `values` are by cell index (numbers in the cell's unit, or text as typed), `nil` the keys of
    the tables declared nil, `fields` the cover's and the narrative's fields by name.
    """
    code = department.code if department else ""
    standing = {f"text:{text.key}": text.standing for text in form.texts if text.standing}
    content = Content(
        Stamp(StampKind.TEMPLATE, form.id, form.digest, year, code, revision),
        department=department.name if department else "",
        values=values or {},
        nil=nil,
        fields=standing | dict(fields or {}),
    )
    return open_book(form, content).to_bytes()


def write_template(
    form: Form,
    path: str | os.PathLike[str],
    *,
    year: int | None = None,
    department: Department | None = None,
    deadline: str = "",
) -> Path:
    """Write one locked template and give its path; blank for any department if none is named.

    Raises `InputError` for a year that the form is not for, `OutputError` where the file cannot
    be written.
    """
    _check_year(form, year)
    data = build_template(form, year=year, department=department, fields={"deadline": deadline})
    write_file(path, data)
    return Path(path)


def write_templates(
    form: Form,
    roster: Roster,
    *,
    year: int,
    folder: str | os.PathLike[str],
    deadline: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write a template for every department of a roster; gives the paths in its order.

    A file is named after its department's code and name. `progress` is told how many of how
    many are written. Raises as `write_template` does.
    """
    _check_year(form, year)
    paths = []
    for number, department in enumerate(roster.departments, 1):
        path = Path(folder) / f"{file_name(department.code, department.name, str(year))}.xlsx"
        write_template(form, path, year=year, department=department, deadline=deadline)
        paths.append(path)
        if progress is not None:
            progress(number, len(roster.departments))
    return paths


def file_name(*parts: str) -> str:
    """Make a file name of texts: what no file system takes becomes a low line."""
    name = "_".join(_UNSAFE.sub("_", part).strip(" .") or "_" for part in parts)
    return name.encode()[:_NAME_LENGTH].decode(errors="ignore").rstrip(" .")


def _check_year(form: Form, year: int | None) -> None:
    if year is not None and year not in _YEARS:
        raise InputError(f"年度 {year} 不对，请填写四位数字的年度，如 2026。")
    if year is not None and not form.covers(year):
        raise InputError(f"{form.id} 不是 {year} 年度的报表格式，请选用该年度的格式。")
