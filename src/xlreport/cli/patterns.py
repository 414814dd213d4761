"""Command lines of Windows: patterns that its shell leaves to the program, and its backslash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path

from xlreport.base.errors import InputError


def expanded(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the arguments, a pattern as the names that it fits.

    Nothing else is replaced: browsers call a second download D05[1].xlsx, and a name may begin
    with ~ or hold %. So a name that exists, or that no name fits, stays as it is.

    Raises `InputError` for a path that ends with a backslash before its quotation mark: Windows
    then takes the mark, and what follows up to the next one, for a part of the path.
    """
    for argument in arguments:
        folder, mark, _ = argument.partition('"')
        if mark and "\\" in folder:
            raise InputError(
                f"{argument} 不是路径：“\\”后面紧跟引号，引号和后面的内容就都成了路径。"
                f'请去掉末尾的“\\”，写成 "{folder}"。'
            )
        if argument.startswith("-") or not has_magic(argument) or _exists(argument):
            yield argument
        else:
            yield from sorted(glob(argument)) or [argument]  # noqa: PTH207 (patterns with a drive)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False
