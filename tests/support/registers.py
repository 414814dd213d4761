"""The shipped register of applications, and lines for it that name only what matters."""

from __future__ import annotations

from datetime import date
from functools import cache

from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.open_list import OpenList


@cache
def register_form() -> Form:
    """Load the register that stands alone."""
    return load_form("ogi-register")


@cache
def register() -> OpenList:
    """Return the list of applications."""
    (found,) = register_form().lists
    return found


def day_of(text: str) -> int:
    """Return the number of a day, as 2026-01-05."""
    return date.fromisoformat(text).toordinal()


def line(**entries: Entry) -> tuple[Entry, ...]:
    """Return a line of the register; days are texts, choices keys, all else stands as it is."""
    found: list[Entry] = [None] * len(register().columns)
    for key, entry in entries.items():
        number = register().index_of(key)
        measure = register().columns[number].measure
        if isinstance(entry, str) and measure.kind == "date":
            entry = day_of(entry)  # noqa: PLW2901 - a text is how a test writes it
        elif isinstance(entry, str) and measure.choices:
            entry = measure.choice_keys.index(entry)  # noqa: PLW2901
        found[number] = entry
    return tuple(found)
