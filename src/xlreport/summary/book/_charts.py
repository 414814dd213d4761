"""The sheet 图表 of a summary: charts, each beside the small table of live figures it draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import rectangles
from xlreport.form.measure import Kind, Measure, Values, to_number
from xlreport.form.parts import CellIndexes, Chart, ChartKind
from xlreport.layout.data_sheet import DATA_SHEET, FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN
from xlreport.layout.formulas import area_reference, rounded
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position, lay_form
from xlreport.layout.width import BODY_SIZE, text_height
from xlreport.summary.book._computed import number_format
from xlreport.summary.book._years import FIRST_INDICATOR_ROW, LAST_COLUMN, THIS_COLUMN
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import YearOnYear, comparable, year_on_year
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Formula
from xlreport.writing.page import set_up_page

CHARTS_SHEET = "图表"
_LABEL_WIDTH, _VALUE_WIDTH, _GAP_WIDTH = 30, 11, 2
_VALUES = 3  # columns of a table: the most series that a chart has
_CHART_COLUMN = 1 + _VALUES + 1
_ROW_HEIGHT = 22.0  # points
_BLOCK_ROWS = 13
_FIRST_CHART_ROW = 2  # below the title and the scope
_CHART_SIZE = {"width": 520, "height": 350}  # pixels, of which 4 are 3 points
_BLOCKS_A_PAGE = 2
_PRINT_SCALE = 72  # percent: table beside chart, two pairs, on landscape A4
_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.6}  # inches
_BUSIEST = 10
_HEADINGS = {Kind.MONEY: "金额", Kind.PERCENTAGE: "比例"}  # of the only column
# By the number of series: dark, middle and light differ in black and white too.
_FILLS: Mapping[int, Sequence[str]] = {
    1: ("bar_dark",),
    2: ("bar_light", "bar_dark"),
    3: ("bar_dark", "bar_middle", "bar_light"),
}


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure of a chart's table: its formula and the value of it (a scaled integer)."""

    formula: str
    value: int


@dataclass(frozen=True, slots=True)
class _ChartTable:
    """The small table beside a chart: in every line a label and a figure of each series.

    `reason` is the sentence that is written instead of the chart where there is nothing to draw.
    """

    headings: tuple[str, ...]
    lines: tuple[tuple[str, tuple[_Figure, ...]], ...]
    note: str = ""
    reason: str = ""


def write_charts(book: Book, summary: Summary) -> None:
    """Add the sheet 图表 with the charts of the form file, if it names any."""
    years = next(iter(year_on_year(summary)), None)
    charts = [c for c in summary.form.charts if c.kind is not ChartKind.YEARS or years]
    if not charts:
        return
    worksheet = book.add_worksheet(CHARTS_SHEET)
    _set_up(book, worksheet, summary)
    row = _FIRST_CHART_ROW
    rows = []
    for chart in charts:
        rows.append(row)
        table = _table(chart, summary, years)
        measure = _measure(summary, chart.series[0].bars[0])
        below = _write_table(book, worksheet, row, chart, table, measure)
        if table.reason:
            note = book.style(style.ROLE[Role.NOTE], {"align": "left", "text_wrap": False})
            done(worksheet.write_string(row + 1, _CHART_COLUMN, table.reason, note))
        else:
            _draw(book, worksheet, row, chart, table)
        row = max(below + 1, row + _BLOCK_ROWS)
    worksheet.set_h_pagebreaks(rows[_BLOCKS_A_PAGE::_BLOCKS_A_PAGE])


def _set_up(book: Book, worksheet: Worksheet, summary: Summary) -> None:
    """Set the columns and the printed page, and write the title."""
    done(worksheet.set_column(0, 0, _LABEL_WIDTH))
    done(worksheet.set_column(1, _VALUES, _VALUE_WIDTH))
    done(worksheet.set_column(_VALUES + 1, _VALUES + 1, _GAP_WIDTH))
    worksheet.set_default_row(_ROW_HEIGHT)
    title = book.style(style.ROLE[Role.TITLE], {"align": "left", "text_wrap": False})
    note = book.style(style.ROLE[Role.NOTE], {"align": "left", "text_wrap": False})
    done(worksheet.write_string(0, 0, f"{summary.name}{summary.period.title}图表", title))
    done(worksheet.write_string(1, 0, summary.scope, note))
    done(worksheet.set_row(0, 34))
    set_up_page(worksheet, scale=_PRINT_SCALE)
    worksheet.set_margins(**_MARGINS)
    worksheet.center_horizontally()
    worksheet.repeat_rows(0, 1)


def _table(chart: Chart, summary: Summary, years: YearOnYear | None) -> _ChartTable:
    """Return the table of a chart, with the reason where there is nothing to draw."""
    if chart.kind is ChartKind.YEARS:
        assert years is not None  # such a chart is left out without earlier figures
        table = _years_table(chart, summary, years)
    elif chart.kind is ChartKind.BUSIEST:
        table = _busiest_table(chart, summary)
    else:
        table = _plain_table(chart, summary)
    if table.reason or any(figure.value for _, figures in table.lines for figure in figures):
        return table
    return replace(table, reason="各项均为 0，没有可以绘制的图形。")


def _plain_table(chart: Chart, summary: Summary) -> _ChartTable:
    lines = []
    for number, category in enumerate(chart.categories):
        bars = [series.bars[number] for series in chart.series]
        figures = [_Figure(_official(summary, bar), _sum_of(summary.values, bar)) for bar in bars]
        lines.append((category, tuple(figures)))
    return _ChartTable(tuple(series.name for series in chart.series), tuple(lines))


def _busiest_table(chart: Chart, summary: Summary) -> _ChartTable:
    (series,) = chart.series
    (bar,) = series.bars
    values = [_sum_of(row, bar) for row in summary.rows]
    order = sorted(range(len(values)), key=lambda number: (-values[number], number))
    lines = []
    for number in order[:_BUSIEST]:
        if values[number]:
            row = FIRST_DEPARTMENT_ROW + number
            cells = [Position(DATA_SHEET, row, FIRST_VALUE_COLUMN + index) for index in bar]
            figure = _Figure(_sum(cells, _measure(summary, bar)), values[number])
            lines.append((summary.counted[number].department.name, (figure,)))
    return _ChartTable((series.name,), tuple(lines))


def _years_table(chart: Chart, summary: Summary, years: YearOnYear) -> _ChartTable:
    """Compare the indicators that both editions have, over the departments of its sheet."""
    (series,) = chart.series
    lines = []
    for category, bar in zip(chart.categories, series.bars, strict=True):
        if all(comparable(years, summary, index) for index in bar):
            figures = []
            for column, row in ((LAST_COLUMN, years.last), (THIS_COLUMN, years.this)):
                rows = [FIRST_INDICATOR_ROW + index for index in bar]
                cells = [Position(years.sheet, number, column) for number in rows]
                figures.append(_Figure(_sum(cells, _measure(summary, bar)), _sum_of(row, bar)))
            lines.append((category, tuple(figures)))
    both = len(years.pairs.pairs)
    kind = summary.form.period
    reason = "没有两年都有数据的单位或指标，无法比较。"
    note = f"同口径：只合计两年都有数据的 {both} 个单位。"
    headings = (years.before.word, kind.reword("本年"))
    return _ChartTable(
        headings,
        tuple(lines) if both else (),
        kind.reword(note),
        "" if lines and both else kind.reword(reason),
    )


def _official(summary: Summary, bar: CellIndexes) -> str:
    positions = lay_form(summary.form).positions
    return _sum([positions[index] for index in bar], _measure(summary, bar))


def _measure(summary: Summary, bar: CellIndexes) -> Measure:
    return summary.form.cells[bar[0]].measure


def _sum(cells: Sequence[Position], measure: Measure) -> str:
    """Return the sum formula over cells of one sheet; for a single cell, a reference."""
    places = ((cell.row, cell.column) for cell in cells)
    areas = [area_reference(cells[0].sheet, area) for area in rectangles(places)]
    if len(cells) == 1:
        return areas[0]
    return rounded(f"SUM({','.join(areas)})", measure.scale)


def _sum_of(row: Values, bar: CellIndexes) -> int:
    return sum(row[index] or 0 for index in bar)


def _write_table(
    book: Book, worksheet: Worksheet, row: int, chart: Chart, table: _ChartTable, measure: Measure
) -> int:
    """Write a chart's title and table; return the row below."""
    caption = book.style({"bold": True, "font_size": 12, "font_name": "title"})
    done(worksheet.write_string(row, 0, chart.title, caption))
    heading, text = map(book.style, (style.HEADING, style.TEXT_CELL))
    number = book.style(style.NUMBER_CELL, number_format(measure))
    first = "单位" if chart.kind is ChartKind.BUSIEST else "项目"
    only_heading = _HEADINGS.get(measure.kind, "数量")
    headings = table.headings if len(table.headings) > 1 else (only_heading,)
    unit = f"\n（{chart.unit}）" if chart.unit else ""
    names = [first, *(f"{name}{unit}" for name in headings)]
    for column, name in enumerate(names):
        done(worksheet.write_string(row + 1, column, name, heading))
    widths = [_LABEL_WIDTH, *(_VALUE_WIDTH for _ in table.headings)]
    sizes = [text_height(n, w, BODY_SIZE) for n, w in zip(names, widths, strict=True)]
    done(worksheet.set_row(row + 1, max(sizes)))
    for line, (label, figures) in enumerate(table.lines, row + 2):
        done(worksheet.write_string(line, 0, label, text))
        for column, figure in enumerate(figures, 1):
            value = Formula(figure.formula, to_number(figure.value, measure))
            write_value(worksheet, line, column, value, number)
        size = max(_ROW_HEIGHT, text_height(label, _LABEL_WIDTH, BODY_SIZE))
        done(worksheet.set_row(line, size))
    below = row + 2 + len(table.lines)
    if table.note:
        note = book.style(style.ROLE[Role.NOTE], {"align": "left", "text_wrap": False})
        done(worksheet.write_string(below, 0, table.note, note))
    return below + 1


def _draw(book: Book, worksheet: Worksheet, row: int, chart: Chart, table: _ChartTable) -> None:
    """Draw the chart beside its table: flat bars with figures, without grid or axis of values."""
    kind = "column" if chart.kind is ChartKind.COLUMN else "bar"
    drawing = book.add_chart({"type": kind})
    body = {"name": book.theme.font("body"), "size": 10, "color": book.theme.colour("ink")}
    top, bottom = row + 2, row + 1 + len(table.lines)
    for column, fill in enumerate(_FILLS[len(table.headings)], 1):
        drawing.add_series(
            {
                "name": table.headings[column - 1],
                "categories": [CHARTS_SHEET, top, 0, bottom, 0],
                "values": [CHARTS_SHEET, top, column, bottom, column],
                "fill": {"color": book.theme.colour(fill)},
                "border": {"color": book.theme.colour("ink"), "width": 0.75},
                "data_labels": {"value": True, "font": body},
                "gap": 60,
            }
        )
    title = {"name": book.theme.font("title"), "size": 13, "bold": False, "color": body["color"]}
    drawing.set_title({"name": chart.title, "name_font": title, "overlay": False})
    line = {"color": book.theme.colour("line")}
    names: dict[str, Any] = {"num_font": body, "line": line, "major_tick_mark": "none"}
    values: dict[str, Any] = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
    if kind == "bar":
        # The first line of the table is the top bar.
        drawing.set_y_axis({**names, "reverse": True})
        drawing.set_x_axis(values)
    else:
        drawing.set_x_axis(names)
        drawing.set_y_axis(values)
    many = len(table.headings) > 1
    drawing.set_legend({"position": "bottom", "font": body} if many else {"none": True})
    drawing.set_chartarea({"border": line, "fill": {"color": "#FFFFFF"}})
    drawing.set_size(_CHART_SIZE)
    # The offset keeps the border of the chart off the page before.
    described = {"description": chart.title, "object_position": 1, "y_offset": 4}
    done(worksheet.insert_chart(row, _CHART_COLUMN, drawing, described))
