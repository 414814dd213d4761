"""What stands above and below every printed page: whose it is, of which period, page and day.

Programs are told not to shrink these lines with the sheet; some do so all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from xlreport.layout.check_code import CHECK_CODE_CAPTION
from xlreport.layout.stamp import Stamp

_MOST_LETTERS = 100  # of a name: Excel takes 255 characters for the whole header
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
    header = f"&L{_SIZE} {printable(edges.whose)}&R{_SIZE} {printable(edges.period)}"
    worksheet.set_header(header, _NEVER_SCALED)
    code = f"&L{_SIZE} {printable(edges.code)}" if edges.code else ""
    worksheet.set_footer(f"{code}{_PAGE}{_DAY}", _NEVER_SCALED)


def printable(text: str) -> str:
    """Return a text for a header: not too long, and with no ampersand that begins a code."""
    return text[:_MOST_LETTERS].replace("&", "&&")
