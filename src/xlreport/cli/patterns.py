"""Patterns of file names on the command line, which a shell of Windows leaves to the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path


def expanded(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the arguments, a pattern as the names that it fits.

    Nothing else is replaced: browsers call a second download D05[1].xlsx, and a name may begin
    with ~ or hold %. So a name that exists, or that no name fits, stays as it is.
    """
    for argument in arguments:
        if argument.startswith("-") or not has_magic(argument) or _exists(argument):
            yield argument
        else:
            yield from sorted(glob(argument)) or [argument]  # noqa: PTH207 (patterns with a drive)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False
