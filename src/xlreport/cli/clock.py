"""The time at which a command runs."""

from __future__ import annotations

from datetime import datetime


def now() -> datetime:
    """Return the local time, without a zone, as an officer reads it on the computer."""
    return datetime.now()
