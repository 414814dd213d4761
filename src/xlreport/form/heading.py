"""The number that an official heading begins with: 三、 or 十二、."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = "一二三四五六七八九"
_NUMBERED: Final = re.compile(rf"(?:(?P<tens>[{_DIGITS}]?)(?P<ten>十))?(?P<ones>[{_DIGITS}]?)、")


def heading_number(heading: str) -> int:
    """Return the number of a heading, from 1 to 99; 0 for one without such a number."""
    match = _NUMBERED.match(heading)
    if match is None:
        return 0
    tens = (_digit(match["tens"]) or 1) if match["ten"] else 0
    return 10 * tens + _digit(match["ones"])


def _digit(sign: str) -> int:
    return _DIGITS.index(sign) + 1 if sign else 0
