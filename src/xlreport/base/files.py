"""Files written whole or not at all, under names that every file system accepts."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from xlreport.base.errors import OutputError, system_reason
from xlreport.base.memory import Target, WritableFile, name_of
from xlreport.base.windows import IS_WINDOWS, is_too_long, persistently

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can date


def write_file(target: Target, data: bytes, *, overwrite: bool = True) -> None:
    """Write a file whole or not at all, and the folders that lead to it, or into a file object.

    Raises `OutputError` where the folder or the file cannot be written, as when the file is
    open in Excel, and where something stands there that is no file; without `overwrite` also
    where a file of this name exists, even if another program wrote it a moment ago. What stood
    there then stays as it is.
    """
    if not isinstance(target, str | os.PathLike):
        _write_into(target, data)
        return
    path = Path(target)
    refuse_target(path, overwrite=overwrite)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put_in_place(path, data, overwrite=overwrite)
    except FileExistsError as error:
        if not overwrite and os.path.lexists(path):
            raise _exists(path) from error
        raise _unwritten(path, error) from error
    except OSError as error:
        raise _unwritten(path, error) from error


def _write_into(file: WritableFile, data: bytes) -> None:
    """Write into a file object; raises `OutputError` where it takes no bytes."""
    try:
        file.write(data)
    except (OSError, ValueError, TypeError) as error:  # full, closed, opened for text
        name = name_of(file) or "文件对象"
        raise OutputError(f"{name} 写不进去，请核对是否按二进制打开（“wb”）、可写。") from error


def refuse_target(target: Target, *, overwrite: bool = True) -> None:
    """Raise `OutputError` for a name under which no file can be written.

    It is too long, or a folder, a link, a pipe or a device has it; without `overwrite` a file
    that exists is refused too. A file object is not refused.
    """
    if not isinstance(target, str | os.PathLike):
        return
    path = Path(target)
    if is_too_long(path):
        raise OutputError(
            f"{_shortened(path.name)} 无法写入：路径太长（超过259个字符，Windows 打不开）。"
            "请换一个离盘符较近的文件夹，如 D:\\年报。"
        )
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return  # nothing is there, or writing says what is wrong
    except (OSError, ValueError) as error:
        raise _unwritten(path, error) from error
    if not stat.S_ISREG(mode):
        raise OutputError(f"{path.name} 无法写入：{kind_of_file(mode)}，不能覆盖；请换一个文件名。")
    if not overwrite:
        raise _exists(path)


def refuse_held(target: Path) -> None:
    """Raise `OutputError` before the work for a file that exists and cannot be replaced after it.

    Windows lets no program replace a file that is open in Excel.
    """
    refuse_target(target)
    if target.is_file():
        try:
            with target.open("r+b"):
                pass
        except OSError as error:
            raise _unwritten(target, error) from error


def remove_file(path: Path) -> None:
    """Remove a file if there is one; raises `OutputError` where another program holds it."""
    try:
        persistently(lambda: path.unlink(missing_ok=True))
    except OSError as error:
        raise OutputError(
            f"{path.name} 已不需要，但删除不了（{system_reason(error)}）。"
            "请关闭打开它的程序后自行删除。"
        ) from error


def kind_of_file(mode: int) -> str:
    """Say in Chinese what has this mode: a folder, a link, a pipe, a socket, a device."""
    return next((words for test, words in _KINDS if test(mode)), "这是一个特殊文件")


_KINDS = (
    (stat.S_ISDIR, "这是一个文件夹"),
    (stat.S_ISLNK, "这是一个链接"),
    (stat.S_ISFIFO, "这是一个管道"),
    (stat.S_ISSOCK, "这是一个套接字"),
    (stat.S_ISCHR, "这是一个设备"),
    (stat.S_ISBLK, "这是一个设备"),
)


def _exists(path: Path) -> OutputError:
    return OutputError(f"{path} 已经存在，为避免覆盖没有写入；请换一个文件名。")


def _unwritten(path: Path, error: Exception) -> OutputError:
    """Make the error about a file that the system refuses, with what can be done about it."""
    if not isinstance(error, OSError) or error.errno in _BAD_NAMES:
        return OutputError(
            f"{_shortened(path.name)} 无法写入（{system_reason(error, '名称中有不能用的符号')}）。"
            "请换一个较短的、不含特殊符号的文件名和文件夹。"
        )
    return OutputError(
        f"{path.name} 无法写入（{system_reason(error)}）。"
        "请确认文件没有在 Excel 或 WPS 中打开、文件夹可写后重试。"
    )


_BAD_NAMES = (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.ELOOP)
_SHOWN_NAME = 60  # characters of a name in a sentence about its length


def _shortened(name: str) -> str:
    return name if len(name) <= _SHOWN_NAME else f"{name[:_SHOWN_NAME]}…"


def _put_in_place(target: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file under a temporary name in its folder, then give it its name.

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
        if overwrite:
            persistently(lambda: Path(temporary).replace(target))
        else:
            _name_anew(temporary, target)
        temporary = ""
    finally:
        if temporary:  # refused, or interrupted by Ctrl-C
            with suppress(OSError):
                Path(temporary).unlink()


def _name_anew(temporary: str, target: Path) -> None:
    """Rename a file; of two programs that do so at once, only one succeeds.

    Raises `FileExistsError` where a file of this name exists.
    """
    if IS_WINDOWS:  # it renames nothing over another file
        persistently(lambda: Path(temporary).rename(target))
        return
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, as on a memory stick: reserve the name first
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        Path(temporary).replace(target)
    else:
        Path(temporary).unlink()


_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_DEVICE = re.compile(  # of Windows, whatever stands behind a dot
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)", re.IGNORECASE
)
_NAME_LENGTH = 200  # bytes in UTF-8, some 66 Han characters: file systems take 255 at most


def beside(path: Path, key: str) -> Path:
    """Return the path of a file that belongs to another: 数据.purchases.csv to 数据.csv."""
    return path.with_name(f"{path.stem}.{key}{path.suffix}")


def file_name(*parts: str) -> str:
    """Make a file name of texts: signs and names that some system refuses get underscores."""
    name = "_".join(_UNSAFE.sub("_", part).strip(" .") or "_" for part in parts)
    if name.startswith("~"):  # as lock files and leftovers of Office, which are never read
        name = f"_{name[1:]}"
    if _DEVICE.match(name):
        name = f"_{name}"
    return name.encode()[:_NAME_LENGTH].decode(errors="ignore").rstrip(" .")


def zip_members(members: Iterable[tuple[str, bytes]], *, level: int = 6) -> bytes:
    """Return a zip archive of named members; the same members give the same bytes.

    `level` is how much time is spent on making it small, from 1 to 9.
    """
    import zipfile  # heavy, and --help writes nothing

    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, _EARLIEST)
            archive.writestr(member, data, zipfile.ZIP_DEFLATED, level)
    return buffer.getvalue()
