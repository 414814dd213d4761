"""The roster as a file, kept by hand in Excel, WPS or a text editor.

All later steps rely on it, so it is read strictly: nothing is guessed, and all problems of a file
are listed at once, with their lines. A written roster reads back unchanged.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import OutputError
from xlreport.base.files import write_file
from xlreport.base.memory import Target, target_path
from xlreport.office._lines import below_title, csv_lines, read_lines
from xlreport.office._problems import Problem, refuse_problems
from xlreport.office._roster_rows import (
    HEADINGS,
    REQUIRED,
    example_problems,
    read_rows,
    shown_text,
)
from xlreport.office.roster import EXAMPLES, Department, Roster, cells_of, departments_of


@checked
def read_roster(path: str | os.PathLike[str]) -> Roster:
    """Read a roster from a .csv (UTF-8 or GB18030) or the first visible sheet of an .xlsx.

    Only 单位代码 and 单位名称 are required. A blank 排序 is the department's position in the file,
    a blank 层级 is 县, a blank 计入汇总 is 是; equal 排序 keep the order of the file. Lines above
    the headings, such as the title of a list, are ignored.

    Raises `RosterError` with the number of problems and the first ten of them, with their lines.
    """
    name = Path(path).name
    rows, problems = read_rows(below_title(read_lines(path), [HEADINGS[key] for key in REQUIRED]))
    refuse_problems(name, [*problems, *example_problems(rows)])
    return Roster(name, departments_of(rows))


@checked
def write_roster(
    path: Target,
    departments: Iterable[Department] = EXAMPLES,
    *,
    overwrite: bool = True,
) -> None:
    """Write departments as a .csv (UTF-8 with BOM, which Excel and WPS need) in one step.

    Without `departments` the roster holds examples and is to be filled in.

    Raises `RosterError` for a department that would not read back unchanged, and `OutputError` if
    the file cannot be written, or exists and is not to be overwritten; an earlier file of this name
    then stays as it is.
    """
    file = target_path(path)
    if isinstance(path, str | os.PathLike) and file.suffix.lower() != ".csv":
        raise OutputError(f"{file.name}：单位名录只能写成 .csv 文件；请把文件名改为以 .csv 结尾。")
    given = sorted(departments, key=lambda department: department.order)
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([HEADINGS.values(), *map(cells_of, given)])
    text = stream.getvalue()
    rows, problems = read_rows(csv_lines(file.name, text))
    refuse_problems(file.name, problems)
    changed = [
        Problem(row.line, f"“{shown_text(before.name)}”的层级、分隔符或空格存盘后会变；请改正。")
        for row, before, after in zip(rows, given, departments_of(rows), strict=True)
        if before != after
    ]
    refuse_problems(file.name, changed)
    write_file(path, text.encode("utf-8-sig"), overwrite=overwrite)
