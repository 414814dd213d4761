"""Official labels in place of keys, for a frame that a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from xlreport.form.form import Form

if TYPE_CHECKING:
    import pandas as pd


def with_labels(form: Form, key: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame of a table or list with the official labels of its columns and rows.

    A label that two of them share is followed by the key, as in 合计（total）; what has no label
    keeps its key. The levels of the index keep their names.
    """
    open_list = form.open_list(key)
    if open_list is not None:
        return frame.rename(columns=_labels((c.key, c.path) for c in open_list.columns))
    cells = form.table(key).cells
    columns = _labels((cell.column, cell.column_path) for cell in cells)
    rows = _labels((cell.row, cell.row_path) for cell in cells)
    return frame.rename(columns=columns).rename(index=rows, level="row")


def _labels(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map each key to its first label, made unique."""
    first: dict[str, str] = {}
    for key, label in pairs:
        first.setdefault(key, label)
    times = Counter(first.values())
    return {
        key: key if not label else label if times[label] == 1 else f"{label}（{key}）"
        for key, label in first.items()
    }
