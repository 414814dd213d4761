"""Reading the headline figures and charts of a form file, which a summary shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlreport.base.toml_fault import fault, kept
from xlreport.base.toml_fields import TomlTable, check_fields, keep_twins, sound_fields
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import find_cells
from xlreport.form.fields import CHART, SUMMARY
from xlreport.form.parts import Cell, Chart, ChartKind, Series, Table
from xlreport.form.short_labels import TableLabels, short_label, table_labels

# In black and white a fourth shade would look like one of the others.
_MOST_SERIES = 3


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


@dataclass(frozen=True, slots=True)
class _Axes:
    """The table of a chart, with its labels."""

    table: Table
    tables: Sequence[Table]
    names: TableLabels
    location: TomlLocation

    def bar(self, row: str, column: str) -> tuple[int, ...]:
        """Find the cells that one bar adds up."""
        for key in (row, column):
            if key not in self.names.labels:
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
    axes = _Axes(table, tables, table_labels(table), location)
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
    series = [Series(short_label(axes.names.labels[name]), tuple(row)) for name, row in pairs]
    return [axes.names.short(key) for key in categories], series


def _nested(
    axes: _Axes, rows: Sequence[str], columns: Sequence[Sequence[str]]
) -> tuple[list[str], list[Series]]:
    """Make a series of each list of columns, named by its group; all need the same labels."""
    if len(rows) != 1:
        raise fault("chart-rows", field(axes.location, "rows"), count=len(rows))
    series = [
        Series(
            short_label(axes.names.groups.get(group[0], "")),
            tuple(axes.bar(rows[0], column) for column in group),
        )
        for group in columns
    ]
    labels = [[short_label(axes.names.labels[column]) for column in group] for group in columns]
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
