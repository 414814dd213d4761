"""The lines of a list (台账) that a program gives: a frame, or a mapping for each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlreport.base.errors import InputError
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.open_list import LARGEST_MOST, Lines, Lists, OpenList
from xlreport.office.roster import Department
from xlreport.outgoing._given_cells import (
    OWNERS,
    Problems,
    is_frame,
    known_columns,
    nearest,
    rows_of,
)
from xlreport.outgoing._given_value import read_given

_ABOUT = frozenset({"line", *OWNERS})
"""Columns that say whose a line is, unless the list has columns with these keys."""


def take_lists(
    form: Form, given: Mapping[str, Any], department: Department, problems: Problems
) -> Lists:
    """Return the lines of all lists of a form; one that is not given has none."""
    keys = [each.key for each in form.lists]
    for key in given:
        if key not in keys:
            problems.add(str(key), f"报表中没有这个台账{nearest(str(key), keys)}")
    return {
        each.key: _take_list(each, given.get(each.key, ()), department, problems)
        for each in form.lists
    }


def _take_list(
    open_list: OpenList, given: object, department: Department, problems: Problems
) -> Lines:
    lines = _as_mappings(open_list, given, department, problems)
    if len(lines) > LARGEST_MOST:
        problems.add(open_list.key, f"有 {len(lines)} 条，一份台账最多 {LARGEST_MOST} 条")
    entries = []
    for number, line in enumerate(lines[:LARGEST_MOST], 1):
        entry = _take_line(open_list, line, f"{open_list.key} 第 {number} 条", problems)
        if not any(each is not None for each in entry):
            problems.add(f"{open_list.key} 第 {number} 条", "没有一项有内容")
        entries.append(entry)
    return Lines("", (), tuple(range(len(entries))), tuple(entries))


def _as_mappings(
    open_list: OpenList, given: object, department: Department, problems: Problems
) -> Sequence[Mapping[Any, object]]:
    """Return the lines as mappings from column keys to values."""
    if is_frame(given):
        keys = open_list.keys
        frame = rows_of(given, department, keys)
        own = frame.drop(columns=[c for c in frame.columns if c in _ABOUT and c not in keys])
        known_columns(own, keys, open_list.key, problems)
        named = [key for key in keys if key in own.columns]
        columns = [own[key].tolist() for key in named]
        return [dict(zip(named, values, strict=True)) for values in zip(*columns, strict=True)]
    if isinstance(given, Sequence) and all(isinstance(line, Mapping) for line in given):
        return given
    problems.add(open_list.key, "应是一张表（DataFrame），或每条一个字典的列表")
    return []


def _take_line(
    open_list: OpenList, line: Mapping[Any, object], where: str, problems: Problems
) -> tuple[Entry, ...]:
    for key in line:
        if key not in open_list.keys:
            problems.add(where, f"台账中没有 {key} 这一列{nearest(str(key), open_list.keys)}")
    entry: list[Entry] = []
    for column in open_list.columns:
        value = line.get(column.key)
        try:
            entry.append(read_given(value, column.measure))
        except InputError as error:
            entry.append(None)
            problems.add(f"{where} {column.key}", f"给的是“{str(value)[:40]}”，{error}")
    return tuple(entry)
