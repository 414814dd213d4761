"""What a job costs, counted instead of timed: the same on a fast, a slow and a busy machine.

Counted are the calls that Python sees, of functions of Python (those that expat calls included)
and those by Python of functions of C, and the bytes inflated out of zip archives. What happens
inside one call of C is not seen, so a test bounds what goes into it as well: bytes, cells, memory.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

R = TypeVar("R")

# Guards alone against a program that never ends: what is guarded takes seconds, or a minute.
PATIENCE = 1_800  # seconds

_CALLS = ("call", "c_call")
_INFLATE = zipfile.ZipExtFile.read.__code__


@dataclass(frozen=True)
class Work:
    """What a job has cost: calls made, and bytes inflated."""

    calls: int
    inflated: int


def counted(job: Callable[[], R]) -> tuple[R, Work]:
    """Do a job in this thread; give its result, and what it has cost."""
    calls = inflated = 0

    def count(frame: FrameType, event: str, found: object) -> None:
        nonlocal calls, inflated
        if event in _CALLS:
            calls += 1
        elif event == "return" and frame.f_code is _INFLATE and isinstance(found, bytes):
            inflated += len(found)

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result = job()
    finally:
        sys.setprofile(before)
    return result, Work(calls, inflated)
