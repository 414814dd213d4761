"""The end of a report (落款): the name of its office, and below it the date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_DATE: Final = re.compile(r"(?:[0-9]{4})?年(?:[0-9]{1,2})?月(?:[0-9]{1,2})?日")


def without_sign_off(paragraphs: Sequence[str], office: str) -> Sequence[str]:
    """Return the paragraphs of a report's last part without the name of the office and the date.

    A date alone stays, and so does everything where the office is not known.
    """
    lines = ["".join(paragraph.split()) for paragraph in paragraphs]
    has_date = bool(lines) and _DATE.fullmatch(lines[-1]) is not None
    end = len(lines) - has_date
    if end and office and lines[end - 1] == "".join(office.split()):
        return paragraphs[: end - 1]
    return paragraphs
