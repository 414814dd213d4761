"""Workbooks of every format: the one door for whatever a clerk's program saves.

An .xlsx, .ods or .xlsb is read by our own readers, an .xls or .et by xlrd in a child process, whose
answer is limited and checked here. Where xlrd fails, calamine may still read the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlreport.formats.container import LIMITS, Limits, Unreadable
from xlreport.formats.xlsx import open_xlsx

if TYPE_CHECKING:
    from collections.abc import Collection

    from xlreport.formats.workbook import Package, Workbook

_XLS: Final = ".xls（或 .et）"
_XLS_READERS: Final = ("_xls", "_calamine")  # the best one first


def open_workbook(data: bytes, limits: Limits = LIMITS) -> Workbook:
    """Open the workbook in `data`, whichever format its content is in, within `limits`.

    Raises `Unreadable`, and nothing else, whatever the bytes are.
    """
    try:
        return open_xlsx(data, limits)
    except Unreadable as problem:
        return _open_other(data, limits, problem)


def _open_other(data: bytes, limits: Limits, problem: Unreadable) -> Workbook:
    """Open what is no .xlsx, with what reads its format; most commands need none of that."""
    if problem.code == "FILE-ODS":
        from xlreport.formats.ods import open_ods

        return open_ods(data, limits)
    if problem.code == "FILE-XLSB":
        from xlreport.formats.xlsb import open_xlsb

        return open_xlsb(data, limits)
    if problem.code != "FILE-OLD":
        raise problem
    from xlreport.formats._child_workbook import ChildWorkbook

    return ChildWorkbook(data, limits, refusal=problem, format=_XLS, readers=_XLS_READERS)


def read_workbook(
    data: bytes, limits: Limits = LIMITS, skip: Collection[str] = frozenset()
) -> Package:
    """Read the workbook in `data`, whichever format its content is in, within `limits`.

    Sheets named in `skip` are listed without their cells. An .xlsx takes 2 to 5 ms, an .xls some
    80 ms, most of it for starting the child. Raises `Unreadable`, and nothing
    else, whatever the bytes are.
    """
    return open_workbook(data, limits).read(skip)
