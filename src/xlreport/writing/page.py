"""The printed page of a sheet: paper, orientation, scale, header and page numbers."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from xlreport.layout.check_code import CHECK_CODE_CAPTION
from xlreport.writing.book import done

A3, A4 = 8, 9  # Excel's numbers of paper sizes
HEADER_LENGTH = 100  # characters of a name: Excel takes 255 for the whole header
_FOOTER = "&C&9第 &P 页 共 &N 页"
_CHECK_CODE = f"&L&9 {CHECK_CODE_CAPTION} "
_HIDDEN_EVERYWHERE = 2  # gridlines neither on the screen nor in print


def set_up_page(
    worksheet: Worksheet,
    *,
    paper: int = A4,
    landscape: bool = True,
    scale: int | None = None,
    gridlines: bool = False,
) -> None:
    """Set paper and footer of a sheet; it is as wide as the page unless a `scale` is given.

    `scale` is in percent. `gridlines` tells whether they are shown on the screen.
    """
    worksheet.set_paper(paper)
    if landscape:
        worksheet.set_landscape()
    if scale is None:
        worksheet.fit_to_pages(1, 0)
    else:
        worksheet.set_print_scale(scale)
    if not gridlines:
        worksheet.hide_gridlines(_HIDDEN_EVERYWHERE)
    done(worksheet.set_footer(_FOOTER))


def write_header(worksheet: Worksheet, left: str, right: str) -> None:
    """Write what the top of every printed page shows on the left and on the right."""
    done(worksheet.set_header(f"&L&9 {left}&R&9 {right}"))


def write_check_code(worksheet: Worksheet, check_code: str) -> None:
    """Write the check code of a summary below every printed page, beside the page numbers."""
    done(worksheet.set_footer(f"{_CHECK_CODE}{check_code}{_FOOTER}"))


def header_name(name: str) -> str:
    """Return a name for a page header: not too long, and with no ampersand that begins a code."""
    return name[:HEADER_LENGTH].replace("&", "&&")
