"""The sheet 全部指标 of a history: a line for each indicator, a column for each period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xlreport.base.address import sheet_title
from xlreport.base.path import row_and_column
from xlreport.layout.width import BODY_SIZE, INDENT, text_height
from xlreport.summary.history._page import (
    FIRST_ROW,
    HEADINGS_ROW,
    Page,
    title_of,
)
from xlreport.summary.history.history import DepartmentHistory
from xlreport.summary.history.period_figures import Gap, Indicator, PeriodFigures
from xlreport.writing import style
from xlreport.writing.book import done
from xlreport.writing.list_sheet import Column

CELLS_SHEET = "全部指标"
_LABELS = (
    *(Column("单位代码", 11, folded=True), Column("单位名称", 16), Column("表", 7)),
    *(Column("指标", 33), Column("栏目", 20), Column("计量单位", 9)),
)
_YEAR_WIDTH = 12.0
_TREND = Column("走势", 11)
_MOST_LINES = 20_000  # a .csv file has room for more
_BREAK: Mapping[str, Any] = {"left": 2, "left_color": "ink"}  # where another edition begins
Stated = list[tuple[PeriodFigures | None, tuple[int | None, Gap | None]]]
"""For each period the figures of a department, and what they state of an indicator."""


def write_cells(page: Page) -> None:
    """Write every indicator of the county, then those of departments that are not 0 throughout."""
    history = page.history
    years = [
        Column(f"{p.title}\n{'、'.join(form.edition for form in history.editions(p))}", _YEAR_WIDTH)
        for p in history.span
    ]
    columns = [*_LABELS, *years, _TREND]
    page.places = max((each.measure.places for each in history.indicators), default=0)
    page.head(f"{title_of(history)}：全部指标", columns, labels=len(_LABELS), frozen=len(_LABELS))
    row = FIRST_ROW
    for who in history.departments:
        for indicator, stated in _stated(page, who):
            is_shown = who.is_county or any(value for _, (value, _) in stated)
            if is_shown and row < FIRST_ROW + _MOST_LINES:
                _write_line(page, row, who, indicator, stated)
                row += 1
    last = max(row - 1, FIRST_ROW)
    done(page.worksheet.autofilter(HEADINGS_ROW, 0, last, len(columns) - 1))


def _stated(page: Page, who: DepartmentHistory) -> Iterator[tuple[Indicator, Stated]]:
    """Yield each indicator with what a department states of it in each period."""
    indicators = page.history.indicators
    none: list[tuple[int | None, Gap | None]] = [(None, None)] * len(indicators)
    figures = [who.at(period) for period in page.history.span]
    columns = [each.all_of(indicators) if each else none for each in figures]
    for indicator, row in zip(indicators, zip(*columns, strict=True), strict=True):
        yield indicator, list(zip(figures, row, strict=True))


def _write_line(
    page: Page, row: int, who: DepartmentHistory, indicator: Indicator, stated: Stated
) -> None:
    cell = indicator.cell
    table = sheet_title(indicator.form.table(cell.table).sheet)
    place = [table, *row_and_column(cell.row_path, cell.column_path)]
    for column, text in enumerate([who.code, who.department, *place, cell.measure.unit]):
        page.write(
            row,
            column,
            text,
            style.TEXT_CELL,
            style.SUM_CELL if who.is_county else {},
            {"align": "left", "indent": 1},
        )
    breaks = _breaks(stated)
    points = [
        page.figure((row, column), indicator, each, figures, _BREAK if is_break else {})
        for column, ((figures, each), is_break) in enumerate(
            zip(stated, breaks, strict=True), len(_LABELS)
        )
    ]
    at = row, len(_LABELS) + len(stated)
    page.write(*at, None, style.NUMBER_CELL)
    page.trend(at, f"{who.department} {cell.path}", points)
    texts = zip((who.department, *place), _LABELS[1:], strict=False)
    heights = (text_height(text, label.width - INDENT, BODY_SIZE) for text, label in texts)
    done(page.worksheet.set_row(row, max(24.0, *heights)))


def _breaks(stated: Stated) -> list[bool]:
    """Tell for each period whether its edition is another than the last one before it."""
    breaks, before = [], None
    for figures, _ in stated:
        breaks.append(figures is not None and before not in (None, figures.form))
        before = figures.form if figures else before
    return breaks
