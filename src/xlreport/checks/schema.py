"""The pandera schema of a table, built from the form: types, ranges, nullability, rules as checks.

The checks call the evaluator that makes the findings, so a programmer's frame is judged by the
same rules as a return. A schema holds no warnings: a frame with warnings is valid.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from xlreport.base.arguments import checked
from xlreport.checks.arrays import ReturnArrays
from xlreport.checks.column_types import column_type, is_numeric, may_hold
from xlreport.checks.frames import INDEX, OWNER, frame_rows, indexes_of
from xlreport.checks.judge import judge
from xlreport.checks.list_schema import list_schema
from xlreport.checks.schema_rules import cells_by_floor, never_below_zero, rules_of
from xlreport.form.form import Form
from xlreport.form.parts import Table
from xlreport.form.rule import Balance

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
                    ignore_na=False,  # a blank row counts as 0
                )
                for rule, balances in rules_of(form, key).items()
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
    return pa.Check(check, name="INDEX", error=error, ignore_na=False)


def _value_checks(form: Form, table: Table, column: str) -> list[Any]:
    """Make the checks of a column's values, which are numbers alone or may be of any kind."""
    if is_numeric(table, column):
        return _range_checks(form, table, column)
    from_zero = never_below_zero(form)
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


def _range_checks(form: Form, table: Table, column: str) -> list[Any]:
    """Make the checks of a column that numbers are not below 0; a change (本年增/减) may be."""
    checks = []
    for check, below in cells_by_floor(form).items():
        rows = {c.row for c in table.cells if c.column == column and c.index in below}
        if rows:
            checks.append(
                pa.Check(lambda values, rows=rows: ~(_in(values, rows) & (values < 0)), name=check)
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


def _rule_check(form: Form, table: Table, balances: Sequence[Balance]) -> Any:
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
