"""The cache: returns as they were read, so that a file in a folder read every hour is parsed once.

Each return is one file. Its name is made of digests of the workbook and of all else that reading
depends on: the library's files, the reader of other formats, the forms given. Rules are checked
anew each time. A file that was changed is ignored and written again, so the folder may be deleted,
or a file in it damaged, at any time. Whoever can write into the folder can change figures, as in
the folder of the returns.
"""

from __future__ import annotations

import functools
import hashlib
import os
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from xlreport.base.errors import CacheWarning, InputError, OutputError, system_reason
from xlreport.base.memory import Content, Given
from xlreport.form.library import Library
from xlreport.formats.sources import Source
from xlreport.formats.store import local_path
from xlreport.reading.one_return import Return
from xlreport.returns.packing import unpack_return

# What reads workbooks in other formats than .xlsx: another version may read otherwise.
_READERS = ("python-calamine", "xlrd")
_HEADER = "xlreport-cache {sha256} {reader} {checksum}\n"


@dataclass(slots=True)
class Cache:
    """A cache folder, and the digest of all that reading depends on except the workbook.

    `is_open` is False after the first write that failed: then the folder is no longer written to.
    """

    folder: Path
    reader: str
    is_open: bool = True


def open_cache(
    folder: str | os.PathLike[str],
    library: Library,
    given: Iterable[Given],
) -> Cache:
    """Open a cache folder, which need not exist yet.

    Raises `InputError` for a folder among the returns, whose files would be read as returns.
    """
    resolved = Path(folder).resolve()
    paths = (each for each in given if not isinstance(each, Content))
    for path in map(Path, map(local_path, paths)):
        if path.is_dir() and resolved.is_relative_to(path.resolve()):
            raise InputError(f"缓存不能放在报送件所在的 {path} 里面，请换一个文件夹。")
    versions = [_version_of(name) for name in _READERS]
    depends = [_library_digest(), *versions, *(form.digest for form in library.given)]
    return Cache(Path(folder), hashlib.sha256("\n".join(depends).encode()).hexdigest())


@functools.cache
def _library_digest() -> str:
    """Digest the library's files, since they may change while the version number stays the same."""
    digest = hashlib.sha256()
    for name, file in sorted(_library_files(files("xlreport"), "")):
        digest.update(f"{name}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _library_files(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        name = f"{above}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _library_files(entry, name)
        else:
            yield name, entry


def _version_of(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # for commands with a cache

    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def look_up(cache: Cache, source: Source, data: bytes, library: Library) -> Return | None:
    """Return what a file's bytes were read as earlier; None where the cache does not have it."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        packed = _file(cache, sha256).read_bytes()
    except OSError:
        return None
    line, _, content = packed.partition(b"\n")
    if line + b"\n" != _header(cache, sha256, content):
        return None
    try:
        return unpack_return(content, source, library)
    except ValueError:
        return None


def keep(cache: Cache, item: Return, packed: bytes) -> None:
    """Write a return that was read into the cache.

    If the folder cannot be written, a `CacheWarning` is issued, once, and the result is unaffected.
    """
    from xlreport.base.files import write_file

    if not cache.is_open:
        return
    try:
        write_file(_file(cache, item.sha256), _header(cache, item.sha256, packed) + packed)
    except OutputError as error:
        cache.is_open = False
        reason = system_reason(error.__cause__)
        warnings.warn(
            f"缓存 {cache.folder} 无法写入（{reason}），本次结果照常，只是没有存入缓存；"
            "请检查磁盘空间和文件夹权限。",
            CacheWarning,
            stacklevel=2,
        )


def _file(cache: Cache, sha256: str) -> Path:
    return cache.folder / f"{sha256}-{cache.reader[:16]}"


def _header(cache: Cache, sha256: str, content: bytes) -> bytes:
    checksum = hashlib.sha256(content).hexdigest()
    return _HEADER.format(sha256=sha256, reader=cache.reader, checksum=checksum).encode()
