"""The zip container of a workbook, the limits of reading, and the reasons why a file is refused.

Returns come by e-mail from hundreds of machines. Sizes, counts and names are checked before a
byte is inflated, and every fault becomes one of a few codes, each with a Chinese sentence in the
catalogue of findings.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from xlreport.formats._file_kinds import classify, classify_bytes
from xlreport.formats._named_kinds import Code, FileKind, unusual_compression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


CHUNK: Final = 1 << 16
ZIP_MARKS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_COMPRESSIONS: Final = (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA)
_MIMETYPE: Final = 200  # characters
_HEADER: Final = 30  # bytes before the name of a member; the last four are its and its extra length
_PICTURES: Final = (
    *(".bmp", ".dib", ".emf", ".gif", ".jpeg", ".jpg", ".png"),
    *(".tif", ".tiff", ".wmf"),
)
_ENTRY: Final = b"PK\x01\x02"
# ZipFile raises all of these for one damaged byte or another.
ZIP_ERRORS: Final = (
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


class Unreadable(Exception):  # noqa: N818 - it describes a file, not a failure of ours
    """The reason why a file cannot be read; callers make a finding of it.

    `facts` are texts that go into the finding's sentence.
    """

    def __init__(self, code: Code, **facts: str) -> None:
        super().__init__(code, facts)
        self.code: Code = code
        self.facts = facts


class RefusedMember(BadZipFile):
    """A file in an archive that `zipfile` cannot read; `reason` says why."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a workbook is read at most; `LIMITS` are the limits for a return.

    `file` is bytes as sent, all other sizes are inflated bytes; `text` is the characters of a
    cell, `strings_text` those of all shared strings, and `cells_text` those of all other long
    texts and formulas. `tags` counts the "<" of one part and `all_tags` those of all parts that
    are read, `odd_tags` those of sheets that are read three times as they are not written in the
    usual order; `merges` counts merged ranges.
    The child that reads formats other than .xlsx may use `memory` (bytes) and `seconds`.
    """

    file: int = 20 << 20
    parts: int = 2_000
    part: int = 64 << 20
    all_parts: int = 128 << 20
    ratio: int = 250
    ratio_floor: int = 1 << 20
    rows: int = 5_000
    columns: int = 256
    cells: int = 200_000
    text: int = 32_767
    strings: int = 200_000
    strings_text: int = 16 << 20
    cells_text: int = 8 << 20
    merges: int = 50_000
    sheets: int = 255
    tags: int = 1_200_000
    all_tags: int = 3_000_000
    odd_tags: int = 300_000
    token: int = 1 << 20
    memory: int = 1 << 30
    seconds: float = 2.0


LIMITS: Final = Limits()


@dataclass(slots=True)
class Container:
    """An opened archive, its members by lower-case name, and how much was read of it so far.

    `tags`, `odd_tags`, `merges` and `characters` (of long texts in cells) count what `limits`
    bound.
    """

    archive: ZipFile
    members: Mapping[str, ZipInfo]
    limits: Limits
    tags: int = 0
    odd_tags: int = 0
    merges: int = 0
    characters: int = 0


def open_container(data: bytes, limits: Limits) -> Container:
    """Open `data` as a zip archive within `limits`; nothing is inflated.

    Raises `Unreadable` for a file that is no archive, and for one beyond a limit.
    """
    if len(data) > limits.file:
        raise Unreadable("FILE-LARGE", limit=_megabytes(limits.file), size=_megabytes(len(data)))
    if not data.startswith(ZIP_MARKS):
        raise _refusal(classify_bytes(data))
    # An entry of the directory costs 46 bytes in the file and far more in memory: count first.
    if data.count(_ENTRY) > limits.parts:
        raise hostile(f"压缩包内的文件超过 {limits.parts} 个")
    try:
        archive = ZipFile(BytesIO(data))
    except ZIP_ERRORS as error:
        raise Unreadable("FILE-TRUNCATED") from error
    members: dict[str, ZipInfo] = {}
    repeated = 0
    for member in archive.infolist():
        name = _member_key(member.filename)
        first = members.setdefault(name, member)
        if first is not member:
            repeated += member.compress_size
            if repeated > limits.file or not _is_same_content(data, first, member):
                raise hostile("压缩包内有重名而内容不同的文件")
    _check_sizes((m for name, m in members.items() if not _is_picture(name)), limits)
    return Container(archive, members, limits)


def read_chunks(container: Container, part: str) -> Iterator[bytes]:
    """Inflate the member `part` in pieces of at most 64 kB, and check its checksum.

    A false header is harmless: ZipFile yields no more than the size in the directory, which was
    checked against the limits, and then finds the checksum wrong.
    Raises `Unreadable` FILE-DAMAGED if it is missing or broken, FILE-ENCRYPTED for a password,
    FILE-OTHER for a compression that office programs do not use.
    """
    member = container.members.get(part)
    if member is None:
        raise damaged(part)
    if _is_picture(part):
        raise hostile("把图片当作表格内容")
    if member.flag_bits & 1:
        raise Unreadable("FILE-ENCRYPTED")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise packed_unusually(member)
    try:
        with container.archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except ZIP_ERRORS as error:
        raise damaged(part) from error


def other_archive(container: Container) -> Unreadable:
    """Make the `Unreadable` for an archive that is no .xlsx workbook: it says what it is."""
    mimetype = container.members.get("mimetype")
    said = b""
    if mimetype is not None and mimetype.file_size <= _MIMETYPE:
        with suppress(Unreadable):
            said = b"".join(read_chunks(container, "mimetype"))
    return _refusal(classify(container.members, said))


def resolve(base: str, target: str) -> str:
    """Return the name of the member that the relationship `target` of the part `base` means.

    The name is only looked up among the members, so dots and slashes cannot lead outside.
    """
    target = target.replace("\\", "/")
    joined = target if target.startswith("/") else f"/{posixpath.dirname(base)}/{target}"
    return posixpath.normpath(joined).lstrip("/").lower()


def packed_unusually(member: ZipInfo) -> Unreadable:
    """Make the `Unreadable` for a member whose compression is not read here."""
    return _refusal(unusual_compression(member.compress_type))


def _refusal(kind: FileKind) -> Unreadable:
    return Unreadable(kind.code, **kind.facts)


def check_member(member: ZipInfo) -> None:
    """Raise `RefusedMember` for a file in an archive that needs a password or an unusual program.

    `zipfile` says the same of both: that it cannot read them.
    """
    if member.flag_bits & 1:
        reason = "它在压缩包中加了密码，请先用密码解压"
        raise RefusedMember(Unreadable("FILE-UNOPENED", reason=reason))
    if member.compress_type not in _COMPRESSIONS:
        raise RefusedMember(packed_unusually(member))


def damaged(part: str, **facts: str) -> Unreadable:
    """Make the `Unreadable` for a part that is missing, broken or contradicts itself."""
    return Unreadable("FILE-DAMAGED", part=part, **facts)


def hostile(reason: str) -> Unreadable:
    """Make the `Unreadable` for a file that no office program writes; `reason` is Chinese."""
    return Unreadable("FILE-HOSTILE", reason=reason)


def add_odd_tags(container: Container, tags: int) -> None:
    """Count the tags of an odd sheet; raises `Unreadable` where a workbook has too many."""
    container.odd_tags += tags
    if container.odd_tags > container.limits.odd_tags:
        raise hostile(f"写法异常的表页的 XML 标记超过 {container.limits.odd_tags} 个")


def add_merges(container: Container, merges: int) -> None:
    """Count merged ranges; raises `Unreadable` where a workbook has too many."""
    container.merges += merges
    if container.merges > container.limits.merges:
        raise hostile(f"合并单元格超过 {container.limits.merges} 处")


def add_characters(container: Container, characters: int) -> None:
    """Count the characters of a text; raises `Unreadable` where a workbook has too many."""
    container.characters += characters
    if container.characters > container.limits.cells_text:
        raise hostile(f"单元格中的长文字超过 {container.limits.cells_text} 字")


def too_many_cells(limits: Limits) -> Unreadable:
    """Make the `Unreadable` for a workbook with more cells than `limits` allow."""
    return hostile(f"有内容的单元格超过 {limits.cells} 个")


def _member_key(name: str) -> str:
    """Return the key of a member: parts ignore case, and some zips use backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _is_picture(name: str) -> bool:
    """Tell whether a member is a picture by its name; none is ever inflated, so none can harm.

    A white picture, or a screen shot that was pasted as a bitmap, packs a thousandfold.
    """
    return name.endswith(_PICTURES)


def _is_same_content(data: bytes, first: ZipInfo, second: ZipInfo) -> bool:
    """Tell whether two members of one name have the same bytes, so that any reader sees the same.

    Some programs write a part that they do not understand a second time when they save.
    """
    if (first.compress_type, first.file_size) != (second.compress_type, second.file_size):
        return False
    packed = [_packed(data, member) for member in (first, second)]
    return packed[0] is not None and packed[0] == packed[1]


def _packed(data: bytes, member: ZipInfo) -> memoryview | None:
    """Return the compressed bytes of a member; None where they lie outside the file."""
    header = data[member.header_offset : member.header_offset + _HEADER]
    if len(header) < _HEADER:
        return None
    start = member.header_offset + _HEADER + sum(struct.unpack_from("<2H", header, _HEADER - 4))
    packed = memoryview(data)[start : start + member.compress_size]
    return packed if len(packed) == member.compress_size else None


def _check_sizes(members: Iterable[ZipInfo], limits: Limits) -> None:
    """Raise `Unreadable` for an archive whose directory announces more than the limits allow."""
    total = 0
    for member in members:
        size = member.file_size
        total += size
        if size > limits.part or total > limits.all_parts:
            most = limits.part if size > limits.part else limits.all_parts
            raise hostile(f"解压后超过 {_megabytes(most)}")
        if size > limits.ratio_floor and size > limits.ratio * member.compress_size:
            raise hostile(f"压缩比超过 {limits.ratio} 倍")


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.4g} MB"
