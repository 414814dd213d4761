"""The cache: returns as they were read, so that a folder read every hour is parsed once.

One file a return, under a name made of the content of the workbook and of all that reading
depends on: the library's own files, the reader of other formats, the forms given. Rules are
judged anew each time. A file that is not exactly what we wrote is passed over and written again,
so a folder may be deleted, or a file in it damaged, at any time. Whoever can write into it can
change figures, as in the folder of the returns itself.
"""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from xlreport.base.errors import CacheWarning, InputError, OutputError, system_reason
from xlreport.form.library import Library
from xlreport.formats.sources import Source
from xlreport.formats.store import local_path
from xlreport.reading.one_return import Return
from xlreport.returns.packing import unpack_return

_HEADER = "xlreport-cache {sha256} {reader} {checksum}\n"


@dataclass(slots=True)
class Cache:
    """Is a cache folder and the digest of all that reading depends on but the workbook.

    `is_open` tells whether it is still written to: not after the first refusal.
    """

    folder: Path
    reader: str
    is_open: bool = True


def open_cache(
    folder: str | os.PathLike[str],
    library: Library,
    paths: Iterable[str | os.PathLike[str]],
) -> Cache:
    """Open a cache folder, which need not be there yet.

    Raises `InputError` for one that lies among the returns, where it would be read as returns.
    """
    place = Path(folder).resolve()
    for path in map(Path, map(local_path, paths)):
        if path.is_dir() and place.is_relative_to(path.resolve()):
            raise InputError(f"缓存不能放在报送件所在的 {path} 里面，请换一个文件夹。")
    depends = [_library_digest(), _calamine_version(), *(form.digest for form in library.given)]
    return Cache(Path(folder), hashlib.sha256("\n".join(depends).encode()).hexdigest())


@cache
def _library_digest() -> str:
    """Digest the library's own files: a version's number stays the same while one works on it."""
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


def _calamine_version() -> str:
    try:
        return version("python-calamine")
    except PackageNotFoundError:
        return ""


def look_up(kept: Cache, source: Source, data: bytes, library: Library) -> Return | None:
    """Find the return that the bytes of a file were read as; None where that is not known."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        found = _file(kept, sha256).read_bytes()
    except OSError:
        return None
    line, _, content = found.partition(b"\n")
    if line + b"\n" != _header(kept, sha256, content):
        return None
    try:
        return unpack_return(content, source, library)
    except ValueError:
        return None


def keep(kept: Cache, item: Return, packed: bytes) -> None:
    """Keep a return that was read.

    Where the folder cannot be written a `CacheWarning` says so, once, and nothing else happens.
    """
    from xlreport.base.files import write_file

    if not kept.is_open:
        return
    try:
        write_file(_file(kept, item.sha256), _header(kept, item.sha256, packed) + packed)
    except OutputError as error:
        kept.is_open = False
        reason = system_reason(error.__cause__)
        warnings.warn(
            f"缓存 {kept.folder} 无法写入（{reason}），本次结果照常，只是没有存入缓存；"
            "请检查磁盘空间和文件夹权限。",
            CacheWarning,
            stacklevel=2,
        )


def _file(kept: Cache, sha256: str) -> Path:
    return kept.folder / f"{sha256}-{kept.reader[:16]}"


def _header(kept: Cache, sha256: str, content: bytes) -> bytes:
    checksum = hashlib.sha256(content).hexdigest()
    return _HEADER.format(sha256=sha256, reader=kept.reader, checksum=checksum).encode()
