"""Reading `[[duty]]`: what a department may have no duty for (无此项职责)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from xlreport.base.toml_fault import fault, keep
from xlreport.base.toml_fields import check_fields, keep_twins
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import find_cells, leaf_keys
from xlreport.form.fields import DUTY
from xlreport.form.parts import Duty, Table

# A name stands in the roster's list, on the cover and in a sentence of the published report.
_NAME = re.compile(r"[^\s、，；。：,;|:“”\"()（）/]{1,20}")


def read_duty(
    raw: object, location: TomlLocation, tables: Sequence[Table]
) -> tuple[Duty, TomlLocation]:
    """Read one duty of a form file and return it with its location; raises `FormError`."""
    fields = check_fields(raw, location, DUTY)
    if not _NAME.fullmatch(fields["name"]):
        raise fault("duty-name", field(location, "name"), name=fields["name"])
    place = field(location, "cells")
    cells = [index for name in fields["cells"] for index in _cells(name, tables, place)]
    keep_twins("单元格", [(_path(tables, index), place) for index in cells])
    return Duty(fields["key"], fields["name"], tuple(sorted(cells))), location


def check_duties(
    duties: Sequence[tuple[Duty, TomlLocation]],
    tables: Sequence[Table],
    parts: Mapping[int, Collection[int]],
) -> None:
    """Keep a fault for duties of the same name or cells, and for a total without its parts.

    `parts` are the cells that each computed cell needs, by index. A name may not be the key of
    another duty either: a roster may list either of them.
    """
    words = [(word, at) for duty, at in duties for word in {duty.key, duty.name.casefold()}]
    keep_twins("职责", words)
    for number, (duty, location) in enumerate(duties):
        cells = {*duty.cells}
        for other, _ in duties[:number]:
            shared = cells.intersection(other.cells)
            # One duty may be a part of another, as 行政拘留 is of 行政处罚.
            if shared and (shared not in (cells, {*other.cells}) or cells == {*other.cells}):
                facts = {"name": duty.name, "other": other.name}
                keep("duty-overlap", location, **facts, cell=_path(tables, min(shared)))
        for index in duty.cells:
            if not {*parts.get(index, ())} <= {*duty.cells}:
                keep("duty-total", location, name=duty.name, cell=_path(tables, index))


def _cells(name: str, tables: Sequence[Table], location: TomlLocation) -> list[int]:
    """Find the cells of `table`, `table.row`, `table.column` or `table.row.column`, by index."""
    key, _, rest = name.partition(".")
    table = next((table for table in tables if table.key == key), None)
    if table is None:
        known = "、".join(table.key for table in tables)
        raise fault("duty-table", location, name=name, tables=known)
    if not rest:
        return [cell.index for cell in table.cells]
    columns = {leaf for part in table.parts for leaf in leaf_keys(part.columns, rest)}
    if columns:
        return [cell.index for cell in table.cells if cell.column in columns]
    return [cell.index for cell in find_cells(name, tables, location)]


def _path(tables: Sequence[Table], index: int) -> str:
    return next(cell.path for table in tables for cell in table.cells if cell.index == index)
