"""The layout of a summary: the layout of the form, with the conclusions on the cover.

Writer and reader walk over the same blocks, so a summary is read back like any return.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from xlreport.form.form import Form
from xlreport.form.sheet_names import (
    CHARTS_SHEET,
    CHECKS_SHEET,
    COVER_SHEET,
    DECISIONS_SHEET,
    OVERVIEW_SHEET,
    QUALITY_SHEET,
    RANKING_SHEETS,
    SUMMARY_SHEETS,
    TEXTS_SHEET,
    UNUSUAL_SHEET,
)
from xlreport.layout.check_line import check_lines
from xlreport.layout.checks_sheet import legend_height
from xlreport.layout.grid import Role
from xlreport.layout.layout import Layout, Sheet, SheetKind, lay_form
from xlreport.layout.summary_cover import (
    CoverPlan,
    cover_rows,
    cover_sheet_parts,
    earlier_cover_blocks,
)

ARCHIVE_MARK = "存档"
"""What stands above the printed pages of a sheet that is kept in the file, and not printed."""
_PRINTED = frozenset(
    (
        *(CHARTS_SHEET, *RANKING_SHEETS, QUALITY_SHEET),
        *(DECISIONS_SHEET, UNUSUAL_SHEET, OVERVIEW_SHEET),
    )
)

_WITHIN = "带有固定数字或不能相加的数的，只在各单位的报送表中核对，这里也显示 —"
_ANY = CoverPlan()


@cache
def lay_summary(form: Form, plan: CoverPlan = _ANY) -> Layout:
    """Lay out every sheet of a summary; all but the cover have the places of a template's.

    `plan` tells how much the cover shows; to read one, any will do. The lists of the departments
    stand on sheets of their own (`layout/summary_lists.py`).
    """
    template = lay_form(form)
    others = (sheet for sheet in template.sheets[1:] if sheet.kind is not SheetKind.LIST)
    sheets = (_checks(sheet, form) for sheet in others)
    parts = cover_sheet_parts(form, plan)
    stamp = cover_rows(form, plan).end - 1
    cover = Sheet(COVER_SHEET, SheetKind.COVER, *parts, hidden_row=stamp)
    return replace(template, sheets=(cover, *sheets), summed=True)


@cache
def lay_earlier_cover(form: Form) -> Layout:
    """Lay out what is read on the cover of a summary that was made until version 0.1."""
    cover = Sheet(COVER_SHEET, SheetKind.COVER, earlier_cover_blocks(form), (), ())
    return replace(lay_form(form), sheets=(cover,), summed=True)


def is_archived(name: str) -> bool:
    """Tell whether a sheet of a summary is kept in the file: nobody signs it or reads it on paper.

    What is printed are the tables of the form, the charts and what is to be decided. 报送情况 is
    for the screen: the cover tells on one page what it tells on a page for ten departments. The
    boxes of 文字部分 are empty in a summary: the texts of a county stand in its report.
    """
    return name in (CHECKS_SHEET, TEXTS_SHEET) or (name in SUMMARY_SHEETS and name not in _PRINTED)


def _checks(sheet: Sheet, form: Form) -> Sheet:
    """Say in the legend of 检查 that some lines are not judged in a summary, if that is so."""
    is_needed = form.not_added or any(line.within for line in check_lines(form))
    if sheet.kind is not SheetKind.CHECKS or not is_needed:
        return sheet
    blocks, heights = list(sheet.blocks), list(sheet.heights)
    for number, block in enumerate(sheet.blocks):
        if block.role is Role.NOTE:
            blocks[number] = replace(block, text=f"{block.text}　{_WITHIN}")
            heights[block.top] = legend_height(blocks[number].text)
    return replace(sheet, blocks=tuple(blocks), heights=tuple(heights))
