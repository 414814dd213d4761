"""Sources: the files to be read, from folders, zip archives and stores."""

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
from pathlib import Path, PurePath, PureWindowsPath
from typing import BinaryIO

from xlreport.base.errors import InputError, system_reason
from xlreport.base.text import GB18030
from xlreport.formats.container import ZIP_ERRORS, check_member
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
    """One file to be read: a path, or a member of the archive at that path.

    For a file of a store, `url` opens it and `path` is relative to the URL that the user named.
    """

    path: Path
    member: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """Return the name an officer knows the file by."""
        name = _printable(self.path.name)
        return f"{name} › {self.member}" if self.member else name

    def read(self) -> bytes:
        """Read the file's bytes, at most one byte more than a return may have.

        Raises `OSError` where an archive holds two members of this name, `RefusedMember` for one
        that is locked or packed unusually, and what `zipfile` raises.
        """
        with self.open() as file:
            if not self.member:
                return file.read(_LARGEST_FILE + 1)
            directory = _directory(self, file)
            if self.member in directory.ambiguous:
                # By name only the last of them can be opened, which may not be the one meant.
                raise OSError(errno.EEXIST, "压缩包内有重名的文件")
            archive = copy(directory.archive)
            check_member(archive.getinfo(self.member))
            archive.fp = file
            with archive.open(self.member) as member:
                return member.read(_LARGEST_FILE + 1)

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Open the file, or the archive that it is a member of."""
        return open_stored(self.url) if self.url else self.path.open("rb")


def read_again(source: Source, sha256: str) -> bytes:
    """Read a file whose digest was `sha256` when it was read first.

    Raises `InputError` where it has changed since or is gone.
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
    are ignored; every other file is listed, whatever it is. Raises `InputError` for a path that
    does not exist, and for a store that cannot be used.
    """
    sources: dict[Source, None] = {}  # in order, each once
    for name in map(local_path, paths):
        if is_url(name):
            sources |= dict.fromkeys(_sources_in_store(str(name)))
            continue
        if not str(name).strip():  # a script's empty variable must not mean the current folder
            raise InputError("报送件的路径是空的，请写明文件或文件夹；当前文件夹写作 . 。")
        path = Path(name)
        try:
            files = _files_at(path)
        except OSError as error:  # a folder on the way is closed, or the name is too long
            raise InputError(
                f"{path} 打不开（{system_reason(error)}），请核对路径和权限。"
            ) from error
        for file in files:
            sources |= dict.fromkeys(_sources_of(Source(file)))
    return list(sources)


def _files_at(path: Path) -> list[Path]:
    """List the files at a path: any file but a lock file, or those in a folder."""
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

    A folder that cannot be opened is read as a file, which fails: the finding about it tells the
    officer that files are missing.
    """
    unopened: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: unopened.append(Path(error.filename)))
    paths = [Path(parent, name) for parent, _, names in walk for name in names]
    files = [path for path in paths if path.is_file()]
    return sorted(path for path in unopened + files if _may_be_return(path.relative_to(folder)))


def _sources_in_store(url: str) -> Iterator[Source]:
    for address, path in list_store(url):
        if _may_be_return(path):
            yield from _sources_of(Source(path=Path(path), url=address))


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
        yield source  # reading it will fail with a finding
        return
    if any(member.filename == _WORKBOOK_PART for member in members):
        yield source  # a workbook under the name of an archive
        return
    if len(members) > _MOST_MEMBERS:
        raise InputError(f"{path.name} 中有 {len(members)} 个文件，超过 {_MOST_MEMBERS} 个的上限。")
    for member in sorted(members, key=lambda member: member.filename):
        # A Windows path splits at both kinds of slashes.
        if _may_be_return(PureWindowsPath(member.filename)):
            yield replace(source, member=member.filename)


@dataclass(frozen=True, slots=True)
class _Directory:
    """The directory of one version of an archive; `archive` has no open file.

    `ambiguous` are the names that more than one member has.
    """

    version: object
    archive: zipfile.ZipFile
    ambiguous: frozenset[str]


# The last archive only: its members are read one after the other.
_last_directory: dict[tuple[Path, str], _Directory] = {}


def _directory(source: Source, file: BinaryIO) -> _Directory:
    """Return the directory of the archive `file`, parsed again only after it has changed."""
    version: object = stored_version(source.url) if source.url else _local_version(file)
    last = _last_directory.get((source.path, source.url))
    if last is not None and last.version == version:
        return last
    archive = _open_archive(file)
    archive.fp = None  # the caller closes the file after reading a member
    counts = Counter(archive.namelist())
    ambiguous = frozenset(name for name, count in counts.items() if count > 1)
    directory = _Directory(version, archive, ambiguous)
    _last_directory.clear()
    _last_directory[source.path, source.url] = directory
    return directory


def _local_version(file: BinaryIO) -> object:
    status = os.fstat(file.fileno())
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _open_archive(file: BinaryIO) -> zipfile.ZipFile:
    # Archives made on macOS have names in UTF-8, those made by Windows in China in GBK, and neither
    # declares it. Names in GBK are hardly ever valid UTF-8; CP437, the standard's, fits any bytes.
    for encoding in ("utf-8", GB18030):
        with suppress(UnicodeDecodeError):
            return zipfile.ZipFile(file, metadata_encoding=encoding)
    return zipfile.ZipFile(file, metadata_encoding="cp437")


def _printable(name: str) -> str:
    # On a system with names in UTF-8, unpacking an archive made in China may leave GBK bytes.
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode(GB18030, "replace")
    return name


def _may_be_return(path: PurePath) -> bool:
    """Tell whether no part of a path is hidden or a lock file, and its kind may be a return."""
    return not any(map(_is_hidden, path.parts)) and path.suffix.lower() not in _NOT_RETURNS


def _is_hidden(name: str) -> bool:
    # ".." is not hidden, and harmless: members are read inside the archive, never unpacked.
    return name.startswith(_SKIPPED_PREFIXES) and name != ".."
