"""Many returns of one form as integer arrays: a rule is evaluated on all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlreport.form.form import Form, with_dependents
from xlreport.form.measure import Values
from xlreport.layout.stamp import StampKind
from xlreport.reading.one_return import Return

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReturnArrays:
    """Arrays (n × c) of scaled integers and of flags for n returns of a form with c cells.

    `judged` holds totals as typed, `values` recomputed totals; both are 0 where missing, and one
    array where they are equal. `present`
    flags values that are not missing, `unreadable` cells without a number and totals computed
    from them. `last` and `last_present` are the rows of earlier figures of the same departments,
    as wide as the form's `earlier_width`. `summed` (n) flags the returns that are summaries of
    several departments.
    """

    form: Form
    judged: Integers
    values: Integers
    present: Flags
    unreadable: Flags
    last: Integers
    last_present: Flags
    summed: Flags


def make_arrays(
    form: Form, returns: Sequence[Return], last: Sequence[Values | None] | None = None
) -> ReturnArrays:
    """Make the arrays of returns of one form; `last` are rows of earlier figures or None."""
    size = (len(returns), len(form.cells))
    judged, present = stack_rows([item.judged for item in returns], size[1])
    values = judged
    for number, item in enumerate(returns):
        if item.values is not item.judged:  # a typed total differs from its parts
            values = judged.copy() if values is judged else values
            values[number] = [value or 0 for value in item.values]
    unreadable = np.zeros(size, dtype=np.bool_)
    for number, item in enumerate(returns):
        unreadable[number, list(with_dependents(form, item.unreadable))] = True
    if last and any(last):
        empty = (None,) * form.earlier_width
        last_values, last_present = stack_rows([row or empty for row in last], form.earlier_width)
    else:
        wide = len(returns), form.earlier_width
        last_values, last_present = np.zeros(wide, np.int64), np.zeros(wide, np.bool_)
    return ReturnArrays(
        form,
        judged=judged,
        values=values,
        present=present,
        unreadable=unreadable,
        last=last_values,
        last_present=last_present,
        summed=np.array([_is_summary(item) for item in returns], dtype=np.bool_),
    )


def _is_summary(item: Return) -> bool:
    return item.stamp is not None and item.stamp.kind is StampKind.SUMMARY


def stack_rows(rows: Sequence[Values], width: int) -> tuple[Integers, Flags]:
    """Turn rows of values into integers (0 where missing) and flags of the values present."""
    present = np.array([[value is not None for value in row] for row in rows], dtype=np.bool_)
    values = np.array([[value or 0 for value in row] for row in rows], dtype=np.int64)
    return values.reshape(len(rows), width), present.reshape(len(rows), width)


def judgeable(arrays: ReturnArrays, cells: Sequence[int]) -> Flags:
    """Return where cells (n × cells) have a number, in a summary only one that is added up."""
    indexes = list(cells)
    adds = np.array([arrays.form.cells[i].measure.adds for i in indexes], dtype=np.bool_)
    known = arrays.present[:, indexes] & ~arrays.unreadable[:, indexes]
    return known & (adds | ~arrays.summed[:, None])


def indexes_of(flags: Flags) -> Iterator[tuple[int, ...]]:
    """Yield the indexes of the flags that are set: a number for each axis."""
    for indexes in zip(*flags.nonzero(), strict=True):
        yield tuple(int(index) for index in indexes)


def column_medians(values: Floats) -> Floats:
    """Return the median over the first axis of what is not nan, of which there is some.

    It is that of `np.nanmedian`, for which numpy would load all that it has for masked arrays.
    """
    ordered = np.sort(values, axis=0)  # nan stands last
    counts = (~np.isnan(values)).sum(axis=0, keepdims=True)
    lower, upper = (
        np.take_along_axis(ordered, at, axis=0)[0] for at in ((counts - 1) // 2, counts // 2)
    )
    medians: Floats = (lower + upper) / 2
    return medians
