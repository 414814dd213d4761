"""A day as people write it in a table kept by hand."""

from __future__ import annotations

import re
from datetime import date

from xlreport.base.text import comparable

# A date cell of a workbook is read as text with a time after it, here without blanks.
_DATE = re.compile(
    r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:00:00:00)?"
    r"|([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"
)


def read_day(text: str) -> date | None:
    """Read a day such as 2027-03-31, 2027/3/31 or 2027年3月31日; None for any other text."""
    match = _DATE.fullmatch(comparable(text))
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups() if part))
    except ValueError:
        return None
