"""New files for departments: how they are named, and that none takes the place of another."""

from __future__ import annotations

import os
from pathlib import Path

from xlreport.base.errors import OutputError
from xlreport.base.files import file_name, refuse_target, write_file
from xlreport.base.memory import Target, target_path
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.office.roster import Department


def name_return(form: Form, department: Department | None, period: Period) -> str:
    """Name a template or return; a department may owe several forms, so the title is a part."""
    owner = (department.code, department.name) if department else ()
    return f"{file_name(*owner, str(period), form.title)}.xlsx"


def write_new(target: Target, data: bytes) -> None:
    """Write a workbook, but never over another file, which may be filled in."""
    refuse_target(target)
    path = target_path(target)
    if not isinstance(target, str | os.PathLike) or not path.exists():
        write_file(target, data, overwrite=False)
    elif not _holds(path, data):
        raise OutputError(
            f"{path.name} 已经存在，可能是填好的报送表，为避免覆盖没有写入；请换一个文件夹。"
        )


def write_once(target: Target, data: bytes) -> None:
    """Write a file, unless the very same stands there; never over another."""
    if not isinstance(target, str | os.PathLike) or not _holds(target_path(target), data):
        write_file(target, data, overwrite=False)


def refuse_other(path: Path, data: bytes) -> None:
    """Raise `OutputError` before the work where `write_once` would not write."""
    refuse_target(path)
    if path.exists() and not _holds(path, data):
        raise OutputError(
            f"{path} 已经存在，内容不同，为避免覆盖，没有写入文件；"
            "请先把它改名或移到别处，或者换一个文件夹。"
        )


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:  # a file that may not be read
        return False
