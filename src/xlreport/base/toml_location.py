"""Locations in a TOML file, as the officer who writes the file reads them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

_MOST_PLACES = 500  # each is tried by parsing all that stands before it
_Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class TomlLocation:
    """A location in a TOML file: the keys and indexes that lead to a value, and their names.

    `text` is the text of the file; it is empty where no line can be given, as for a form with an
    annex, which comes from two files. `line` is a line of the outline in that value, from 1, or
    0 for the whole value.
    """

    file: str
    text: str = ""
    steps: _Steps = ()
    names: tuple[str, ...] = ()
    line: int = 0


def field(location: TomlLocation, name: str) -> TomlLocation:
    """Return the location of a field in the table at `location`."""
    return replace(location, steps=(*location.steps, name), names=(*location.names, name))


def item(location: TomlLocation, name: str, number: int, key: object = "") -> TomlLocation:
    """Return the location of the `number`th entry (from 1) of an array of tables.

    The entry is named by its `key` or id, or by its number where it has none.
    """
    steps = (*location.steps, name, number - 1)
    header = ".".join(step for step in steps if isinstance(step, str))
    label = f"[[{header}]] {key or f'第{number}个'}"
    return replace(location, steps=steps, names=(*location.names, label))


def outline_line(location: TomlLocation, line: int) -> TomlLocation:
    """Return the location of a line, counted from 1, of the outline at `location`."""
    return replace(location, line=line)


def describe(location: TomlLocation) -> str:
    """Describe a location in Chinese: the file, its line where it can be found, the fields."""
    line = find_line(location)
    file = f"{location.file} 第{line}行" if line else location.file
    names = " → ".join(location.names) + (f" 第{location.line}行" if location.line else "")
    return f"{file}，{names}" if names else file


def find_line(location: TomlLocation) -> int:
    """Find the line of the file, counted from 1, at which a field begins; 0 if it is not found.

    It is the last line that holds the name of the field and before which the text is valid TOML
    without the field. The TOML parser decides this, since a name may also occur in a string.
    """
    if not location.text or not location.steps:
        return 0
    name = next(str(step) for step in reversed(location.steps) if isinstance(step, str))
    lines = location.text.split("\n")
    places = [number for number, line in enumerate(lines) if _may_begin(line, name)]
    if len(places) > _MOST_PLACES:
        return 0
    first = 0
    for number in places:
        before = _parse("\n".join(lines[:number]))
        if before is None:
            continue
        if _contains(before, location.steps):
            break
        first = number + 1
    if not location.line or not first:
        return first
    # An outline begins on the line below its name, where a string opens at the end of the line.
    return first + location.line if lines[first - 1].rstrip().endswith("'''") else 0


def _may_begin(line: str, name: str) -> bool:
    return name in line and ("=" in line or line.lstrip().startswith("["))


def _parse(text: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except ValueError:
        return None


def _contains(content: Any, steps: _Steps) -> bool:
    for step in steps:
        in_list = isinstance(content, list) and isinstance(step, int) and step < len(content)
        if not in_list and not (isinstance(content, dict) and step in content):
            return False
        content = content[step]
    return True
