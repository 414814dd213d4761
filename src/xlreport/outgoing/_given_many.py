"""The figures of many departments, each sorted to the department of the roster that it names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.open_list import OpenList
from xlreport.layout.field import Field
from xlreport.office.roster import Department, Roster, find_department
from xlreport.outgoing._given import Given, take_figures
from xlreport.outgoing._given_cells import (
    ABOUT,
    TEXTS,
    Problems,
    find_other_periods,
    is_frame,
    is_tidy,
    owner_columns,
    plain_text,
    unknown_key,
)
from xlreport.outgoing._given_file import read_parts
from xlreport.outgoing._given_texts import PART, fields_of_texts, parts_of
from xlreport.outgoing._given_value import is_missing
from xlreport.outgoing.figures import ManyFigures

if TYPE_CHECKING:
    import pandas as pd

_ABOUT_LINES = ABOUT | {"line"}
_MOST_NAMED = 10


@dataclass
class Offered:
    """What is given for one department: cells and tables, lists, and narrative parts by key."""

    data: Any = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def offered_by_code(
    form: Form, data: ManyFigures, roster: Roster, period: Period
) -> dict[str, Offered]:
    """Sort figures, in the shapes of `write_returns`, by the codes of a roster's departments.

    Raises `InputError` with the names that are not on the roster, with the columns that the form
    does not have, for data of another period or in none of these shapes, and for a file that cannot
    be read.
    """
    sorter = _Sorter(form, roster, period)
    parts = read_parts(data, form) if isinstance(data, str | os.PathLike) else [data]
    for part in parts:
        sorter.take(part)
    if sorter.unknown:
        named = "、".join(f"“{name}”" for name in [*sorter.unknown][:_MOST_NAMED])
        more = f"等 {len(sorter.unknown)} 个" if len(sorter.unknown) > _MOST_NAMED else ""
        raise InputError(f"数据中有单位名录里没有的单位：{named}{more}；请核对代码或名称。")
    sorter.problems.refuse()
    return sorter.offered


def read_many(
    form: Form, offered: Mapping[str, Offered], roster: Roster, period: Period
) -> tuple[dict[str, Given], dict[str, dict[Field, str]]]:
    """Read the figures and the texts of all departments, by code.

    Raises `InputError` with all problems; departments that have the same ones are told together.
    """
    given, fields = {}, {}
    alike: dict[tuple[str, ...], list[Department]] = {}
    for owner in roster.departments:
        one = offered.get(owner.code)
        if one is None:
            continue
        problems = Problems()
        given[owner.code] = take_figures(form, one.data, owner, period, problems, one.lists)
        fields[owner.code] = fields_of_texts(form, one.texts, owner, problems)
        if problems.sentences:
            alike.setdefault(tuple(problems.sentences), []).append(owner)
    if alike:
        told = [Problems([*sentences]).told(*owners) for sentences, owners in alike.items()]
        left = [owner for owners in [*alike.values()][_MOST_NAMED:] for owner in owners]
        more = [f"……另有 {len(left)} 个单位的数据不能填入报送表。"] if left else []
        raise InputError("\n".join([*told[:_MOST_NAMED], *more]))
    return given, fields


def read_prefill(
    form: Form, prefill: ManyFigures | None, roster: Roster, period: Period
) -> dict[str, Mapping[int, int | str]]:
    """Return the entries that are known of departments, by code."""
    if prefill is None:
        return {}
    offered = offered_by_code(form, prefill, roster, period)
    if any(each.texts for each in offered.values()):
        raise InputError("文字不能预填，请去掉 texts 各列和数据文件旁的 .texts 文件。")
    given, _ = read_many(form, offered, roster, period)
    return {code: prefill_of(each) for code, each in given.items()}


def prefill_of(given: Given) -> Mapping[int, int | str]:
    """Return the entries of cells to be filled in; raises `InputError` for lines of lists."""
    if any(map(len, given.lists.values())):
        raise InputError("台账不能预填，请只给表格中各格的数。")
    return given.entries


@dataclass
class _Sorter:
    """Figures sorted so far by the codes of departments, and what fits no department or cell.

    `unknown` are the names that no department has, `problems` are about columns, each said once.
    """

    form: Form
    roster: Roster
    period: Period
    offered: dict[str, Offered] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)

    def take(self, data: ManyFigures) -> None:
        """Take the figures of many departments, in whatever shape they are."""
        keys = {table.key for table in self.form.tables} | {each.key for each in self.form.lists}
        if is_frame(data):
            self.take_frame(data)
        elif not isinstance(data, Mapping):
            raise TypeError(f"数据应是字典或 DataFrame，不是 {type(data).__name__}。")
        elif data and all(is_frame(value) and key in keys for key, value in data.items()):
            self.take_sections(data)
        else:
            for name, figures in data.items():
                self.take_one(str(name), figures)

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
            if key == TEXTS and isinstance(value, Mapping):
                one.texts |= {str(part): str(text) for part, text in value.items()}
            elif isinstance(key, str) and key.startswith(f"{TEXTS}."):
                one.texts[key.removeprefix(f"{TEXTS}.")] = str(value)
            else:
                one.data[key] = value

    def take_frame(self, frame: pd.DataFrame) -> None:
        """Take a frame of all departments: a row for each value, text or department."""
        find_other_periods(frame, self.period, self.problems)
        is_wide = not is_tidy(frame) and not {*PART} <= {*frame.columns}
        for name, own in _by_owner(self.known(frame) if is_wide else frame):
            if is_wide:
                for line in own.to_dict("records"):
                    said = {key: value for key, value in line.items() if not is_missing(value)}
                    self.take_one(name, {k: v for k, v in said.items() if k not in ABOUT})
            elif is_tidy(own):
                self.take_one(name, own)
            else:
                one = self.of(name)
                if one is not None:
                    one.texts |= parts_of(self.form, own)

    def known(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a frame with a row for each department without columns that the form lacks.

        Each of them is a problem, unless no department has a value there; so is one given twice.
        """
        for column in frame.columns[frame.columns.duplicated()]:
            self.problems.add(str(column), "给了两次，只能给一次")
        named = [column for column in dict.fromkeys(frame.columns) if column not in ABOUT]
        sentences = {column: unknown_key(self.form, column) for column in named}
        unknown = [column for column in named if sentences[column]]
        for column in unknown:
            values = frame[[column]].to_numpy(dtype=object).ravel()
            if not all(map(is_missing, values)):
                self.problems.add(str(column), sentences[column])
        return frame.loc[:, ~frame.columns.duplicated()].drop(columns=unknown)

    def take_sections(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Take the frames of tables and lists, each of all departments."""
        for key, frame in frames.items():
            open_list = self.form.open_list(key)
            if open_list is not None:
                self.take_lines(open_list, frame)
                continue
            find_other_periods(frame, self.period, self.problems)
            for name, own in _by_owner(frame):
                one = self.of(name)
                if one is not None:
                    one.data[key] = own

    def take_lines(self, open_list: OpenList, frame: pd.DataFrame) -> None:
        """Take the lines of a list; a column `purchases_code` is one whose key was taken."""
        aliases = {f"{open_list.key}_{key}": key for key in open_list.keys}
        aliases = {name: key for name, key in aliases.items() if name in frame.columns}
        keys = [key for key in open_list.keys if key not in aliases.values()]
        find_other_periods(frame, self.period, self.problems, keys)
        about = [name for name in frame.columns if name in _ABOUT_LINES and name not in keys]
        for name, own in _by_owner(frame, keys):
            one = self.of(name)
            if one is not None:
                plain = own.reset_index(drop=True).drop(columns=about)
                one.lists[open_list.key] = plain.rename(columns=aliases)


def _by_owner(frame: pd.DataFrame, keys: Sequence[str] = ()) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rows of each department with its code, or its name where no code stands there.

    A column whose name is one of the `keys` says nothing of departments.
    """
    columns = owner_columns(frame, keys)
    if not columns:
        raise InputError("数据中没有 code（单位代码）或 department（单位）这一列，看不出是谁的。")
    owners = [
        next((plain_text(value) for value in values if not is_missing(value)), "")
        for values in zip(*columns, strict=True)
    ]
    rows: dict[str, list[int]] = {}
    for row, owner in enumerate(owners):
        rows.setdefault(owner, []).append(row)
    for owner, own in rows.items():
        yield owner, frame.iloc[own]
