"""The lines of a roster in a frame, read as strictly as those of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlreport.office._lines import TextLine
from xlreport.office._problems import refuse_problems
from xlreport.office._roster_rows import Row, example_problems, read_rows

if TYPE_CHECKING:
    import pandas as pd


def read_frame(frame: pd.DataFrame, name: str) -> list[Row]:
    """Read the rows of a frame, whose headings are its columns and the names of its index.

    Raises `RosterError` with what is wrong, and where.
    """
    levels = [level for level in frame.index.names if level is not None]
    whole = frame.reset_index(level=levels)
    cells = [tuple(map(_text, line)) for line in whole.itertuples(index=False, name=None)]
    lines = [tuple(map(str, whole.columns)), *cells]
    rows, problems = read_rows([TextLine(number, line) for number, line in enumerate(lines)])
    refuse_problems(name, [*problems, *example_problems(rows)])
    return rows


def _text(value: object) -> str:
    """Return what a person would have typed: a code that a column of floats holds as 7.0 is 7."""
    import pandas as pd

    if isinstance(value, list | tuple):
        return "；".join(map(str, value))
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).strip()
