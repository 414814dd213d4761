"""The tables of another form that a register shows where it stands alone."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from xlreport.base.toml_fault import guess, keep
from xlreport.base.toml_fields import TomlTable
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._sources import Source, read_source, shipped_ids
from xlreport.form.rule import Every

_KEYS = re.compile(r"^[ \t]*([a-z][a-z0-9_]*)", re.MULTILINE)
_BY_KEY = ("money", "units", "kinds", "change", "unit_required", "absent")


def with_counted_tables(sources: Sequence[Source]) -> list[Source]:
    """Add the tables of other forms that are counted from the lists of these, if none has them.

    A register that stands alone shows the tables that it is counted into; as an annex of the form
    of these tables it fills them.
    """
    own = {
        raw["key"]
        for source in sources
        for raw in source.content.get("table", [])
        if isinstance(raw, dict) and "key" in raw
    }
    return [*sources, *(each for source in sources for each in _counted_tables(source, own))]


def _counted_tables(source: Source, own: Container[str]) -> Iterator[Source]:
    where = field(source.location, "counts_into")
    for name, wanted in source.content.get("counts_into", {}).items():
        rows = dict(_rows_by_table(wanted))
        if all(key in own for key in rows):
            continue
        if name not in shipped_ids():
            forms = shipped_ids()
            keep("no-form", where, name=name, guess=guess(name, forms), forms="、".join(forms))
            continue
        other = read_source(name)
        tables = list(_tables_of(other.content, rows, name, where))
        meanings = other.content.get("guide", {}).get("meaning", {})
        content = {
            "table": tables,
            "variants": other.content.get("variants", {}),
            "guide": {"meaning": {k: v for k, v in meanings.items() if _is_about(k, rows)}},
            "revises": other.content.get("revises", []),
        }
        yield replace(other, content=content, borrowed=name)


def _rows_by_table(wanted: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each table with its rows, none for the whole table: `proactive.licences` names one."""
    keys = [name.partition(".")[::2] for name in wanted]
    for table in dict.fromkeys(table for table, _ in keys):
        yield table, frozenset(row for key, row in keys if key == table and row)


def _is_about(name: str, rows: Mapping[str, AbstractSet[str]]) -> bool:
    table, row, *_ = [*name.split("."), ""]
    return table in rows and (not rows[table] or row in rows[table])


def _tables_of(
    content: TomlTable,
    rows: Mapping[str, AbstractSet[str]],
    name: str,
    location: TomlLocation,
) -> Iterator[TomlTable]:
    tables = {raw["key"]: raw for raw in content["table"]}
    for key, some in rows.items():
        if key not in tables:
            keep("counts-form", location, name=name, key=key)
        elif some:
            yield _with_rows(tables[key], some)
        else:
            yield tables[key]


def _with_rows(raw: TomlTable, rows: AbstractSet[str]) -> TomlTable:
    """Copy a table with some of its rows, the columns of these, and the rules within a row."""
    parts = raw.get("part", [raw])
    shown = [{**part, "rows": _lines_of(part["rows"], rows)} for part in parts]
    shown = [part for part in shown if part["rows"]]
    known = {key for part in shown for key in _KEYS.findall(part["columns"])} | rows
    outlines = {"part": shown} if "part" in raw else shown[0]
    rules = [rule for rule in raw.get("rule", []) if rule.get("every") == Every.ROW]
    named = {name: _named(raw[name], known) for name in _BY_KEY if name in raw}
    return {**raw, **outlines, **named, "rule": rules}


def _lines_of(outline: str, keys: AbstractSet[str]) -> str:
    lines = (line for line in outline.splitlines() if set(_KEYS.findall(line)) & keys)
    return "\n".join(line for line in lines)


def _named(entries: Any, known: AbstractSet[str]) -> Any:
    """Leave out what is said of other rows and columns."""
    if isinstance(entries, dict):
        return {key: each for key, each in entries.items() if known >= set(key.split("."))}
    return [key for key in entries if known >= set(key.split("."))]
