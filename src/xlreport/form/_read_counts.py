"""Reading `[[count]]`: cells that are counted from a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from xlreport.base.finding import Severity
from xlreport.base.toml_fault import fault, guess, keep, stop_if_faulty
from xlreport.base.toml_fields import check_fields, keep_twins, texts_of
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import find_cells
from xlreport.form.counts import Count, Wanted
from xlreport.form.fields import COUNT
from xlreport.form.measure import Kind, Measure, normalise_choice
from xlreport.form.open_list import Entry, ListColumn, OpenList
from xlreport.form.parts import Cell, Table

PlacedCount = tuple[Count, TomlLocation]
"""A count with its location in the form file."""

_CHOSEN_BY = (Kind.CHOICE, Kind.YES_NO, Kind.TEXT)


def read_count(
    raw: object, location: TomlLocation, tables: Sequence[Table], lists: Sequence[OpenList]
) -> PlacedCount:
    """Read one count of a form file and return it with its location; raises `FormError`."""
    fields = check_fields(raw, location, COUNT)
    cell = _cell(fields["cell"], tables, field(location, "cell"))
    open_list = next((each for each in lists if each.key == fields["list"]), None)
    if open_list is None:
        keys = [each.key for each in lists]
        facts = {"guess": guess(fields["list"], keys), "known": "、".join(keys) or "（没有）"}
        raise fault("count-list", field(location, "list"), key=fields["list"], **facts)
    dated, added = (_column(fields, name, open_list, location) for name in ("dated", "sum"))
    where = tuple(_read_where(fields.get("where", {}), open_list, field(location, "where")))
    stop_if_faulty(location)
    if dated is not None and open_list.columns[dated].measure.kind is not Kind.DATE:
        keep("count-date", field(location, "dated"), key=fields["dated"])
    _check_cell(cell, None if added is None else open_list.columns[added], location)
    stop_if_faulty(location)
    count = Count(
        id=fields["id"],
        cell=cell.index,
        list=open_list.key,
        where=where,
        dated=dated,
        sum=added,
        fill=fields.get("fill", False),
        severity=Severity(fields.get("severity", Severity.ERROR)),
        say=fields.get("say", ""),
    )
    return count, location


def _cell(name: str, tables: Sequence[Table], location: TomlLocation) -> Cell:
    cells = find_cells(name, tables, location)
    if len(cells) > 1:
        raise fault("many-cells", location, name=name, count=len(cells))
    return cells[0]


def _column(
    fields: Mapping[str, Any], name: str, open_list: OpenList, location: TomlLocation
) -> int | None:
    """Return the number of the column that a field names; None where there is none."""
    if name not in fields:
        return None
    return _number_of(fields[name], open_list, field(location, name))


def _number_of(key: str, open_list: OpenList, location: TomlLocation) -> int | None:
    if key in open_list.keys:
        return open_list.index_of(key)
    facts = {"guess": guess(key, open_list.keys), "known": "、".join(open_list.keys)}
    keep("list-column", location, key=key, **facts)
    return None


def _read_where(
    raw: Mapping[str, str | list[str]], open_list: OpenList, location: TomlLocation
) -> Iterator[Wanted]:
    for key, texts in raw.items():
        where = field(location, key)
        number = _number_of(key, open_list, where)
        if number is None:
            continue
        measure = open_list.columns[number].measure
        if measure.kind not in _CHOSEN_BY:
            keep("count-where", where, key=key)
            continue
        yield number, tuple(_value(text, measure, where) for text in texts_of(texts))


def _value(text: str, measure: Measure, location: TomlLocation) -> Entry:
    """Return the value that a text means in a column."""
    if measure.kind is Kind.TEXT:
        return text
    known = [normalise_choice(word) for word in measure.answers]
    if normalise_choice(text) not in known:
        facts = {"guess": guess(text, measure.answers), "choices": "、".join(measure.answers)}
        keep("no-choice", location, value=text, **facts)
        return None
    return known.index(normalise_choice(text))


def _check_cell(cell: Cell, added: ListColumn | None, location: TomlLocation) -> None:
    """Keep a fault for a cell that cannot hold the number of lines, or the sum of a column."""
    measure = cell.measure
    where = field(location, "cell")
    if added is None:
        if measure.kind is not Kind.COUNT or not measure.adds:
            keep("count-cell", where, cell=cell.path)
        return
    other = added.measure
    if not other.is_number or not other.adds or other.unit_required:
        keep("count-sum", field(location, "sum"), key=added.key)
    elif not measure.adds or measure.unit_required or _unit(other) != _unit(measure):
        facts = {"cell": cell.path, "unit": measure.unit, "key": added.key, "other": other.unit}
        keep("count-unit", where, **facts)


def _unit(measure: Measure) -> tuple[object, ...]:
    return measure.kind is Kind.MONEY, measure.unit, measure.scale


def mark_counts(
    tables: Sequence[Table],
    counts: Sequence[PlacedCount],
    rules: Sequence[tuple[str, TomlLocation]],
) -> list[Table]:
    """Mark the cells that counts fill; keep a fault for one that is computed otherwise, too.

    `rules` are the ids of rules with their locations: no count may have the id of another.
    """
    keep_twins(
        "编号", [*dict(rules).items(), *((count.id, field(at, "id")) for count, at in counts)]
    )
    computed = {cell.index: cell.path for t in tables for cell in t.cells if cell.total}
    filled: set[int] = set()
    for count, location in counts:
        if count.fill:
            if count.cell in computed or count.cell in filled:
                keep("count-total", field(location, "cell"), id=count.id)
            filled.add(count.cell)
    return [
        replace(
            table,
            cells=tuple(replace(c, total=c.total or c.index in filled) for c in table.cells),
        )
        for table in tables
    ]
