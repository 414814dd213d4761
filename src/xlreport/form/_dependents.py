"""What depends on a table or text with a fault: it is not judged, or one slip would be many faults.

A table whose outline has a tab would make every rule over it a fault, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from xlreport.base.toml_fault import has_fault
from xlreport.base.toml_fields import TomlTable, entries
from xlreport.base.toml_location import TomlLocation, field

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_NAMED = ("table", "text")  # what other entries name by its key


def names_with_faults(content: TomlTable, file: TomlLocation) -> set[str] | None:
    """Collect the keys of tables and texts with faults; None if such a key is not certain."""
    names = set()
    for name in _NAMED:
        for raw, location in entries(content, name, file):
            if not has_fault(location):
                continue
            if not isinstance(raw, dict) or "key" not in raw or has_fault(field(location, "key")):
                return None
            names.add(raw["key"])
    return names if content.get("table") else None


def without_dependents(content: TomlTable, names: AbstractSet[str] | None) -> TomlTable:
    """Return the content of a form file without the entries in which one of `names` occurs.

    If `names` is None, only what other entries depend on is left.
    """
    if names is None:
        kept = (*_NAMED, "id", "title", "notice", "years", "from")
        return {name: value for name, value in content.items() if name in kept}
    if not names:
        return content
    return {
        name: value if name in _NAMED else _without(value, names) for name, value in content.items()
    }


def _without(value: Any, names: AbstractSet[str]) -> Any:
    """Leave out texts, fields and tables that name one; the other tables keep their numbers."""
    if isinstance(value, dict):
        return {
            name: _without(inner, names)
            for name, inner in value.items()
            if names.isdisjoint(_WORD.findall(name))
        }
    if not isinstance(value, list):
        return value
    return [
        each if names.isdisjoint(_words(each)) else None
        for each in value
        if isinstance(each, dict) or names.isdisjoint(_words(each))
    ]


def _words(value: Any) -> Iterator[str]:
    """Yield all words of a value that may be keys."""
    if isinstance(value, str):
        yield from _WORD.findall(value)
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _words(each)
