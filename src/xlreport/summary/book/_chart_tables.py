"""What the charts of a summary draw: small tables of live figures, each with a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlreport.base.address import rectangles
from xlreport.form.chart_sentences import NOTHING_TO_DRAW, grouped, say_largest, say_totals
from xlreport.form.measure import Measure, Values
from xlreport.form.parts import CellIndexes, Chart, ChartKind
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.layout.data_sheet import FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN
from xlreport.layout.formulas import area_reference, rounded
from xlreport.layout.layout import Position, lay_form
from xlreport.summary.book._years import FIRST_INDICATOR_ROW, LAST_COLUMN, THIS_COLUMN
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import YearOnYear, comparable

_BUSIEST = 10


@dataclass(frozen=True, slots=True)
class ChartFigure:
    """One figure of a chart's table: its formula and the value of it (a scaled integer)."""

    formula: str
    value: int


@dataclass(frozen=True, slots=True)
class ChartTable:
    """What a chart draws: in every line a label and a figure of each series.

    `sentence` says what the chart shows, or why there is nothing to draw, and then `is_drawn` is
    false.
    """

    chart: Chart
    measure: Measure
    headings: tuple[str, ...]
    lines: tuple[tuple[str, tuple[ChartFigure, ...]], ...]
    sentence: str
    is_drawn: bool = True

    @property
    def description(self) -> str:
        """The chart in words, with all its figures, for who cannot see it."""
        said = (
            f"{label} {'、'.join(grouped(figure.value, self.measure) for figure in figures)}"
            for label, figures in self.lines
        )
        order = f"（{'、'.join(self.headings)}）" if len(self.headings) > 1 else ""
        return f"{self.chart.title}。{self.sentence}各项{order}：{'；'.join(said)}。"


def chart_table(chart: Chart, summary: Summary, years: YearOnYear | None) -> ChartTable:
    """Return what a chart draws, with the reason where there is nothing to draw."""
    if chart.kind is ChartKind.YEARS:
        assert years is not None  # such a chart is left out without earlier figures
        table = _years_table(chart, summary, years)
    elif chart.kind is ChartKind.BUSIEST:
        table = _busiest_table(chart, summary)
    else:
        table = _plain_table(chart, summary)
    if table.is_drawn and not any(figure.value for _, figures in table.lines for figure in figures):
        return replace(table, sentence=NOTHING_TO_DRAW, is_drawn=False)
    return table


def _plain_table(chart: Chart, summary: Summary) -> ChartTable:
    measure = _measure(summary, chart)
    lines = []
    for number, category in enumerate(chart.categories):
        bars = [series.bars[number] for series in chart.series]
        figures = [
            ChartFigure(_official(summary, bar), _sum_of(summary.values, bar)) for bar in bars
        ]
        lines.append((category, tuple(figures)))
    names = tuple(series.name for series in chart.series)
    rows = list(zip(*([each.value for each in figures] for _, figures in lines), strict=True))
    if len(rows) == 1:
        sentence = say_largest(chart.categories, rows[0], measure, chart.unit)
    else:
        sentence = say_totals(names, rows, measure, chart.unit)
    return ChartTable(chart, measure, names, tuple(lines), sentence)


def _busiest_table(chart: Chart, summary: Summary) -> ChartTable:
    (series,) = chart.series
    (bar,) = series.bars
    measure = _measure(summary, chart)
    values = [_sum_of(row, bar) for row in summary.rows]
    order = sorted(range(len(values)), key=lambda number: (-values[number], number))
    lines = []
    for number in order[:_BUSIEST]:
        if values[number]:
            row = FIRST_DEPARTMENT_ROW + number
            cells = [Position(DATA_SHEET, row, FIRST_VALUE_COLUMN + index) for index in bar]
            figure = ChartFigure(_sum(cells, measure), values[number])
            lines.append((summary.counted[number].department.name, (figure,)))
    sentence = NOTHING_TO_DRAW
    if lines:
        whole = "全部合计", sum(values)
        labels, most = zip(*((label, figure.value) for label, (figure,) in lines), strict=True)
        sentence = say_largest(labels, most, measure, chart.unit, whole)
    return ChartTable(chart, measure, (series.name,), tuple(lines), sentence)


def _years_table(chart: Chart, summary: Summary, years: YearOnYear) -> ChartTable:
    """Compare the indicators that both editions have, over the departments of its sheet."""
    (series,) = chart.series
    measure = _measure(summary, chart)
    lines = []
    for category, bar in zip(chart.categories, series.bars, strict=True):
        if all(comparable(years, summary, index) for index in bar):
            figures = []
            for column, row in ((LAST_COLUMN, years.last), (THIS_COLUMN, years.this)):
                rows = [FIRST_INDICATOR_ROW + index for index in bar]
                cells = [Position(years.sheet, number, column) for number in rows]
                figures.append(ChartFigure(_sum(cells, measure), _sum_of(row, bar)))
            lines.append((category, tuple(figures)))
    both = len(years.pairs.pairs)
    kind = summary.form.period
    headings = (years.before.word, kind.reword("本年"))
    if not (lines and both):
        reason = kind.reword("没有两年都有数据的单位或指标，无法比较。")
        return ChartTable(chart, measure, headings, (), reason, is_drawn=False)
    label, ends = lines[0]
    changes = "，".join(
        f"{heading} {grouped(end.value, measure)} {chart.unit}".strip()
        for heading, end in zip(headings, ends, strict=True)
    )
    scope = kind.reword(f"同口径：只合计两年都有数据的 {both} 个单位。")
    return ChartTable(chart, measure, headings, tuple(lines), f"{label}：{changes}。{scope}")


def _official(summary: Summary, bar: CellIndexes) -> str:
    positions = lay_form(summary.form).positions
    return _sum([positions[index] for index in bar], summary.form.cells[bar[0]].measure)


def _measure(summary: Summary, chart: Chart) -> Measure:
    return summary.form.cells[chart.series[0].bars[0][0]].measure


def _sum(cells: Sequence[Position], measure: Measure) -> str:
    """Return the sum formula over cells of one sheet; for a single cell, a reference."""
    places = ((cell.row, cell.column) for cell in cells)
    areas = [area_reference(cells[0].sheet, area) for area in rectangles(places)]
    if len(cells) == 1:
        return areas[0]
    return rounded(f"SUM({','.join(areas)})", measure.scale)


def _sum_of(row: Values, bar: CellIndexes) -> int:
    return sum(row[index] or 0 for index in bar)
