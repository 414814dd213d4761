"""The layout of a summary: that of the form, with the conclusions on its cover.

Writer and reader walk over the same blocks, so that a summary is read back like any return.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from xlreport.form.form import Form
from xlreport.layout.cover import COVER_WIDTHS, pair_blocks, sign_off
from xlreport.layout.grid import Block, Role
from xlreport.layout.layout import COVER_SHEET, Layout, Sheet, SheetKind, lay_form
from xlreport.layout.width import text_height

CONCLUSIONS = {
    "scope": "合计范围",
    "missing": "未报送",
    "returned": "退回修改",
    "conflict": "数据冲突",
    "files": "收到的文件",
    "findings": "审核问题",
    "proof": "核对",
}
"""Captions of the conclusions by field."""

SHARE_CAPTION = "计入单位"

SUMMARY_SHEETS = frozenset(
    {"图表", "同比", "分单位数据", "报送情况", "核对", "审核概要", "审核问题", "说明"}
)
"""The sheets that a summary has besides the form's: derived from its tables, and far larger."""

CONCLUSION_WIDTH = sum(COVER_WIDTHS[1:])
_LABEL_WIDTH = sum(COVER_WIDTHS[:-1])
_BODY_SIZE = 11.0
_NIL_BAND = "零报送（计入的单位全部声明零报送的表）"


@cache
def lay_summary(form: Form) -> Layout:
    """Lay out every sheet of a summary; tables and all else stand as in a template.

    The cover's fields are `issued`, `department`, `code`, `year`, `share`, `contact`, `phone`,
    those of `CONCLUSIONS`, a `headline:CELL` for each figure that stands first in the form file,
    and `nil:TABLE`, `signer:N`, `date:N` and `stamp` as on a template's cover.
    """
    sheets = lay_form(form).sheets
    cover = _cover(form)
    return replace(lay_form(form), sheets=(cover, *sheets[1:]))


def _cover(form: Form) -> Sheet:
    last = len(COVER_WIDTHS) - 1
    blocks = [
        Block(Role.TITLE, 0, 0, 0, last, f"{form.title}汇总表"),
        Block(Role.SUBTITLE, 1, 0, 1, last, field="issued"),
        *pair_blocks(2, "汇总单位", "department", "单位代码", "code"),
        *pair_blocks(3, "报告年度", "year", SHARE_CAPTION, "share"),
        *pair_blocks(4, "联系人", "contact", "联系电话", "phone"),
        Block(Role.BAND, 5, 0, 5, last, "结论"),
    ]
    heights = [48.0, 22.0, 28.0, 28.0, 28.0, 24.0]
    for field, caption in CONCLUSIONS.items():
        row = len(heights)
        blocks.append(Block(Role.CAPTION, row, 0, row, 0, caption))
        blocks.append(Block(Role.ENTRY, row, 1, row, last, field=field))
        heights.append(26.0)
    if form.headline:
        blocks.append(Block(Role.BAND, len(heights), 0, len(heights), last, "主要数据"))
        heights.append(24.0)
    for index in form.headline:
        _add_line(blocks, heights, _label(form, index), Role.FIGURE, f"headline:{index}")
    blocks.append(Block(Role.BAND, len(heights), 0, len(heights), last, _NIL_BAND))
    heights.append(24.0)
    for table in form.tables:
        _add_line(blocks, heights, table.heading, Role.FIELD, f"nil:{table.key}")
    below, rows = sign_off(len(heights))
    return Sheet(COVER_SHEET, SheetKind.COVER, (*blocks, *below), COVER_WIDTHS, (*heights, *rows))


def _add_line(blocks: list[Block], heights: list[float], text: str, role: Role, field: str) -> None:
    """Add a row with a label and a field at its end."""
    row, last = len(heights), len(COVER_WIDTHS) - 1
    blocks.append(Block(Role.ROW_LABEL, row, 0, row, last - 1, text))
    blocks.append(Block(role, row, last, row, last, field=field))
    heights.append(max(24.0, text_height(text, _LABEL_WIDTH - 2, _BODY_SIZE)))


def _label(form: Form, index: int) -> str:
    """Name a figure by its official path, and its unit where the path does not say it."""
    cell = form.cells[index]
    unit = cell.measure.unit
    return cell.path if unit in cell.path else f"{cell.path}（{unit}）"
