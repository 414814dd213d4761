"""A folder that files are written into one by one, or a zip archive in its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from xlreport.base.errors import OutputError
from xlreport.base.files import write_file, zip_members
from xlreport.base.memory import Target
from xlreport.base.windows import is_too_long

_NAMED = 10  # files in a refusal


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, or a file object into which its files are written as one zip archive at the end.

    A file that cannot be written, as one that is open in Excel, keeps none of the others back:
    those `refused` are told at the end.
    """

    target: Target
    members: list[tuple[str, bytes]] = field(default_factory=list)
    refused: list[OutputError] = field(default_factory=list)

    def expect(self, names: Iterable[str]) -> None:
        """Raise `OutputError` before the work where the paths of files will be too long."""
        if not isinstance(self.target, str | os.PathLike):
            return
        place = Path(self.target)
        if long := [name for name in names if is_too_long(place / name)]:
            raise OutputError(
                f"文件夹的路径太长：有 {len(long)} 个文件的路径会超过259个字符，Windows 打不开，"
                f"如 {long[0]}。没有写入文件；请换一个离盘符较近的文件夹，如 D:\\年报。"
            )

    def put(
        self, name: str, data: bytes, write: Callable[[Path, bytes], None] = write_file
    ) -> Path:
        """Write a file by `write`, or keep it for the archive; return its path.

        Raises `OutputError` where there is no such folder and none can be made.
        """
        if isinstance(self.target, str | os.PathLike):
            path = Path(self.target) / name
            try:
                write(path, data)
            except OutputError as error:
                if not os.path.isdir(self.target):  # noqa: PTH112 (a name may be too long)
                    raise  # which all others would be refused for
                self.refused.append(error)
            return path
        self.members.append((name, data))
        return Path(name)

    def finish(self) -> None:
        """Write the archive; raises `OutputError` for what could not be written."""
        if not isinstance(self.target, str | os.PathLike):
            write_file(self.target, zip_members(self.members))
        if len(self.refused) == 1:
            raise self.refused[0]
        if self.refused:
            named = "\n".join(str(error) for error in self.refused[:_NAMED])
            more = "\n……" if len(self.refused) > _NAMED else ""
            count = len(self.refused)
            raise OutputError(f"有 {count} 个文件没有写入，其余的已经写好：\n{named}{more}")


@contextmanager
def put_off(refused: list[OutputError]) -> Iterator[None]:
    """Keep the refusal to write something for later: what follows is written all the same."""
    try:
        yield
    except OutputError as error:
        refused.append(error)


def tell_put_off(refused: Sequence[OutputError]) -> None:
    """Raise `OutputError` with all refusals that were put off, if there are any."""
    if refused:
        raise OutputError("\n".join(map(str, refused)))
