"""Frames: the values of returns for pandas, table by table and as one tidy frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.checks.arrays import Flags, Integers, stack_rows
from xlreport.checks.column_types import (
    FLOAT_TYPE,
    INTEGER_TYPE,
    OBJECT_TYPE,
    as_object,
    column_type,
    from_object,
)
from xlreport.form.form import Form
from xlreport.form.measure import Values, format_value
from xlreport.form.parts import Table

if TYPE_CHECKING:
    import pandas as pd

OWNER = ["department_code", "department"]
"""The levels of an index that say whose a value is: the code by which frames join, and its name."""
INDEX = [*OWNER, "row"]


def indexes_of(index: Sequence[str]) -> tuple[list[str], ...]:
    """List the indexes that a frame may have: whole, without names, and of one department alone."""
    return [*index], [OWNER[0], index[-1]], [index[-1]]


_NO_WORDS: Mapping[int, str] = {}


def table_frame(
    table: Table,
    departments: Sequence[tuple[str, str]],
    rows: Sequence[Values],
    words: Sequence[Mapping[int, str]] = (),
) -> Any:
    """Make the frame of one table: index `INDEX`, a column for each column key.

    `departments` are codes and names, `rows` their values by the form's cells (scaled integers),
    `words` their texts. Missing values are NA, and so are cells that the official table does not
    have. The types are those of `column_type`.
    """
    import pandas as pd

    indexes = [cell.index for cell in table.cells]
    values, present = stack_rows([[row[i] for i in indexes] for row in rows], len(indexes))
    keys, columns = table.row_keys, table.column_keys
    shape = (len(rows), len(keys), len(columns))
    index = _index_of(departments, keys)
    data = {}
    for column in columns:
        dtype = column_type(table, column)
        if dtype not in (INTEGER_TYPE, FLOAT_TYPE):
            objects = _objects(table, column, rows, words)
            if dtype == OBJECT_TYPE:
                objects = [pd.NA if value is None else value for value in objects]
            data[column] = pd.array(objects, dtype=dtype)
            continue
        money = dtype == FLOAT_TYPE
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


def _index_of(departments: Sequence[tuple[str, str]], keys: Sequence[str]) -> Any:
    """Make an index with a line for each department and row."""
    import pandas as pd

    owners: Any = pd.MultiIndex.from_arrays([[who[n] for who in departments] for n in (0, 1)])
    lines: Any = pd.MultiIndex.from_arrays([list(keys)])
    return pd.MultiIndex(
        levels=[*owners.levels, *lines.levels],
        codes=[
            *(np.repeat(codes, len(keys)).tolist() for codes in owners.codes),
            np.tile(lines.codes[0], len(departments)).tolist(),
        ],
        names=INDEX,
    )


def _objects(
    table: Table, column: str, rows: Sequence[Values], words: Sequence[Mapping[int, str]]
) -> list[Any]:
    """List the values of a column, department by department; None where missing."""
    cells = {cell.row: cell for cell in table.cells if cell.column == column}
    objects: list[Any] = []
    for row, texts in zip(rows, words or [_NO_WORDS] * len(rows), strict=True):
        for key in table.row_keys:
            cell = cells.get(key)
            value = row[cell.index] if cell else None
            if cell is None or value is None:
                objects.append(texts.get(cell.index) if cell else None)
            else:
                objects.append(as_object(value, cell.measure))
    return objects


def office_frame(table: Table, name: str, row: Values, words: Mapping[int, str] = _NO_WORDS) -> Any:
    """Make the frame of one table of one office: rows × columns."""
    return table_frame(table, [("", name)], [row], [words]).droplevel(OWNER)


def frame_rows(form: Form, table: Table, frame: pd.DataFrame) -> tuple[list[str], Integers, Flags]:
    """Turn a table's frame back into arrays over the form's cells, a row for each department.

    The list has their codes. A value that its cell cannot hold is missing. Texts have no numbers:
    theirs are 0. Raises `InputError` where the index is not `INDEX`; the name may be left out.
    """
    import pandas as pd

    if list(frame.index.names) not in indexes_of(INDEX)[:2]:
        raise InputError(f"a frame of {table.key} is indexed by {INDEX}, not {frame.index.names}")
    lines, departments = pd.factorize(frame.index.get_level_values(OWNER[0]))
    keys, rows = pd.factorize(frame.index.get_level_values("row"))
    lines_of = {row: np.flatnonzero(keys == number) for number, row in enumerate(rows)}
    values = np.zeros((len(departments), len(form.cells)), dtype=np.int64)
    present = np.zeros(values.shape, dtype=np.bool_)
    none = np.zeros(0, dtype=np.int64)
    for column in table.column_keys:
        if column_type(table, column) not in (INTEGER_TYPE, FLOAT_TYPE):
            _decode(table, column, frame[column], lines, lines_of, values, present)
            continue
        numbers = frame[column].to_numpy(dtype=np.float64, na_value=np.nan)
        for cell in table.cells:
            if cell.column == column:
                at = lines_of.get(cell.row, none)
                is_present = ~np.isnan(numbers[at])
                scaled = np.rint(np.where(is_present, numbers[at], 0) * 10**cell.measure.scale)
                values[lines[at], cell.index] = scaled.astype(np.int64)
                present[lines[at], cell.index] = is_present
    return list(departments), values, present


def _decode(
    table: Table,
    column: str,
    given: pd.Series[Any],
    lines: Integers,
    lines_of: Mapping[Any, Integers],
    values: Integers,
    present: Flags,
) -> None:
    """Set the values of a column that does not hold numbers alone."""
    import pandas as pd

    objects, missing = given.to_numpy(dtype=object), pd.isna(given).to_numpy()
    for cell in table.cells:
        if cell.column == column:
            for place in lines_of.get(cell.row, ()):
                found = None if missing[place] else from_object(objects[place], cell.measure)
                values[lines[place], cell.index] = found or 0
                present[lines[place], cell.index] = found is not None


def tidy_frame(
    form: Form,
    departments: Sequence[tuple[str, str]],
    periods: Sequence[Period | None],
    rows: Sequence[Values],
    words: Sequence[Mapping[int, str]] = (),
) -> Any:
    """Make the tidy frame: department_code, department, year, table, row, column, value.

    `departments` are codes and names; these and the keys are categories. The frame of a form that
    is not yearly has the column `period`, such as 2026Q1, behind `year`.
    `value` is in the cell's own unit; missing values are NA. A form with cells of other kinds than
    numbers has a column `text` behind it, in which these stand as a person reads them; each value
    is in one of the two.
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

    is_text = np.array([not cell.measure.is_number for cell in form.cells], dtype=np.bool_)
    missing = ~present | is_text
    texts = {}
    if is_text.any():
        said = (text for row in zip(rows, words, strict=True) for text in _texts(form, *row))
        texts = {"text": pd.array([*said], dtype="string")}
    return pd.DataFrame(
        {
            **{
                name: _categories([who[level] for who in departments], cells)
                for level, name in enumerate(OWNER)
            },
            **_period_columns(form, [period for period in periods for _ in range(cells)]),
            "table": repeated([cell.table for cell in form.cells]),
            "row": repeated([cell.row for cell in form.cells]),
            "column": repeated([cell.column for cell in form.cells]),
            "value": pd.arrays.FloatingArray((values / scales).ravel(), missing.ravel()),
            **texts,
        }
    )


def _categories(texts: Sequence[str], times: int) -> Any:
    """Make a categorical column in which each text stands so many times."""
    import pandas as pd

    kinds = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    codes = np.repeat([kinds[text] for text in texts], times)
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype([*kinds]))


def _texts(form: Form, values: Values, words: Mapping[int, str]) -> Iterator[str | None]:
    """Yield what each cell that holds no number says, None for a number and a blank."""
    for cell in form.cells:
        value = values[cell.index]
        if cell.measure.is_number:
            yield None
        else:
            yield words.get(cell.index) if value is None else format_value(value, cell.measure)


def _period_columns(form: Form, periods: Sequence[Period | None]) -> dict[str, Any]:
    """Return the columns that name the period of each value."""
    import pandas as pd

    years = pd.array([period.year if period else None for period in periods], dtype="Int64")
    if form.period.is_year:
        return {"year": years}
    texts = [None if period is None else str(period) for period in periods]
    return {"year": years, "period": pd.array(texts, dtype="string")}
