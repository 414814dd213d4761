"""The sheet 图表 of a summary: charts, six to a page, and below them the live figures they draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from rich.cells import cell_len
from xlsxwriter.worksheet import Worksheet

from xlreport.form.measure import Kind, to_number
from xlreport.form.parts import ChartKind
from xlreport.form.sheet_names import CHARTS_SHEET
from xlreport.layout.grid import Role
from xlreport.layout.width import BODY_SIZE, NOTE_SIZE, TITLE_SIZE, text_height
from xlreport.office.theme import PAPER
from xlreport.summary.book._chart_tables import ChartTable, chart_table
from xlreport.summary.book._computed import number_format
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import year_on_year
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Formula
from xlreport.writing.page import set_up_page
from xlreport.writing.tab import SheetGroup, colour_tab

_ACROSS, _DOWN = 2, 3  # charts on a page
_VALUES = 3  # columns of a table: the most series that a chart has
_BLOCK = 1 + _VALUES + 1  # columns of a chart, or of its table, and the gap beside it
_LABEL_WIDTH, _VALUE_WIDTH, _GAP_WIDTH = 148, 64, 16  # pixels, of which 4 are 3 points
_CHART_WIDTH, _CHART_HEIGHT = _LABEL_WIDTH + _VALUES * _VALUE_WIDTH, 216  # pixels
_LABEL_ROOM, _VALUE_ROOM, _PAGE_ROOM = 19, 8, 87  # characters
_ROW_HEIGHT, _CHART_ROW_HEIGHT, _SENTENCE_HEIGHT = 20.0, 168.0, 34.0  # points
_FIRST_CHART_ROW = 2  # below the title and the scope
_CHART_ROWS = 3  # title, sentence, drawing
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.7, "bottom": 0.7}  # inches
_HEADINGS = {Kind.MONEY: "金额", Kind.PERCENTAGE: "比例"}  # of the only column
_ON_ONE_LINE: Mapping[str, Any] = {"align": "left", "text_wrap": False}
_GROUPED: Mapping[str, Any] = {"num_format": "#,##0"}
_LETTERS_BELOW = 46  # of 10 points, a Han letter being two, below all columns of a chart
_VALUES_AXIS: Mapping[str, Any] = {
    "visible": False,
    "major_gridlines": {"visible": False},
    "min": 0,
}
_BELOW = "图中的数（随各表变化；不打印）"
# By the number of series. A third one is hatched, as light colours do not stand out from paper.
_FILLS: Mapping[int, Sequence[str]] = {
    1: ("bar_dark",),
    2: ("bar_middle", "bar_dark"),
    3: ("bar_dark", "bar_middle", "bar_light"),
}


def write_charts(book: Book, summary: Summary) -> None:
    """Add the sheet 图表 with the charts of the form file, if it names any."""
    years = next(iter(year_on_year(summary)), None)
    charts = [c for c in summary.form.charts if c.kind is not ChartKind.YEARS or years]
    if not charts:
        return
    worksheet = book.add_worksheet(CHARTS_SHEET)
    tables = [chart_table(chart, summary, years) for chart in charts]
    last_row = _FIRST_CHART_ROW + -(-len(tables) // _ACROSS) * _CHART_ROWS - 1
    _set_up(book, worksheet, summary, last_row)
    places = _write_tables(book, worksheet, last_row + 2, tables)
    for number, (table, place) in enumerate(zip(tables, places, strict=True)):
        row = _FIRST_CHART_ROW + number // _ACROSS * _CHART_ROWS
        column = number % _ACROSS * _BLOCK
        _write_head(book, worksheet, row, column, table)
        if table.is_drawn:
            _draw(book, worksheet, (row + 2, column), table, place)


def _set_up(book: Book, worksheet: Worksheet, summary: Summary, last_row: int) -> None:
    """Set the columns, write the title, and set up the page, on which the charts alone stand."""
    for left in range(0, _ACROSS * _BLOCK, _BLOCK):
        done(worksheet.set_column_pixels(left, left, _LABEL_WIDTH))
        done(worksheet.set_column_pixels(left + 1, left + _VALUES, _VALUE_WIDTH))
        done(worksheet.set_column_pixels(left + _BLOCK - 1, left + _BLOCK - 1, _GAP_WIDTH))
    worksheet.set_default_row(_ROW_HEIGHT)
    title = f"{summary.name}{summary.period.title}图表"
    heads = (title, Role.TITLE, TITLE_SIZE, 32.0), (summary.scope, Role.NOTE, NOTE_SIZE, 20.0)
    for row, (text, role, size, least) in enumerate(heads):
        look = book.style(style.ROLE[role], {"align": "left"})
        done(worksheet.merge_range(row, 0, row, _ACROSS * _BLOCK - 2, "", look))
        done(worksheet.write_string(row, 0, text, look))
        done(worksheet.set_row(row, max(least, text_height(text, _PAGE_ROOM, size))))
    set_up_page(worksheet, landscape=False)
    worksheet.set_margins(**_MARGINS)
    colour_tab(worksheet, SheetGroup.ANALYSIS, book.theme)
    worksheet.center_horizontally()
    worksheet.repeat_rows(0, 1)
    done(worksheet.print_area(0, 0, last_row, _ACROSS * _BLOCK - 2))
    page = _DOWN * _CHART_ROWS
    worksheet.set_h_pagebreaks(range(_FIRST_CHART_ROW + page, last_row, page))


def _write_tables(
    book: Book, worksheet: Worksheet, row: int, tables: Sequence[ChartTable]
) -> list[tuple[int, int]]:
    """Write the tables below a heading, side by side as the charts; return where each begins."""
    heading = book.style(style.ROLE[Role.NOTE], _ON_ONE_LINE)
    done(worksheet.write_string(row, 0, _BELOW, heading))
    row += 1
    places = []
    for start in range(0, len(tables), _ACROSS):
        beside = tables[start : start + _ACROSS]
        for column, table in enumerate(beside):
            places.append((row, column * _BLOCK))
            _write_table(book, worksheet, places[-1], table)
        _fit_rows(worksheet, row, beside)
        row += 2 + max(len(table.lines) for table in beside)
    return places


def _write_table(
    book: Book, worksheet: Worksheet, place: tuple[int, int], table: ChartTable
) -> None:
    """Write the headings of a table, and its figures as live formulas."""
    top, left = place
    heading, text = map(book.style, (style.HEADING, style.TEXT_CELL))
    number = book.style(style.NUMBER_CELL, _GROUPED, number_format(table.measure))
    for column, name in enumerate(_headings_of(table), left):
        done(worksheet.write_string(top, column, name, heading))
    for row, (label, figures) in enumerate(table.lines, top + 1):
        done(worksheet.write_string(row, left, label, text))
        for column, figure in enumerate(figures, left + 1):
            value = Formula(figure.formula, to_number(figure.value, table.measure))
            write_value(worksheet, row, column, value, number)


def _headings_of(table: ChartTable) -> list[str]:
    """List the headings of a table: the title of its chart, then the series."""
    only = (_HEADINGS.get(table.measure.kind, "数量"),)
    unit = f"\n（{table.chart.unit}）" if table.chart.unit else ""
    names = table.headings if len(table.headings) > 1 else only
    return [table.chart.title, *(f"{name}{unit}" for name in names)]


def _fit_rows(worksheet: Worksheet, row: int, tables: Sequence[ChartTable]) -> None:
    """Make the rows of tables that stand side by side as high as their texts need."""
    texts = [(name, _VALUE_ROOM) for table in tables for name in _headings_of(table)[1:]]
    texts += [(table.chart.title, _LABEL_ROOM) for table in tables]
    size = max(text_height(text, room, BODY_SIZE) for text, room in texts)
    done(worksheet.set_row(row, size))
    labels = zip_longest(*([label for label, _ in t.lines] for t in tables), fillvalue="")
    for number, beside in enumerate(labels, row + 1):
        size = max(text_height(label, _LABEL_ROOM, BODY_SIZE) for label in beside)
        done(worksheet.set_row(number, max(_ROW_HEIGHT, size)))


def _write_head(book: Book, worksheet: Worksheet, row: int, column: int, table: ChartTable) -> None:
    """Write the title of a chart, and below it the sentence that says what it shows."""
    last = column + _BLOCK - 2
    title = book.style({"bold": True, "font_size": 12, "font_name": "title"})
    done(worksheet.merge_range(row, column, row, last, "", title))
    done(worksheet.write_string(row, column, table.chart.title, title))
    sentence = book.style(style.ROLE[Role.NOTE], {"valign": "top"})
    done(worksheet.merge_range(row + 1, column, row + 1, last, "", sentence))
    done(worksheet.write_string(row + 1, column, table.sentence, sentence))
    done(worksheet.set_row(row, 26))
    done(worksheet.set_row(row + 1, _SENTENCE_HEIGHT))
    done(worksheet.set_row(row + 2, _CHART_ROW_HEIGHT))


def _draw(
    book: Book,
    worksheet: Worksheet,
    at: tuple[int, int],
    table: ChartTable,
    place: tuple[int, int],
) -> None:
    """Draw a chart of the table at `place`: flat bars with figures, no grid, no axis of values."""
    kind = "column" if table.chart.kind is ChartKind.COLUMN and _fit_beside(table) else "bar"
    drawing = book.add_chart({"type": kind})
    body = {"name": book.theme.font("body"), "size": 10, "color": book.theme.colour("ink")}
    (top, left), count = place, len(table.headings)
    bottom = top + len(table.lines)
    numbers = {"value": True, "font": body, **_GROUPED, **number_format(table.measure)}
    for column, fill in enumerate(_FILLS[count], left + 1):
        drawing.add_series(
            {
                "name": table.headings[column - left - 1],
                "categories": [CHARTS_SHEET, top + 1, left, bottom, left],
                "values": [CHARTS_SHEET, top + 1, column, bottom, column],
                **_look_of_bars(book, fill),
                "data_labels": numbers,
                "gap": 50,
            }
        )
    line = {"color": book.theme.colour("line")}
    names = {"num_font": body, "line": line, "major_tick_mark": "none"}
    # The labels stand beside bars, the first at the top, and below columns.
    drawing.set_y_axis({**names, "reverse": True} if kind == "bar" else _VALUES_AXIS)
    drawing.set_x_axis(_VALUES_AXIS if kind == "bar" else names)
    drawing.set_title({"none": True})
    drawing.set_legend({"position": "bottom", "font": body} if count > 1 else {"none": True})
    drawing.set_chartarea({"border": {"none": True}, "fill": {"color": PAPER}})
    drawing.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
    described = {"description": table.description, "object_position": 1}
    done(worksheet.insert_chart(*at, drawing, described))


def _fit_beside(table: ChartTable) -> bool:
    """Tell whether the labels stand below columns side by side; turned ones are hard to read."""
    widest = max(cell_len(label) for label, _ in table.lines)
    return widest * len(table.lines) <= _LETTERS_BELOW


def _look_of_bars(book: Book, fill: str) -> Mapping[str, Any]:
    """Return the look of a series: a colour, or hatching; an outline would make a tick of a 0."""
    if fill == "bar_light":
        colours = {"fg_color": book.theme.colour("bar_dark"), "bg_color": book.theme.colour(fill)}
        pattern = {"pattern": "wide_upward_diagonal", **colours}
        return {"pattern": pattern, "border": {"none": True}}
    return {"fill": {"color": book.theme.colour(fill)}, "border": {"none": True}}
