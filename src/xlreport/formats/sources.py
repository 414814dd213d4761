"""Sources: the files to be read, from folders, zip archives and stores."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path, PureWindowsPath
from typing import BinaryIO

from xlreport.base.errors import InputError, system_reason
from xlreport.base.files import kind_of_file
from xlreport.base.memory import Content, Given
from xlreport.base.public import public
from xlreport.base.text import GB18030, one_line
from xlreport.base.windows import is_too_long, readable
from xlreport.formats._listed_name import ending_of, is_lock, judge_path, why_passed_over
from xlreport.formats._walk import walk
from xlreport.formats.container import ZIP_ERRORS, check_member
from xlreport.formats.store import is_url, list_store, local_path, open_stored, stored_version

_ARCHIVE = ".zip"
_WORKBOOK_PARTS = ({"[Content_Types].xml"}, {"mimetype", "content.xml"})  # of .xlsx and .ods
_LARGEST_FILE = 64 * 2**20
_MOST_MEMBERS = 20_000
_NO_FILES = "压缩包里没有文件"
_UNIX = 3  # the system of a member that has the mode of a file


@public
@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One file to be read: a path, or a member of the archive at that path.

    For a file of a store, `url` opens it and `path` is relative to the URL that the user named.
    What is listed but never read has in `passed_over` what it is, in Chinese. Of a file or archive
    `in_memory` the bytes are `content`, and `path` is its name alone.
    """

    path: Path
    member: str = ""
    url: str = ""
    passed_over: str = ""
    in_memory: bool = False
    content: bytes = b""

    __repr__ = one_line(lambda it: it.name)

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
        if self.in_memory:
            return BytesIO(self.content)
        if self.url:
            return open_stored(self.url)
        path = readable(self.path)
        _refuse_special(path)
        return path.open("rb")

    def changed(self) -> datetime | None:
        """Return when a file of this machine was last changed, in its time; None for any other."""
        if self.member or self.url or self.in_memory:
            return None
        try:
            return datetime.fromtimestamp(self.path.stat().st_mtime)
        except (OSError, OverflowError, ValueError):
            return None


def _refuse_special(path: Path) -> None:
    """Raise `OSError` for what must not be opened: a pipe would never end, a device may act."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise OSError(errno.ENOENT, "链接指向的文件不存在") from None
        raise
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, f"{kind_of_file(mode)}，不是普通文件")


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


def find_sources(paths: Iterable[Given]) -> list[Source]:
    """List the files of returns under workbooks, folders (all levels) and zip archives.

    A content in memory is a workbook or an archive; without an ending its bytes tell which. A path
    may be the URL of a store. Lock files and what systems leave in folders are ignored; every
    other file is listed, whatever it is, and so is a folder that cannot be opened. What is hidden
    or a leftover is listed as `passed_over`. Raises `InputError` for a path that does not exist,
    and for a store that cannot be used.
    """
    sources: dict[Source, None] = {}  # in order, each once
    for given in paths:
        if isinstance(given, Content):
            sources |= dict.fromkeys(_sources_in_memory(given))
            continue
        name = local_path(given)
        if is_url(name):
            sources |= dict.fromkeys(_sources_in_store(str(name)))
            continue
        if not str(name).strip():  # a script's empty variable must not mean the current folder
            raise InputError("报送件的路径是空的，请写明文件或文件夹；当前文件夹写作 . 。")
        path = Path(name)
        try:
            files = _sources_at(path)
        except OSError as error:  # a folder on the way is closed, or the name is too long
            raise InputError(
                f"{path} 打不开（{system_reason(error)}），请核对路径和权限。"
            ) from error
        for file in files:
            sources |= dict.fromkeys(_members_of(file))
    return list(sources)


def _sources_at(path: Path) -> list[Source]:
    """List the files at a path: any file but a lock file, or those in a folder."""
    if path.is_dir():
        return _sources_below(path)
    if not path.exists():
        # An option that passed through Word or a chat has a dash in place of its hyphens.
        is_option = str(path).startswith(("—", "–", "－"))
        hint = "；如果是选项，前面应是两个英文短横 --。" if is_option else ""
        if is_too_long(path):
            hint = "；路径太长（超过259个字符），请移到离盘符较近的文件夹，如 D:\\年报。"
        raise InputError(f"找不到文件或文件夹：{path}{hint}")
    return [] if is_lock(path.name) else [Source(path, passed_over=why_passed_over(path.name))]


def _sources_below(folder: Path) -> list[Source]:
    """List the files of a folder by their names, in order; nothing is opened.

    A folder that cannot be opened is read as a file, which fails: the finding about it tells the
    officer that files are missing.
    """
    walked = walk(folder)
    sources = [Source(path, passed_over="指回上级文件夹的链接") for path in walked.loops]
    for path in walked.files:
        judged = judge_path(path.relative_to(folder))
        if judged is not None:
            below, why = judged
            sources.append(Source(folder / below, passed_over=why))
    return sorted(sources)


def _sources_in_store(url: str) -> Iterator[Source]:
    for address, path in list_store(url):
        judged = judge_path(path)
        if judged is not None:
            below, why = judged
            opened = "" if why else address
            yield from _members_of(Source(path=Path(below), url=opened, passed_over=why))


def _sources_in_memory(given: Content) -> Iterator[Source]:
    path = Path(given.name)
    if not is_lock(path.name):
        why = why_passed_over(path.name)
        yield from _members_of(Source(path, passed_over=why, in_memory=True, content=given.data))


def _members_of(source: Source) -> Iterator[Source]:
    """Yield the members of an archive; of an archive without any, and of others, the file."""
    path = source.path
    endings = (_ARCHIVE, "") if source.in_memory else (_ARCHIVE,)  # a content may have no name
    if source.passed_over or ending_of(path.name) not in endings:
        yield source
        return
    try:
        with source.open() as file:
            archive = _open_archive(file)
            members = [m for m in archive.infolist() if not m.filename.endswith(("/", "\\"))]
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, NotImplementedError):
        yield source  # reading it will fail with a finding
        return
    names = {member.filename for member in members}
    if any(parts <= names for parts in _WORKBOOK_PARTS):
        yield source  # a workbook under the name of an archive
        return
    if len(members) > _MOST_MEMBERS:
        raise InputError(f"{path.name} 中有 {len(members)} 个文件，超过 {_MOST_MEMBERS} 个的上限。")
    found = [each for member in members if (each := _member(source, member)) is not None]
    yield from sorted(found) or [replace(source, passed_over=_NO_FILES)]


def _member(source: Source, member: zipfile.ZipInfo) -> Source | None:
    """Return the source of a member; None where systems leave such files in folders."""
    # A Windows path splits at both kinds of slashes.
    judged = judge_path(PureWindowsPath(member.filename))
    if judged is None:
        return None
    below, why = judged
    name = below.as_posix() if why else member.filename
    return replace(source, member=name, passed_over=why or _kind_of(member))


def _kind_of(member: zipfile.ZipInfo) -> str:
    """Say what a member is that holds no content of a file, such as a link."""
    mode = member.external_attr >> 16 if member.create_system == _UNIX else 0
    is_file = stat.S_IFMT(mode) in (0, stat.S_IFREG)
    return "" if is_file else f"{kind_of_file(mode)}，压缩包里没有文件的内容"


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
    version = _version(source, file)
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


def _version(source: Source, file: BinaryIO) -> object:
    if source.in_memory:
        return hash(source.content)
    if source.url:
        return stored_version(source.url)
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
