"""The sheet 图表 of a summary: beside each chart the small table of live figures that it draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import a1_range, quoted
from xlreport.form.measure import Kind, Measure, Values, to_number
from xlreport.form.parts import CellIndexes, Chart, ChartKind
from xlreport.layout.data_sheet import DATA_SHEET, FIRST_COLUMN
from xlreport.layout.data_sheet import FIRST_ROW as FIRST_DATA_ROW
from xlreport.layout.formulas import rectangles, rounded
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position, lay_form
from xlreport.layout.width import text_height
from xlreport.summary.book._years import FIRST_ROW as FIRST_YEARS_ROW
from xlreport.summary.book._years import LAST_COLUMN, THIS_COLUMN, YEARS_SHEET
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import YearOnYear, comparable, year_on_year
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.content import Formula
from xlreport.writing.workbook import write_value

CHARTS_SHEET = "图表"
_LABEL_WIDTH, _VALUE_WIDTH, _GAP_WIDTH = 30, 11, 2
_VALUES = 3  # columns of a table: the most series that a chart has
_CHART_COLUMN = 1 + _VALUES + 1
_ROW_HEIGHT = 22.0  # points
_BLOCK_ROWS = 13
_FIRST_ROW = 2
_CHART_SIZE = {"width": 520, "height": 350}  # pixels, of which 4 are 3 points
_BLOCKS_A_PAGE = 2
_PRINT_SCALE = 72  # percent: table beside chart, two pairs, on landscape A4
_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.6}  # inches
_A4 = 9
_BUSIEST = 10
_BODY_SIZE, _NOTE_SIZE = 11.0, 10.0
# By the number of series: dark, middle and light are told apart in black and white as well.
_FILLS: Mapping[int, Sequence[str]] = {
    1: ("bar_dark",),
    2: ("bar_light", "bar_dark"),
    3: ("bar_dark", "bar_middle", "bar_light"),
}


@dataclass(frozen=True, slots=True)
class _Figure:
    """Is one figure of a chart's table: its formula and the value it has (a scaled integer)."""

    formula: str
    value: int


@dataclass(frozen=True, slots=True)
class _ChartTable:
    """Is the small table beside a chart: a label and a figure of each series in every line.

    `said` is the sentence that stands in the chart's place where there is nothing to draw.
    """

    headings: tuple[str, ...]
    lines: tuple[tuple[str, tuple[_Figure, ...]], ...]
    note: str = ""
    said: str = ""


def write_charts(book: Book, summary: Summary) -> None:
    """Add the sheet 图表 with the charts of the form file; nothing where it names none."""
    years = year_on_year(summary)
    charts = [c for c in summary.form.charts if c.kind is not ChartKind.YEARS or years]
    if not charts:
        return
    worksheet = book.add_worksheet(CHARTS_SHEET)
    _shape(book, worksheet, summary)
    row = _FIRST_ROW
    rows = []
    for chart in charts:
        rows.append(row)
        table = _table(chart, summary, years)
        measure = _measure(summary, chart.series[0].bars[0])
        below = _write_table(book, worksheet, row, chart, table, measure)
        if table.said:
            note = book.style(style.ROLE[Role.NOTE], {"align": "left", "text_wrap": False})
            done(worksheet.write_string(row + 1, _CHART_COLUMN, table.said, note))
        else:
            _draw(book, worksheet, row, chart, table)
        row = max(below + 1, row + _BLOCK_ROWS)
    worksheet.set_h_pagebreaks(rows[_BLOCKS_A_PAGE::_BLOCKS_A_PAGE])


def _shape(book: Book, worksheet: Worksheet, summary: Summary) -> None:
    done(worksheet.set_column(0, 0, _LABEL_WIDTH))
    done(worksheet.set_column(1, _VALUES, _VALUE_WIDTH))
    done(worksheet.set_column(_VALUES + 1, _VALUES + 1, _GAP_WIDTH))
    worksheet.set_default_row(_ROW_HEIGHT)
    title = book.style(style.ROLE[Role.TITLE], {"align": "left", "text_wrap": False})
    note = book.style(style.ROLE[Role.NOTE], {"align": "left", "text_wrap": False})
    done(worksheet.write_string(0, 0, f"{summary.name}{summary.year}年图表", title))
    done(worksheet.write_string(1, 0, summary.scope, note))
    done(worksheet.set_row(0, 34))
    worksheet.hide_gridlines(2)
    worksheet.set_paper(_A4)
    worksheet.set_landscape()
    worksheet.set_print_scale(_PRINT_SCALE)
    worksheet.set_margins(**_MARGINS)
    worksheet.center_horizontally()
    worksheet.repeat_rows(0, 1)
    done(worksheet.set_footer("&C&9第 &P 页 共 &N 页"))


def _table(chart: Chart, summary: Summary, years: YearOnYear | None) -> _ChartTable:
    """Put together what a chart shows, and say so where there is nothing to draw."""
    if chart.kind is ChartKind.YEARS:
        assert years is not None  # such a chart is left out without last year's figures
        table = _years_table(chart, summary, years)
    elif chart.kind is ChartKind.BUSIEST:
        table = _busiest_table(chart, summary)
    else:
        table = _plain_table(chart, summary)
    if table.said or any(figure.value for _, figures in table.lines for figure in figures):
        return table
    return replace(table, said="各项均为 0，没有可以绘制的图形。")


def _plain_table(chart: Chart, summary: Summary) -> _ChartTable:
    lines = []
    for number, category in enumerate(chart.categories):
        bars = [series.bars[number] for series in chart.series]
        figures = [_Figure(_official(summary, bar), _add(summary.values, bar)) for bar in bars]
        lines.append((category, tuple(figures)))
    return _ChartTable(tuple(series.name for series in chart.series), tuple(lines))


def _busiest_table(chart: Chart, summary: Summary) -> _ChartTable:
    (series,) = chart.series
    (bar,) = series.bars
    values = [_add(row, bar) for row in summary.rows]
    order = sorted(range(len(values)), key=lambda place: (-values[place], place))
    lines = []
    for place in order[:_BUSIEST]:
        if values[place]:
            places = [Position(DATA_SHEET, FIRST_DATA_ROW + place, FIRST_COLUMN + i) for i in bar]
            figure = _Figure(_sum(places, _measure(summary, bar)), values[place])
            lines.append((summary.counted[place].department.name, (figure,)))
    return _ChartTable((series.name,), tuple(lines))


def _years_table(chart: Chart, summary: Summary, years: YearOnYear) -> _ChartTable:
    """Compare over the same departments, by the sheet 同比, what both editions count."""
    (series,) = chart.series
    lines = []
    for category, bar in zip(chart.categories, series.bars, strict=True):
        if all(comparable(years, summary, index) for index in bar):
            figures = []
            for column, row in ((LAST_COLUMN, years.last), (THIS_COLUMN, years.this)):
                places = [Position(YEARS_SHEET, FIRST_YEARS_ROW + index, column) for index in bar]
                figures.append(_Figure(_sum(places, _measure(summary, bar)), _add(row, bar)))
            lines.append((category, tuple(figures)))
    both = len(years.pairs.places)
    said = "" if lines and both else "没有两年都有数据的单位或指标，无法比较。"
    note = f"同口径：只合计两年都有数据的 {both} 个单位。"
    return _ChartTable(("上年", "本年"), tuple(lines) if both else (), note, said)


def _official(summary: Summary, bar: CellIndexes) -> str:
    places = lay_form(summary.form).places
    return _sum([places[index] for index in bar], _measure(summary, bar))


def _measure(summary: Summary, bar: CellIndexes) -> Measure:
    return summary.form.cells[bar[0]].measure


def _sum(places: Sequence[Position], measure: Measure) -> str:
    """Give the formula over cells of one sheet: a plain reference where it is one cell."""
    sheet = quoted(places[0].sheet)
    areas = [f"{sheet}!{a1_range(*area)}" for area in rectangles(places)]
    if len(places) == 1:
        return areas[0]
    return rounded(f"SUM({','.join(areas)})", measure.scale)


def _add(row: Values, bar: CellIndexes) -> int:
    return sum(row[index] or 0 for index in bar)


def _write_table(
    book: Book, worksheet: Worksheet, row: int, chart: Chart, table: _ChartTable, measure: Measure
) -> int:
    """Write a chart's title and table; give the row below."""
    caption = book.style({"bold": True, "font_size": 12, "font_name": "title"})
    done(worksheet.write_string(row, 0, chart.title, caption))
    heading, text, number = map(book.style, (style.HEADING, style.TEXT_CELL, style.NUMBER_CELL))
    first = "单位" if chart.kind is ChartKind.BUSIEST else "项目"
    alone = "金额" if measure.kind is Kind.MONEY else "数量"
    headings = table.headings if len(table.headings) > 1 else (alone,)
    names = [first, *(f"{name}\n（{chart.unit}）" for name in headings)]
    for column, name in enumerate(names):
        done(worksheet.write_string(row + 1, column, name, heading))
    widths = [_LABEL_WIDTH, *(_VALUE_WIDTH for _ in table.headings)]
    sizes = [text_height(n, w, _BODY_SIZE) for n, w in zip(names, widths, strict=True)]
    done(worksheet.set_row(row + 1, max(sizes)))
    for line, (label, figures) in enumerate(table.lines, row + 2):
        done(worksheet.write_string(line, 0, label, text))
        for column, figure in enumerate(figures, 1):
            value = Formula(figure.formula, to_number(figure.value, measure))
            write_value(worksheet, line, column, value, number)
        size = max(_ROW_HEIGHT, text_height(label, _LABEL_WIDTH, _BODY_SIZE))
        done(worksheet.set_row(line, size))
    below = row + 2 + len(table.lines)
    if table.note:
        note = book.style(style.ROLE[Role.NOTE], {"align": "left", "text_wrap": False})
        done(worksheet.write_string(below, 0, table.note, note))
    return below + 1


def _draw(book: Book, worksheet: Worksheet, row: int, chart: Chart, table: _ChartTable) -> None:
    """Draw a table beside it: flat bars with their figures, no grid, no axis of values."""
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
        # The first bar stands on top, as the first line of the table does.
        drawing.set_y_axis({**names, "reverse": True})
        drawing.set_x_axis(values)
    else:
        drawing.set_x_axis(names)
        drawing.set_y_axis(values)
    many = len(table.headings) > 1
    drawing.set_legend({"position": "bottom", "font": body} if many else {"none": True})
    drawing.set_chartarea({"border": line, "fill": {"color": "#FFFFFF"}})
    drawing.set_size(_CHART_SIZE)
    # A little below the page break, or its border would show on the page before.
    described = {"description": chart.title, "object_position": 1, "y_offset": 4}
    done(worksheet.insert_chart(row, _CHART_COLUMN, drawing, described))
