"""What Windows refuses that other systems allow: files held by a program, long and odd paths."""

from __future__ import annotations

import ntpath
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

Answer = TypeVar("Answer")

IS_WINDOWS: Final = os.name == "nt"

# Access denied, sharing violation, lock violation: a virus scanner, an index, Excel.
_HELD: Final = (5, 32, 33)
_PATIENCE: Final = 2.0  # seconds; a scanner lets go of a new file sooner
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.3  # seconds
_LONGEST_PATH: Final = 259  # characters, without the long paths that an administrator may allow


def persistently(action: Callable[[], Answer]) -> Answer:
    """Do something with a file; try again for two seconds while another program holds it.

    Raises the `OSError` that remains.
    """
    end, pause = time.monotonic() + _PATIENCE, _FIRST_PAUSE
    while True:
        try:
            return action()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD or time.monotonic() > end:
                raise
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def is_writable(folder: Path) -> bool:
    """Tell whether a file can be written into a folder, by writing one: rights do not tell it.

    On a share, and below the folders of Windows, rights that a file shows are not those that hold.
    """
    probe = folder / f".xlreport-{os.getpid()}.tmp"
    try:
        probe.touch()
        persistently(probe.unlink)
    except OSError:
        return False
    return True


def is_too_long(path: Path) -> bool:
    """Tell whether most programs on this machine cannot open a file of this path."""
    return IS_WINDOWS and len(ntpath.abspath(path)) > _LONGEST_PATH


def readable(path: Path) -> Path:
    """Return a path by which a file of this machine can be opened, however it is named.

    Windows opens a path of 260 characters or more, and a name that ends with a blank or a dot,
    only by its extended form.
    """
    if not IS_WINDOWS or not (is_too_long(path) or path.name.endswith((" ", "."))):
        return path
    return Path(extended(str(path)))


def extended(path: str) -> str:
    r"""Return the extended form of a path of Windows: \\?\C:\… or \\?\UNC\server\share\…."""
    if path.startswith("\\\\?\\"):
        return path
    whole = ntpath.join(Path.cwd(), path).replace("/", "\\")  # one without a drive takes ours
    return f"\\\\?\\UNC\\{whole[2:]}" if whole.startswith("\\\\") else f"\\\\?\\{whole}"
