"""Where returns come from: workbooks, folders and zip archives of them, without tricks."""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import BinaryIO

from xlreport.base.errors import InputError, system_reason
from xlreport.formats.container import ZIP_ERRORS
from xlreport.formats.store import is_url, list_store, local_path, open_stored, stored_version

_LOCKS = ("~$", ".~lock")
_SKIPPED_PREFIXES = (*_LOCKS, ".", "__MACOSX")
_ARCHIVE = ".zip"
_WORKBOOK_PART = "[Content_Types].xml"
_LARGEST_FILE = 64 * 2**20
_MOST_MEMBERS = 20_000
_NOT_RETURNS = {".ini", ".db", ".lnk"}  # what Windows leaves in folders


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Is one file of returns: a path, or a member of an archive at that path.

    Of a file on a store, `path` is where it stands under what was named, and `url` opens it.
    """

    path: Path
    member: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """Give the name an officer knows the file by."""
        name = _shown(self.path.name)
        return f"{name} › {self.member}" if self.member else name

    def read(self) -> bytes:
        """Read the file's bytes, at most one byte more than a return may have.

        Raises `OSError` where an archive holds two members of this name, and what `zipfile` raises.
        """
        with self.open() as file:
            if not self.member:
                return file.read(_LARGEST_FILE + 1)
            directory = _directory(self, file)
            if self.member in directory.twice:
                # By its name only the last of them can be opened; which one is meant, nobody knows.
                raise OSError(errno.EEXIST, "压缩包内有重名的文件")
            archive = copy(directory.archive)
            archive.fp = file
            with archive.open(self.member) as member:
                return member.read(_LARGEST_FILE + 1)

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Open the file, or the archive that it is a member of."""
        return open_stored(self.url) if self.url else self.path.open("rb")


def read_again(source: Source, sha256: str) -> bytes:
    """Read a file whose digest was `sha256` when it was read first.

    Raises `InputError` where it is not the same any more, or is gone.
    """
    try:
        data = source.read()
    except ZIP_ERRORS as error:
        raise InputError(f"{source.name} 在读取之后被移走或改动，请重新运行。") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise InputError(f"{source.name} 在读取之后被改动，请重新运行。")
    return data


def find_sources(paths: Iterable[str | os.PathLike[str]]) -> list[Source]:
    """List the files of returns under workbooks, folders (all levels) and zip archives.

    A path may be the URL of a store. Lock files, hidden files and what Windows leaves in folders
    are passed over; every other file is listed, whatever it is. Raises `InputError` for a path
    that is not there, and for a store that cannot be used.
    """
    found: dict[Source, None] = {}
    for name in map(local_path, paths):
        if is_url(name):
            found |= dict.fromkeys(_stored(str(name)))
            continue
        if not str(name).strip():  # of a script whose variable is empty: no path means this folder
            raise InputError("报送件的路径是空的，请写明文件或文件夹；当前文件夹写作 . 。")
        path = Path(name)
        try:
            files = _files_at(path)
        except OSError as error:  # a folder on the way is closed, or the name is too long
            raise InputError(
                f"{path} 打不开（{system_reason(error)}），请核对路径和权限。"
            ) from error
        for file in files:
            found |= dict.fromkeys(_sources_of(Source(file)))
    return list(found)


def _files_at(path: Path) -> list[Path]:
    """List the files that a path names; a file is read whatever it is, but for lock files."""
    if path.is_dir():
        return _files_below(path)
    if not path.is_file():
        # An option that passed through Word or a chat has a dash in place of its hyphens.
        is_option = str(path).startswith(("—", "–", "－"))
        hint = "；如果是选项，前面应是两个英文短横 --。" if is_option else ""
        raise InputError(f"找不到文件或文件夹：{path}{hint}")
    return [] if path.name.startswith(_LOCKS) else [path]


def _files_below(folder: Path) -> list[Path]:
    """List the files of a folder that may be returns, and the folders that cannot be opened.

    Such a folder cannot be read as a file either: so it is told of, and so is that what it
    holds is not among the returns.
    """
    closed: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
    files = [Path(place, name) for place, _, names in walk for name in names]
    return sorted(
        file
        for file in closed + [file for file in files if file.is_file()]
        if not any(map(_skipped, file.relative_to(folder).parts))
        and file.suffix.lower() not in _NOT_RETURNS
    )


def _stored(url: str) -> Iterator[Source]:
    for address, path in list_store(url):
        if not any(map(_skipped, path.parts)) and path.suffix.lower() not in _NOT_RETURNS:
            yield from _sources_of(Source(Path(path), "", address))


def _sources_of(source: Source) -> Iterator[Source]:
    path = source.path
    if path.suffix.lower() != _ARCHIVE:
        yield source
        return
    try:
        with source.open() as file:
            archive = _open_archive(file)
            members = [m for m in archive.infolist() if not m.filename.endswith(("/", "\\"))]
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, NotImplementedError):
        yield source  # reading it will say what is wrong
        return
    if any(member.filename == _WORKBOOK_PART for member in members):
        yield source  # a workbook under the name of an archive
        return
    if len(members) > _MOST_MEMBERS:
        raise InputError(f"{path.name} 中有 {len(members)} 个文件，超过 {_MOST_MEMBERS} 个的上限。")
    for member in sorted(members, key=lambda member: member.filename):
        name = PureWindowsPath(member.filename)  # knows both kinds of slashes
        if not any(map(_skipped, name.parts)) and name.suffix.lower() not in _NOT_RETURNS:
            yield replace(source, member=member.filename)


@dataclass(frozen=True, slots=True)
class _Directory:
    """Is what an archive says of its members while it is `version`; `archive` has no file."""

    version: object
    archive: zipfile.ZipFile
    twice: frozenset[str]  # names that more than one member has


# The last archive alone: its members are read one after the other, and each would parse it anew.
_kept: dict[tuple[Path, str], _Directory] = {}


def _directory(source: Source, file: BinaryIO) -> _Directory:
    """Give the directory of the archive that `file` is, parsed once while it does not change."""
    version: object = stored_version(source.url) if source.url else _local_version(file)
    kept = _kept.get((source.path, source.url))
    if kept is not None and kept.version == version:
        return kept
    archive = _open_archive(file)
    archive.fp = None  # the file is closed when its member is read, the directory stays
    names = Counter(archive.namelist())
    found = _Directory(version, archive, frozenset(n for n, count in names.items() if count > 1))
    _kept.clear()
    _kept[source.path, source.url] = found
    return found


def _local_version(file: BinaryIO) -> object:
    status = os.fstat(file.fileno())
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _open_archive(file: BinaryIO) -> zipfile.ZipFile:
    # Archives made on macOS hold names in UTF-8, those made by Windows in China in GBK, and neither
    # says so. Names in GBK are hardly ever valid UTF-8; CP437, the zip's own, takes any bytes.
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return zipfile.ZipFile(file, metadata_encoding=encoding)
    return zipfile.ZipFile(file, metadata_encoding="cp437")


def _shown(name: str) -> str:
    # Where names are UTF-8, an archive made in China and unpacked by a plain tool leaves GBK bytes.
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def _skipped(name: str) -> bool:
    # A step upward is no hidden folder: members are read where they are, never unpacked.
    return name.startswith(_SKIPPED_PREFIXES) and name != ".."
