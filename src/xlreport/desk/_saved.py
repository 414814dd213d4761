"""When a file was saved: by the workbook itself, else by the file."""

from __future__ import annotations

from datetime import datetime

from xlreport.layout.stamp import made_at
from xlreport.reading.one_return import Return, Unread


def saved_at(item: Return | Unread) -> datetime | None:
    """Return when a file was saved, to the minute and without a zone; None if nothing tells it.

    It is the time that the workbook states, as findings quote it. Workbooks that the library wrote
    and nobody saved state the first day of their year, which is no time of saving.
    """
    try:
        stated = datetime.fromisoformat(item.modified[:16])
    except ValueError:
        return _changed(item)
    year = item.period.year if item.period else 0
    is_made = year > 0 and stated == made_at(year).replace(tzinfo=None)
    return _changed(item) if is_made else stated


def _changed(item: Return | Unread) -> datetime | None:
    changed = item.source.changed()
    return changed and changed.replace(second=0, microsecond=0)
