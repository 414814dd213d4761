"""Reading one `[[table]]` of a form file whose rows are open: a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from xlreport.base.path import join_path
from xlreport.base.toml_fault import fault, guess, keep, stop_if_faulty
from xlreport.base.toml_fields import check_fields, keep_twins, read_each
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._read_kinds import Kinds, read_kinds
from xlreport.form._read_lines import read_limit, read_line_rule
from xlreport.form._read_table import read_columns
from xlreport.form.fields import OPEN_LIST, OPEN_ROWS
from xlreport.form.heading import check_heading
from xlreport.form.label import normalise_label
from xlreport.form.measure import Blank
from xlreport.form.open_list import (
    DEFAULT_MOST,
    LARGEST_MOST,
    NUMBER_LABEL,
    ListColumn,
    OpenList,
)
from xlreport.form.outline import Outline

_MARKS = ("required", "unique", "private")
_MOST_ENTRIES = 100_000  # lines times columns; a return is read to its 200,000th cell


def is_list(raw: object) -> bool:
    """Tell whether a `[[table]]` is a list."""
    return isinstance(raw, dict) and raw.get("rows") == OPEN_ROWS


def read_list(
    raw: object, location: TomlLocation, sheet: str, blank: Blank = Blank.ASKED
) -> OpenList:
    """Read one `[[table]]` of a file, which is a list on this sheet; raises `FormError`."""
    fields = check_fields(raw, location, OPEN_LIST)
    check_heading(fields["heading"], field(location, "heading"))
    outline = read_columns(fields["columns"], field(location, "columns"))
    _refuse_number_column(outline, field(location, "columns"))
    keys = [leaf.key for leaf in outline.leaves()]
    kinds = read_kinds(fields, (), [outline], blank, location)
    for key in kinds.shares:
        keep("list-share", field(field(location, "kinds"), key))
    most = _read_most(fields, len(keys), location)
    plain = tuple(_read_columns(fields, outline, kinds, location))
    stop_if_faulty(location)
    rules = read_each(fields, "line", location, partial(read_line_rule, columns=plain))
    limits = read_each(fields, "limit", location, partial(read_limit, columns=plain))
    computed = {number for limit in limits for number in limit.computed}
    twins = [(keys[n], field(location, "limit")) for limit in limits for n in limit.computed]
    keep_twins("自动计算的列", twins)
    asked: dict[str, Iterable[int]] = {
        mark: map(keys.index, fields.get(mark, ())) for mark in ("required", "unique")
    }
    asked["line"] = (number for rule in rules for number in rule.columns)
    asked["limit"] = (number for limit in limits for number in limit.columns)
    for name, numbers in asked.items():
        for number in computed.intersection(numbers):  # nobody fills it in
            keep("list-computed", field(location, name), key=keys[number])
    stop_if_faulty(location)
    columns = tuple(replace(c, computed=n in computed) for n, c in enumerate(plain))
    return OpenList(
        key=fields["key"],
        heading=fields["heading"],
        sheet=sheet,
        outline=outline,
        columns=columns,
        most=most,
        rules=tuple(rules),
        limits=tuple(limits),
    )


def _refuse_number_column(outline: Outline, location: TomlLocation) -> None:
    """Raise `FormError` for a column of numbers, since every list has one of its own."""
    for leaf in outline.leaves():
        if normalise_label(leaf.text) == normalise_label(NUMBER_LABEL):
            raise fault("list-number", location, label=leaf.text)


def _read_columns(
    fields: Mapping[str, Any], outline: Outline, kinds: Kinds, location: TomlLocation
) -> Iterator[ListColumn]:
    paths = outline.paths()
    marked = {name: _read_marked(fields, name, paths, location) for name in _MARKS}
    for key, path in paths.items():
        yield ListColumn(
            key=key,
            measure=kinds.of("", key),
            path=join_path(*path),
            required=key in marked["required"],
            unique=key in marked["unique"],
            private=key in marked["private"],
        )


def _read_marked(
    fields: Mapping[str, Any], name: str, keys: Mapping[str, object], location: TomlLocation
) -> set[str]:
    """Read the columns that one of the marks names."""
    where = field(location, name)
    marked = fields.get(name, [])
    keep_twins("列的代号", [(key, where) for key in marked])
    for key in marked:
        if key not in keys:
            facts = {"guess": guess(key, keys), "known": "、".join(keys)}
            keep("list-column", where, key=key, **facts)
    return set(marked)


def _read_most(fields: Mapping[str, Any], columns: int, location: TomlLocation) -> int:
    most: int = fields.get("most", DEFAULT_MOST)
    largest = min(LARGEST_MOST, _MOST_ENTRIES // columns)
    if not 1 <= most <= largest:
        raise fault("list-most", field(location, "most"), value=most, most=largest)
    return most
