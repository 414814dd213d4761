"""Times that files state, on the clock of the computer on which they are read."""

from __future__ import annotations

from datetime import datetime


def local_time(stated: str) -> str:
    """Return a time of ISO 8601 as the local one, to the second and without a zone.

    Workbooks of Excel and WPS state it in UTC, those of LibreOffice in local time, without a zone.
    What is no time of this notation, or has no zone, is returned as it is.
    """
    try:
        time = datetime.fromisoformat(stated)
        if time.tzinfo is None:
            return stated
        return time.astimezone().replace(tzinfo=None, microsecond=0).isoformat()
    except (ValueError, OverflowError, OSError):  # no time, or one that no clock here can tell
        return stated
