"""The figures of many departments, each sorted to the department of the roster that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.office.roster import Roster, find_department
from xlreport.outgoing._given import Given, read_figures
from xlreport.outgoing._given_cells import ABOUT, is_frame, is_tidy, owner_columns
from xlreport.outgoing._given_value import is_missing

if TYPE_CHECKING:
    import pandas as pd

    Many = Mapping[str, Any] | pd.DataFrame
    """Figures of many departments, as `write_returns` takes them."""
else:
    Many = object  # as `Figures`

_TEXTS = "texts"
_MOST_NAMED = 10


@dataclass
class Offered:
    """What is given for one department: cells and tables, lists, and narrative parts by key."""

    data: Any = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def offered_by_code(form: Form, data: Many, roster: Roster) -> dict[str, Offered]:
    """Sort figures by the codes of a roster's departments.

    `data` is the tidy frame, a frame with a row for each department and a column for each key, or
    a mapping: from departments (code or name) to their figures, or from the keys of tables and
    lists to frames of all departments. Raises `InputError` with the names that are not on the
    roster, and for data in none of these shapes.
    """
    sorter = _Sorter(form, roster)
    keys = {table.key for table in form.tables} | {each.key for each in form.lists}
    if is_frame(data):
        sorter.take_frame(data)
    elif not isinstance(data, Mapping):
        raise TypeError(f"数据应是字典或 DataFrame，不是 {type(data).__name__}。")
    elif data and all(is_frame(value) and key in keys for key, value in data.items()):
        sorter.take_sections(data)
    else:
        for name, figures in data.items():
            sorter.take_one(str(name), figures)
    if sorter.unknown:
        named = "、".join(f"“{name}”" for name in [*sorter.unknown][:_MOST_NAMED])
        more = f"等 {len(sorter.unknown)} 个" if len(sorter.unknown) > _MOST_NAMED else ""
        raise InputError(f"数据中有单位名录里没有的单位：{named}{more}；请核对代码或名称。")
    return sorter.offered


def read_many(
    form: Form, offered: Mapping[str, Offered], roster: Roster, period: Period
) -> dict[str, Given]:
    """Read the figures of all departments, by code; raises `InputError` with all problems."""
    given, refused = {}, []
    for department in roster.departments:
        one = offered.get(department.code)
        if one is None:
            continue
        try:
            given[department.code] = read_figures(form, one.data, department, period, one.lists)
        except InputError as error:
            refused.append(str(error))
    if refused:
        raise InputError("\n".join(refused[:_MOST_NAMED]))
    return given


def read_prefill(
    form: Form, prefill: Many | None, roster: Roster, period: Period
) -> dict[str, Mapping[int, int | str]]:
    """Return the entries that are known of departments, by code."""
    if prefill is None:
        return {}
    given = read_many(form, offered_by_code(form, prefill, roster), roster, period)
    return {code: prefill_of(each) for code, each in given.items()}


def prefill_of(given: Given) -> Mapping[int, int | str]:
    """Return the entries of cells to be filled in; raises `InputError` for lines of lists."""
    if any(map(len, given.lists.values())):
        raise InputError("台账不能预填，请只给表格中各格的数。")
    return given.entries


@dataclass
class _Sorter:
    """Figures sorted so far by the codes of departments, and the names that no department has."""

    form: Form
    roster: Roster
    offered: dict[str, Offered] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)

    def of(self, name: str) -> Offered | None:
        """Return what is given for the department with this code or name."""
        found = find_department(self.roster, code=name)
        found = found or find_department(self.roster, name=name)
        if found is None:
            self.unknown[name] = None
            return None
        return self.offered.setdefault(found.code, Offered())

    def take_one(self, name: str, figures: Any) -> None:
        """Take the figures of one department; its texts are in the mapping `texts`."""
        one = self.of(name)
        if one is None:
            return
        if one.data:
            raise InputError(f"“{name}”的数据给了两次，只能给一次。")
        if not isinstance(figures, Mapping):
            one.data = figures
            return
        one.data = {}
        for key, value in figures.items():
            if key == _TEXTS and isinstance(value, Mapping):
                one.texts |= {str(part): str(text) for part, text in value.items()}
            elif isinstance(key, str) and key.startswith(f"{_TEXTS}."):
                one.texts[key.removeprefix(f"{_TEXTS}.")] = str(value)
            else:
                one.data[key] = value

    def take_frame(self, frame: pd.DataFrame) -> None:
        """Take a frame of all departments: a row for each value, or one for each department."""
        for name, own in _by_owner(frame):
            if is_tidy(own):
                self.take_one(name, own)
                continue
            for line in own.to_dict("records"):
                said = {key: value for key, value in line.items() if not is_missing(value)}
                self.take_one(name, {k: v for k, v in said.items() if k not in ABOUT})

    def take_sections(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Take the frames of tables and lists, each of all departments."""
        for key, frame in frames.items():
            open_list = self.form.open_list(key)
            for name, own in _by_owner(frame, open_list.keys if open_list else ()):
                one = self.of(name)
                if one is None:
                    continue
                if open_list is not None:
                    one.lists[key] = own
                else:
                    one.data[key] = own


def _by_owner(frame: pd.DataFrame, keys: Sequence[str] = ()) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rows of each department with its code, or its name where no code stands there.

    A column whose name is one of the `keys` says nothing of departments.
    """
    columns = owner_columns(frame, keys)
    if not columns:
        raise InputError("数据中没有 code（单位代码）或 department（单位）这一列，看不出是谁的。")
    owners = [
        next((_text(value) for value in values if not is_missing(value)), "")
        for values in zip(*columns, strict=True)
    ]
    rows: dict[str, list[int]] = {}
    for row, owner in enumerate(owners):
        rows.setdefault(owner, []).append(row)
    for owner, own in rows.items():
        yield owner, frame.iloc[own]


def _text(code: object) -> str:
    """Return a code as text; a frame with gaps holds the code 101 as 101.0."""
    is_whole = isinstance(code, float) and code.is_integer()
    return str(int(code) if is_whole else code).strip()  # type: ignore[call-overload]
