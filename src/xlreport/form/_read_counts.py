"""Reading `[[count]]`: cells that are counted from a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import product
from typing import Any

from xlreport.base.finding import Severity
from xlreport.base.toml_fault import fault, guess, keep, kept, stop_if_faulty
from xlreport.base.toml_fields import TomlTable, check_fields, entries, keep_twins
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import find_cells
from xlreport.form._list_columns import Columns, find_column, find_wanted, keep_private
from xlreport.form._sources import Source
from xlreport.form.counts import Count, Dated, Span
from xlreport.form.entry import Wanted
from xlreport.form.fields import COUNT
from xlreport.form.measure import Kind, Measure
from xlreport.form.open_list import ListColumn, OpenList
from xlreport.form.parts import Cell, Table

PlacedCount = tuple[Count, TomlLocation]
"""A count with its location in the form file."""

_BRACES = re.compile(r"\{([a-z0-9_]{1,100})\}")
_MOST_COUNTS = 1000  # each is a formula of its workbook
_DAY = frozenset({Kind.DATE})


def read_all_counts(
    sources: Sequence[Source], tables: Sequence[Table], lists: Sequence[OpenList]
) -> list[PlacedCount]:
    """Read the counts of every file, but for those that are for another form than this one."""
    ids = {source.content.get("id", source.borrowed) for source in sources}
    found: list[PlacedCount] = []
    for source in sources:
        for raw, location in entries(source.content, "count", source.location):
            with kept(location):
                fields = check_fields(raw, location, COUNT)
                if _is_for(fields, ids):
                    found += _read_counts(fields, location, tables, lists)
    if len(found) > _MOST_COUNTS:
        keep("many-counts", found[-1][1], count=len(found), most=_MOST_COUNTS)
    return found


def _is_for(fields: TomlTable, ids: AbstractSet[str]) -> bool:
    """Tell whether a count is for the forms with these ids, by its `form` and `unless`."""
    return not ids.isdisjoint(fields.get("form", ids)) and ids.isdisjoint(fields.get("unless", ()))


def _read_counts(
    fields: TomlTable, location: TomlLocation, tables: Sequence[Table], lists: Sequence[OpenList]
) -> list[PlacedCount]:
    """Read one `[[count]]`, which is one count or, with braces in its cell, one for each choice.

    Raises `FormError`.
    """
    open_list = next((each for each in lists if each.key == fields["list"]), None)
    if open_list is None:
        keys = [each.key for each in lists]
        facts = {"guess": guess(fields["list"], keys), "known": "、".join(keys) or "（没有）"}
        raise fault("count-list", field(location, "list"), key=fields["list"], **facts)
    columns = open_list.columns
    where = tuple(find_wanted(fields.get("where", {}), columns, field(location, "where")))
    dated = tuple(_read_dated(fields, columns, location))
    added = None
    if "sum" in fields:
        added = find_column(fields["sum"], columns, field(location, "sum"))
    used = {column for column, _ in (*where, *dated)} | {added} - {None}
    keep_private(used, columns, location)
    stop_if_faulty(location)
    found = []
    for name, chosen in _family(fields["cell"], columns, where, field(location, "cell")):
        cell = _cell(name, tables, field(location, "cell"))
        _check_cell(cell, None if added is None else columns[added], location)
        count = Count(
            id=fields["id"],
            cell=cell.index,
            list=open_list.key,
            where=chosen,
            dated=dated,
            sum=added,
            fill=fields.get("fill", False),
            severity=Severity(fields.get("severity", Severity.ERROR)),
            say=fields.get("say", ""),
        )
        found.append((count, location))
    stop_if_faulty(location)
    return found


def _family(
    name: str, columns: Columns, where: Sequence[Wanted], location: TomlLocation
) -> Iterator[tuple[str, tuple[Wanted, ...]]]:
    """Yield the cells that a name with columns in braces stands for, and how lines are chosen.

    `requests.received.{applicant}` stands for a cell for each choice of that column by its key,
    for each that `where` names where it names any.
    """
    keys = _BRACES.findall(name)
    known = [column.key for column in columns if column.measure.choice_keys]
    for key in keys:
        if key not in known:
            raise fault("count-family", location, key=key, known="、".join(known) or "（没有）")
    numbers = [[column.key for column in columns].index(key) for key in dict.fromkeys(keys)]
    wanted = dict(where)
    ranges = [wanted.get(n, range(len(columns[n].measure.choices))) for n in numbers]
    others = tuple(each for each in where if each[0] not in numbers)
    for values in product(*ranges):
        own = tuple((number, (value,)) for number, value in zip(numbers, values, strict=True))
        cell = name
        for number, value in zip(numbers, values, strict=True):
            assert isinstance(value, int)  # the value of a choice
            column = columns[number]
            cell = cell.replace(f"{{{column.key}}}", column.measure.choice_keys[value])
        yield cell, (*others, *own)


def _cell(name: str, tables: Sequence[Table], location: TomlLocation) -> Cell:
    cells = find_cells(name, tables, location)
    if len(cells) > 1:
        raise fault("many-cells", location, name=name, count=len(cells))
    return cells[0]


def _read_dated(
    fields: Mapping[str, Any], columns: Columns, location: TomlLocation
) -> Iterator[Dated]:
    """Yield the columns of days, and where these must lie; a column alone lies in the period."""
    stated = fields.get("dated", {})
    where = field(location, "dated")
    if isinstance(stated, str):
        yield find_column(stated, columns, where, _DAY, "count-date"), Span.IN
        return
    for key, span in stated.items():
        yield find_column(key, columns, field(where, key), _DAY, "count-date"), Span(span)


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
    placed = dict.fromkeys((count.id, field(at, "id")) for count, at in counts)
    keep_twins("编号", [*dict(rules).items(), *placed])
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
