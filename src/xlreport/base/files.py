"""Files written whole or not at all, under names that every file system accepts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from xlreport.base.errors import OutputError, system_reason

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can date


def write_file(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file whole or not at all, and the folders that lead to it.

    Raises `OutputError` where the folder or the file cannot be written, as when the file is
    open in Excel; an earlier file of this name then stays as it is.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, data)
    except OSError as error:
        raise OutputError(
            f"{target.name} 无法写入（{system_reason(error)}）。"
            "请确认文件没有在 Excel 或 WPS 中打开、文件夹可写后重试。"
        ) from error


def refuse_existing(path: str | os.PathLike[str]) -> None:
    """Raise `OutputError` for a file that exists, where no file may be replaced."""
    if Path(path).exists():
        raise OutputError(f"{path} 已经存在，为避免覆盖没有写入；请换一个文件名。")


def replace_file(target: Path, data: bytes) -> None:
    """Write a file under a temporary name in its folder, then rename it.

    Raises `OSError` where the system refuses; an earlier file of this name then stays as it is.
    """
    import tempfile  # heavy, and --help writes nothing

    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(
            dir=target.parent, prefix=".", suffix=".tmp", delete=False
        ) as file:
            temporary = file.name
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
        temporary = ""
    finally:
        if temporary:  # refused, or interrupted by Ctrl-C
            with suppress(OSError):
                Path(temporary).unlink()


_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_NAME_LENGTH = 200  # bytes in UTF-8, some 66 Han characters: file systems take 255 at most


def file_name(*parts: str) -> str:
    """Make a file name of texts: characters that some file system refuses become underscores."""
    name = "_".join(_UNSAFE.sub("_", part).strip(" .") or "_" for part in parts)
    return name.encode()[:_NAME_LENGTH].decode(errors="ignore").rstrip(" .")


def zip_members(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip archive of named members; the same members give the same bytes."""
    import zipfile  # heavy, and --help writes nothing

    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, _EARLIEST)
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
