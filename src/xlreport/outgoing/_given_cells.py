"""The cells that a program gives for one return: a mapping of keys, frames, or the tidy frame.

Whatever the shape, every cell ends as its key (table, row, column) with one value, and every key
or value that the form does not have is kept as a problem: nothing is dropped in silence.
"""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeGuard

from xlreport.base.errors import InputError
from xlreport.base.path import say_indicator
from xlreport.base.period import Period
from xlreport.base.text import comparable
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.office.roster import Department
from xlreport.outgoing._given_value import is_missing, read_given

if TYPE_CHECKING:
    import pandas as pd

Key = tuple[str, str, str]

_KEYS = ("table", "row", "column")
OWNERS = ("department_code", "code", "department")
"""Columns or index levels that say whose a value is; a code goes before a name."""
# What `Returns.data` and an export say about a value besides.
ABOUT = frozenset(
    {
        *OWNERS,
        *("status", "counted", "year", "period", "form", "unit", "missing"),
        *("table_label", "row_label", "column_label"),
    }
)
TEXTS = "texts"
"""Stands before the key of a narrative part, and names the mapping, file or sheet of all parts."""
_MOST_NAMED = 20


@dataclass
class Problems:
    """What of the given data cannot be written, one sentence for each."""

    sentences: list[str] = field(default_factory=list)

    def add(self, where: str, sentence: str) -> None:
        """Keep a problem: the key it is about, and what is wrong with it."""
        self.sentences.append(f"{where}：{sentence}")

    def refuse(self, *departments: Department) -> None:
        """Raise `InputError` with all problems, if there are any."""
        if self.sentences:
            raise InputError(self.told(*departments))

    def told(self, *departments: Department) -> str:
        """Tell all problems, in lines: of departments that have the same ones, or of all data."""
        count = len(self.sentences)
        whose = f"“{departments[0].name}”" if departments else ""
        whose += f"等 {len(departments)} 个单位" if len(departments) > 1 else ""
        head = f"{whose}{'的' if whose else ''}数据有 {count} 处不能填入报送表："
        more = [f"……共 {count} 处"] if count > _MOST_NAMED else []
        return "\n".join([head, *self.sentences[:_MOST_NAMED], *more])


@dataclass
class GivenCells:
    """The cells read so far, by cell index: a scaled integer, a text, or None for a blank."""

    form: Form
    department: Department
    problems: Problems
    entries: dict[int, Entry] = field(default_factory=dict)

    def take(self, key: Key, value: object) -> None:
        """Take a value for a cell; keep a problem where there is no such cell or value."""
        index = self.form.index.get(key)
        name = ".".join(key)
        if index is None:
            if not is_missing(value):  # frames have no value where a table has no cell
                self.problems.add(name, unknown_key(self.form, key))
            return
        if index in self.entries:
            self.problems.add(name, "给了两次，只能给一次")
            return
        cell = self.form.cells[index]
        measure = cell.measure.stated() if cell.total else cell.measure
        try:
            self.entries[index] = read_given(value, measure)
        except InputError as error:
            shown = str(value)[:40]
            self.problems.add(name, f"{say_indicator(cell.path)} 给的是“{shown}”，{error}")


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name that was probably meant, as the end of a sentence; "" if none is near."""
    close = get_close_matches(name, [*names], 1)
    return f"，是不是 {close[0]}" if close else ""


def unknown_key(form: Form, key: object) -> str:
    """Say that a form has no cell, table, list or narrative part of a key; "" where it has one."""
    of_cell = _cell_key(key)
    if of_cell in form.index:
        return ""
    if of_cell is not None:
        near = nearest(".".join(of_cell), (".".join(each) for each in form.index))
        return f"报表中没有这一格{near}"
    known = (*form.keys, *(f"{TEXTS}.{text.key}" for text in form.texts))
    return "" if key in known else f"报表中没有这个表或格{nearest(str(key), known)}"


def _cell_key(key: object) -> Key | None:
    """Return the keys of table, row and column in the key of a cell; None for any other key."""
    parts = tuple(key.split(".")) if isinstance(key, str) else key
    if not isinstance(parts, tuple) or len(parts) != len(_KEYS):
        return None
    table, row, column = map(str, parts)
    return table, row, column


def take_mapping(given: Mapping[Any, Any], cells: GivenCells) -> None:
    """Take single cells by key, and whole tables by the table's key.

    A cell's key is (table, row, column) or the same with dots between them.
    """
    tables = {table.key for table in cells.form.tables}
    for key, value in given.items():
        of_cell = _cell_key(key)
        if of_cell is not None:
            cells.take(of_cell, value)
        elif key in tables:
            take_table(key, value, cells)
        elif str(key).partition(".")[0] == TEXTS:
            cells.problems.add(str(key), "是文字，不在各表之中；请写在 write_return 的 texts 中")
        else:
            cells.problems.add(str(key), unknown_key(cells.form, key))


def take_table(key: str, frame: object, cells: GivenCells) -> None:
    """Take the frame of one table: rows × columns, of one department or of several."""
    if not is_frame(frame):
        cells.problems.add(key, f"应是一张表（DataFrame），不是 {type(frame).__name__}")
        return
    if _is_unnamed(frame.index):
        frame = frame.rename_axis(index="row")
    if "row" not in frame.index.names:
        cells.problems.add(key, "表的索引应是 row，即各行的代号")
        return
    frame = rows_of(frame, cells.department)
    if frame.empty:
        cells.problems.add(key, "表中没有本单位的行")
    unknown = known_columns(frame, cells.form.table(key).column_keys, key, cells.problems)
    rows = [str(row) for row in frame.index.get_level_values("row")]
    for column in frame.columns:
        if column not in unknown:
            for row, value in zip(rows, frame[column].tolist(), strict=True):
                cells.take((key, row, str(column)), value)


def _is_unnamed(index: pd.Index) -> bool:
    """Tell whether an index has texts, as the keys of rows are, and no name."""
    return index.names == [None] and all(isinstance(label, str) for label in index)


def known_columns(
    frame: pd.DataFrame, keys: Iterable[str], name: str, problems: Problems
) -> set[object]:
    """Keep a problem for each column that is not among the keys; return those columns."""
    known = [*keys]
    unknown: set[object] = {*frame.columns} - {*known}
    for column in frame.columns:
        if column in unknown:
            problems.add(f"{name} 的 {column}", f"报表中没有这一列{nearest(str(column), known)}")
    return unknown


def take_tidy(frame: pd.DataFrame, cells: GivenCells) -> None:
    """Take the tidy frame of one department: table, row, column, value, and text where it has one.

    A cell that holds no number has its value in `text`.
    """
    known = (*_KEYS, "value", "text", *ABOUT)
    known_columns(frame, known, "数据", cells.problems)
    texts = frame["text"].tolist() if "text" in frame else [None] * len(frame)
    keys = zip(*(frame[name].astype(str) for name in _KEYS), strict=True)
    for key, value, text in zip(keys, frame["value"].tolist(), texts, strict=True):
        cells.take(key, text if is_missing(value) else value)


def is_tidy(frame: pd.DataFrame) -> bool:
    """Tell whether a frame has a row for each value."""
    return {*_KEYS, "value"} <= {*frame.columns}


def is_frame(data: object) -> TypeGuard[pd.DataFrame]:
    """Tell whether an object is a frame of pandas; where that is not loaded, nothing is."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(data, pandas.DataFrame)


def rows_of(frame: pd.DataFrame, department: Department, keys: Container[str] = ()) -> pd.DataFrame:
    """Return the rows of one department, by its code or name; all where a frame names none.

    A column whose name is one of the `keys` says nothing of departments.
    """
    columns = owner_columns(frame, keys)
    if not columns:
        return frame
    own = {comparable(department.code), comparable(department.name)} - {""}
    chosen = [
        any(comparable(str(value)) in own for value in values)
        for values in zip(*columns, strict=True)
    ]
    return frame[chosen]


def owner_columns(frame: pd.DataFrame, keys: Container[str] = ()) -> list[list[Any]]:
    """Return the columns or index levels that name departments, as lists; those of codes first."""
    return _values_of(frame, OWNERS, keys)


def find_other_periods(
    frame: pd.DataFrame, period: Period, problems: Problems, keys: Container[str] = ()
) -> None:
    """Keep a problem for each other period than the return's that a frame names.

    A column whose name is one of the `keys` says nothing of periods.
    """
    for name, wanted in (("period", str(period)), ("year", str(period.year))):
        values = [value for column in _values_of(frame, [name], keys) for value in column]
        for text in sorted({plain_text(value) for value in values if not is_missing(value)}):
            if text != wanted:
                problems.add(f"数据的 {name}", f"是 {text}，报送表是 {period} 的")


def plain_text(code: object) -> str:
    """Return a code or a year as text; a frame with gaps holds the code 101 as 101.0."""
    is_whole = isinstance(code, float) and code.is_integer()
    return str(int(code) if is_whole else code).strip()  # type: ignore[call-overload]


def _values_of(frame: pd.DataFrame, names: Iterable[str], keys: Container[str]) -> list[list[Any]]:
    """Return the columns or index levels that a frame has of these names, as lists."""
    named = [name for name in frame.columns if name not in keys]
    return [
        frame.index.get_level_values(name).tolist()
        if name in frame.index.names
        else frame[name].tolist()
        for name in names
        if name in (*frame.index.names, *named)
    ]


def codes_and_names(frame: pd.DataFrame) -> set[tuple[str, str]]:
    """Return code and name of each department that a frame names by both."""
    columns = owner_columns(frame)
    return {(str(each[0]), str(each[-1])) for each in zip(*columns, strict=True) if len(each) > 1}
