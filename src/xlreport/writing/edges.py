"""What stands above and below every printed page: whose it is, of which period, page and day.

Programs are told not to shrink these lines with the sheet; some do so all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from xlsxwriter.worksheet import Worksheet

from xlreport.layout.check_code import CHECK_CODE_CAPTION
from xlreport.layout.stamp import Stamp
from xlreport.layout.width import shortened

_ROOM, _LEAST_ROOM = 100, 30  # digits in a line of upright A4, and of it for whose it is
_SIZE = "&10"  # points, of which some programs leave nine
_PAGE = f"&C{_SIZE}第 &P 页 共 &N 页"
_DAY = f"&R{_SIZE}打印于 &D"
_NEVER_SCALED = {"scale_with_doc": False}


@dataclass(frozen=True, slots=True)
class Edges:
    """What the pages of a workbook say: `whose` it is, which `period`, and a captioned `code`."""

    whose: str = ""
    period: str = ""
    code: str = ""


def edges_of(whose: str, stamp: Stamp) -> Edges:
    """Return the edges of a stamped workbook; the code of a template stands on its sheets."""
    code = f"{CHECK_CODE_CAPTION} {stamp.check_code}" if stamp.check_code else ""
    return Edges(whose, stamp.period.title if stamp.period else "", code)


def write_edges(worksheet: Worksheet, edges: Edges) -> None:
    """Write header and footer of a sheet, with the page of how many and the day of printing."""
    period = shortened(edges.period[:_ROOM], _ROOM - _LEAST_ROOM)
    whose = shortened(edges.whose[:_ROOM], _ROOM - cell_len(period))
    header = f"&L{_SIZE} {in_header(whose)}&R{_SIZE} {in_header(period)}"
    worksheet.set_header(header, _NEVER_SCALED)
    code = f"&L{_SIZE} {in_header(edges.code)}" if edges.code else ""
    worksheet.set_footer(f"{code}{_PAGE}{_DAY}", _NEVER_SCALED)


def in_header(text: str) -> str:
    """Return a text for a header: no ampersand in it begins a code."""
    return text.replace("&", "&&")
