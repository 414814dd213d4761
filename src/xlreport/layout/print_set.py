"""The print set: the sheets of a return that are printed, signed and kept.

The others, such as instructions and checks, are for the screen.
"""

from __future__ import annotations

from xlreport.layout.layout import Layout, SheetKind

_PRINTED = {SheetKind.COVER, SheetKind.TABLE, SheetKind.TEXTS}


def print_set(layout: Layout) -> tuple[str, ...]:
    """Return the names of the sheets to print, in order: the cover, the tables, the narrative."""
    return tuple(sheet.name for sheet in layout.sheets if sheet.kind in _PRINTED)
