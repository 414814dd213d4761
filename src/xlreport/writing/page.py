"""The printed page of a sheet: paper, orientation and scale; `writing/edges.py` has its edges."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

A3, A4 = 8, 9  # Excel's numbers of paper sizes
_HIDDEN_EVERYWHERE = 2  # gridlines neither on the screen nor in print


def set_up_page(
    worksheet: Worksheet,
    *,
    paper: int = A4,
    landscape: bool = True,
    scale: int | None = None,
    gridlines: bool = False,
) -> None:
    """Set the paper of a sheet; it is as wide as the page unless a `scale` is given.

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
