"""Where something stands in a form or theme file: its fields, and the line if it can be told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

_Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Is a place in a TOML file: the steps that lead to its value, and what people call them.

    `text` is that of the file, empty where the line cannot be told, as in a form with an annex.
    `line` is a line of the outline that stands there, from 1; 0 where none is meant.
    """

    file: str
    text: str = ""
    steps: _Steps = ()
    names: tuple[str, ...] = ()
    line: int = 0


def field(place: FormPlace, name: str) -> FormPlace:
    """Give the place of a field by its name."""
    return replace(place, steps=(*place.steps, name), names=(*place.names, name))


def item(place: FormPlace, name: str, number: int, key: object = "") -> FormPlace:
    """Give the place of the `number`th entry (from 1) of a list of tables, with its key or id."""
    steps = (*place.steps, name, number - 1)
    header = ".".join(step for step in steps if isinstance(step, str))
    called = f"[[{header}]] {key or f'第{number}个'}"
    return replace(place, steps=steps, names=(*place.names, called))


def outline_line(place: FormPlace, line: int) -> FormPlace:
    """Give the place of a line, counted from 1, of the outline that stands at `place`."""
    return replace(place, line=line)


def describe(place: FormPlace) -> str:
    """Say where a place is: file, line of the file if it can be told, fields."""
    line = find_line(place)
    file = f"{place.file} 第{line}行" if line else place.file
    names = " → ".join(place.names) + (f" 第{place.line}行" if place.line else "")
    return f"{file}，{names}" if names else file


def find_line(place: FormPlace) -> int:
    """Find the line of the file at which a place stands, counted from 1; 0 where it cannot be told.

    It is the last line that bears the name of the field and before which the file, read up to
    there, is whole and does not hold the field yet: the TOML reader alone says what is a string.
    """
    if not place.text or not place.steps:
        return 0
    name = next(str(step) for step in reversed(place.steps) if isinstance(step, str))
    lines = place.text.split("\n")
    found = 0
    for number, line in enumerate(lines):
        if name not in line or not ("=" in line or line.lstrip().startswith("[")):
            continue
        before = _read("\n".join(lines[:number]))
        if before is None:
            continue
        if _holds(before, place.steps):
            break
        found = number + 1
    if not place.line or not found:
        return found
    # The outline begins below its name, where the string opens at the end of that line.
    return found + place.line if lines[found - 1].rstrip().endswith("'''") else 0


def _read(text: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except ValueError:
        return None


def _holds(content: Any, steps: _Steps) -> bool:
    for step in steps:
        in_list = isinstance(content, list) and isinstance(step, int) and step < len(content)
        if not in_list and not (isinstance(content, dict) and step in content):
            return False
        content = content[step]
    return True
