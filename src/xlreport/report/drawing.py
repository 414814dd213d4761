"""What a figures page (图解) draws: the main figures and the charts of a report, with sentences."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlreport.form.chart_sentences import grouped, percent, say_largest, say_totals
from xlreport.form.measure import Measure
from xlreport.form.parts import CellIndexes, Chart, ChartKind
from xlreport.form.short_labels import figure_name
from xlreport.report.report import Report

_DRAWN = (ChartKind.BAR, ChartKind.COLUMN)  # the others need departments, or earlier years


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the page: its label, its text, and the cells whose sum it is.

    `width` is the length of its bar in percent of the longest one.
    """

    label: str
    text: str
    cells: CellIndexes
    width: Decimal = Decimal()


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart: its title, the sentence that says what it shows, and its groups of bars.

    A group has a name where there are several.
    """

    title: str
    sentence: str
    unit: str
    groups: tuple[tuple[str, tuple[Number, ...]], ...]


def main_figures(report: Report) -> list[Number]:
    """List the figures that the form puts first in a summary; a missing one is left out."""
    form = report.form
    return [
        Number(
            figure_name(form, index),
            _with_unit(value, form.cells[index].measure),
            (index,),
        )
        for index in form.headline
        if (value := report.values[index]) is not None
    ]


def drawings(report: Report) -> list[Drawing]:
    """List the charts of the form that one report has the figures for."""
    return [_drawing(report, chart) for chart in report.form.charts if chart.kind in _DRAWN]


def _drawing(report: Report, chart: Chart) -> Drawing:
    measure = report.form.cells[chart.series[0].bars[0][0]].measure
    sums = [[_sum(report, bar) for bar in series.bars] for series in chart.series]
    largest = max(value for row in sums for value in row)
    groups = tuple(
        (
            series.name if len(chart.series) > 1 else "",
            tuple(
                Number(label, grouped(value, measure), bar, percent(value, largest))
                for label, value, bar in zip(chart.categories, row, series.bars, strict=True)
            ),
        )
        for series, row in zip(chart.series, sums, strict=True)
    )
    if len(chart.series) == 1:
        sentence = say_largest(chart.categories, sums[0], measure, chart.unit)
    else:
        names = [series.name for series in chart.series]
        sentence = say_totals(names, sums, measure, chart.unit)
    return Drawing(chart.title, sentence, chart.unit, groups)


def _sum(report: Report, bar: CellIndexes) -> int:
    return sum(report.values[index] or 0 for index in bar)


def _with_unit(value: int, measure: Measure) -> str:
    return f"{grouped(value, measure)} {measure.unit}".strip()
