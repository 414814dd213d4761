"""Where returns come from: workbooks, folders and zip archives of them, without tricks."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import BinaryIO

from xlreport._errors import InputError
from xlreport._store import is_url, list_store, local_path, open_stored

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
            archive = _open_archive(file)
            if archive.namelist().count(self.member) > 1:
                # By its name only the last of them can be opened; which one is meant, nobody knows.
                raise OSError(errno.EEXIST, "压缩包内有重名的文件")
            with archive.open(self.member) as member:
                return member.read(_LARGEST_FILE + 1)

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Open the file, or the archive that it is a member of."""
        return open_stored(self.url) if self.url else self.path.open("rb")


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
        path = Path(name)
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.is_file())
            for file in files:
                if any(map(_skipped, file.relative_to(path).parts)):
                    continue
                if file.suffix.lower() not in _NOT_RETURNS:
                    found |= dict.fromkeys(_sources_of(Source(file)))
        elif path.is_file():
            if not path.name.startswith(_LOCKS):
                found |= dict.fromkeys(_sources_of(Source(path)))
        else:
            raise InputError(f"找不到文件或文件夹：{path}")
    return list(found)


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
