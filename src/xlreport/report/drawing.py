"""What a figures page (图解) draws: the main figures and the charts of a report, with sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xlreport.form.measure import Measure, format_value
from xlreport.form.parts import CellIndexes, Chart, ChartKind
from xlreport.report.report import Report

_DRAWN = (ChartKind.BAR, ChartKind.COLUMN)  # the others need departments, or earlier years
_LEADERS = 3  # names in a sentence


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
            form.cells[index].row_path or form.cells[index].column_path,
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
                Number(label, _grouped(value, measure), bar, _percent(value, largest))
                for label, value, bar in zip(chart.categories, row, series.bars, strict=True)
            ),
        )
        for series, row in zip(chart.series, sums, strict=True)
    )
    if len(chart.series) == 1:
        sentence = _say_largest(chart, sums[0], measure)
    else:
        sentence = _say_totals(chart, sums, measure)
    return Drawing(chart.title, sentence, chart.unit, groups)


def _sum(report: Report, bar: CellIndexes) -> int:
    return sum(report.values[index] or 0 for index in bar)


def _say_largest(chart: Chart, values: Sequence[int], measure: Measure) -> str:
    """Say which category is the largest, and its share of all that are drawn."""
    total, largest = sum(values), max(values)
    if largest <= 0:
        return "各项均为 0。"
    leaders = [
        label for label, value in zip(chart.categories, values, strict=True) if value == largest
    ]
    shown = f"{_grouped(largest, measure)} {chart.unit}".strip()
    if len(leaders) > _LEADERS:
        return f"{len(leaders)} 项同为最多，各 {shown}。"
    if len(leaders) > 1:
        return f"{'、'.join(leaders)}同为最多，各 {shown}。"
    if min(values) < 0:  # a share of a sum with negative parts says nothing
        return f"{leaders[0]}最多，{shown}。"
    return f"{leaders[0]}最多，{shown}，占各项合计的 {_percent(largest, total)}%。"


def _say_totals(chart: Chart, sums: Sequence[Sequence[int]], measure: Measure) -> str:
    """Say what each series adds up to."""
    if not any(map(any, sums)):
        return "各项均为 0。"
    parts = [
        f"{series.name} {_grouped(sum(row), measure)} {chart.unit}".strip()
        for series, row in zip(chart.series, sums, strict=True)
    ]
    return f"{'，'.join(parts)}。"


def _percent(part: int, whole: int) -> Decimal:
    """Return a share in percent with one decimal place; 0 of nothing, and of what is negative."""
    if part <= 0 or whole <= 0:
        return Decimal()
    share = Decimal(100 * part) / Decimal(whole)
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _grouped(value: int, measure: Measure) -> str:
    """Write a number with thousands separators."""
    whole, dot, decimals = format_value(value, measure).partition(".")
    return f"{int(whole):,}{dot}{decimals}" if measure.is_number else whole


def _with_unit(value: int, measure: Measure) -> str:
    return f"{_grouped(value, measure)} {measure.unit}".strip()
