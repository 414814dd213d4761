"""The layout of a summary: the layout of the form, with the conclusions on the cover.

Writer and reader walk over the same blocks, so a summary is read back like any return.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.open_list import SUMMARY_SHEETS as LISTS_OF_SUMMARY
from xlreport.layout.check_line import check_lines
from xlreport.layout.checks_sheet import legend_height
from xlreport.layout.cover import (
    COVER_WIDTHS,
    LAST_COVER_COLUMN,
    add_duties,
    identity_blocks,
    signature_blocks,
)
from xlreport.layout.data_sheet import DATA_SHEET, UNCOUNTED_SHEET
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Block, Role
from xlreport.layout.layout import COVER_SHEET, Layout, Sheet, SheetKind, lay_form
from xlreport.layout.sheet_names import CHECKS
from xlreport.layout.width import BODY_SIZE, text_height

CONCLUSIONS: Mapping[FieldKind, str] = {
    FieldKind.SCOPE: "合计范围",
    FieldKind.FINDINGS: "审核问题",
    FieldKind.PROOF: "核对",
}
"""The caption of each conclusion on the cover, in order."""

SHARE_CAPTION = "计入单位"

QUALITY_SHEET, DECISIONS_SHEET = "办理质量", "处理意见"
SOURCES_SHEET = "对账"
SUMMARY_SHEETS = frozenset(
    (
        *(
            *("图表", "同比", "同比排名", "环比", "环比排名"),
            "选项统计",
            "分单位文字",
            QUALITY_SHEET,
            DATA_SHEET,
            UNCOUNTED_SHEET,
        ),
        *LISTS_OF_SUMMARY,
        *(
            "报送情况",
            DECISIONS_SHEET,
            SOURCES_SHEET,
            "核对",
            "审核重点",
            "审核概要",
            "审核问题",
            "说明",
        ),
    )
)
"""The sheets of a summary besides those of the form: derived from its tables, and far larger."""

ARCHIVE_MARK = "存档"
"""What stands above the printed pages of a sheet that is kept in the file, and not printed."""
_PRINTED = frozenset(
    (
        *("图表", "同比排名", "环比排名", QUALITY_SHEET),
        *(DECISIONS_SHEET, "审核重点", "审核概要"),
    )
)

CONCLUSION_WIDTH = sum(COVER_WIDTHS[1:])
_MOST_COMPARED = 4  # the cover is one page
_LABEL_WIDTH = sum(COVER_WIDTHS[:-1])
_WITHIN = "带有固定数字或不能相加的数的，只在各单位的报送表中核对，这里也显示 —"
_NIL_HEADING = "零报送（计入的单位全部声明零报送的表）"

_DUTIES_HEADING = "职责（计入的单位中有此项职责的）"
_DUTIES_NOTE = (
    f"有关栏目的合计只含有此项职责的单位；“{NO_DUTY}”表示计入的单位都没有这项职责，合计不是0。"
)


@cache
def lay_summary(form: Form, before: str = "") -> Layout:
    """Lay out every sheet of a summary; all but the cover have the places of a template's.

    `before` is what the earlier figures are called with which the cover compares, if it does. The
    lists of the departments stand on sheets of their own (`layout/summary_lists.py`).
    """
    template = lay_form(form)
    others = (sheet for sheet in template.sheets[1:] if sheet.kind is not SheetKind.LIST)
    sheets = (_checks(sheet, form) for sheet in others)
    return replace(template, sheets=(_cover(form, before), *sheets), summed=True)


def is_archived(name: str) -> bool:
    """Tell whether a sheet of a summary is kept in the file: nobody signs it or reads it on paper.

    What is printed are the sheets of the form, the charts and what is to be decided. 报送情况 is
    for the screen: the cover tells on one page what it tells on a page for ten departments.
    """
    return name == CHECKS or (name in SUMMARY_SHEETS and name not in _PRINTED)


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


def compared_figures(form: Form) -> tuple[int, ...]:
    """List the main figures, by cell index, that the cover compares with earlier ones."""
    return form.headline[:_MOST_COMPARED]


def _cover(form: Form, before: str) -> Sheet:
    """Lay out the cover: conclusions, main figures, nil tables and signatures."""
    last = LAST_COVER_COLUMN
    blocks = [
        Block(Role.TITLE, 0, 0, 0, last, f"{form.title}汇总表"),
        Block(Role.SUBTITLE, 1, 0, 1, last, field=Field(FieldKind.ISSUED)),
        *identity_blocks(form, "汇总单位", (SHARE_CAPTION, FieldKind.SHARE)),
        Block(Role.BAND, 5, 0, 5, last, "结论"),
    ]
    heights = [48.0, 22.0, 28.0, 28.0, 28.0, 24.0]
    for kind, caption in CONCLUSIONS.items():
        row = len(heights)
        blocks.append(Block(Role.CAPTION, row, 0, row, 0, caption))
        blocks.append(Block(Role.ENTRY, row, 1, row, last, field=Field(kind)))
        heights.append(26.0)
    if form.headline:
        blocks.append(Block(Role.BAND, len(heights), 0, len(heights), last, "主要数据"))
        heights.append(24.0)
    for index in form.headline:
        headline = Field(FieldKind.HEADLINE, index)
        _add_line(blocks, heights, _label(form, index), Role.FIGURE, headline)
    if before and form.headline:
        _add_compared(form, before, blocks, heights)
    if form.filled_tables:
        blocks.append(Block(Role.BAND, len(heights), 0, len(heights), last, _NIL_HEADING))
        heights.append(24.0)
    for table in form.filled_tables:
        _add_line(blocks, heights, table.heading, Role.FIELD, Field(FieldKind.NIL, table.key))
    if form.duties:
        add_duties(form, _DUTIES_HEADING, _DUTIES_NOTE, blocks, heights)
    signatures, signature_heights = signature_blocks(len(heights))
    return Sheet(
        COVER_SHEET,
        SheetKind.COVER,
        (*blocks, *signatures),
        COVER_WIDTHS,
        (*heights, *signature_heights),
        hidden_row=len(heights) + len(signature_heights) - 1,
    )


def _add_compared(form: Form, before: str, blocks: list[Block], heights: list[float]) -> None:
    """Add a heading, and for each main figure its values in both periods and their change."""
    row, last = len(heights), LAST_COVER_COLUMN
    both = f"{before} → {form.period.reword('本年')}"
    blocks.append(Block(Role.BAND, row, 0, row, last - 2, field=Field(FieldKind.COMPARED)))
    blocks.append(Block(Role.BAND, row, last - 1, row, last - 1, both))
    blocks.append(Block(Role.BAND, row, last, row, last, "增减（增减率）"))
    heights.append(24.0)
    for index in compared_figures(form):
        row, label = len(heights), _label(form, index)
        blocks.append(Block(Role.ROW_LABEL, row, 0, row, last - 2, label))
        both_years, change = Field(FieldKind.BOTH_YEARS, index), Field(FieldKind.CHANGE, index)
        blocks.append(Block(Role.FIGURE, row, last - 1, row, last - 1, field=both_years))
        blocks.append(Block(Role.FIGURE, row, last, row, last, field=change))
        width = sum(COVER_WIDTHS[:-2]) - 2
        heights.append(max(24.0, text_height(label, width, BODY_SIZE)))


def _add_line(
    blocks: list[Block], heights: list[float], text: str, role: Role, field: Field
) -> None:
    """Add a row with a label and a field at its end."""
    row, last = len(heights), LAST_COVER_COLUMN
    blocks.append(Block(Role.ROW_LABEL, row, 0, row, last - 1, text))
    blocks.append(Block(role, row, last, row, last, field=field))
    heights.append(max(24.0, text_height(text, _LABEL_WIDTH - 2, BODY_SIZE)))


def _label(form: Form, index: int) -> str:
    """Return the official path of a figure, with its unit where the path lacks it."""
    cell = form.cells[index]
    unit = cell.measure.unit
    return cell.path if unit in cell.path else f"{cell.path}（{unit}）"
