"""Strict reading of TOML fields: one that is unknown, missing or of a wrong shape is a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from xlreport.base.errors import FormFault
from xlreport.base.toml_fault import (
    error_of,
    fault_at,
    fault_sentence,
    guess,
    keep,
    kept,
    quote_value,
    similar,
)
from xlreport.base.toml_location import TomlLocation, field, item
from xlreport.base.toml_shape import (
    MOST_ENTRIES,
    TEXT,
    Choice,
    Either,
    Group,
    ListOf,
    MapOf,
    Shape,
    Text,
    Texts,
    Whole,
)

_Entry = TypeVar("_Entry")

_TYPE_NAMES: Mapping[type, str] = {
    str: "文字（加引号）",
    int: "整数（不加引号）",
    list: "列表（用方括号）",
    dict: "一组字段（用花括号）",
    bool: " true 或 false",
}

TomlTable = Mapping[str, Any]
"""The fields of one TOML table by name."""


def check_fields(raw: object, location: TomlLocation, group: Group) -> TomlTable:
    """Return the fields of a TOML table that has all that its group requires, and no others.

    What stands in tables within it is left to whoever reads them. Raises `FormError` with all
    faults of the table.
    """
    faults = list(_faults_of(raw, location, group))
    if faults:
        raise error_of(faults)
    assert isinstance(raw, dict)  # anything else is a fault
    return raw


def sound_fields(raw: object, location: TomlLocation, group: Group) -> TomlTable:
    """Keep the faults of a TOML table and return its other fields, so that reading can go on."""
    faults = list(_faults_of(raw, location, group))
    location.faults.extend(faults)
    depth = len(location.steps)
    faulty = {fault.path[depth] for fault in faults if len(fault.path) > depth}
    return {
        name: value
        for name, value in (raw.items() if isinstance(raw, dict) else ())
        if name in group.by_name and name not in faulty
    }


def entries(
    content: TomlTable, name: str, above: TomlLocation
) -> Iterator[tuple[Any, TomlLocation]]:
    """Yield the entries of an array of tables, each with its location, named by its key or id.

    None stands for an entry that is not to be judged.
    """
    for number, raw in enumerate(content.get(name, []), 1):
        if raw is None:  # no value of TOML
            continue
        key = (raw.get("key") or raw.get("id")) if isinstance(raw, dict) else ""
        yield raw, item(above, name, number, key if isinstance(key, str) else "")


def read_each(
    content: TomlTable,
    name: str,
    above: TomlLocation,
    read: Callable[[object, TomlLocation], _Entry],
) -> list[_Entry]:
    """Read every entry of an array of tables; one with faults is left out and they are kept."""
    found = []
    for raw, location in entries(content, name, above):
        with kept(location):
            found.append(read(raw, location))
    return found


def _faults_of(raw: object, location: TomlLocation, group: Group) -> Iterator[FormFault]:
    """Yield the faults of a table; what seems a misspelt field is not missing as well."""
    if not isinstance(raw, dict):
        yield _fault("no-fields", location, value=quote_value(raw))
        return
    known = group.by_name
    meant = set()
    for name, value in raw.items():
        if name in known:
            yield from _value_faults(name, value, field(location, name), known[name].shape)
        else:
            meant |= set(similar(name, known))
            facts = {"name": name, "guess": guess(name, known), "known": "、".join(known)}
            yield _fault("unknown-field", field(location, name), **facts)
    for name in known:
        if known[name].required and name not in raw and name not in meant:
            yield _fault("missing-field", location, name=name)
    if group.apart:
        yield from _apart_faults(raw.keys() | meant, location, group.apart)


def _apart_faults(
    names: Collection[str], location: TomlLocation, apart: Sequence[Sequence[str]]
) -> Iterator[FormFault]:
    """Yield the faults of fields that must not stand together, or of which none is there."""
    begun = [way for way in apart if not set(way).isdisjoint(names)]
    if len(begun) > 1:
        written = "和 ".join("、".join(n for n in way if n in names) + " " for way in begun)
        yield _fault("apart", location, names=written.rstrip())
        return
    first, *others = begun or apart
    for name in (name for name in first if name not in names):
        if begun:
            yield _fault("missing-field", location, name=name)
        else:
            other = " 或 ".join("、".join(way) for way in others)
            yield _fault("no-alternative", location, name="、".join(first), other=other)
            return


def _value_faults(
    name: str, value: object, location: TomlLocation, shape: Shape
) -> Iterator[FormFault]:
    """Yield the faults of a value that should have a shape."""
    if isinstance(shape, Either):
        fitting = [each for each in shape.shapes if type(value) in each.types]
        found = [list(_value_faults(name, value, location, each)) for each in fitting]
        if found:
            yield from min(found, key=len)
            return
    if isinstance(shape, Texts):
        if not _are_texts(value):
            yield _fault("no-texts", location, value=quote_value(value))
        elif isinstance(value, list) and len(value) > MOST_ENTRIES:
            yield _fault("many-entries", location, name=name, count=len(value), most=MOST_ENTRIES)
    elif type(value) not in shape.types:
        kinds = "或".join(_TYPE_NAMES[kind] for kind in shape.types)
        yield _fault("wrong-type", location, name=name, kinds=kinds, value=quote_value(value))
    elif isinstance(value, list) and isinstance(shape, ListOf):
        yield from _list_faults(name, value, location, shape)
    elif isinstance(value, dict) and isinstance(shape, MapOf):
        for each, inner in value.items():
            yield from _value_faults(each, inner, field(location, each), shape.value)
    else:
        yield from _scalar_faults(name, value, location, shape)


def _scalar_faults(
    name: str, value: object, location: TomlLocation, shape: Shape
) -> Iterator[FormFault]:
    """Yield the fault of a text or number that is not one of those that are allowed."""
    if isinstance(shape, Text):
        if not str(value).strip() and not shape.empty:
            yield _fault("blank-text", location, name=name)
        elif shape.pattern and not re.fullmatch(shape.pattern, str(value)):
            yield _fault(shape.refusal, location, name=name, value=value)
    elif isinstance(shape, Choice) and value not in shape.words:
        facts = {"guess": guess(str(value), shape.words), "choices": "、".join(shape.words)}
        yield _fault("no-choice", location, value=value, **facts)
    elif isinstance(shape, Whole) and isinstance(value, int) and not shape.allows(value):
        bounds = {"least": str(shape.least), "most": str(shape.most)}
        yield _fault("bad-number", location, name=name, value=quote_value(value), **bounds)


def _list_faults(
    name: str, items: list[object], location: TomlLocation, shape: ListOf
) -> Iterator[FormFault]:
    """Yield the faults of a list; its tables are left to whoever reads them."""
    if len(items) > MOST_ENTRIES:
        yield _fault("many-entries", location, name=name, count=len(items), most=MOST_ENTRIES)
    elif shape.item == TEXT:
        if (items and not _are_texts(items)) or not (items or shape.empty):
            yield _fault("no-texts", location, value=quote_value(items))
    elif not items and not shape.empty and shape.item.types != (dict,):
        yield _fault("blank-text", location, name=name)
    elif not items and not shape.empty:
        header = ".".join(step for step in location.steps if isinstance(step, str))
        yield _fault("no-entries", location, name=name, header=header)
    elif shape.item.types != (dict,):
        for each in items:
            yield from _value_faults(name, each, location, shape.item)


def _fault(code: str, location: TomlLocation, **facts: object) -> FormFault:
    return fault_at(location, fault_sentence(code, **facts))


def texts_of(value: str | list[str]) -> list[str]:
    """Return a text, or a list of texts, as a list."""
    return value if isinstance(value, list) else [value]


def keep_twins(what: str, named: Iterable[tuple[str, TomlLocation]]) -> None:
    """Keep a fault for every name that occurs twice, at the place where it occurs again."""
    places: dict[str, list[TomlLocation]] = {}
    for name, location in named:
        places.setdefault(name, []).append(location)
    for name, found in places.items():
        if len(found) > 1:
            keep("twins", found[1], what=what, name=name, count=len(found))


def _are_texts(value: object) -> bool:
    """Tell whether a value is a text, or a list of at least one, none of them empty."""
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(item, str) and item for item in items)
