"""Frames of lists: the lines of departments for pandas, one below another."""

from __future__ import annotations

from collections import Counter
from typing import Any

from xlreport.checks.column_types import as_object, type_of
from xlreport.checks.frames import OWNER
from xlreport.form.entry import Entry
from xlreport.form.measure import Measure
from xlreport.form.open_list import Lines, OpenList

LIST_INDEX = [*OWNER, "line"]


def list_frame(open_list: OpenList, lines: Lines) -> Any:
    """Make the frame of joined lines: index `LIST_INDEX`, a column for each lasting one.

    Lines are counted from 1 within each department. Missing values are NA; the types are those of
    `column_type`.
    """
    import pandas as pd

    counts: Counter[tuple[str, str]] = Counter()
    numbers = []
    for owner in lines.owners:
        counts[owner] += 1
        numbers.append(counts[owner])
    owners = [
        pd.array([owner[level] for owner in lines.owners], dtype="object") for level in (0, 1)
    ]
    index = pd.MultiIndex.from_arrays([*owners, pd.array(numbers, dtype="int64")], names=LIST_INDEX)
    data = {
        column.key: pd.array(
            [_object(entry[number], column.measure) for entry in lines.entries],
            dtype=type_of([column.measure]),
        )
        for number, column in ((n, open_list.columns[n]) for n in open_list.lasting)
    }
    return pd.DataFrame(data, index=index)


def _object(entry: Entry, measure: Measure) -> Any:
    return as_object(entry, measure) if isinstance(entry, int) else entry
