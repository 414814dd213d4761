"""Frames: the values of returns for pandas, table by table and as one tidy frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from xlreport.base.errors import InputError
from xlreport.checks.arrays import Flags, Integers, stack_rows
from xlreport.form.form import Form
from xlreport.form.measure import Kind, Values
from xlreport.form.parts import Table

if TYPE_CHECKING:
    import pandas as pd

INDEX = ["department", "row"]
COUNT_TYPE = "Int64"
MONEY_TYPE = "Float64"


def column_type(table: Table, column: str) -> str:
    """Return the dtype of a column: whole numbers, or decimals for money in the column's unit."""
    money = any(c.column == column and c.measure.kind is Kind.MONEY for c in table.cells)
    return MONEY_TYPE if money else COUNT_TYPE


def table_frame(table: Table, departments: Sequence[str], rows: Sequence[Values]) -> Any:
    """Make the frame of one table: index (department, row), a column for each column key.

    `rows` are the departments' values by the form's cells (scaled integers). Missing values are NA,
    and so are cells that the official table does not have.
    """
    import pandas as pd

    indexes = [cell.index for cell in table.cells]
    values, present = stack_rows([[row[i] for i in indexes] for row in rows], len(indexes))
    keys, columns = table.row_keys, table.column_keys
    shape = (len(rows), len(keys), len(columns))
    index = pd.MultiIndex.from_product([list(departments), list(keys)], names=INDEX)
    data = {}
    for column in columns:
        money = column_type(table, column) == MONEY_TYPE
        block = np.zeros(shape[:2], dtype=np.float64 if money else np.int64)
        missing = np.ones(shape[:2], dtype=np.bool_)
        for position, cell in enumerate(table.cells):
            if cell.column == column:
                row = keys.index(cell.row)
                numbers, scale = values[:, position], cell.measure.scale
                # A single division of whole numbers is correctly rounded: 59237.2449 stays exact.
                block[:, row] = numbers / 10**scale if scale else numbers
                missing[:, row] = ~present[:, position]
        kind = pd.arrays.FloatingArray if money else pd.arrays.IntegerArray
        data[column] = kind(block.ravel(), missing.ravel())
    return pd.DataFrame(data, index=index)


def office_frame(table: Table, name: str, row: Values) -> Any:
    """Make the frame of one table of one office: rows × columns."""
    return table_frame(table, [name], [row]).droplevel("department")


def frame_rows(form: Form, table: Table, frame: pd.DataFrame) -> tuple[list[str], Integers, Flags]:
    """Turn a table's frame back into arrays over the form's cells, a row for each department.

    Raises `InputError` where the index is not (department, row).
    """
    import pandas as pd

    if list(frame.index.names) != INDEX:
        raise InputError(f"a frame of {table.key} is indexed by {INDEX}, not {frame.index.names}")
    lines, departments = pd.factorize(frame.index.get_level_values("department"))
    keys, rows = pd.factorize(frame.index.get_level_values("row"))
    lines_of = {row: np.flatnonzero(keys == number) for number, row in enumerate(rows)}
    values = np.zeros((len(departments), len(form.cells)), dtype=np.int64)
    present = np.zeros(values.shape, dtype=np.bool_)
    none = np.zeros(0, dtype=np.int64)
    for column in table.column_keys:
        numbers = frame[column].to_numpy(dtype=np.float64, na_value=np.nan)
        for cell in table.cells:
            if cell.column == column:
                at = lines_of.get(cell.row, none)
                is_present = ~np.isnan(numbers[at])
                scaled = np.rint(np.where(is_present, numbers[at], 0) * 10**cell.measure.scale)
                values[lines[at], cell.index] = scaled.astype(np.int64)
                present[lines[at], cell.index] = is_present
    return list(departments), values, present


def tidy_frame(
    form: Form, departments: Sequence[str], years: Sequence[int | None], rows: Sequence[Values]
) -> Any:
    """Make the tidy frame: department, year, table, row, column, value; keys are categories.

    `value` is in the cell's own unit; missing values are NA.
    """
    import pandas as pd

    values, present = stack_rows(rows, len(form.cells))
    cells = len(form.cells)
    scales = np.array([10**cell.measure.scale for cell in form.cells], dtype=np.int64)

    def repeated(keys: Sequence[str]) -> Any:
        kinds = list(dict.fromkeys(keys))
        codes = [kinds.index(key) for key in keys]
        return pd.Categorical.from_codes(
            np.tile(codes, len(rows)), dtype=pd.CategoricalDtype(kinds)
        )

    names = list(dict.fromkeys(departments))
    numbers = {name: number for number, name in enumerate(names)}
    codes = [numbers[name] for name in departments]
    return pd.DataFrame(
        {
            "department": pd.Categorical.from_codes(
                np.repeat(codes, cells), dtype=pd.CategoricalDtype(names)
            ),
            "year": pd.array([year for year in years for _ in range(cells)], dtype="Int64"),
            "table": repeated([cell.table for cell in form.cells]),
            "row": repeated([cell.row for cell in form.cells]),
            "column": repeated([cell.column for cell in form.cells]),
            "value": pd.arrays.FloatingArray((values / scales).ravel(), ~present.ravel()),
        }
    )
