"""When a file was saved: by the workbook itself, else by the file."""

from __future__ import annotations

from datetime import datetime

from xlreport.reading.one_return import Return, Unread


def saved_at(item: Return | Unread, *, ask_disk: bool) -> datetime | None:
    """Return when a file was saved, to the minute and without a zone; None if nothing tells it.

    It is the time that the workbook states, as findings quote it. If it states none, `ask_disk`
    allows that the disk is asked for the time of the file.
    """
    try:
        return datetime.fromisoformat(item.modified[:16])
    except ValueError:
        changed = item.source.changed() if ask_disk else None
        return changed and changed.replace(second=0, microsecond=0)
