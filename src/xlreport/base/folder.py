"""A folder that files are written into one by one, or a zip archive in its place."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from xlreport.base.files import write_file, zip_members
from xlreport.base.memory import Target


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, or a file object into which its files are written as one zip archive at the end."""

    target: Target
    members: list[tuple[str, bytes]] = field(default_factory=list)

    def put(
        self, name: str, data: bytes, write: Callable[[Path, bytes], None] = write_file
    ) -> Path:
        """Write a file by `write`, or keep it for the archive; return its path."""
        if isinstance(self.target, str | os.PathLike):
            path = Path(self.target) / name
            write(path, data)
            return path
        self.members.append((name, data))
        return Path(name)

    def finish(self) -> None:
        """Write the archive; raises `OutputError` where the file object takes no bytes."""
        if not isinstance(self.target, str | os.PathLike):
            write_file(self.target, zip_members(self.members))
