"""The share on a summary's cover: how many of how many departments its totals cover.

Somebody may have retyped the cover, so a slash in half width is read as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHARE = re.compile(r"([0-9]{1,6})\s*[／/]\s*([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Share:
    """The number of departments that are counted, of those that should be."""

    counted: int
    expected: int

    def __str__(self) -> str:
        """Render the share as it is written on the cover: 27／31."""
        return f"{self.counted}／{self.expected}"


def read_share(text: str) -> Share | None:
    """Read the share that a text begins with, such as 27／31 or 27/31 个单位; None without one."""
    match = _SHARE.match(text.strip())
    return Share(int(match[1]), int(match[2])) if match else None
