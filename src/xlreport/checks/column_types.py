"""The types of values in frames: pandas' own, by the kinds of a column's cells.

| kinds of the cells | dtype | value |
|---|---|---|
| count, change | Int64 | whole number |
| money, decimal, percentage, or several kinds of numbers | Float64 | number; a percentage of 1 |
| text | string | text |
| yes/no | boolean | True or False |
| date | datetime64[s] | day |
| choice | category, the choices in official order | text |
| any others together | object | each as above: int, float, str, bool, Timestamp |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from xlreport.form.measure import NUMERIC, Kind, Measure, to_number
from xlreport.form.parts import Table

INTEGER_TYPE = "Int64"
FLOAT_TYPE = "Float64"
OBJECT_TYPE = "object"
_TYPES = {Kind.TEXT: "string", Kind.YES_NO: "boolean", Kind.DATE: "datetime64[s]"}
_WHOLE = {Kind.COUNT, Kind.CHANGE}


def column_type(table: Table, column: str) -> Any:
    """Return the dtype of a column, as the table above has it."""
    return type_of([cell.measure for cell in table.cells if cell.column == column])


def is_numeric(table: Table, column: str) -> bool:
    """Tell whether a column of a table holds numbers alone."""
    return {cell.measure.kind for cell in table.cells if cell.column == column} <= NUMERIC


def type_of(measures: Sequence[Measure]) -> Any:
    """Return the dtype of a column of values of these measures."""
    kinds = {measure.kind for measure in measures}
    if kinds <= NUMERIC:
        return INTEGER_TYPE if kinds <= _WHOLE else FLOAT_TYPE
    if len(kinds) > 1:
        return OBJECT_TYPE
    if kinds == {Kind.CHOICE}:
        import pandas as pd

        choices = dict.fromkeys(choice for measure in measures for choice in measure.choices)
        return pd.CategoricalDtype([*choices])
    return _TYPES[kinds.pop()]


def as_object(value: int, measure: Measure) -> Any:
    """Return a scaled integer as the value that stands in a frame."""
    if measure.is_number:
        return to_number(value, measure)
    if measure.kind is Kind.YES_NO:
        return bool(value)
    if measure.kind is Kind.CHOICE:
        return measure.choices[value]
    import pandas as pd

    return pd.Timestamp(date.fromordinal(value)).as_unit("s")


def from_object(value: Any, measure: Measure) -> int | None:
    """Return the scaled integer of a value in a frame; None for one that the cell cannot hold.

    A text has no integer: it is 0 where it fits the cell.
    """
    match measure.kind:
        case Kind.TEXT:
            fits = isinstance(value, str) and re.fullmatch(measure.pattern or "(?s:.*)", value)
            return 0 if fits else None
        case Kind.YES_NO:
            return int(value) if type(value).__name__ in ("bool", "bool_") else None
        case Kind.CHOICE:
            return measure.choices.index(value) if value in measure.choices else None
        case Kind.DATE:
            return value.toordinal() if isinstance(value, date | datetime) else None
    try:
        exact = Decimal(str(value)).scaleb(measure.scale)
    except InvalidOperation:
        return None
    return int(exact) if exact.is_finite() and exact == exact.to_integral_value() else None


def may_hold(value: Any, measure: Measure, *, from_zero: bool) -> bool:
    """Tell whether a cell of this measure, which may be one of numbers not below 0, may hold it."""
    import pandas as pd

    if pd.isna(value):
        return True
    number = from_object(value, measure)
    return number is not None and (number >= 0 or not from_zero)
