"""Locations in a TOML file, as the officer who writes the file reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from dataclasses import field as attribute

from xlreport.base._toml_lines import Steps, find_lines, lines_of
from xlreport.base.errors import FormFault


@dataclass(frozen=True, slots=True)
class TomlLocation:
    """A location in a TOML file: the keys and indexes that lead to a value, and their names.

    `text` is the text of the file; it is empty where no line can be given, as for a form with an
    annex, which comes from two files. `line` is a line of the outline in that value, from 1, or
    0 for the whole value. `faults` are those that were kept while the file is read; all
    locations of a file share them.
    """

    file: str
    text: str = ""
    steps: Steps = ()
    names: tuple[str, ...] = ()
    line: int = 0
    faults: list[FormFault] = attribute(default_factory=list, compare=False, repr=False)


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


def name_place(location: TomlLocation) -> str:
    """Name the table, the field and the line of an outline that a location leads to."""
    return " → ".join(location.names) + (f" 第{location.line}行" if location.line else "")


def find_line(location: TomlLocation) -> int:
    """Find the line of the file, counted from 1, at which a value begins; 0 without its text.

    What stands in an inline table or in a list has the line of the whole value.
    """
    if not location.text:
        return 0
    lines, steps = find_lines(location.text), location.steps
    while steps not in lines:
        steps = steps[:-1]
    first = lines[steps]
    # An outline begins on the line below its name, where a string opens at the end of the line.
    is_drawn = lines_of(location.text)[first - 1].rstrip().endswith("'''")
    return first + location.line if is_drawn else first
