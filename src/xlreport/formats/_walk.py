"""A walk through a folder on this machine that accounts for every name, links included."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Walked:
    """What a walk has found.

    `files` are the names of files of every kind, and the folders that cannot be opened; `loops`
    are links to a folder that leads to the one that was walked.
    """

    files: list[Path] = field(default_factory=list)
    loops: list[Path] = field(default_factory=list)


def walk(folder: Path) -> Walked:
    """Walk through a folder on all levels, and through the folders that links in it lead to.

    Each folder is walked once, however many links lead to it: first those that lie in `folder`
    itself. Files are listed by name, and none is opened.
    """
    walked = Walked()
    above = {_identity(parent) for parent in folder.resolve().parents}
    seen: set[tuple[int, int]] = set()
    links: list[Path] = []

    def unopened(error: OSError) -> None:
        walked.files.append(Path(error.filename))

    def walk_one(top: Path) -> None:
        for name, subfolders, names in os.walk(top, onerror=unopened):
            parent = Path(name)
            identity = _identity(parent)
            if identity in seen:
                subfolders.clear()
                continue
            seen.add(identity)
            links.extend(filter(_is_link, (parent / name for name in sorted(subfolders))))
            walked.files.extend(parent / name for name in names)

    walk_one(folder)
    for link in links:  # which may grow by those behind a link
        if _identity(link) in above:
            walked.loops.append(link)
        else:
            walk_one(link)
    return walked


def _is_link(folder: Path) -> bool:
    # A junction of Windows; Python 3.11 does not know them and walks through them.
    is_junction = getattr(os.path, "isjunction", None)
    try:
        return folder.is_symlink() or (is_junction is not None and is_junction(folder))
    except OSError:  # too long a path: the walk fails there, and says so
        return False


def _identity(folder: Path) -> tuple[int, int]:
    """Return what tells one folder from all others, whatever path leads to it."""
    status = folder.stat()
    return status.st_dev, status.st_ino
