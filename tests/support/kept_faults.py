"""Reading parts of a form file, with the faults that are kept on the way raised at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from xlreport.base.toml_fault import kept, raise_kept
from xlreport.base.toml_fields import read_each
from xlreport.base.toml_location import TomlLocation, item
from xlreport.form._read_table import read_table
from xlreport.form.measure import Blank
from xlreport.form.parts import Table

Read = TypeVar("Read")


def read_entries(
    content: Mapping[str, Any], name: str, read: Callable[..., Read], **given: Any
) -> list[Read]:
    """Read the entries of an array of tables of a.toml; raises `FormError` with all faults."""
    file = TomlLocation("a.toml")
    found = read_each(content, name, file, partial(read, **given))
    raise_kept(file)
    return found


def read_whole_table(
    raw: dict[str, Any], start: int = 0, sheet: str = "一", blank: Blank = Blank.ASKED
) -> Table:
    """Read a table of f.toml; raises `FormError` with all its faults."""
    location = item(TomlLocation("f.toml"), "table", 1, raw["key"])
    with kept(location):
        return read_table(raw, location, start, sheet, blank)
    raise_kept(location)
    raise AssertionError("a table was not read and has no fault")
