"""The pandera schema of a list, built from the form: types, kinds, required and unique columns."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa

from xlreport.checks.column_types import may_hold, type_of
from xlreport.checks.frames import OWNER, indexes_of
from xlreport.checks.list_frames import LIST_INDEX
from xlreport.checks.schema_rules import is_from_zero
from xlreport.form.form import Form
from xlreport.form.open_list import ListColumn, OpenList

_INDEXES = indexes_of(LIST_INDEX)


def list_schema(form: Form, open_list: OpenList) -> pa.DataFrameSchema:
    """Build the schema of a frame of a list: its official columns, indexed by `LIST_INDEX`.

    The names of departments may be left out, and so may their codes where there is one alone.
    """
    unique = [column.key for column in open_list.columns if column.unique]
    return pa.DataFrameSchema(
        columns={
            column.key: pa.Column(
                type_of([column.measure]),
                nullable=not column.required,
                checks=[_kind_check(column)],
            )
            for column in (open_list.columns[number] for number in open_list.lasting)
        },
        checks=[_index_check(), *map(_unique_check, unique)],
        strict=True,
        ordered=True,
        unique_column_names=True,
        name=f"{form.id}.{open_list.key}",
        title=open_list.heading,
    )


def _index_check() -> Any:
    """Check that each line of each department occurs once."""

    def check(frame: pd.DataFrame) -> pd.Series[bool] | bool:
        if list(frame.index.names) not in _INDEXES:
            return False
        return pd.Series(~frame.index.duplicated(keep=False), index=frame.index)

    error = "INDEX: (department_code, department, line), or line alone; each line at most once"
    return pa.Check(check, name="INDEX", error=error, ignore_na=False)


def _kind_check(column: ListColumn) -> Any:
    """Check that a column holds only what its kind allows."""

    def check(values: pd.Series[Any]) -> pd.Series[bool]:
        from_zero = is_from_zero(column.measure)
        allowed = [
            may_hold(value, column.measure, from_zero=from_zero) for value in values.astype(object)
        ]
        return pd.Series(allowed, index=values.index, dtype=bool)

    error = "KIND: a value that the column cannot hold, by its kind, choices or pattern"
    return pa.Check(check, name="KIND", error=error)


def _unique_check(key: str) -> Any:
    """Check that no value occurs twice in a column within one department."""

    def check(frame: pd.DataFrame) -> pd.Series[bool]:
        groups = frame[[key]].astype(object).reset_index()
        within = [name for name in (*OWNER, key) if name in groups]
        twice = groups.duplicated(within, keep=False) & groups[key].notna()
        return pd.Series(~twice.to_numpy(), index=frame.index)

    error = f"UNIQUE: a value of {key} occurs twice"
    return pa.Check(check, name="UNIQUE", error=error, ignore_na=False)
