"""Small parts that the returns of one template share byte for byte, read once in a process.

Relationships, styles and the list of sheets are what a program makes of the template, whoever
fills it in. A tenth of the time of reading a return went into reading them again.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final, TypeVar

from xlreport._container import read_chunks

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlreport._container import Container

Found = TypeVar("Found")

_LARGEST: Final = 1 << 16  # bytes of a part
_MOST: Final = 64  # parts
_KNOWN: Final[dict[tuple[object, ...], Any]] = {}


def remembered(container: Container, part: str, read: Callable[[Container, str], Found]) -> Found:
    """Give what `read` makes of the member `part`, from before where its bytes are the same.

    `read` is a function of a module that never gives None, and nobody changes what it gives.
    Raises Unreadable as `read` does, and as `read_chunks` does for the bytes.
    """
    member = container.members.get(part)
    if member is None or member.file_size > _LARGEST:
        return read(container, part)
    digest = hashlib.sha256()
    for chunk in read_chunks(container, part):
        digest.update(chunk)
    key = (read, part, container.limits, digest.digest())
    known: Found | None = _KNOWN.get(key)
    if known is None:
        known = read(container, part)
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[key] = known
    return known
