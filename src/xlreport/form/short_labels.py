"""Official labels made short: for the axis of a chart, and for a figure that stands alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xlreport.form.form import Form
from xlreport.form.heading import without_number
from xlreport.form.outline import Label
from xlreport.form.parts import Table

# The remark in brackets behind an official label.
_REMARK = re.compile(r"（[^（）]*）$")
_TOTALS = frozenset({"总计", "合计", "小计"})  # mean nothing without the label above them


def short_label(text: str) -> str:
    """Shorten an official label, without its number and remark."""
    return _REMARK.sub("", without_number(text)) or text


@dataclass(frozen=True, slots=True)
class TableLabels:
    """The labels of a table by key, and the labels of the groups that contain them."""

    labels: Mapping[str, str]
    groups: Mapping[str, str]

    def short(self, key: str) -> str:
        """Return the short label of a key; a total is named with its group."""
        label = short_label(self.labels[key])
        return short_label(self.groups[key]) + label if label in _TOTALS else label


def table_labels(table: Table) -> TableLabels:
    """Collect the labels of both axes of a table."""
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
    return TableLabels(labels, groups)


def figure_name(form: Form, index: int) -> str:
    """Name one figure, by cell index, in a few words: its row, and its column unless a total."""
    cell = form.cells[index]
    table = form.table(cell.table)
    labels = table_labels(table)
    column = labels.short(cell.column)
    if cell.row_path:
        row, is_total = labels.short(cell.row), short_label(labels.labels[cell.column]) in _TOTALS
        return row if is_total else f"{row}（{column}）"
    return f"{table.sheet}{column}" if column in _TOTALS else column
