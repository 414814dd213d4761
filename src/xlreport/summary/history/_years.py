"""The sheet 逐年 of a history: a line a year, the county first, with the trends of main figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlreport.layout.layout import Position
from xlreport.layout.width import BODY_SIZE, text_height
from xlreport.summary.history._limits import periods_of, remark, say_share
from xlreport.summary.history._page import (
    FIRST_ROW,
    Number,
    Page,
    heading_of,
    main_figures,
    title_of,
)
from xlreport.summary.history.history import DepartmentHistory
from xlreport.writing import style
from xlreport.writing.book import done
from xlreport.writing.list_sheet import Column

YEARS_SHEET = "逐年"
_EDITION = (Column("报表", 9), Column("依据", 11), Column("计入单位", 7))
_REMARK = Column("说明", 18)
_PERIOD_WIDTH, _FIGURE_WIDTH = 10.0, 10.5
_TREND_HEIGHT = 30.0
_BREAK: Mapping[str, Any] = {"top": 2, "top_color": "ink"}  # where another edition begins
_CENTRED: Mapping[str, Any] = {"align": "center"}


def write_years(page: Page) -> None:
    """Write the years of the county, then of each department."""
    history = page.history
    period = Column(history.form.period.caption, _PERIOD_WIDTH)
    headings = [Column(heading_of(each), _FIGURE_WIDTH) for each in main_figures(history)]
    page.head(title_of(history), [period, *_EDITION, *headings, _REMARK], labels=1, frozen=1)
    row = FIRST_ROW
    for who in history.departments:
        row = _write_department(page, who, row)


def _write_department(page: Page, who: DepartmentHistory, top: int) -> int:
    """Write a line with the trends of the main figures, below it a line a year; return the next."""
    indicators, first = main_figures(page.history), 1 + len(_EDITION)
    last = first + len(indicators)
    periods = list(periods_of(page.history, who))
    unknown = [None] * (len(page.history.span) - len(periods))  # before its first figures
    points: list[list[tuple[Position, Number] | None]] = [[*unknown] for _ in indicators]
    for row, (period, figures, before) in enumerate(periods, top + 1):
        is_break = figures is not None and before is not None and before.form is not figures.form
        look = _BREAK if is_break else {}
        heads = ["", "", ""]
        if figures is not None:
            heads = [figures.form.edition, figures.provenance.chinese, say_share(figures)]
        for column, text in enumerate([period.title, *heads]):
            page.write(row, column, text, style.TEXT_CELL, _CENTRED, look)
        found = figures.all_of(indicators) if figures else [(None, None)] * len(indicators)
        for number, (each, stated) in enumerate(zip(indicators, found, strict=True)):
            point = page.figure((row, first + number), each, stated, figures, look)
            points[number].append(point)
        said = remark(figures, before)
        page.write(row, last, said, style.TEXT_CELL, {"indent": 1}, look)
        texts = zip((*heads, said), (*_EDITION, _REMARK), strict=True)
        heights = (text_height(text, column.width, BODY_SIZE) for text, column in texts)
        done(page.worksheet.set_row(row, max(24.0, *heights)))
    name = f"{who.department}（合计）" if who.is_county else who.department
    band = page.book.style(style.HEADING, {"align": "left", "indent": 1})
    done(page.worksheet.merge_range(top, 0, top, first - 1, name, band))
    for number, (each, line) in enumerate(zip(indicators, points, strict=True)):
        page.write(top, first + number, None, style.HEADING)
        page.trend((top, first + number), f"{name} {each.cell.path}", line)
    page.write(top, last, None, style.HEADING)
    done(page.worksheet.set_row(top, _TREND_HEIGHT))
    return top + 1 + len(periods)
