"""What the schemas of a form prove, proved of returns without making frames.

pandas and pandera take longer to load than a return takes to be checked, and a command that hands
out no frame needs neither. The rules are those of the schemas (`checks/schema_rules.py`), and the
findings are the same, to which `tests/support/both_proofs.py` holds every test.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from xlreport.base.finding import Finding, make_finding
from xlreport.checks.arrays import ReturnArrays
from xlreport.checks.column_types import from_object, is_numeric
from xlreport.checks.judge import judge
from xlreport.checks.schema_rules import cells_by_floor, is_from_zero, never_below_zero, rules_of
from xlreport.form.entry import Entry
from xlreport.form.measure import Kind, Measure
from xlreport.form.open_list import Lines, OpenList
from xlreport.form.parts import Cell, Table
from xlreport.reading.one_return import Return

Failed = Mapping[int, set[str]]
"""The names of the checks that a return fails, by the number of the return."""

_LAST_DAY = date.max.toordinal()


def schema_findings(
    group: Sequence[Return], arrays: ReturnArrays, wrong: Collection[int]
) -> Iterator[tuple[int, Finding]]:
    """Yield a finding for each return that a schema refuses, with the number of the return.

    `arrays` are those of the `group`. `wrong` are the returns (by number) that have an error
    already: nothing more is said of them. So the library never adds up what its schema refuses.
    """
    form = arrays.form
    proofs: list[tuple[Table | OpenList, Failed]] = [
        *((table, _failed_of_table(table, group, arrays)) for table in form.tables),
        *((each, _failed_of_list(each, group)) for each in form.lists),
    ]
    for table, failed in proofs:
        for number in sorted(failed.keys() - wrong):
            facts = {"table": table.heading, "check": "、".join(sorted(failed[number]))}
            yield number, replace(make_finding("SCHEMA", **facts), about=table.key)


def _failed_of_table(table: Table, group: Sequence[Return], arrays: ReturnArrays) -> Failed:
    """Judge the numbers of a table for all returns at once, and its other values one by one."""
    form, failed = arrays.form, defaultdict[int, set[str]](set)
    numeric = {column for column in table.column_keys if is_numeric(table, column)}
    for check, floored in cells_by_floor(form).items():
        cells = [c.index for c in table.cells if c.index in floored and c.column in numeric]
        below = (arrays.judged[:, cells] < 0).any(axis=1)
        for number in np.flatnonzero(below).tolist():
            failed[number].add(check)
    balances = [each for rule in rules_of(form, table.key).values() for each in rule]
    verdicts = judge(balances, _as_in_a_frame(arrays), arrays.judged)
    for number, column in np.argwhere(verdicts.failed).tolist():
        failed[number].add(balances[column].rule.id)
    others = [cell for cell in table.cells if cell.column not in numeric]
    floored = never_below_zero(form)
    for number, item in enumerate(group):
        if not all(_holds(item, cell, from_zero=cell.index in floored) for cell in others):
            failed[number].add("KIND")
    return failed


def _as_in_a_frame(arrays: ReturnArrays) -> ReturnArrays:
    """Return arrays that say no more than a frame does, neither of unreadable cells nor of sums."""
    none = np.zeros_like(arrays.unreadable)
    return replace(arrays, unreadable=none, summed=np.zeros_like(arrays.summed))


def _holds(item: Return, cell: Cell, *, from_zero: bool) -> bool:
    value = item.judged[cell.index]
    entry = item.words.get(cell.index) if value is None else value
    return entry is None or _may_be(entry, cell.measure, from_zero=from_zero)


def _may_be(entry: str | int, measure: Measure, *, from_zero: bool) -> bool:
    """Tell whether an entry, a text or a scaled integer, is one of the kind of its cell."""
    if isinstance(entry, str):
        number = from_object(entry, measure)
        return number is not None and (number >= 0 or not from_zero)
    match measure.kind:
        case Kind.TEXT:
            return False
        case Kind.YES_NO:
            return True
        case Kind.CHOICE:
            return 0 <= entry < len(measure.choices)
        case Kind.DATE:
            return 1 <= entry <= _LAST_DAY
    return entry >= 0 or not from_zero


def _failed_of_list(open_list: OpenList, group: Sequence[Return]) -> Failed:
    """Judge the lines of a list; those of a summary are proved by its check code.

    The county has validated them.
    """
    found = {}
    for number, item in enumerate(group):
        lines = item.lists.get(open_list.key)
        if lines and not lines.owners and (failed := set(_failed_lines(open_list, lines))):
            found[number] = failed
    return found


def _failed_lines(open_list: OpenList, lines: Lines) -> Iterator[str]:
    for number in open_list.lasting:
        column = open_list.columns[number]
        entries: list[Entry] = [line[number] for line in lines.entries]
        given = [entry for entry in entries if entry is not None]
        from_zero = is_from_zero(column.measure)
        if column.required and len(given) < len(entries):
            yield "not_nullable"
        if not all(_may_be(entry, column.measure, from_zero=from_zero) for entry in given):
            yield "KIND"
        if column.unique and max(Counter(given).values(), default=0) > 1:
            yield "UNIQUE"
