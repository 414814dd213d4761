"""The pandera schema of a table, built from the form: types, ranges, nullability, rules as checks.

The checks call the evaluator that makes the findings, so a programmer's frame is judged by the
same rules as a return. A schema holds no warnings: a frame with warnings is valid.
"""

from __future__ import annotations

from ast import literal_eval
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from xlreport.base.arguments import checked
from xlreport.base.finding import Finding, Severity, make_finding
from xlreport.checks.arrays import ReturnArrays
from xlreport.checks.column_types import FLOAT_TYPE, INTEGER_TYPE, column_type, may_hold
from xlreport.checks.frames import INDEX, OWNER, frame_rows, indexes_of, table_frame
from xlreport.checks.judge import judge
from xlreport.checks.list_frames import list_frame
from xlreport.checks.list_schema import list_schema
from xlreport.form.form import Form, cells_from_zero
from xlreport.form.open_list import OpenList, join_lines
from xlreport.form.parts import Table
from xlreport.form.rule import Balance
from xlreport.reading.one_return import Return

_INDEXES = indexes_of(INDEX)


@checked
@cache
def table_schema(form: Form, key: str) -> pa.DataFrameSchema:
    """Build the schema of a frame of table `key`: its official columns, by (code, name, row).

    The index has the levels `department_code`, `department` and `row`. The names may be left out,
    and a table of one department, or of totals, is indexed by `row` alone. A pandera schema allows
    one kind of index only, so the index is verified by a check. Every value may be missing; a cell
    that the official table does not have must be missing. A list is indexed by `line` in place of
    `row`. Raises `KeyError` for a table that the form does not have.
    """
    open_list = form.open_list(key)
    if open_list is not None:
        return list_schema(form, open_list)
    table = form.table(key)
    rules: dict[str, list[Balance]] = defaultdict(list)
    for balance in form.balances:
        rule = balance.rule
        # The schema is for totals too, and for frames that have no last year.
        holds = not balance.within and not balance.last_cells
        if rule.table == key and rule.severity is Severity.ERROR and holds:
            rules[rule.id].append(balance)
    return pa.DataFrameSchema(
        columns={
            column: pa.Column(
                column_type(table, column),
                nullable=True,
                checks=[*_value_checks(form, table, column), _place_check(table, column)],
            )
            for column in table.column_keys
        },
        checks=[
            _index_check(table),
            *(
                pa.Check(
                    _rule_check(form, table, balances),
                    name=rule,
                    error=f"{rule}: {balances[0].rule.say}",
                )
                for rule, balances in rules.items()
            ),
        ],
        strict=True,
        ordered=True,
        unique_column_names=True,
        name=f"{form.id}.{key}",
        title=table.heading,
    )


def _index_check(table: Table) -> Any:
    """Check that each line is a row of the table, at most one for each department."""
    keys = table.row_keys

    def check(frame: pd.DataFrame) -> pd.Series[bool] | bool:
        if list(frame.index.names) not in _INDEXES:
            return False
        is_row = frame.index.get_level_values("row").isin(keys)
        return pd.Series(is_row & ~frame.index.duplicated(keep=False), index=frame.index)

    error = "INDEX: (department_code, department, row), or row alone; each row at most once"
    return pa.Check(check, name="INDEX", error=error)


def _value_checks(form: Form, table: Table, column: str) -> list[Any]:
    """Make the checks of a column's values, which are numbers alone or may be of any kind."""
    from_zero = _cells_from_zero(form)
    if column_type(table, column) in (INTEGER_TYPE, FLOAT_TYPE):
        return _range_checks(form, table, column)
    cells = {cell.row: cell for cell in table.cells if cell.column == column}

    def check(values: pd.Series[Any]) -> pd.Series[bool]:
        if "row" not in values.index.names:  # the INDEX check reports that
            return pd.Series(data=True, index=values.index)
        rows = values.index.get_level_values("row")
        fits = [
            row not in cells
            or may_hold(value, cells[row].measure, from_zero=cells[row].index in from_zero)
            for row, value in zip(rows, values.astype(object), strict=True)
        ]
        return pd.Series(fits, index=values.index)

    error = "KIND: a value that the cell cannot hold, by its kind, choices or pattern"
    return [pa.Check(check, name="KIND", error=error)]


def _cells_from_zero(form: Form) -> frozenset[int]:
    """Return the cells that a check of severity error asks not to be below 0."""
    errors = [check for check in form.checks if check.severity is Severity.ERROR]
    return frozenset(index for check in errors for index in cells_from_zero(form, check))


def _range_checks(form: Form, table: Table, column: str) -> list[Any]:
    """Make the checks of a column that numbers are not below 0; a change (本年增/减) may be."""
    checks = []
    for check in form.checks:
        below = cells_from_zero(form, check)
        rows = {c.row for c in table.cells if c.column == column and c.index in below}
        if rows and check.severity is Severity.ERROR:
            checks.append(
                pa.Check(
                    lambda values, rows=rows: ~(_in(values, rows) & (values < 0)), name=check.id
                )
            )
    return checks


def _place_check(table: Table, column: str) -> Any:
    rows = {cell.row for cell in table.cells if cell.column == column}
    return pa.Check(
        lambda values: _in(values, rows) | values.isna(),
        name="PLACE",
        error="PLACE: a value where the official table has no cell",
        ignore_na=False,
    )


def _in(values: pd.Series[Any], rows: set[str]) -> pd.Series[bool]:
    """Return which values are in one of the rows."""
    if "row" not in values.index.names:  # the INDEX check reports that
        return pd.Series(data=True, index=values.index)
    return pd.Series(values.index.get_level_values("row").isin(rows), index=values.index)


def _rule_check(form: Form, table: Table, balances: list[Balance]) -> Any:
    """Make a check that is False in each row where a relation fails (its left side's row)."""

    def check(frame: pd.DataFrame) -> pd.Series[bool]:
        if list(frame.index.names) not in _INDEXES:  # the INDEX check reports that
            return pd.Series(data=True, index=frame.index)
        alone = OWNER[0] not in frame.index.names
        whole = pd.concat({"": frame}, names=[OWNER[0], INDEX[-1]]) if alone else frame
        departments, values, present = frame_rows(form, table, whole)
        no_flags = np.zeros(values.shape, dtype=np.bool_)
        arrays = ReturnArrays(
            form,
            judged=values,
            values=values,
            present=present,
            unreadable=no_flags,
            last=np.zeros_like(values),
            last_present=no_flags,
            summed=np.zeros(len(values), dtype=np.bool_),
        )
        failed = judge(balances, arrays, values).failed
        wrong = {
            (departments[number], form.cells[balances[column].cells[0]].row)
            for number, column in zip(*failed.nonzero(), strict=True)
        }
        if not wrong:
            return pd.Series(data=True, index=frame.index)
        keys = zip(*map(whole.index.get_level_values, (OWNER[0], INDEX[-1])), strict=True)
        return pd.Series([key not in wrong for key in keys], index=frame.index)

    return check


def schema_findings(
    form: Form, group: Sequence[Return], wrong: Collection[int]
) -> Iterator[tuple[int, Finding]]:
    """Validate each table of all returns by its schema, once for all of them.

    `wrong` are the returns (by number) that have an error already. Any other return that fails gets
    a finding, so the library never hands out a frame that its schema refuses.
    """
    labels = [(str(number), "") for number in range(len(group))]
    rows = [item.judged for item in group]
    words = [item.words for item in group]
    frames: list[tuple[Table | OpenList, Any]] = [
        (table, table_frame(table, labels, rows, words)) for table in form.tables
    ]
    for open_list in form.lists:
        # The lines of a summary are proved by its check code; the county has validated them.
        parts = ((*who, i.lists.get(open_list.key)) for who, i in zip(labels, group, strict=True))
        lines = join_lines((a, b, each) for a, b, each in parts if each and not each.owners)
        frames.append((open_list, list_frame(open_list, lines)))
    for table, frame in frames:
        for label, checks in invalid_rows(form, table, frame).items():
            if int(label) not in wrong:
                facts = {"table": table.heading, "check": "、".join(sorted(checks))}
                yield int(label), replace(make_finding("SCHEMA", **facts), about=table.key)


def invalid_rows(form: Form, table: Table | OpenList, frame: pd.DataFrame) -> dict[str, set[str]]:
    """Validate a frame once; map each department that fails to the checks it fails."""
    try:
        table_schema(form, table.key).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        failed: dict[str, set[str]] = defaultdict(set)
        for check, index in errors.failure_cases[["check", "index"]].itertuples(index=False):
            # pandera gives an entry of a MultiIndex as the text of a tuple.
            department = literal_eval(index)[0] if isinstance(index, str) else index[0]
            failed[department].add(str(check).partition(":")[0])
        return failed
    return {}
