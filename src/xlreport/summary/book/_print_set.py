"""Which sheets of a summary are to be printed and signed, and which are kept in the file (存档)."""

from __future__ import annotations

from dataclasses import replace

from xlreport.form.sheet_names import (
    ANSWERS_SHEET,
    BOARD_SHEET,
    DECISIONS_SHEET,
    FINDINGS_SHEET,
    OVERVIEW_SHEET,
    PROOF_SHEET,
    QUALITY_SHEET,
    SOURCES_SHEET,
    UNUSUAL_SHEET,
)
from xlreport.layout.summary import ARCHIVE_MARK, is_archived
from xlreport.summary.summary import Summary
from xlreport.writing.book import Book
from xlreport.writing.edges import edges_of, write_edges
from xlreport.writing.tab import SheetGroup, colour_tab

_GROUPS = {
    SheetGroup.CHECK: (
        *(BOARD_SHEET, DECISIONS_SHEET, SOURCES_SHEET, PROOF_SHEET),
        *(UNUSUAL_SHEET, OVERVIEW_SHEET, FINDINGS_SHEET),
    ),
    SheetGroup.ANALYSIS: (ANSWERS_SHEET, QUALITY_SHEET),
}
_GROUP_OF = {name: group for group, names in _GROUPS.items() for name in names}


def mark_sheets(book: Book, summary: Summary) -> None:
    """Say above the pages of what is kept that it need not be printed; colour what has no colour.

    These pages also say which sheet they are, and which departments are added up.
    """
    edges = edges_of(summary.name, summary.stamp)
    for worksheet in book.worksheets():
        name = worksheet.get_name()
        if is_archived(name):
            said = f"{edges.period}{name}　{summary.share}　{ARCHIVE_MARK}"
            write_edges(worksheet, replace(edges, period=said))
        if not worksheet.tab_color and not worksheet.hidden:
            colour_tab(worksheet, _GROUP_OF.get(name, SheetGroup.ARCHIVE), book.theme)


def say_printed(book: Book) -> str:
    """Say which sheets are to be printed."""
    shown = [each.get_name() for each in book.worksheets() if not each.hidden]
    printed = [name for name in shown if not is_archived(name)]
    kept = len(shown) - len(printed)
    rest = f"；其余 {kept} 张{ARCHIVE_MARK}，不用打印" if kept else ""
    return f"打印：{'、'.join(printed)}{rest}。"
