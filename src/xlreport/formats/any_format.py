"""Workbooks of every format: the one door for whatever a clerk's program saves.

An .xlsx and an .ods are read by our own readers, an .xls or .et by xlrd, an .xlsb by calamine.
The latter two run in a child process, whose answer is limited and checked here. Where xlrd fails,
calamine may still read the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlreport.formats._child_workbook import ChildWorkbook
from xlreport.formats.container import LIMITS, Limits, Unreadable
from xlreport.formats.ods import open_ods
from xlreport.formats.xlsx import open_xlsx

if TYPE_CHECKING:
    from collections.abc import Collection

    from xlreport.formats.workbook import Package, Workbook

# What a person calls a format, and the modules that read it, the best one first.
_BY_CHILD: Final = {
    "FILE-OLD": (".xls（或 .et）", ("_xls", "_calamine")),
    "FILE-XLSB": (".xlsb", ("_calamine",)),
}


def open_workbook(data: bytes, limits: Limits = LIMITS) -> Workbook:
    """Open the workbook in `data`, whichever format its content is in, within `limits`.

    Raises `Unreadable`, and nothing else, whatever the bytes are.
    """
    try:
        return open_xlsx(data, limits)
    except Unreadable as problem:
        if problem.code == "FILE-ODS":
            return open_ods(data, limits)
        if problem.code not in _BY_CHILD:
            raise
        name, readers = _BY_CHILD[problem.code]
        return ChildWorkbook(data, limits, refusal=problem, format=name, readers=readers)


def read_workbook(
    data: bytes, limits: Limits = LIMITS, skip: Collection[str] = frozenset()
) -> Package:
    """Read the workbook in `data`, whichever format its content is in, within `limits`.

    Sheets named in `skip` are listed without their cells. An .xlsx takes 2 to 5 ms, a format that
    a child reads some 80 ms, most of it for starting the child. Raises `Unreadable`, and nothing
    else, whatever the bytes are.
    """
    return open_workbook(data, limits).read(skip)
