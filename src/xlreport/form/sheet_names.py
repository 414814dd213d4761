"""The names of the library's own sheets, which no table of a form can have."""

from __future__ import annotations

from typing import Final

COVER_SHEET: Final = "封面"
INSTRUCTIONS_SHEET: Final = "填报说明"
TEXTS_SHEET: Final = "文字部分"
CHECKS_SHEET: Final = "检查"
WORKDAYS_SHEET: Final = "工作日"  # in a workbook with a list that has limits
STAMP_SHEET: Final = "_xlreport"
ISSUES_SHEET: Final = "问题清单"  # only in annotated copies
MIGRATION_SHEET: Final = "迁移说明"  # only in migrated returns

BOARD_SHEET: Final = "报送情况"
CHARTS_SHEET: Final = "图表"
LAST_YEAR_SHEET: Final = "同比"
LAST_PERIOD_SHEET: Final = "环比"
ANSWERS_SHEET: Final = "选项统计"
ALL_TEXTS_SHEET: Final = "分单位文字"
QUALITY_SHEET: Final = "办理质量"
DATA_SHEET: Final = "分单位数据"
UNCOUNTED_SHEET: Final = "不计入合计的单位"
"""The sheet of departments that report and are not added up; next year has their figures of it."""
DECISIONS_SHEET: Final = "处理意见"
SOURCES_SHEET: Final = "对账"
PROOF_SHEET: Final = "核对"
UNUSUAL_SHEET: Final = "审核重点"
OVERVIEW_SHEET: Final = "审核概要"
FINDINGS_SHEET: Final = "审核问题"
NOTES_SHEET: Final = "说明"
LIST_SHEETS: Final = tuple(f"台账{number}" for number in range(1, 10))
"""The sheets of a form's lists in a summary, in their order; a form has no more lists."""


def ranking_sheet(compared: str) -> str:
    """Return the name of the sheet with what changed most on a sheet of two periods."""
    return f"{compared}排名"


RANKING_SHEETS: Final = (ranking_sheet(LAST_YEAR_SHEET), ranking_sheet(LAST_PERIOD_SHEET))
_OF_SUMMARY: Final = (
    *(BOARD_SHEET, CHARTS_SHEET, LAST_YEAR_SHEET, LAST_PERIOD_SHEET, *RANKING_SHEETS),
    *(ANSWERS_SHEET, ALL_TEXTS_SHEET, QUALITY_SHEET, DATA_SHEET, UNCOUNTED_SHEET, *LIST_SHEETS),
    *(DECISIONS_SHEET, SOURCES_SHEET, PROOF_SHEET),
    *(UNUSUAL_SHEET, OVERVIEW_SHEET, FINDINGS_SHEET, NOTES_SHEET),
)
SUMMARY_SHEETS: Final = frozenset(_OF_SUMMARY)
"""The sheets of a summary besides those of the form: derived from its tables, and far larger."""
OWN_SHEETS: Final = (
    *(COVER_SHEET, INSTRUCTIONS_SHEET, TEXTS_SHEET, CHECKS_SHEET, ISSUES_SHEET, MIGRATION_SHEET),
    *(WORKDAYS_SHEET, STAMP_SHEET, *_OF_SUMMARY),
)
"""All of them."""
