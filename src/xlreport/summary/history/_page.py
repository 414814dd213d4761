"""What the sheets of a history have in common: head, values with their gaps, and trends.

A trend is drawn over the sheet 走势数据, which is blank where periods do not compare: a text in the
range would be drawn as 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import Area
from xlreport.form.measure import Kind, Measure, to_number
from xlreport.form.short_labels import figure_name
from xlreport.layout.formulas import area_reference, reference
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position
from xlreport.layout.width import BODY_SIZE, text_height
from xlreport.summary.history.history import History
from xlreport.summary.history.period_figures import Gap, Indicator, PeriodFigures
from xlreport.writing import style
from xlreport.writing.book import Book, Properties, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Formula, Value
from xlreport.writing.list_sheet import (
    WIDEST,
    Column,
    seen_width,
    set_columns,
    set_up_list_page,
    write_list,
)
from xlreport.writing.title import write_across, write_title

TRENDS_SHEET = "走势数据"
HEADINGS_ROW, FIRST_ROW = 2, 3  # below the title and the note
Number = int | float
_AIR = 6.0  # points
_NOTE = (
    "写着“无对应指标”“无此项职责”“未填”“读不出数字”的格没有数，不是0；斜体的数只合计了部分单位。"
    "两种都不画入走势。粗线处换了报表版本，各版之间只比较含义相同的指标。"
)


@dataclass(slots=True)
class Page:
    """A sheet that is being written; `trends` are the lines drawn so far, of all sheets.

    `places` is how many places the numbers of a column have at most, so that all are aligned at the
    point; 0 where a column has one indicator.
    """

    book: Book
    history: History
    worksheet: Worksheet
    name: str
    trends: list[tuple[str, list[Value]]] = field(default_factory=list)
    places: int = 0

    def head(self, title: str, columns: Sequence[Column], *, labels: int, frozen: int) -> None:
        """Write title, note and headings; the first `frozen` columns stay in sight.

        So many `labels` stand on the left of the figures.
        """
        worksheet = self.worksheet
        set_columns(worksheet, columns)
        for number, column in enumerate(columns):
            side = {"align": "left", "indent": 1} if number < labels else {}
            self.write(HEADINGS_ROW, number, column.heading, style.HEADING, side)
        pages = _pages_across(columns, frozen)
        # Of several pages from left to right each repeats the frozen columns, with title and note.
        over = columns[:frozen] if pages > 1 else columns
        width = seen_width(over)
        write_title(self.book, worksheet, title, [column.width for column in over])
        # A note in its usual size would be too small where the sheet is shrunk to its page.
        note = {**style.ROLE[Role.NOTE], "font_size": BODY_SIZE, "align": "left"}
        write_across(self.book, worksheet, 1, len(over), _NOTE, note)
        done(worksheet.set_row(1, text_height(_NOTE, width, BODY_SIZE) + _AIR))
        heights = (text_height(each.heading, each.width, BODY_SIZE) for each in columns)
        done(worksheet.set_row(HEADINGS_ROW, max(heights) + _AIR))
        worksheet.freeze_panes(FIRST_ROW, frozen)
        worksheet.repeat_rows(0, HEADINGS_ROW)
        set_up_list_page(worksheet)
        if pages > 1:
            worksheet.fit_to_pages(pages, 0)
            done(worksheet.repeat_columns(0, frozen - 1))

    def write(self, row: int, column: int, value: Value | None, *looks: Properties) -> None:
        """Write a value into a cell, in the look that the layers make together."""
        write_value(self.worksheet, row, column, value, self.book.style(*looks))

    def figure(
        self,
        at: tuple[int, int],
        indicator: Indicator,
        stated: tuple[int | None, Gap | None],
        figures: PeriodFigures | None,
        look: Properties,
    ) -> tuple[Position, Number] | None:
        """Write a value or the reason why there is none; return it where it compares."""
        value, gap = stated
        measure, (row, column) = indicator.measure, at
        is_partial = figures is not None and figures.is_partial
        quiet = style.SET_APART if gap or is_partial else {}
        shown = _look_of_number(measure, self.places)
        layers = (style.NUMBER_CELL, shown, quiet, {} if value else style.QUIET, look)
        if value is None:
            self.write(row, column, gap.chinese if gap else None, *layers, {"indent": 1})
            return None
        number = to_number(value, measure)
        self.write(row, column, number, *layers)
        return None if is_partial else (Position(self.name, row, column), number)

    def trend(
        self, at: tuple[int, int], name: str, points: Sequence[tuple[Position, Number] | None]
    ) -> None:
        """Draw a bar for each period that compares, if there are two and not all are 0."""
        numbers = [point[1] for point in points if point]
        if len(numbers) < 2 or not any(numbers):
            return
        cells: list[Value] = [
            Formula(reference(point[0], absolute=False), point[1]) if point else ""
            for point in points
        ]
        self.trends.append((name, cells))
        row = len(self.trends) + 1  # below the title and the headings
        area = area_reference(TRENDS_SHEET, Area(row, 1, row, len(points)))
        colour = self.book.theme.colour("bar_dark")
        # Bars that do not begin at 0 would show a small change as a large one.
        least = {} if min(numbers) < 0 else {"min": 0}
        options = {"range": area, "type": "column", "series_color": colour, **least}
        done(self.worksheet.add_sparkline(*at, options))


def _pages_across(columns: Sequence[Column], frozen: int) -> int:
    """Count the pages from left to right on which columns are printed in their own size.

    Each page repeats the first `frozen` columns, and none splits a column.
    """
    if seen_width(columns) <= WIDEST:
        return 1
    repeated = used = seen_width(columns[:frozen])
    pages = 1
    for column in columns[frozen:]:
        if used + column.width > WIDEST and used > repeated:
            pages, used = pages + 1, repeated
        used += column.width
    return pages


def _look_of_number(measure: Measure, places: int) -> Properties:
    """Return the format of the numbers of a measure, aligned with others of so many places."""
    if measure.unit_required or measure.kind not in (Kind.COUNT, Kind.DECIMAL):
        return style.look_of_kind(measure, locked=False)
    point = "." if measure.places else "_." if places else ""
    rest = "_0" * max(0, places - measure.places)
    return {"num_format": f"#,##0{point}{'0' * measure.places}{rest}_ "}


def write_trends(book: Book, history: History, trends: Sequence[tuple[str, list[Value]]]) -> None:
    """Add the sheet over which trends are drawn."""
    columns = [Column("单位和指标", 60), *(Column(p.title, 15) for p in history.span)]
    title = "走势图用的数：不能比较的年度留空"
    rows = [[name, *cells] for name, cells in trends]
    # Nobody needs it but the trends: a hidden sheet is not printed with the others.
    write_list(book, TRENDS_SHEET, title, columns, rows).hide()


def title_of(history: History) -> str:
    """Return the title: whose figures, and from which period to which."""
    first, last = history.periods[0].title, history.periods[-1].title
    span = first if first == last else f"{first}至{last}"
    alone = len(history.departments) == 1
    who = history.departments[0].department if alone or history.county else history.form.title
    return f"{who}历年数据（{span}）"


def heading_of(indicator: Indicator) -> str:
    """Return the name of an indicator in a few words, with its unit where they lack it."""
    name, unit = figure_name(indicator.form, indicator.cell.index), indicator.measure.unit
    return name if unit in name else f"{name}（{unit}）"


def main_figures(history: History) -> Sequence[Indicator]:
    """List the main figures of the newest edition, or its first ones where it names none."""
    return history.headline or history.indicators[:_FIRST]


_FIRST = 6
