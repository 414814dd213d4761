"""Contents in memory: bytes and binary file objects in the place of files on disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from xlreport.base.errors import InputError
from xlreport.base.public import public


@public
@runtime_checkable
class ReadableFile(Protocol):
    """A file object opened for reading bytes, such as `io.BytesIO` or an upload."""

    def read(self) -> bytes:
        """Return all bytes from the present position."""


@public
@runtime_checkable
class WritableFile(Protocol):
    """A file object opened for writing bytes, such as `io.BytesIO` or a response."""

    def write(self, data: bytes, /) -> object:
        """Write bytes at the present position."""


Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""A path or several."""

Sources = (
    str
    | os.PathLike[str]
    | bytes
    | ReadableFile
    | Mapping[str, bytes | ReadableFile]
    | Iterable[str | os.PathLike[str] | bytes | ReadableFile]
)
"""A path or several, of workbooks, folders, zip archives or files in a store (a URL); or their
contents: bytes, binary file objects, or a mapping of names to either."""

OneSource = str | os.PathLike[str] | bytes | ReadableFile | Mapping[str, bytes | ReadableFile]
"""The path of one file, or its content: bytes, a binary file object, or a name with either."""

Target = str | os.PathLike[str] | WritableFile
"""Where a file is written: a path, or a binary file object."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file in memory, and the name by which people know it."""

    name: str
    data: bytes = field(repr=False)


Given = str | os.PathLike[str] | Content
"""One of several sources: a path, or a content that was read."""


def several(paths: Paths) -> Iterable[str | os.PathLike[str]]:
    """Return one path, or several, as several."""
    return [paths] if isinstance(paths, str | os.PathLike) else paths


def gather(sources: Sources) -> list[Given]:
    """List paths, and contents with their bytes; a file object is read once, here.

    A content has the name that the mapping or the file object gives it, else its number. Raises
    `InputError` for a file object that gives text, or cannot be read.
    """
    if isinstance(sources, Mapping):
        return [Content(name, _bytes(content, name)) for name, content in sources.items()]
    if isinstance(sources, str | os.PathLike | bytes | ReadableFile):
        sources = [sources]
    return [
        each if isinstance(each, str | os.PathLike) else _named(each, number)
        for number, each in enumerate(sources, 1)
    ]


def name_of(file: object) -> str:
    """Return the name of a file object without its folder, empty where it has none."""
    name = getattr(file, "name", "")
    return Path(name).name if isinstance(name, str) else ""


def target_path(target: Target) -> Path:
    """Return the path of a target; that of a file object is its name alone."""
    return Path(target) if isinstance(target, str | os.PathLike) else Path(name_of(target))


def _named(content: bytes | ReadableFile, number: int) -> Content:
    name = name_of(content) or f"第{number}个文件"
    return Content(name, _bytes(content, name))


def _bytes(content: bytes | ReadableFile, name: str) -> bytes:
    if isinstance(content, bytes):
        return content
    try:
        data = content.read()
    except (OSError, ValueError) as error:  # closed, or opened for writing
        raise InputError(f"{name} 读不出来，请核对文件对象是否打开、可读。") from error
    if not isinstance(data, bytes):
        raise InputError(f"{name} 是按文字打开的，请按二进制打开（“rb”）。")
    return data
