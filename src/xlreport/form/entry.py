"""What a line of a list holds in one column, and how lines are chosen by it."""

from __future__ import annotations

Entry = int | str | None
"""What one line holds in one column: a scaled integer (see `Measure`), a text, None where blank."""

Wanted = tuple[int, tuple[Entry, ...]]
"""A column of a list, by its number, and the values of which a line must have one."""


def day_of(entry: Entry) -> int | None:
    """Return the day that a column of dates holds, None where it is blank or was not read."""
    return entry if isinstance(entry, int) else None
