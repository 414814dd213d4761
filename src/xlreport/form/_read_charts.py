"""Reading the headline figures and charts of a form file, which a summary shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlreport.base.toml_fault import fault, kept
from xlreport.base.toml_fields import TomlTable, check_fields, keep_twins, sound_fields
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import find_cells
from xlreport.form.fields import CHART, SUMMARY
from xlreport.form.heading import without_number
from xlreport.form.outline import Label
from xlreport.form.parts import Cell, Chart, ChartKind, Series, Table

# In black and white a fourth shade would look like one of the others.
_MOST_SERIES = 3
# The remark in brackets behind an official label.
_REMARK = re.compile(r"（[^（）]*）$")
_TOTALS = frozenset({"总计", "合计", "小计"})  # mean nothing without the label above them


def read_headline(content: TomlTable, file: TomlLocation, tables: Sequence[Table]) -> list[int]:
    """Read the cells whose figures a summary shows first, by index."""
    location = field(file, "summary")
    fields = sound_fields(content.get("summary", {}), location, SUMMARY)
    location = field(location, "headline")
    names = fields.get("headline", [])
    keep_twins("单元格", [(name, location) for name in names])
    indexes = []
    for name in names:
        with kept(location):
            cells = find_cells(name, tables, location)
            if len(cells) != 1:
                raise fault("many-cells", location, name=name, count=len(cells))
            _refuse_not_added(cells, tables, location)
            indexes.append(cells[0].index)
    return indexes


def _refuse_not_added(
    cells: Sequence[Cell], tables: Sequence[Table], location: TomlLocation
) -> None:
    """Raise `FormError` for figures that a county does not have: only sums and single shares."""
    shares = {index for table in tables for index in table.shares}
    for cell in cells:
        if not cell.measure.adds and (cell.index not in shares or len(cells) > 1):
            raise fault("not-added", location, cell=cell.path)


def short_label(text: str) -> str:
    """Shorten an official label for the axis of a chart, without its number and remark."""
    return _REMARK.sub("", without_number(text)) or text


@dataclass(frozen=True, slots=True)
class _Axes:
    """The labels of a table by key, and the labels of the groups that contain them."""

    table: Table
    tables: Sequence[Table]
    labels: Mapping[str, str]
    groups: Mapping[str, str]
    location: TomlLocation

    def label(self, key: str) -> str:
        """Return the label of a key for an axis; a total is named with its group."""
        label = short_label(self.labels[key])
        return short_label(self.groups[key]) + label if label in _TOTALS else label

    def bar(self, row: str, column: str) -> tuple[int, ...]:
        """Find the cells that one bar adds up."""
        for key in (row, column):
            if key not in self.labels:
                raise fault("chart-key", self.location, table=self.table.key, key=key)
        name = f"{self.table.key}.{row}.{column}"
        cells = find_cells(name, self.tables, self.location)
        _refuse_not_added(cells, self.tables, self.location)
        return tuple(cell.index for cell in cells)


def read_chart(raw: object, location: TomlLocation, tables: Sequence[Table]) -> Chart:
    """Read one chart of the summary; raises `FormError`."""
    fields = check_fields(raw, location, CHART)
    table = next((table for table in tables if table.key == fields["table"]), None)
    if table is None:
        raise fault("no-table", field(location, "table"), table=fields["table"])
    kind = ChartKind(fields["kind"])
    axes = _axes(table, tables, location)
    rows = fields["rows"]
    nested = isinstance(fields["columns"][0], list)
    columns = fields["columns"] if nested else [fields["columns"]]
    categories, series = _nested(axes, rows, columns) if nested else _crossed(axes, rows, columns)
    _check_shape(kind, categories, series, location)
    measures = {cell.index: cell.measure.unit for cell in table.cells}
    units = {measures[index] for row in series for bar in row.bars for index in bar}
    if len(units) > 1:
        raise fault("chart-units", location, units="、".join(sorted(units)))
    return Chart(fields["title"], kind, units.pop(), tuple(categories), tuple(series))


def _axes(table: Table, tables: Sequence[Table], location: TomlLocation) -> _Axes:
    labels: dict[str, str] = {}
    groups: dict[str, str] = {}

    def visit(label: Label, above: str) -> None:
        if label.key:
            labels[label.key], groups[label.key] = label.text, above
        for child in label.children:
            visit(child, label.text)

    for part in table.parts:
        for outline in (part.rows, part.columns):
            for label in outline.labels:
                visit(label, "")
    return _Axes(table, tables, labels, groups, location)


def _crossed(
    axes: _Axes, rows: Sequence[str], columns: Sequence[Sequence[str]]
) -> tuple[list[str], list[Series]]:
    """Cross rows and columns: columns are the categories, or rows if there is one column."""
    bars = [[axes.bar(row, column) for column in columns[0]] for row in rows]
    names, categories = rows, columns[0]
    if len(columns[0]) == 1:
        bars = [[bar for (bar,) in bars]]
        names, categories = columns[0], rows
    pairs = zip(names, bars, strict=True)
    series = [Series(short_label(axes.labels[name]), tuple(row)) for name, row in pairs]
    return [axes.label(key) for key in categories], series


def _nested(
    axes: _Axes, rows: Sequence[str], columns: Sequence[Sequence[str]]
) -> tuple[list[str], list[Series]]:
    """Make a series of each list of columns, named by its group; all need the same labels."""
    if len(rows) != 1:
        raise fault("chart-rows", field(axes.location, "rows"), count=len(rows))
    series = [
        Series(
            short_label(axes.groups.get(group[0], "")),
            tuple(axes.bar(rows[0], column) for column in group),
        )
        for group in columns
    ]
    labels = [[short_label(axes.labels[column]) for column in group] for group in columns]
    if any(each != labels[0] for each in labels):
        raise fault("chart-labels", field(axes.location, "columns"))
    return labels[0], series


def _check_shape(
    kind: ChartKind, categories: Sequence[str], series: Sequence[Series], location: TomlLocation
) -> None:
    if len(series) > _MOST_SERIES:
        raise fault("chart-series", location, count=len(series), most=_MOST_SERIES)
    if kind in (ChartKind.BUSIEST, ChartKind.YEARS) and len(series) > 1:
        raise fault("chart-one-series", location, kind=kind.value)
    if kind is ChartKind.BUSIEST and len(categories) > 1:
        raise fault("chart-one-bar", location, kind=kind.value)
