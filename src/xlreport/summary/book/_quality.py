"""How the lines of registers were handled, by department: the sheet 办理质量."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.form.quality import Quality, named_figures
from xlreport.form.sheet_names import QUALITY_SHEET
from xlreport.summary.summary import Summary
from xlreport.writing.book import Book
from xlreport.writing.content import Value
from xlreport.writing.list_sheet import Column, write_list

_COLUMNS = (
    Column("台账", 24),
    Column("单位代码", 9.5),
    Column("填报单位", 19),
    Column("新收", 9.5),
    Column("按时办结", 9.5),
    Column("逾期办结", 9.5),
    Column("期限不明", 9.5),
    Column("期末未办结", 11),
    Column("其中：逾期", 11),
    Column("延期", 9.5),
    Column("中位工作日数", 13),
)
_WHO, _TOTAL = 2, "合计"


def write_quality(book: Book, summary: Summary) -> None:
    """Add the sheet, if any list of the form has a limit: a line for each department, and sums."""
    if any(each.limits for each in summary.form.lists):
        title = f"{QUALITY_SHEET}　{summary.share}"
        rows = list(_rows(summary))
        sums = [number for number, row in enumerate(rows) if row[_WHO] == _TOTAL]
        write_list(book, QUALITY_SHEET, title, _COLUMNS, rows, _note(summary), sums=sums)


def _note(summary: Summary) -> str:
    """Say how the limits are counted."""
    limits = [limit for each in summary.form.lists for limit in each.limits]
    days = "、".join(dict.fromkeys(f"{limit.days}个工作日" for limit in limits))
    return (
        f"办理期限是{days}，收到当日不计，延长的计入，等待的时间除外；期末是报告期的最后一日。"
        "期限不明的已经办结，只是那一年的工作日没有公布。"
        "中位工作日数从收到之日的次日数到办结之日，取各条的中位数。"
    )


def _rows(summary: Summary) -> Iterator[list[Value]]:
    for open_list in summary.form.lists:
        by_owner = summary.quality_of(open_list)
        for (code, name), quality in by_owner.items():
            yield [open_list.heading, code, name, *_shown(quality)]
        if by_owner:
            total = sum(by_owner.values(), Quality())
            yield [open_list.heading, "", _TOTAL, *_shown(total)]


def _shown(quality: Quality) -> Iterator[Value]:
    for _, figure in named_figures(quality):
        yield "" if figure is None else figure
